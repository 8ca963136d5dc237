package textedit

import (
	"math"
	"slices"
)

// The features of a field's background.
const (
	backgroundRough = iota                // and the two after it: over a pixel, of the print in luma, in chroma
	backgroundStep  = backgroundRough + 3 // and the two after it: in Y, Cb, Cr
	backgrounds     = backgroundStep + 3
)

const (
	rounding   = 0.3  // levels: what is less rough is as good as even, and a drawing has much that is
	believed   = 1.0  // levels of a step that the sides differ by when they do not differ
	roughSeen  = 1000 // pixels at which half of the variance of a roughness is that of the place it was taken at
	stepSeen   = 300  // the same of a step of tint, which wants fewer
	roughLeast = 0.2  // least standard deviation that is believed of a logarithm of roughness
	stepLeast  = 0.5  // of a step
)

// measure compares a field's background to that of its sides.
func (f *field) measure(g *ground) {
	for k := range f.background {
		f.background[k] = math.NaN()
	}
	all := g.looks()
	own, sides := all[partField], all[partField+1:]
	f.size = own.n
	seen := slices.DeleteFunc(slices.Clone(sides), func(l look) bool { return l.n < leastSeen })
	if own.n < leastSeen || len(seen) < 2 {
		return
	}
	for k := range 3 {
		f.background[backgroundRough+k] = own.smoother(seen, k)
		f.background[backgroundStep+k] = own.step(seen, k)
	}
}

// smoother is the logarithm of a field's roughness against that of the second smoothest of its sides: what was painted
// over is smoother than all of them, a field beside a photograph or a heading only than some.
func (l look) smoother(sides []look, k int) float64 {
	var list []float64
	for _, s := range sides {
		list = append(list, math.Log(s.rough[k]+rounding))
	}
	slices.Sort(list)
	return math.Log(l.rough[k]+rounding) - list[1]
}

// step is by how much a field's tint differs from that of its sides, in what these differ by among each other: around a
// part of another capture all differ from it alike, where light falls off or a field is tinted they do not.
func (l look) step(sides []look, k int) float64 {
	n, sum, squares := float64(len(sides)), 0.0, 0.0
	for _, s := range sides {
		d := l.tint[k] - s.tint[k]
		sum, squares = sum+d, squares+d*d
	}
	mean := sum / n
	return mean / (math.Sqrt(max(squares/n-mean*mean, 0)) + believed)
}

// judgeBackground sets the chances that the background of untouched fields differs as much from that around it. What an
// editor paints over is smoother than paper, not rougher; its tint may be off either way.
func (c *comparison) judgeBackground() {
	looks, values := make([][]float64, len(c.fields)), make([]float64, len(c.fields))
	chances := make([][]float64, len(c.fields))
	for k := range backgrounds {
		for i, f := range c.fields {
			looks[i], values[i] = f.looks(), f.background[k]
		}
		step := k >= backgroundStep
		least := roughLeast
		if step {
			least = stepLeast
		}
		for i, z := range deviations(values, looks, least, leastFields) {
			chances[i] = append(chances[i], c.fields[i].chance(z, step))
		}
	}
	for i, f := range c.fields {
		p := cauchy(chances[i]...)
		for _, w := range f.words {
			w.chance[kindPaper] = p
		}
		if !math.IsNaN(p) {
			c.compared[kindPaper]++
		}
	}
}

// looks says what the roughness of a field's background honestly depends on, as word.looks does.
func (f *field) looks() []float64 { return []float64{1, 2 * math.Log(f.height/20), 4 * f.share} }

// chance is that of a deviation, which means the less the fewer pixels tell it.
func (f *field) chance(z float64, step bool) float64 {
	if step {
		return twoSided(z * math.Sqrt(f.size/(f.size+stepSeen)))
	}
	return tail(-z * math.Sqrt(f.size/(f.size+roughSeen)))
}
