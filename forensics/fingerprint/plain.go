package fingerprint

import (
	"image"
	"math"
	"math/rand/v2"
	"sync"

	"loupe/forensics/feature"
)

// plain holds the descriptions of edges, corners, spots and bars, as every picture has them: a feature whose description
// comes near one of them is found in pictures that have nothing in common. (What many unrelated pictures share is taken
// out of similarities as score normalisation takes it out: Douze et al., "The 2021 Image Similarity Dataset and Challenge",
// section 5.)
var plain = sync.OnceValue(func() []feature.Point {
	const side, shapes = 480, 150
	r := rand.New(rand.NewPCG(21, 256))
	g := image.NewGray(image.Rect(0, 0, side, side))
	for i := range g.Pix {
		g.Pix[i] = 128
	}
	for range shapes {
		shape(g, r)
	}
	return feature.Find(g, 600)
})

// shape lays a bar, a rectangle or a spot of one brightness over g, its edge soft.
func shape(g *image.Gray, r *rand.Rand) {
	cx, cy := r.Float64()*float64(g.Rect.Dx()), r.Float64()*float64(g.Rect.Dy())
	a, b := math.Exp(1.2+2.6*r.Float64()), math.Exp(1.2+2.6*r.Float64())
	sin, cos := math.Sincos(2 * math.Pi * r.Float64())
	round, soft, tone := r.IntN(3) == 0, 0.7+2*r.Float64(), 255*r.Float64()
	reach := int(a+b+4*soft) + 1
	for y := max(0, int(cy)-reach); y < min(g.Rect.Dy(), int(cy)+reach); y++ {
		for x := max(0, int(cx)-reach); x < min(g.Rect.Dx(), int(cx)+reach); x++ {
			u, v := math.Abs((float64(x)-cx)*cos+(float64(y)-cy)*sin), math.Abs((float64(y)-cy)*cos-(float64(x)-cx)*sin)
			inside := min(a-u, b-v)
			if round {
				inside = min(a, b) - math.Hypot(u, v)
			}
			w := min(max(0.5+inside/(2*soft), 0), 1)
			i := y*g.Stride + x
			g.Pix[i] = uint8((1-w)*float64(g.Pix[i]) + w*tone + 0.5)
		}
	}
}

// plainness is the number of bits by which a feature differs from the nearest plain shape.
func plainness(p *feature.Point) int {
	best := 256
	for i := range plain() {
		best = min(best, p.Distance(&plain()[i]))
	}
	return best
}
