package locate_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"loupe/samples"
)

// variedFlat renders a picture of a seed in which no outline is to be seen: a part of a paper that fills the frame, a whole
// one without any border, or a desk that nothing lies on.
func variedFlat(t testing.TB, s *samples.Studio, seed uint64) scene {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 80))
	p := inventedPaper(t, s, r, seed)
	sc := scene{Seed: seed, Kind: []string{"crop", "crop", "sheet", "desk"}[r.IntN(4)], Desk: "none"}
	long := 640 + int(960*r.Float64())
	sc.W, sc.H = long, int(float64(long)*p.h/p.w)
	if p.h > p.w {
		sc.W, sc.H = int(float64(long)*p.w/p.h), long
	}
	w, h := float64(sc.W), float64(sc.H)
	c := canvas{w: sc.W, h: sc.H, pix: make([][3]float64, sc.W*sc.H)}
	desk := newVariedDesk(r, p)
	for i := range c.pix {
		c.pix[i] = desk.at(float64(i%sc.W)*1000/float64(long), float64(i/sc.W)*1000/float64(long))
	}
	if sc.Kind != "desk" {
		over := 0.0
		if sc.Kind == "crop" {
			over = 1 / (1 + 20*r.Float64())
			if r.IntN(4) > 0 {
				over = 0.03 + 0.12*r.Float64()
			}
		} else {
			p.rounding = 0
		}
		sin, cos := math.Sincos(over * (r.Float64() - 0.5) * 0.5)
		var q [4][2]float64
		for i, k := range [4][2]float64{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
			x, y := k[0]*w/2*(1+over), k[1]*h/2*(1+over)
			q[i] = [2]float64{w/2 + x*cos - y*sin, h/2 + x*sin + y*cos}
		}
		c.lay(p, q, r)
	}
	c.light(r)
	sc.Quad = [4][2]float64{{0, 0}, {w, 0}, {w, h}, {0, h}}
	sc.picture = asJPEG(t, c.sense(r), 50+r.IntN(46))
	return sc
}
