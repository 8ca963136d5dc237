package ela

import (
	"image"
	"image/color"
	"math"
)

// nearClip is how many levels from an end of the scale a pixel counts as clipped. Clipping moves coefficients off any
// lattice without an edit, and a later compression moves clipped pixels back by a few levels.
const nearClip = 4

// dropSaturated takes blocks that stand out but are clipped in any colour channel out of the judgement.
func (b *blockErrors) dropSaturated(img image.Image) {
	at := pixelReader(img)
	for i := range b.Z {
		if b.hot(i) && saturated(at, i%b.Columns*8, i/b.Columns*8) {
			b.Errors[i], b.Z[i] = math.NaN(), math.NaN()
			b.Judged--
		}
	}
}

func saturated(at func(x, y int) (r, g, b uint8), left, top int) bool {
	for y := top; y < top+8; y++ {
		for x := left; x < left+8; x++ {
			r, g, b := at(x, y)
			if min(r, g, b) <= nearClip || max(r, g, b) >= 255-nearClip {
				return true
			}
		}
	}
	return false
}

// pixelReader returns a quick way to read the 8-bit colour of a stored pixel, origin 0,0.
func pixelReader(img image.Image) func(x, y int) (r, g, b uint8) {
	o := img.Bounds().Min
	switch p := img.(type) {
	case *image.YCbCr:
		return func(x, y int) (uint8, uint8, uint8) {
			c := p.COffset(x+o.X, y+o.Y)
			return color.YCbCrToRGB(p.Y[p.YOffset(x+o.X, y+o.Y)], p.Cb[c], p.Cr[c])
		}
	case *image.NRGBA:
		return func(x, y int) (uint8, uint8, uint8) {
			i := p.PixOffset(x+o.X, y+o.Y)
			return p.Pix[i], p.Pix[i+1], p.Pix[i+2]
		}
	case *image.RGBA:
		return func(x, y int) (uint8, uint8, uint8) {
			i := p.PixOffset(x+o.X, y+o.Y)
			return p.Pix[i], p.Pix[i+1], p.Pix[i+2]
		}
	}
	return func(x, y int) (uint8, uint8, uint8) {
		r, g, b, _ := img.At(x+o.X, y+o.Y).RGBA()
		return uint8(r >> 8), uint8(g >> 8), uint8(b >> 8)
	}
}
