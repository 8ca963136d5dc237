package barcode

import (
	"image"
	"math"
)

// mostSamples bounds, along one side, the pixels that axis looks at.
const mostSamples = 256

// axis returns r turned, by at most 45 degrees, so that its sides lie along the edges of a matrix code in it. Half of such a
// code's gradients stand across the others, and a structure tensor, which doubles angles, sees no direction; angles taken four
// times agree (as in Bigün & Granlund for symmetries of higher order).
func (r region) axis(g *image.Gray) region {
	around := bounds(r.quad(0, 0)).Intersect(g.Rect.Inset(1))
	step := max(1, max(around.Dx(), around.Dy())/mostSamples)
	re, im := 0.0, 0.0
	for y := around.Min.Y; y < around.Max.Y; y += step {
		for x := around.Min.X; x < around.Max.X; x += step {
			if !r.holds(float64(x), float64(y)) {
				continue
			}
			at := y*g.Stride + x
			dx, dy := float64(g.Pix[at+1])-float64(g.Pix[at-1]), float64(g.Pix[at+g.Stride])-float64(g.Pix[at-g.Stride])
			if power := dx*dx + dy*dy; power > 0 {
				a, b := dx*dx-dy*dy, 2*dx*dy // the square of dx + i dy
				re, im = re+(a*a-b*b)/power, im+2*a*b/power
			}
		}
	}
	r.angle += math.Remainder(math.Atan2(im, re)/4-r.angle, math.Pi/2)
	return r
}
