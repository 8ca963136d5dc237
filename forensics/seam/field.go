package seam

import (
	"context"
	"math"
)

const (
	phases     = 8   // lines of a JPEG's block, whose borders have steps of their own
	levels     = 8   // classes of the neighbours' step, powers of two, in which the borders are measured: flat parts show them more
	leastClass = 100 // bands from which a class is measured
	sampled    = 3   // of so many bands one is taken for it
	mostScore  = 6.0 // times the neighbours' step at which a band's score ends: no band makes a seam alone
	usual      = 2.0 // taken off each band's score: chance gives 1 on average (the definition), print and texture more
)

// field holds the scores of a plane's lines, summed over the bands before each.
type field struct {
	lines, bands int
	upTo         []float32
}

// sum is the score of a line from band a up to band b, not included. A line that is like its neighbours scores below 0.
func (f *field) sum(line, a, b int) float32 { return f.upTo[b*f.lines+line] - f.upTo[a*f.lines+line] }

// fieldOf scores the lines of a plane: by how many times a line's step in a band exceeds those around it, which is what
// makes print, texture and noise tell nothing.
func fieldOf(ctx context.Context, p plane) (*field, error) {
	f := &field{lines: p.lines, bands: p.bands, upTo: make([]float32, p.lines*(p.bands+1))}
	step, near := make([]float32, p.lines), make([]float32, p.lines)
	gain := p.gains(step, near)
	for b := range p.bands {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p.steps(b, step, near)
		before, after := f.upTo[b*p.lines:][:p.lines], f.upTo[(b+1)*p.lines:][:p.lines]
		for x := range after {
			score := float32(-usual)
			if p.judged(x) {
				score += min(step[x]/near[x]*gain[class(near[x])][x%phases], mostScore)
			}
			after[x] = before[x] + score
		}
	}
	return f, nil
}

// gains measures by how much the steps of each phase of the JPEG's blocks lie below the average of their class: block
// borders are brought to what other lines have.
func (p plane) gains(step, near []float32) (gain [levels][phases]float32) {
	var sums [levels][phases]struct{ score, n float64 }
	for b := 0; b < p.bands; b += sampled {
		p.steps(b, step, near)
		for x := nearTo; p.judged(x); x++ {
			s := &sums[class(near[x])][x%phases]
			s.score += float64(min(step[x]/near[x], mostScore))
			s.n++
		}
	}
	for l := range gain {
		for k, s := range sums[l] {
			if gain[l][k] = 1; s.n >= leastClass {
				const least = 0.2 // a class without steps gains no more than five times
				gain[l][k] = float32(1 / max(s.score/s.n, least))
			}
		}
	}
	return gain
}

// class sorts a step by powers of two: a float's exponent (IEEE 754, section 3.4).
func class(v float32) int {
	const bias = 126 // class 0 ends at 1
	return min(max(int(math.Float32bits(v)>>23)-bias, 0), levels-1)
}
