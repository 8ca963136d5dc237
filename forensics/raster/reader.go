package raster

import (
	"image"
	"image/color"
)

// RGBReader returns a quick way to read the 8-bit colour of a stored pixel, origin 0,0.
func RGBReader(img image.Image) func(x, y int) (r, g, b uint8) {
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
