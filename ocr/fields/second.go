package fields

import (
	"cmp"
	"strings"
	"unicode"

	"loupe/models"
	"loupe/ocr/fields/date"
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
	differing   = 0.6  // of a reading that a second one contradicts, at most
	telling     = 0.7  // the confidence from which another reading contradicts
)

// Seconded returns the confidence of a statement of which a second reading gave text, with a confidence of 0..1. A second reading
// that gave nothing, or something else without confidence, says nothing.
func Seconded(s models.Statement, text string, confidence float64) float64 {
	first, second := bare(cmp.Or(s.Raw, s.Value)), bare(text)
	switch {
	case first == second || len(first) >= 6 && strings.Contains(second, first) || typeOf(s.Name) == typeDate && sameDay(s, text):
		return max(s.Confidence, min(likelyRight, 1-(1-s.Confidence)*(1-confidence)))
	case len(second) < 3 || confidence < telling:
		return s.Confidence
	}
	return min(s.Confidence, differing)
}

// sameDay reports whether text is the same date as a statement's, in whatever order of day and month.
func sameDay(s models.Statement, text string) bool {
	for _, order := range []date.Order{date.DayFirst, date.MonthFirst} {
		if iso, ok := date.Parse(text, date.Hint{Order: order}); ok && iso == s.Value {
			return true
		}
	}
	return false
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
