package pdffile

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"math"
)

// embedded describes piece p and takes its JPEG out when it is one.
func (f *File) embedded(ctx context.Context, page uint64, sheet int, l *layout, p piece) (Picture, error) {
	out := Picture{
		Sheet: sheet, Source: Embedded, Width: p.width, Height: p.height, DPI: p.density(),
		Cover: math.Min(1, p.cover), Orientation: orientation(p.place, l.quarters), path: p.path,
	}
	object, err := f.find(ctx, page, out)
	if err != nil {
		return Picture{}, err
	}
	if out.Data, err = f.jpegBytes(ctx, object, sheet); err != nil {
		return Picture{}, err
	}
	if config, err := jpeg.DecodeConfig(bytes.NewReader(out.Data)); err != nil {
		out.Data = nil // not a JPEG that can be opened by itself: PDFium's samples then
	} else {
		out.Width, out.Height = config.Width, config.Height
	}
	return out, f.withinLimits(sheet, out.Width, out.Height)
}

func (f *File) withinLimits(sheet, width, height int) error {
	if max(width, height) > f.limits.MaxSide || int64(width)*int64(height) > f.limits.MaxPixels {
		return &TooManyPixelsError{sheet, width, height, f.limits.MaxSide, f.limits.MaxPixels}
	}
	return nil
}

// find returns the image object of an embedded picture.
func (f *File) find(ctx context.Context, page uint64, p Picture) (uint64, error) {
	object := uint64(f.guest.call(ctx, "FPDFPage_GetObject", page, uint64(p.path[0])))
	for _, i := range p.path[1:] {
		object = uint64(f.guest.call(ctx, "FPDFFormObj_GetObject", object, uint64(i)))
	}
	if object == 0 {
		return 0, f.guest.failed("the picture on sheet %d is gone", p.Sheet)
	}
	return object, nil
}

// jpegBytes returns the JPEG file that an image object stores, nil when it stores something else. A filter before
// DCTDecode (8.9, table 6: Flate, ASCII85 ...) is undone: what it wraps is the file.
func (f *File) jpegBytes(ctx context.Context, object uint64, sheet int) ([]byte, error) {
	filters := f.guest.filters(ctx, object)
	if len(filters) == 0 || (filters[len(filters)-1] != "DCTDecode" && filters[len(filters)-1] != "DCT") {
		return nil, f.guest.err
	}
	read := "FPDFImageObj_GetImageDataRaw"
	if len(filters) > 1 {
		read = "FPDFImageObj_GetImageDataDecoded" // stops before DCTDecode
	}
	return f.read(ctx, read, object, sheet)
}

func (f *File) read(ctx context.Context, function string, object uint64, sheet int) ([]byte, error) {
	g := f.guest
	size := g.call(ctx, function, object, 0, 0)
	if int64(size) > f.limits.MaxPictureBytes {
		return nil, &TooManyBytesError{Sheet: sheet, Bytes: int64(size), Limit: f.limits.MaxPictureBytes}
	}
	if g.err != nil || size == 0 {
		return nil, g.err
	}
	buffer := uint64(g.call(ctx, "malloc", uint64(size)))
	if buffer == 0 {
		return nil, g.failed("no memory for %d bytes", size)
	}
	defer g.call(ctx, "free", buffer)
	if n := g.call(ctx, function, object, buffer, uint64(size)); n != size {
		return nil, g.failed("the picture on sheet %d has %d bytes, then %d", sheet, size, n)
	}
	return bytes.Clone(g.view(uint32(buffer), size)), g.err
}

// samples decodes an embedded picture in PDFium.
func (f *File) samples(ctx context.Context, page uint64, p Picture) (image.Image, error) {
	object, err := f.find(ctx, page, p)
	if err != nil {
		return nil, err
	}
	bitmap := uint64(f.guest.call(ctx, "FPDFImageObj_GetBitmap", object))
	if bitmap == 0 {
		return nil, f.guest.failed("the picture on sheet %d cannot be decoded", p.Sheet)
	}
	defer f.guest.call(ctx, "FPDFBitmap_Destroy", bitmap)
	img, err := f.pixels(ctx, bitmap, p.Sheet)
	if gray, ok := img.(*image.Gray); ok && f.guest.stencil(ctx, object, page) {
		for i, v := range gray.Pix { // PDFium gives ink as 255
			gray.Pix[i] = 255 - v
		}
	}
	return img, err
}
