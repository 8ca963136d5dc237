package fields

import (
	"cmp"
	"strings"
	"unicode"

	"loupe/models"
)

// Exact reports whether every character of a field counts, and no word of a language helps to read it: dates and numbers.
func Exact(field string) bool {
	t := typeOf(field)
	return t == typeDate || t == typeNumber
}

// How far a second reading counts. Two readings are not independent: the same model sees the same print, and what it reads wrongly
// once it reads wrongly again more often than chance.
const (
	likelyRight = 0.97 // of two readings that agree, at most
	differing   = 0.6  // of a reading that a second one does not confirm, at most
)

// Seconded returns the confidence of a statement of which a second reading gave text, with a confidence of 0..1. A second reading
// that gave nothing says nothing.
func Seconded(s models.Statement, text string, confidence float64) float64 {
	first, second := bare(cmp.Or(s.Raw, s.Value)), bare(text)
	switch {
	case len(second) < 3:
		return s.Confidence
	case first == second || len(first) >= 6 && strings.Contains(second, first):
		return max(s.Confidence, min(likelyRight, 1-(1-s.Confidence)*(1-confidence)))
	}
	return min(s.Confidence, differing)
}

// bare returns the letters and digits of s as capitals.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, strings.ReplaceAll(s, "¥", "Y"))
}
