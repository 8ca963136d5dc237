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
		for _, w := range v.words(boxes, leastInGap) {
			middle := image.Pt(w.Box[0]+w.Box[2]/2, w.Box[1]+w.Box[3]/2)
			if letters(w.Text) > 0 && !slices.ContainsFunc(words, func(o models.Word) bool { return middle.In(rect(o.Box)) }) {
				w.Line = line
				words = append(words, w)
			}
		}
		line++
	}
	return words, nil
}
