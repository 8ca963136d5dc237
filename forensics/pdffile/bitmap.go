package pdffile

import (
	"context"
	"image"
)

// Pixel formats of FPDFBitmap_GetFormat; colours are stored blue first.
const (
	formatGray = 1
	formatBGR  = 2
	formatBGRx = 3 // the fourth byte means nothing
	formatBGRA = 4 // alpha not premultiplied
)

// render draws a sheet on white with its annotations, as p describes.
func (f *File) render(ctx context.Context, page uint64, p Picture) (image.Image, error) {
	const annotations = 0x01 // FPDF_ANNOT
	const white = 0xFFFFFFFF
	g, w, h := f.guest, uint64(p.Width), uint64(p.Height)
	bitmap := uint64(g.call(ctx, "FPDFBitmap_CreateEx", w, h, formatBGRx, 0, 0))
	if bitmap == 0 {
		return nil, g.failed("no bitmap of %dx%d", p.Width, p.Height)
	}
	defer g.call(ctx, "FPDFBitmap_Destroy", bitmap)
	g.call(ctx, "FPDFBitmap_FillRect", bitmap, 0, 0, w, h, white)
	g.draw(ctx, bitmap, page, w, h, annotations)
	return f.pixels(ctx, bitmap, p.Sheet)
}

// draw draws a sheet step by step, so that the end of the context can stop a sheet of endless objects. PDFium asks
// go-pdfium's callback whether to pause; for a name that go-pdfium does not know, here the empty one, the answer is yes.
func (g *guest) draw(ctx context.Context, bitmap, page, w, h, flags uint64) {
	const toBeContinued = 1 // FPDF_RENDER_TOBECONTINUED
	pause := uint64(g.call(ctx, "IFSDK_PAUSE_Create", uint64(g.scratch+scratchBytes)))
	status := g.call(ctx, "FPDF_RenderPageBitmap_Start", bitmap, page, 0, 0, w, h, 0, flags, pause)
	for status == toBeContinued {
		status = g.call(ctx, "FPDF_RenderPage_Continue", page, pause)
	}
	g.call(ctx, "FPDF_RenderPage_Close", page)
	g.call(ctx, "free", pause)
}

// pixels copies a bitmap out of PDFium's memory. What PDFium says about it is held against the limits first.
func (f *File) pixels(ctx context.Context, bitmap uint64, sheet int) (image.Image, error) {
	g := f.guest
	w := int(int32(g.call(ctx, "FPDFBitmap_GetWidth", bitmap)))
	h := int(int32(g.call(ctx, "FPDFBitmap_GetHeight", bitmap)))
	stride := int(int32(g.call(ctx, "FPDFBitmap_GetStride", bitmap)))
	format := g.call(ctx, "FPDFBitmap_GetFormat", bitmap)
	buffer := g.call(ctx, "FPDFBitmap_GetBuffer", bitmap)
	if g.err != nil || g.memory.exceeded {
		return nil, g.failed("sheet %d", sheet) // parts would be missing without a word
	}
	bytesPerPixel := map[uint32]int{formatGray: 1, formatBGR: 3, formatBGRx: 4, formatBGRA: 4}[format]
	if w < 1 || h < 1 || bytesPerPixel == 0 || stride < w*bytesPerPixel {
		return nil, damaged("the bitmap of sheet %d is %dx%d, %d bytes a row, format %d", sheet, w, h, stride, format)
	}
	if err := f.withinLimits(sheet, w, h); err != nil {
		return nil, err
	}
	size := stride*(h-1) + w*bytesPerPixel
	if size > len(g.memory.reserved) {
		return nil, damaged("the bitmap of sheet %d has %d bytes", sheet, size)
	}
	rows := g.view(buffer, uint32(size))
	if rows == nil {
		return nil, g.err
	}
	if format == formatGray {
		out := image.NewGray(image.Rect(0, 0, w, h))
		for y := range h {
			copy(out.Pix[y*out.Stride:][:w], rows[y*stride:])
		}
		return out, nil
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		unswap(out.Pix[y*out.Stride:][:4*w], rows[y*stride:], bytesPerPixel, format == formatBGRA)
	}
	return out, nil
}

// unswap turns one row of blue-first pixels into red-first ones with alpha.
func unswap(to, from []byte, bytesPerPixel int, alpha bool) {
	for x := 0; x*4 < len(to); x++ {
		d, s := to[4*x:4*x+4:4*x+4], from[x*bytesPerPixel:]
		d[0], d[1], d[2], d[3] = s[2], s[1], s[0], 255
		if alpha {
			d[3] = s[3]
		}
	}
}
