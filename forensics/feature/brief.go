package feature

import (
	"image"
	"math"
	"math/rand/v2"
)

const (
	bitsPerCode = 256
	radius      = 15  // pixels of a level that a description looks at, each way
	spreadOf    = 6.2 // standard deviation of the places that are compared: a fifth of 31 pixels (Calonder et al., ECCV 2010, G II)
	boxHalf     = 2   // single pixels are noise: tests compare means of 5x5
)

// test compares the brightness of two places relative to a feature: the bit is set when the first is darker.
type test struct{ x0, y0, x1, y1 float64 }

// pattern draws the tests of BRIEF (Calonder, Lepetit, Strecha and Fua, ECCV 2010), always the same.
func pattern() (list [bitsPerCode]test) {
	rng := rand.New(rand.NewPCG(2010, 256))
	draw := func() (x, y float64) {
		for {
			x, y = spreadOf*rng.NormFloat64(), spreadOf*rng.NormFloat64()
			if math.Hypot(x, y) <= radius {
				return x, y
			}
		}
	}
	for i := range list {
		list[i].x0, list[i].y0 = draw()
		list[i].x1, list[i].y1 = draw()
	}
	return list
}

// centroid is the direction from a feature to the centroid of the brightness around it (Rosin 1999; Rublee et al. 2011,
// section 3.2). right is -1 when the x axis points left: the picture is mirrored.
func centroid(g *image.Gray, x, y, right int) float64 {
	var mx, my int
	for v := -radius; v <= radius; v++ {
		half := int(math.Sqrt(float64(radius*radius - v*v)))
		row := g.Pix[(y+v)*g.Stride+x-half:][:2*half+1]
		sum, moment := 0, 0
		for k, p := range row {
			sum += int(p)
			moment += (k - half) * int(p)
		}
		mx, my = mx+moment, my+v*sum
	}
	return math.Atan2(float64(my), float64(right*mx))
}

// sums holds, for every pixel, the sum of the 5x5 pixels around it; 0 at the border.
type sums struct {
	w   int
	pix []uint16
}

func newSums(g *image.Gray) sums {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	s := sums{w: w, pix: make([]uint16, w*h)}
	column := make([]uint16, w) // sums of five rows
	for y := range h {
		row := g.Pix[y*g.Stride:][:w]
		for x, v := range row {
			column[x] += uint16(v)
		}
		if y < 2*boxHalf {
			continue
		}
		out := s.pix[(y-boxHalf)*w:][:w]
		sum := uint16(0)
		for x, v := range column {
			sum += v
			if x >= 2*boxHalf {
				out[x-boxHalf] = sum
				sum -= column[x-2*boxHalf]
			}
		}
		for x, v := range g.Pix[(y-2*boxHalf)*g.Stride:][:w] {
			column[x] -= uint16(v)
		}
	}
	return s
}

// describe makes the tests around x, y, turned by angle (steered BRIEF, Rublee et al. 2011, section 4.1), the x axis pointing right
// (1) or left (-1).
func (s sums) describe(tests *[bitsPerCode]test, x, y int, angle float64, right int) (code [4]uint64) {
	sin, cos := math.Sincos(angle)
	at := y*s.w + x
	read := func(u, v float64) uint16 {
		dx, dy := int(math.Floor(u*cos-v*sin+0.5)), int(math.Floor(u*sin+v*cos+0.5))
		return s.pix[at+dy*s.w+right*dx]
	}
	for i := range tests {
		t := &tests[i]
		if read(t.x0, t.y0) < read(t.x1, t.y1) {
			code[i/64] |= 1 << (i % 64)
		}
	}
	return code
}
