package barcode

import (
	"cmp"
	"image"
	"math"
	"slices"
)

// region is a part of a picture that may hold a barcode: a rectangle of w x h pixels around cx, cy whose sides are turned
// by angle radians (clockwise as pictures are drawn), across the bars if there are bars.
type region struct {
	cx, cy, w, h float64
	angle        float64
	coherence    float64 // of all its gradients, 0..1
	weight       float64 // by which regions compete: the sum of its cells' energy, less what its rectangle leaves empty
}

const (
	// The levels of energy (mean squared central difference) at which connected cells are looked for. The lowest is a swing
	// of 5 % of full scale in every pixel.
	leastEnergy, levelStep, levels = 160.0, 2.2, 6
	leastCells                     = 6
	leastFilled                    = 0.5  // share of a region's rectangle that its cells cover
	stripedCoherence               = 0.18 // stacked bars have 0.3 to 0.7, linear codes more; measured on drawn codes
	squareCoherence                = 0.45 // matrix codes have less
	squareAspect                   = 2.5
)

// striped says that r may hold bars.
func (r region) striped() bool { return r.coherence >= stripedCoherence }

// square says that r may hold a matrix code.
func (r region) square() bool {
	return r.coherence <= squareCoherence && max(r.w, r.h) <= squareAspect*min(r.w, r.h)
}

// holds says whether x, y lies in r.
func (r region) holds(x, y float64) bool {
	sin, cos := math.Sincos(r.angle)
	dx, dy := x-r.cx, y-r.cy
	return math.Abs(dx*cos+dy*sin) <= r.w/2 && math.Abs(dy*cos-dx*sin) <= r.h/2
}

// regions returns at most most places of g where a barcode may stand, the weightiest first: rectangles that are filled
// evenly with strong gradients, of whatever level, as in a tree of components. Of two around one another only one is given.
func regions(g *image.Gray, most int) []region {
	d := survey(g)
	mean := d.smooth()
	var all []region
	for level, n := leastEnergy, 0; n < levels; level, n = level*levelStep, n+1 {
		sets := d.components(func(i int) bool { return mean[i].energy() >= level && d.cells[i].energy() >= level/3 })
		for _, set := range sets {
			if r, filled := d.box(set); filled >= leastFilled {
				all = append(all, r)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b region) int { return cmp.Compare(b.weight, a.weight) })
	var out []region
	for _, r := range all {
		if len(out) < most && !slices.ContainsFunc(out, func(o region) bool { return o.holds(r.cx, r.cy) || r.holds(o.cx, o.cy) }) {
			out = append(out, r)
		}
	}
	return out
}

// components returns the connected sets of cells that are in.
func (d grid) components(in func(int) bool) [][]int {
	seen := make([]bool, len(d.cells))
	var out [][]int
	for start := range d.cells {
		if seen[start] || !in(start) {
			continue
		}
		seen[start] = true
		set := []int{start}
		for at := 0; at < len(set); at++ {
			for _, j := range d.neighbours(set[at]) {
				if j >= 0 && !seen[j] && in(j) {
					seen[j] = true
					set = append(set, j)
				}
			}
		}
		if len(set) >= leastCells {
			out = append(out, set)
		}
	}
	return out
}

// neighbours returns the cells beside i; -1 where there is none.
func (d grid) neighbours(i int) [4]int {
	out := [4]int{i - d.w, i + d.w, i - 1, i + 1}
	if i+d.w >= len(d.cells) {
		out[1] = -1
	}
	if i%d.w == 0 {
		out[2] = -1
	}
	if i%d.w == d.w-1 {
		out[3] = -1
	}
	return out
}

// box returns the rectangle around the cells of set, in the direction of their common axis, and the share that they fill.
func (d grid) box(set []int) (r region, filled float64) {
	var sum tensor
	for _, i := range set {
		sum = sum.plus(d.cells[i])
	}
	r = region{angle: sum.axis(), coherence: sum.coherence()}
	sin, cos := math.Sincos(r.angle)
	side := float64(d.side)
	u0, v0, u1, v1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, i := range set {
		x, y := (float64(i%d.w)+0.5)*side, (float64(i/d.w)+0.5)*side
		u, v := x*cos+y*sin, y*cos-x*sin
		u0, v0, u1, v1 = min(u0, u), min(v0, v), max(u1, u), max(v1, v)
	}
	r.w, r.h = u1-u0+side, v1-v0+side
	u, v := (u0+u1)/2, (v0+v1)/2
	r.cx, r.cy = u*cos-v*sin, u*sin+v*cos
	filled = min(1, float64(len(set))*side*side/(r.w*r.h))
	r.weight = sum.energy() * filled * filled * filled
	return r, filled
}
