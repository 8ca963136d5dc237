package textedit

import (
	"math"
	"slices"
)

const (
	roleWidth = 0.16 // of the logarithm of the height of words that may have one role: labels are smaller than values
	leastRole = 6    // other words of a role that a word is compared with at least
	likes     = 3    // a word of an honest role has so many like it: a value may be of three words, a date
)

// novelties returns how far each word's value lies from its like, in the distances that are usual in the document: the
// distance to the third nearest of the words of its size and case (Ramaswamy, Rastogi, Shim, SIGMOD 2000, section 2),
// because words of one size may still have two inks or two weights, and neither mean nor regression means anything
// then. least is a floor under the usual distance. NaN where the value is NaN and where too few words have that role.
func (c *comparison) novelties(values []float64, least float64) []float64 {
	out := make([]float64, len(values))
	var usual []float64
	for i := range c.words {
		out[i] = math.NaN()
		if d := c.distances(i, values); len(d) >= leastRole {
			out[i] = d[likes-1]
			usual = append(usual, out[i])
		}
	}
	spread := max(least, 1.4826*median(usual))
	for i := range out {
		out[i] /= spread
	}
	return out
}

// distances are those from a word's value to the values of the others of its role, nearest first.
func (c *comparison) distances(i int, values []float64) (list []float64) {
	w := c.words[i]
	if w.site == nil || math.IsNaN(values[i]) {
		return nil
	}
	for j, o := range c.words {
		if j != i && o.site != nil && !math.IsNaN(values[j]) && w.role(o) {
			list = append(list, math.Abs(values[j]-values[i]))
		}
	}
	slices.Sort(list)
	return list
}

// role reports whether two words may have the same.
func (w *word) role(o *word) bool {
	return w.sized(o, roleWidth) && w.letters.lower == o.letters.lower
}
