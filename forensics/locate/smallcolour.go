package locate

import (
	"image"

	"github.com/disintegration/imaging"
)

// shrink returns img at w x h. Of large pictures with four interleaved channels taps x taps pixels are averaged for one.
func shrink(img image.Image, w, h int) *image.NRGBA {
	b := img.Bounds()
	var pix []uint8
	var stride int
	switch p := img.(type) {
	case *image.RGBA:
		pix, stride = p.Pix[p.PixOffset(b.Min.X, b.Min.Y):], p.Stride
	case *image.NRGBA:
		pix, stride = p.Pix[p.PixOffset(b.Min.X, b.Min.Y):], p.Stride
	}
	if pix == nil || b.Dx() < taps*w || b.Dy() < taps*h {
		return imaging.Resize(img, w, h, imaging.Box)
	}
	premultiplied := false
	if _, ok := img.(*image.RGBA); ok {
		premultiplied = true
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			var sum [4]uint32
			for j := range taps * taps {
				sx, sy := (2*(taps*x+j%taps)+1)*b.Dx()/(2*taps*w), (2*(taps*y+j/taps)+1)*b.Dy()/(2*taps*h)
				addOnWhite(&sum, pix[sy*stride+4*sx:][:4], premultiplied)
			}
			at := out.Pix[4*(y*w+x):][:4]
			for k := range 3 {
				at[k] = uint8((sum[k] + taps*taps/2) / (taps * taps))
			}
			at[3] = 255
		}
	}
	return out
}

// addOnWhite adds a pixel as it is seen on white.
func addOnWhite(sum *[4]uint32, p []uint8, premultiplied bool) {
	a := uint32(p[3])
	for k := range 3 {
		v := uint32(p[k])
		if !premultiplied {
			v = v * a / 255
		}
		sum[k] += v + 255 - a
	}
}

// split divides a colour picture of the right size into its planes, ITU-R BT.601. What is transparent counts as white.
func (s *small) split(p *image.NRGBA) {
	for k := range s.planes {
		s.planes[k] = make([]uint8, s.w*s.h)
	}
	for i := range s.planes[0] {
		var c [4]uint32
		addOnWhite(&c, p.Pix[i/s.w*p.Stride+i%s.w*4:][:4], false)
		r, g, b := int32(c[0]), int32(c[1]), int32(c[2])
		y := (19595*r + 38470*g + 7471*b) >> 16
		s.planes[0][i] = uint8(y)
		s.planes[1][i] = uint8(min(max(128+((b-y)*36962>>16), 0), 255))
		s.planes[2][i] = uint8(min(max(128+((r-y)*46727>>16), 0), 255))
	}
}
