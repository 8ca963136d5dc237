package textedit_test

import (
	"math"

	"loupe/forensics/textedit"
)

// scores are how much each word stands out: by each kind of evidence, and by any.
type scores [textedit.Kinds + 1]float64

func scoresOf(w textedit.Compared) (s scores) {
	var ps []float64
	for k, v := range w.Chance {
		if s[k] = -math.Log10(0.5); !math.IsNaN(v) {
			s[k] = v
			ps = append(ps, math.Pow(10, -v))
		}
	}
	s[textedit.Kinds] = -math.Log10(textedit.Cauchy(ps...))
	if math.IsNaN(s[textedit.Kinds]) {
		s[textedit.Kinds] = -math.Log10(0.5)
	}
	return s
}

func kindNames() []string { return []string{"history", "noise", "paper", "ink", "geometry", "any"} }

// most raises a document's scores to those of its word, corrected for the number of words.
func (s *scores) most(w scores, words int) {
	for k := range s {
		s[k] = max(s[k], w[k]-math.Log10(float64(words)))
	}
}

func lowest() (s scores) {
	for k := range s {
		s[k] = -9
	}
	return s
}
