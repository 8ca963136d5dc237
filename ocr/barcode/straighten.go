package barcode

import (
	"image"
	"math"
	"slices"
)

// fan is how straight lines of a cutting lie: those through the middle lean by lean (sideways pixels per pixel of
// length), and the lean grows by spread for each pixel to the side, as perspective makes it.
type fan struct{ lean, spread float64 }

func (f fan) at(side float64) float64 { return f.lean + f.spread*side }

// Limits of what straighten corrects: a lean of 17 degrees, and a spread that comes to 0.2 over half the size.
const (
	mostLean   = 0.30
	mostSpread = 0.20
	strips     = 12
)

// straighten returns q of g corrected so that rows of stacked bars lie level and bars upright: those leans are taken at
// which the profile of gradients across the lines is sharpest.
func straighten(g *image.Gray, q quad) quad {
	c := cut(g, q, 1, straightPixels)
	w, h := float64(c.plane.Rect.Dx()), float64(c.plane.Rect.Dy())
	if w < 16 || h < 16 {
		return q
	}
	rows := fit(profiles(c.plane, true), w)
	bars := fit(profiles(c.plane, false), h)
	var out quad
	for i, s := range [4][2]float64{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
		out[i] = crossing(s[0]*w/2, bars.at(s[0]*w/2), s[1]*h/2, rows.at(s[1]*h/2))
		out[i] = c.at([2]float64{out[i][0] + w/2, out[i][1] + h/2})
	}
	return out
}

// straightPixels is the area at which leans are measured.
const straightPixels = 200_000

// crossing is where the line x = x0 + a*y meets y = y0 + b*x.
func crossing(x0, a, y0, b float64) [2]float64 {
	x := (x0 + a*y0) / (1 - a*b)
	return [2]float64{x, y0 + b*x}
}

// profiles divides g into strips side by side, along rows or columns, and returns for each the sum of absolute gradients
// across the lines at each place.
func profiles(g *image.Gray, rows bool) [][]float64 {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	along, across, alongStep, acrossStep := w, h, 1, g.Stride
	if !rows {
		along, across, alongStep, acrossStep = h, w, g.Stride, 1
	}
	out := make([][]float64, strips)
	for s := range out {
		out[s] = make([]float64, across)
	}
	for s, profile := range out {
		for a := s * along / strips; a < (s+1)*along/strips; a++ {
			line := g.Pix[a*alongStep:]
			for i := 1; i+1 < across; i++ {
				d := int(line[(i+1)*acrossStep]) - int(line[(i-1)*acrossStep])
				profile[i] += math.Abs(float64(d))
			}
		}
	}
	return out
}

// fit finds the fan of the lines whose profiles are given, of strips that divide length pixels.
func fit(profiles [][]float64, length float64) fan {
	n := len(profiles[0])
	offsets := make([]float64, len(profiles))
	for s := range offsets {
		offsets[s] = (float64(s)+0.5)*length/float64(len(profiles)) - length/2
	}
	step := 1 / length // half a pixel at either end
	best := fan{}
	sharpest := sharpness(profiles, offsets, best)
	try := func(f fan) {
		if s := sharpness(profiles, offsets, f); s > sharpest*1.0001 {
			best, sharpest = f, s
		}
	}
	for k := -mostLean; k <= mostLean; k += 2 * step {
		try(fan{lean: k})
	}
	spreadStep := 4 * step / float64(n)
	for _, reach := range []float64{mostSpread * 2 / float64(n), 4 * spreadStep} {
		middle := best
		for k := -reach; k <= reach; k += spreadStep {
			try(fan{middle.lean, middle.spread + k})
		}
		middle = best
		for k := -6 * step; k <= 6*step; k += step {
			try(fan{middle.lean + k, middle.spread})
		}
	}
	return best
}

// sharpness is the energy of the profile that the strips' profiles add up to when the lines lie as f says.
func sharpness(profiles [][]float64, offsets []float64, f fan) float64 {
	n := len(profiles[0])
	energy := 0.0
	for i := range n {
		lean := f.at(float64(i) + 0.5 - float64(n)/2)
		sum := 0.0
		for s, p := range profiles {
			if at := i + int(math.Floor(lean*offsets[s]+0.5)); uint(at) < uint(n) {
				sum += p[at]
			}
		}
		energy += sum * sum
	}
	return energy
}

// leastRun is how many rows of pixels a code takes at least: three rows of bars, each three modules high.
const leastRun = 10

// band returns the part of c that the longest run of rows of pixels fills which are about as densely filled with upright
// edges as its densest ones: stacked bars are, while lines of text have gaps between them. ok is false when there is none.
func (c cutting) band() (q quad, ok bool) {
	density := edges(c.plane)
	sorted := slices.Clone(density)
	slices.Sort(sorted)
	dense := sorted[len(sorted)*9/10] * 2 / 5
	from, to, start, gap := 0, 0, 0, 0
	for y, v := range density {
		if gap++; v >= dense {
			gap = 0
		}
		if gap > 2 { // one or two may be where rows of bars meet, or noise
			start = y + 1
		}
		if y+1-start > to-from {
			from, to = start, y+1
		}
	}
	margin := 4 + (to-from)/8
	top, bottom := float64(max(from-margin, 0))/float64(len(density)), float64(min(to+margin, len(density)))/float64(len(density))
	return quad{c.quad.between(0, top), c.quad.between(1, top), c.quad.between(1, bottom), c.quad.between(0, bottom)}, to-from >= leastRun
}

// edges returns for each row of g the sum of its absolute horizontal gradients.
func edges(g *image.Gray) []int {
	w := g.Rect.Dx()
	out := make([]int, g.Rect.Dy())
	for y := range out {
		row := g.Pix[y*g.Stride:][:w]
		for x := 2; x < w; x += 2 {
			d := int(row[x]) - int(row[x-2])
			out[y] += max(d, -d)
		}
	}
	return out
}
