package textedit

import (
	"context"
	"image"
	"math"
	"slices"

	"loupe/forensics"
	"loupe/forensics/history"
	"loupe/forensics/residual"
	"loupe/models"
)

// comparison is what came of holding a document's words against each other.
type comparison struct {
	words    []*word
	fields   []*field
	history  *history.History
	compared [kinds]int // words; fields, of paper
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
			w.letters = letteringOf(w.Text)
			c.words = append(c.words, w)
		}
	}
	if err := c.look(ctx, x, text.Words); err != nil {
		return nil, err
	}
	c.standardise(g.Rect.Size())
	c.judge()
	return c, nil
}

// standardise sets the words' deviations.
func (c *comparison) standardise(size image.Point) {
	document := c.documentError()
	for f := range features {
		values := make([]float64, len(c.words))
		for i, w := range c.words {
			values[i] = w.value(f, document)
		}
		for i, z := range c.deviate(f, values, size) {
			c.words[i].z[f] = z
		}
	}
}

// deviate holds a feature's values against what it depends on. The lattice error does not depend on what a word looks like:
// it is scale free. Baselines are held against their lines already. Inks and faces differ
// honestly between labels and values: each is held against its like.
func (c *comparison) deviate(f int, values []float64, size image.Point) []float64 {
	looks := make([][]float64, len(c.words))
	for i, w := range c.words {
		if looks[i] = w.looks(size); f <= featureLetter || f == featureBaseline {
			looks[i] = looks[i][:1]
		}
	}
	if f >= featureInk && f < featureBaseline {
		return c.novelties(values, leastSpread(f))
	}
	return deviations(values, looks, leastSpread(f), leastPeers)
}

// leastSpread is the least standard deviation that is believed of a feature: a twentieth of the way from lattice to chance,
// five percent of noise, two levels of an ink, three percent of a size.
func leastSpread(f int) float64 {
	switch {
	case f < featureInk:
		return 0.05
	case f < featureSteep:
		return 2
	}
	return 0.03
}

// documentError is the mean lattice error of all blocks under words.
func (c *comparison) documentError() float64 {
	sum, n := 0.0, 0.0
	for _, w := range c.words {
		sum += w.history.Error * float64(w.history.Judged)
		n += float64(w.history.Judged)
	}
	return sum / max(n, 1)
}

// judge sets the words' chances.
func (c *comparison) judge() {
	for _, w := range c.words {
		w.chance = w.chances()
	}
	for _, w := range c.words {
		for k, p := range w.chance {
			if !math.IsNaN(p) {
				c.compared[k]++
			}
		}
	}
	c.judgeBackground()
}

// most is how many words were compared in the kind that most were.
func (c *comparison) most() int { return slices.Max(c.compared[:]) }

// logNFA is log10 of how many words as improbable a document of n compared words is expected to have (Bonferroni).
func logNFA(chance float64, n int) float64 { return math.Log10(max(chance, 1e-15) * float64(n)) }
