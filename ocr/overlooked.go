package ocr

import (
	"context"
	"image"
	"slices"

	"loupe/models"
)

// Sparse reading passes over whole lines, above all light letters in a dark band, such as the heading of a card: it takes the
// band for a picture. The glyphs of such a line were seen, so it is read by itself.

const (
	mostStrips   = 6 // strips read by themselves on one page
	leastStrip   = 6 // glyphs from which a strip is worth it
	stripsPixels = 8 // a strip has at most this part of what a page may have
)

// strip is a part of a line, or lines side by side, in which no word was read, in pixels of the survey.
type strip struct {
	box    image.Rectangle
	height int // of its letters
	glyphs int
	light  bool // its letters are lighter than their ground
}

// overlooked reads the lines in which none of words stands, and returns words with those that stand there surely.
func (r *Reader) overlooked(ctx context.Context, g *image.Gray, p pose, s survey, words []models.Word) ([]models.Word, error) {
	for _, b := range s.strips(words) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		part := times(b.box.Inset(-b.height*2/3), s.f)
		v := p.view(g, part, textHeight/float64(s.f*b.height), s.squeeze(), r.config.MaxPixels/stripsPixels)
		if b.light {
			v.invert()
		}
		boxes, err := r.text.read(v.plane, modeLine, "")
		if err != nil {
			return nil, err
		}
		read := v.words(boxes, confident)
		if _, sure := sureLetters(read); 2*sure >= b.glyphs {
			words = inserted(words, read, part)
		}
	}
	return words, nil
}

// inserted puts the words of one line, in its box, before the first line that stands below it.
func inserted(words, read []models.Word, box image.Rectangle) []models.Word {
	at := slices.IndexFunc(words, func(w models.Word) bool { return w.Box[1]+w.Box[3]/2 > box.Max.Y })
	if at < 0 {
		at = len(words)
	}
	for at > 0 && at < len(words) && words[at].Line == words[at-1].Line {
		at--
	}
	number := 0 // of the new line, and of what was there
	if at > 0 {
		number = words[at-1].Line + 1
	}
	for i := range read {
		read[i].Line += number
	}
	for i := at; i < len(words); i++ {
		words[i].Line++
	}
	return slices.Insert(words, at, read...)
}

// strips returns where letters stand that are in none of words, those with the most letters first.
func (s survey) strips(words []models.Word) []strip {
	boxes := make([]image.Rectangle, len(words))
	for i, w := range words {
		b := rect(w.Box)
		boxes[i] = image.Rect(b.Min.X/s.f, b.Min.Y/s.f, b.Max.X/s.f+1, b.Max.Y/s.f+1)
	}
	var out []strip
	for _, l := range s.lines {
		if unread := outside(slices.Clone(l.glyphs), boxes); 2*len(unread) > len(l.glyphs) {
			out = joined(out, strip{l.box(), l.height(), len(l.glyphs), l.light})
		}
	}
	out = slices.DeleteFunc(out, func(b strip) bool { return b.glyphs < leastStrip })
	slices.SortStableFunc(out, func(a, b strip) int { return b.glyphs - a.glyphs })
	return out[:min(len(out), mostStrips)]
}

// joined adds b to the strip beside which it stands, or else to the strips.
func joined(strips []strip, b strip) []strip {
	for i, o := range strips {
		reach := b.box.Inset(-4 * max(b.height, o.height))
		level := (b.box.Min.Y + b.box.Max.Y - o.box.Min.Y - o.box.Max.Y) / 2
		if o.light == b.light && 2*max(level, -level) <= min(b.height, o.height) && reach.Overlaps(o.box) && 5*o.height >= 3*b.height && 3*o.height <= 5*b.height {
			strips[i].box, strips[i].glyphs = o.box.Union(b.box), o.glyphs+b.glyphs
			return strips
		}
	}
	return append(strips, b)
}

// invert makes light letters dark.
func (v *scaled) invert() {
	v.plane = &image.Gray{Pix: appendPixels(nil, v.plane), Stride: v.plane.Rect.Dx(), Rect: v.plane.Rect}
	for i, k := range v.plane.Pix {
		v.plane.Pix[i] = 255 - k
	}
}
