package ocr

import (
	"context"
	"image"
	"slices"

	"loupe/models"
	"loupe/ocr/fields"
)

// leastInGap is Tesseract's confidence from which a word counts that was read where a value was missed: there is no line around it
// to tell it from the ground.
const leastInGap = 65

// fill reads the places where the page's labels want a value and none was read, each alone and larger, and adds what stands there
// to words, all in the level frame.
func (r *Reader) fill(ctx context.Context, g *image.Gray, p pose, words []models.Word) ([]models.Word, error) {
	line := 0
	for _, w := range words {
		line = max(line, w.Line+1)
	}
	for _, gap := range fields.Gaps(models.Text{Words: words}, p.frame().Size()) {
		if err := ctx.Err(); err != nil {
			return words, err
		}
		v := p.view(g, gap, 5*againHeight/float64(3*gap.Dy()), 1, r.config.MaxPixels/8)
		boxes, err := r.text.read(v.plane, modeLine, "")
		if err != nil {
			return words, err
		}
		words = replaced(words, v.words(boxes, leastInGap), gap, line)
		line++
	}
	return words, nil
}

// replaced returns words with what was read of a gap instead of what stood there, when all of it was read better.
func replaced(words, again []models.Word, gap image.Rectangle, line int) []models.Word {
	within := func(w models.Word) bool { return image.Pt(w.Box[0]+w.Box[2]/2, w.Box[1]+w.Box[3]/2).In(gap) }
	least, stood := 100.0, false
	for _, w := range words {
		if within(w) {
			least, stood = min(least, w.Confidence), true
		}
	}
	worse := func(w models.Word) bool { return letters(w.Text) == 0 || stood && w.Confidence <= least }
	if len(again) == 0 || slices.ContainsFunc(again, worse) {
		return words
	}
	words = slices.DeleteFunc(words, within)
	for _, w := range again {
		w.Line = line
		words = append(words, w)
	}
	return words
}
