package raster

import (
	"image"

	"github.com/disintegration/imaging"
)

// FitColor returns img reduced so that its longest side is at most side pixels, in stored orientation; img itself when
// it fits already. Planes of a YCbCr picture are averaged each at its own sampling, which costs no colour conversion.
func FitColor(img image.Image, side int) image.Image {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	longest := max(w, h)
	if longest <= side {
		return img
	}
	w, h = max(1, w*side/longest), max(1, h*side/longest)
	switch p := img.(type) {
	case *image.Gray:
		return Box(Luma(p), w, h)
	case *image.YCbCr:
		return boxYCbCr(p, w, h)
	}
	return imaging.Resize(img, w, h, imaging.Box)
}

func boxYCbCr(p *image.YCbCr, w, h int) image.Image {
	out := image.NewYCbCr(image.Rect(0, 0, w, h), p.SubsampleRatio)
	cw, ch := out.CStride, len(out.Cb)/out.CStride
	scw, sch := chromaSize(p)
	if cw > scw || ch > sch {
		return imaging.Resize(p, w, h, imaging.Box) // chroma planes too thin to average
	}
	out.Y = Box(Luma(p), w, h).Pix
	at := p.COffset(p.Rect.Min.X, p.Rect.Min.Y)
	chroma := image.Rect(0, 0, scw, sch)
	out.Cb = Box(&image.Gray{Pix: p.Cb[at:], Stride: p.CStride, Rect: chroma}, cw, ch).Pix
	out.Cr = Box(&image.Gray{Pix: p.Cr[at:], Stride: p.CStride, Rect: chroma}, cw, ch).Pix
	return out
}

func chromaSize(p *image.YCbCr) (w, h int) {
	first := p.COffset(p.Rect.Min.X, p.Rect.Min.Y)
	last := p.COffset(p.Rect.Max.X-1, p.Rect.Max.Y-1)
	return (last-first)%p.CStride + 1, (last-first)/p.CStride + 1
}
