package fields_test

import (
	"image"
	"testing"

	"loupe/models"
	"loupe/ocr/fields"
)

// A label whose value was not read is looked at again: under it, and not where another label or its value stands.
func TestGaps(t *testing.T) {
	word := func(x, y, w, h int, text string) models.Word {
		return models.Word{Text: text, Box: [4]int{x, y, w, h}, Confidence: 95}
	}
	text := models.Text{Words: []models.Word{
		word(100, 100, 160, 20, "Surname"), word(600, 100, 60, 20, "Sex"),
		word(100, 130, 200, 30, "BERGMAN"),
		word(100, 200, 120, 20, "Birthdate"), word(600, 200, 80, 20, "Expires"),
		word(100, 230, 220, 30, "12.08.1974"), word(600, 230, 220, 30, "12.08.2031"),
	}}
	got := fields.Gaps(text, image.Pt(1000, 600))
	if len(got) != 1 || !image.Rect(605, 131, 625, 159).In(got[0]) || got[0].Max.X > 800 || got[0].Max.Y > 200 {
		t.Errorf("%v, want the place under the label of the sex", got)
	}
	text.Words = append(text.Words, word(602, 130, 18, 30, "F"))
	if got := fields.Gaps(text, image.Pt(1000, 600)); len(got) != 0 {
		t.Errorf("%v, want none: every label has its value", got)
	}
}

// Two readings that agree are surer than one; one that differs with confidence makes both doubtful.
func TestSeconded(t *testing.T) {
	at := func(name, value, raw string, confidence float64) models.Statement {
		return models.Statement{Name: name, Field: models.Field{Value: value, Raw: raw, Confidence: confidence}}
	}
	for _, c := range []struct {
		s          models.Statement
		text       string
		confidence float64
		least      float64
		most       float64
	}{
		{at(nu, "AB1234567", "", 0.8), "AB1234567", 0.9, 0.95, 0.98}, {at(nu, "AB1234567", "", 0.8), "No. AB1234567", 0.9, 0.95, 0.98},
		{at(nu, "AB1234567", "", 0.95), "AB1234561", 0.9, 0, 0.6}, {at(nu, "AB1234567", "", 0.92), "A81234567", 0.3, 0.92, 0.92},
		{at(nu, "AB1234567", "", 0.95), "", 1, 0.95, 0.95}, {at(bd, "1974-08-12", "12.08.1974", 0.8), "12 08 1974", 0.9, 0.95, 0.98},
		{at(bd, "1974-08-12", "12.08.1974", 0.8), "12.03.1974", 0.9, 0, 0.6}, {at(bd, "1974-08-12", "12 AUG 1974", 0.8), "12 Aug 1974", 0.9, 0.95, 0.98},
	} {
		if got := fields.Seconded(c.s, c.text, c.confidence); got < c.least || got > c.most {
			t.Errorf("%q again as %q: %v, want %v to %v", c.s.Raw+c.s.Value, c.text, got, c.least, c.most)
		}
	}
}
