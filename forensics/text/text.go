// Package text asks whether the words of a document can be read at all.
package text

import (
	"context"
	"fmt"
	"unicode"

	"loupe/forensics"
	"loupe/models"
)

// Policy says when text counts as readable.
type Policy struct {
	WordConfidence float64 // from here on a word counts as read; 0..100, Tesseract's scale
	WordLength     int     // letters and digits; shorter ones come out of textures too
	MinWords       int     // fewer words that count than this: unreadable
}

// DefaultPolicy returns thresholds chosen on 29 specimen documents of 400 pixels and more on the longest side, of which 27
// have 4 words that count or more (one of the others is tilted by 15 degrees), and on 54 photographs of other things, of
// which 52 have fewer. No separate test set yet.
func DefaultPolicy() Policy { return Policy{WordConfidence: 70, WordLength: 3, MinWords: 4} }

// check asks whether the text is too poor to read. It judges what the reader read; it reads nothing itself.
type check struct{ policy Policy }

// New returns the check with policy p.
func New(p Policy) forensics.Check { return check{policy: p} }

// Info implements forensics.Check.
func (check) Info() forensics.Info {
	return forensics.Info{
		ID: "text", Version: 2, Question: "Is the text too poor to read?", Needs: forensics.NeedsText,
		Kinds: []models.Kind{models.KindIdentityDocument, models.KindDiploma},
		Group: models.GroupQuality, Lifecycle: models.LifecycleStable,
		Reference: "Smith, An Overview of the Tesseract OCR Engine, ICDAR 2007, doi:10.1109/ICDAR.2007.4376991 (word confidence)",
		Innocent:  "A script or a language whose model is not installed, handwriting, a side of the document that bears little text, a very small or tilted picture.",
	}
}

// Run implements forensics.Check.
func (c check) Run(_ context.Context, x *forensics.Exhibit) (models.Finding, error) {
	reading, err := x.Reading()
	if err != nil {
		return models.Finding{}, fmt.Errorf("text: %w", err)
	}
	text := models.Text{}
	if reading.Text != nil {
		text = *reading.Text
	}
	d := reading.Document
	return c.judge(text, d != nil && d.MRZ != nil && d.MRZ.Valid), nil
}

// judge counts the words. A machine readable zone whose check digits all agree was read, whatever else was: it says by
// itself what most documents say in print.
func (c check) judge(text models.Text, zone bool) models.Finding {
	read := 0
	for _, w := range text.Words {
		if w.Confidence >= c.policy.WordConfidence && length(w.Text) >= c.policy.WordLength {
			read++
		}
	}
	f := c.Info().Finding(models.OutcomeClear, fmt.Sprintf("%d words were read with confidence.", read))
	words := models.Measure{Name: "confident_words", Value: float64(read), Unit: "words", Threshold: models.Threshold(float64(c.policy.MinWords))}
	f.Score = models.Score(c.score(read))
	switch {
	case read >= c.policy.MinWords:
	case zone:
		f.Message = fmt.Sprintf("The machine readable zone was read, and %d words were read with confidence.", read)
		f.Score = models.Score(0.5)
	default:
		f.Outcome, f.ReasonCode = models.OutcomeSuspect, models.ReasonQualityTextUnreadable
		f.Message = fmt.Sprintf("Only %d words could be read with confidence; a readable document has at least %d.", read, c.policy.MinWords)
		words.ReasonCode = models.ReasonQualityTextUnreadable
	}
	f.Measures = []models.Measure{
		words,
		{Name: "words", Value: float64(len(text.Words)), Unit: "words"},
		{Name: "median_confidence", Value: text.Confidence, Unit: "percent"},
	}
	return f
}

// score is 1 without any word that counts, 0.5 at the threshold, and falls towards 0 the more there are.
func (c check) score(read int) float64 {
	return float64(c.policy.MinWords) / float64(c.policy.MinWords+read)
}

func length(word string) int {
	n := 0
	for _, r := range word {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
