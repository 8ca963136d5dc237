package ocr

import (
	"context"
	"image"
	"slices"
	"strings"

	"loupe/models"
	"loupe/ocr/fields"
)

const (
	// sure is the confidence from which a value is read once only, unless another place of the document states something else.
	sure = 0.93
	// againHeight is the height in pixels that letters are brought to for the second reading: twice that of the first, so that
	// the samples and the binarisation are others.
	againHeight = 2 * textHeight
	// mostAgain bounds the second readings of a page.
	mostAgain = 12
)

// again reads doubtful numbers and dates a second time, each alone, larger and not squeezed: two readings that agree are surer than
// one, and where they do not neither is to be believed. So are those that differ from what known, the zone and the barcodes, state.
// Boxes of statements are in the level frame.
func (r *Reader) again(ctx context.Context, g *image.Gray, p pose, statements, known []models.Statement) error {
	read := 0
	for i := range statements {
		s := &statements[i]
		if s.Box == nil || !fields.Exact(s.Name) || s.Confidence >= sure && !disputed(*s, known) || read == mostAgain {
			continue
		}
		read++
		text, confidence, err := r.line(ctx, g, p, rect(*s.Box))
		if err != nil {
			return err
		}
		s.Confidence = fields.Seconded(*s, text, confidence)
	}
	return nil
}

// disputed reports whether known states the field otherwise.
func disputed(s models.Statement, known []models.Statement) bool {
	return slices.ContainsFunc(known, func(k models.Statement) bool { return k.Name == s.Name && k.Value != s.Value })
}

// line reads the one line in box, and how surely its least sure word was read, 0..1.
func (r *Reader) line(ctx context.Context, g *image.Gray, p pose, box image.Rectangle) (text string, confidence float64, err error) {
	if err := ctx.Err(); err != nil || box.Empty() {
		return "", 0, err
	}
	room := image.Rect(box.Min.X-box.Dy()/2, box.Min.Y-box.Dy()/4, box.Max.X+box.Dy()/2, box.Max.Y+box.Dy()/4)
	v := p.view(g, room, againHeight/float64(box.Dy()), 1, r.config.MaxPixels/8)
	boxes, err := r.text.read(v.plane, modeLine, "")
	if err != nil {
		return "", 0, err
	}
	confidence = 1
	var words []string
	for _, b := range boxes {
		if letters(b.Word) > 0 {
			words = append(words, b.Word)
			confidence = min(confidence, max(0, b.Confidence)/100)
		}
	}
	return strings.Join(words, " "), confidence, nil
}
