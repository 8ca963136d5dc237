package textedit

import (
	"context"
	"image"
	"math"

	"loupe/forensics"
	"loupe/forensics/history"
	"loupe/forensics/residual"
	"loupe/models"
)

// comparison is what came of holding a document's words against each other.
type comparison struct {
	words   []*word
	history *history.History
	past    int // words whose lattice error was compared
	noise   int // words whose noise and edges were compared
}

// mostCover is how often the words' boxes may cover the picture before no more are measured: honest ones do not overlap.
const mostCover = 2

// compare measures the words of x and sets their deviations and chances.
func compare(ctx context.Context, x *forensics.Exhibit, text *models.Text) (*comparison, error) {
	h, err := x.History(ctx)
	if err != nil {
		return nil, err
	}
	g := x.Luma()
	c := &comparison{history: h}
	budget := mostCover * g.Rect.Dx() * g.Rect.Dy()
	for _, w := range candidates(text, g.Rect.Size()) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if budget -= w.box.Dx() * w.box.Dy(); budget < 0 {
			break
		}
		var ok bool
		if w.writing, ok = residual.Measure(g, w.box); ok {
			w.read(h.Blocks)
			c.words = append(c.words, w)
		}
	}
	c.standardise(g.Rect.Size())
	c.judge()
	return c, nil
}

// standardise sets the words' deviations. The lattice error does not depend on what a word looks like: it is scale free.
func (c *comparison) standardise(size image.Point) {
	looks, plain := make([][]float64, len(c.words)), make([][]float64, len(c.words))
	for i, w := range c.words {
		looks[i] = w.looks(size)
		plain[i] = looks[i][:1]
	}
	document := c.documentError()
	for f := range features {
		by := looks
		if f <= featureLetter {
			by = plain
		}
		values := make([]float64, len(c.words))
		for i, w := range c.words {
			values[i] = w.value(f, document)
		}
		for i, z := range deviations(values, by, leastSpread) {
			c.words[i].z[f] = z
		}
	}
}

// leastSpread is the least standard deviation that is believed of any feature: a twentieth of the way from lattice to
// chance, or five percent of noise.
const leastSpread = 0.05

// documentError is the mean lattice error of all blocks under words.
func (c *comparison) documentError() float64 {
	sum, n := 0.0, 0.0
	for _, w := range c.words {
		sum += w.history.Error * float64(w.history.Judged)
		n += float64(w.history.Judged)
	}
	return sum / max(n, 1)
}

// judge sets the words' chances. Off the lattice is evidence, on it is not; noise and edges may be off either way.
func (c *comparison) judge() {
	for _, w := range c.words {
		w.past = cauchy(tail(w.z[featureLattice]), tail(w.z[featureLetter]))
		w.noise = fisher(twoSided(w.level()), twoSided(w.z[featureEdges]))
		if !math.IsNaN(w.past) {
			c.past++
		}
		if !math.IsNaN(w.noise) {
			c.noise++
		}
	}
}

// levelSpread is the standard deviation of the mean of a word's three deviations of noise: they go together.
const levelSpread = 0.8

// level is by how many standard deviations the word's noise is off, by all that was measured of it.
func (w *word) level() float64 {
	sum, n := 0.0, 0.0
	for _, z := range w.z[featureQuiet : featureGapsMean+1] {
		if !math.IsNaN(z) {
			sum += z
			n++
		}
	}
	return sum / n / levelSpread
}

// logNFA is log10 of how many words as improbable a document of n compared words is expected to have (Bonferroni).
func logNFA(chance float64, n int) float64 { return math.Log10(max(chance, 1e-15) * float64(n)) }
