package textedit

import (
	"math"

	"loupe/models"
)

// kind is one way in which a word can stand out.
type kind int

// The kinds, in the order in which they are told.
const (
	kindHistory kind = iota
	kindNoise
	kindPaper
	kindInk
	kindGeometry
	kinds
)

// description is what a kind is called, and log10 of the words expected by chance at which a word is suspect by it alone.
type description struct {
	group            models.Group
	statistic, label string
	measure          string
	limit            float64
}

func (k kind) describe() description {
	return [kinds]description{
		{models.GroupHistory, "word_lattice_log_nfa", "another compression history", "history_log10_expected_by_chance", -1.5},
		{models.GroupNoise, "word_noise_log_nfa", "other noise or edges", "noise_log10_expected_by_chance", -4.5}, // print that looks like no other has the longer tail
		{models.GroupNoise, "word_paper_log_nfa", "other paper under it than around it", "paper_log10_expected_by_chance", -2},
		{models.GroupGeometry, "word_ink_log_nfa", "other ink", "ink_log10_expected_by_chance", -5},
		{models.GroupGeometry, "word_geometry_log_nfa", "another baseline, size or face", "geometry_log10_expected_by_chance", -5.5},
	}[k]
}

// peers is how many others a word, or a field, is compared with at least.
func (k kind) peers() int {
	if k == kindPaper {
		return leastFields
	}
	return leastPeers
}

// levelSpread is the standard deviation of the mean of deviations that go together: of noise.
const levelSpread = 0.8

// chances are how likely an untouched word deviates as far as w does, for each kind; NaN: not compared. Off the lattice is
// evidence, on it is not; all else may be off either way.
func (w *word) chances() (p [kinds]float64) {
	z := func(from, n int) []float64 { return w.z[from : from+n] }
	p[kindHistory] = cauchy(tail(w.z[featureLattice]), tail(w.z[featureLetter]))
	p[kindNoise] = fisher(twoSided(mean(z(featureQuiet, 3))/levelSpread), twoSided(w.z[featureEdges]))
	p[kindPaper] = math.NaN() // of a field
	p[kindInk] = either(z(featureInk, 4))
	p[kindGeometry] = either(z(featureFace, 5))
	return p
}

// mean leaves NaN out; NaN when all are.
func mean(list []float64) float64 {
	sum, n := 0.0, 0.0
	for _, v := range list {
		if !math.IsNaN(v) {
			sum += v
			n++
		}
	}
	return sum / n
}

// either is the chance that one of the deviations is as far off as the furthest.
func either(list []float64) float64 {
	ps := make([]float64, len(list))
	for i, z := range list {
		ps[i] = twoSided(z)
	}
	return cauchy(ps...)
}
