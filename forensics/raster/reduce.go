package raster

import (
	"image"

	"github.com/disintegration/imaging"
)

// FitColor returns img reduced so that its longest side is at most side pixels, in stored orientation; img itself when
// it fits already. The planes of YCbCr and CMYK pictures are averaged each by itself, which costs no colour conversion.
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
	case *image.CMYK:
		return boxCMYK(p, w, h)
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

func boxCMYK(p *image.CMYK, w, h int) image.Image {
	out := image.NewCMYK(image.Rect(0, 0, w, h))
	b := p.Bounds()
	plane := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	for channel := range 4 {
		for y := range b.Dy() {
			row := p.Pix[p.PixOffset(b.Min.X, b.Min.Y+y):]
			for x := range b.Dx() {
				plane.Pix[y*plane.Stride+x] = row[4*x+channel]
			}
		}
		small := Box(plane, w, h)
		for y := range h {
			for x := range w {
				out.Pix[y*out.Stride+4*x+channel] = small.Pix[y*small.Stride+x]
			}
		}
	}
	return out
}
