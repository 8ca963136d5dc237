package compare

import (
	"math"
	"slices"

	"loupe/forensics/order"
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
	m := newMeans(p, sigma)
	for dy := 0; dy <= nlmSearch; dy++ {
		for dx := -nlmSearch; dx <= nlmSearch; dx++ {
			if dy > 0 || dx > 0 {
				m.add(dx, dy)
			}
		}
	}
	out := newPlane(p.w, p.h)
	for i := range out.pix {
		out.pix[i] = m.total[i] / m.weight[i]
	}
	return out
}

// means holds the weighted means at work.
type means struct {
	p             plane
	total, weight []float32
	floor, h2     float32   // sum of squares of a patch that noise alone gives; the filter strength for sums of squares
	squares       []float32 // one row of squared differences
	rows          []float32 // sums of five of them side by side
}

func newMeans(p plane, sigma float64) *means {
	const n = (2*nlmPatch + 1) * (2*nlmPatch + 1)
	m := means{
		p: p, total: slices.Clone(p.pix), weight: make([]float32, len(p.pix)), squares: make([]float32, p.w),
		rows: make([]float32, len(p.pix)), floor: float32(n * 2 * sigma * sigma), h2: float32(1 / (n * nlmH * nlmH * sigma * sigma)),
	}
	for i := range m.weight {
		m.weight[i] = 1
	}
	return &m
}

// add adds each of the two pixels of every pair dx, dy apart to the other's mean.
func (m *means) add(dx, dy int) {
	w, lo, hi := m.p.w, max(0, -dx), m.p.w-max(0, dx)
	for y := 0; y < m.p.h-dy; y++ {
		m.difference(y, dx, dy)
		if y >= 2*nlmPatch {
			m.spread((y-nlmPatch)*w, lo+nlmPatch, hi-nlmPatch, dy*w+dx)
		}
	}
}

// difference fills row y of rows with the squared differences of p to itself moved by dx, dy, summed over five pixels side by side.
func (m *means) difference(y, dx, dy int) {
	lo, hi := max(0, -dx), m.p.w-max(0, dx)
	here, there := m.p.row(y)[lo:hi], m.p.row(y + dy)[lo+dx:hi+dx]
	squares := m.squares[:len(here)]
	for i, v := range here {
		d := v - there[i]
		squares[i] = d * d
	}
	out := m.rows[y*m.p.w+lo+nlmPatch:][:len(here)-2*nlmPatch]
	a, b, c, d, e := squares, squares[1:], squares[2:], squares[3:], squares[4:]
	for i := range out {
		out[i] = a[i] + b[i] + c[i] + d[i] + e[i]
	}
}

// spread weighs the pairs of the pixels from..to of the row that begins at pixel at, step pixels apart.
func (m *means) spread(at, from, to, step int) {
	w, n := m.p.w, to-from
	row := func(i int) []float32 { return m.rows[i+from:][:n] }
	a, b, c, d, e := row(at-2*w), row(at-w), row(at), row(at+w), row(at+2*w)
	here, there := m.p.pix[at+from:][:n], m.p.pix[at+from+step:][:n]
	total, other := m.total[at+from:][:n], m.total[at+from+step:][:n]
	weight, others := m.weight[at+from:][:n], m.weight[at+from+step:][:n]
	for i := range a {
		x := max(0, a[i]+b[i]+c[i]+d[i]+e[i]-m.floor) * m.h2
		if x > 5 {
			continue
		}
		v := decay(x)
		total[i] += v * there[i]
		weight[i] += v
		other[i] += v * here[i]
		others[i] += v
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
	order.Nth(values, len(values)/2)
	sum, half := 0.0, values[:len(values)/2]
	for _, v := range half {
		sum += v
	}
	// The mask has gain 6; the mean of |N(0,1)| below its median is 0.3247.
	return sum / float64(max(1, len(half))) / 6 / 0.3247
}
