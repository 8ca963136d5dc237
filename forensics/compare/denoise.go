package compare

import (
	"math"
	"slices"
)

const (
	nlmSearch = 4   // pixels searched each way
	nlmPatch  = 2   // half side of the patches compared
	nlmH      = 0.9 // filter strength in units of the noise's standard deviation
)

// nonLocalMeans estimates p without its noise (Buades, Coll and Morel 2005): every pixel becomes the mean of the pixels
// nearby whose 5x5 surroundings look alike. Printed lines repeat and are kept; a capture's noise does not repeat and
// goes. sigma is the noise's standard deviation. Symmetric offsets share one box-filtered difference (Darbon 2008).
func nonLocalMeans(p plane, sigma float64) plane {
	total, weight := slices.Clone(p.pix), make([]float32, len(p.pix))
	for i := range weight {
		weight[i] = 1
	}
	box := newBox(p.w, p.h)
	h2 := float32(1 / (nlmH * nlmH * sigma * sigma))
	floor := float32(2 * sigma * sigma)
	for dy := 0; dy <= nlmSearch; dy++ {
		for dx := -nlmSearch; dx <= nlmSearch; dx++ {
			if dy == 0 && dx <= 0 {
				continue
			}
			box.squares(p, dx, dy)
			spread(p, box, dx, dy, floor, h2, total, weight)
		}
	}
	out := newPlane(p.w, p.h)
	for i := range out.pix {
		out.pix[i] = total[i] / weight[i]
	}
	return out
}

// spread adds each of the two pixels of every pair dx, dy apart to the other's mean.
func spread(p plane, b *boxFilter, dx, dy int, floor, h2 float32, total, weight []float32) {
	step := dy*p.w + dx
	for y := nlmPatch; y < p.h-nlmPatch-dy; y++ {
		lo, hi := max(nlmPatch, nlmPatch-dx), p.w-nlmPatch-max(0, dx)
		for x := lo; x < hi; x++ {
			i := y*p.w + x
			e := max(0, b.mean[i]-floor) * h2
			if e > 5 {
				continue
			}
			w := decay(e)
			total[i] += w * p.pix[i+step]
			weight[i] += w
			total[i+step] += w * p.pix[i]
			weight[i+step] += w
		}
	}
}

// decay is exp(-e) for 0 <= e <= 5 to 1 part in 1000, as (1-e/16)^16: the exponent only ranks similarity.
func decay(e float32) float32 {
	v := 1 - e/16
	v *= v
	v *= v
	v *= v
	return v * v
}

// boxFilter holds the buffers for mean squared differences of patches.
type boxFilter struct {
	w, h       int
	mean, rows []float32
}

func newBox(w, h int) *boxFilter {
	return &boxFilter{w: w, h: h, mean: make([]float32, w*h), rows: make([]float32, w*h)}
}

// squares fills mean with the mean squared difference of p to itself moved by dx, dy, over 5x5 patches.
func (b *boxFilter) squares(p plane, dx, dy int) {
	step := dy*p.w + dx
	lo, hi := max(0, -dx), p.w-max(0, dx)
	const n = nlmPatch
	for y := 0; y < p.h-dy; y++ {
		row, next, out := p.row(y), p.pix[y*p.w+step+lo:], b.rows[y*b.w:(y+1)*b.w]
		sum := float32(0)
		for x := lo; x < hi; x++ {
			d := row[x] - next[x-lo]
			sum += d * d
			if x-lo > 2*n {
				e := row[x-2*n-1] - next[x-lo-2*n-1]
				sum -= e * e
			}
			if x-lo >= 2*n {
				out[x-n] = sum
			}
		}
	}
	const scale = 1.0 / ((2*n + 1) * (2*n + 1))
	for y := n; y < p.h-dy-n; y++ {
		out := b.mean[y*b.w : (y+1)*b.w]
		clear(out)
		for k := -n; k <= n; k++ {
			accumulate(out, b.rows[(y+k)*b.w:(y+k+1)*b.w], scale)
		}
	}
}

// noise estimates the standard deviation of p's noise: Immerkaer's Laplacian mask (1996), the smaller half of whose
// magnitudes ignores edges.
func noise(p plane) float64 {
	values := make([]float64, 0, p.w*p.h/4)
	for y := 1; y < p.h-1; y += 2 {
		for x := 1; x < p.w-1; x += 2 {
			i := y*p.w + x
			v := p.pix[i-p.w-1] - 2*p.pix[i-p.w] + p.pix[i-p.w+1] - 2*p.pix[i-1] + 4*p.pix[i] - 2*p.pix[i+1] +
				p.pix[i+p.w-1] - 2*p.pix[i+p.w] + p.pix[i+p.w+1]
			values = append(values, math.Abs(float64(v)))
		}
	}
	slices.Sort(values)
	sum, half := 0.0, values[:len(values)/2]
	for _, v := range half {
		sum += v
	}
	// The mask has gain 6; the mean of |N(0,1)| below its median is 0.3247.
	return sum / float64(max(1, len(half))) / 6 / 0.3247
}
