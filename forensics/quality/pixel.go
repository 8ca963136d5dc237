package quality

import (
	"image"
	"image/color"
)

// pixelAt returns how to read one pixel of img; the types that decoders return are read without allocating.
func pixelAt(img image.Image) func(x, y int) (r, g, b uint8) {
	switch p := img.(type) {
	case *image.YCbCr:
		return func(x, y int) (uint8, uint8, uint8) {
			i, c := p.YOffset(x, y), p.COffset(x, y)
			return color.YCbCrToRGB(p.Y[i], p.Cb[c], p.Cr[c])
		}
	case *image.Gray:
		return func(x, y int) (uint8, uint8, uint8) { v := p.Pix[p.PixOffset(x, y)]; return v, v, v }
	case *image.RGBA:
		return func(x, y int) (uint8, uint8, uint8) { q := p.Pix[p.PixOffset(x, y):]; return q[0], q[1], q[2] }
	case *image.NRGBA:
		return func(x, y int) (uint8, uint8, uint8) {
			q := p.Pix[p.PixOffset(x, y):]
			a := uint32(q[3])
			return uint8(uint32(q[0]) * a / 255), uint8(uint32(q[1]) * a / 255), uint8(uint32(q[2]) * a / 255)
		}
	}
	return func(x, y int) (uint8, uint8, uint8) {
		r, g, b, _ := img.At(x, y).RGBA()
		return uint8(r >> 8), uint8(g >> 8), uint8(b >> 8)
	}
}
