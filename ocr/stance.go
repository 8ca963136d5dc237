package ocr

import (
	"context"
	"image"
	"math"
	"slices"
	"unicode"

	"loupe/models"
)

// stance finds how the text of a page lies, and surveys it so. Which way up it stands is told by the hint, else by what rises
// above small letters, else by reading a few lines both ways: then it was contested.
func (r *Reader) stance(ctx context.Context, page Page, g *image.Gray, skip []image.Rectangle) (p pose, s survey, contested bool, err error) {
	p = poseOf(g.Rect, 0)
	s = look(g, p, skip)
	if err = r.bearable(s.glyphs); err != nil {
		return p, s, false, err
	}
	angle, sure := direction(s.marks)
	lies := poseOf(g.Rect, angle)
	hinted := page.Hint != nil && (!sure || (*page.Hint-lies.turn)%2 == 0)
	if hinted {
		lies.turn = (*page.Hint%4 + 4) % 4
	}
	if lies != p {
		p, s = lies, look(g, lies, skip)
	}
	if hinted || !sure {
		return p, s, false, nil
	}
	up := p
	switch z := rising(s.lines); {
	case z < -decisive:
		up = p.over()
	case z > decisive, z > likely && p.turn == 0:
	default:
		contested = true
		if up, err = r.contest(ctx, g, p, s); err != nil {
			return p, s, true, err
		}
	}
	if up != p {
		s = look(g, up, skip)
	}
	return up, s, contested, nil
}

// How many standard deviations of chance settle which way up lines stand, and how many are enough for the way in which the
// page is shown: few are upside down, and those are noticed when they are read.
const (
	decisive = 4
	likely   = 1.5
)

// rising says by how many standard deviations more small letters of the lines rise above the others than hang below them. In
// Latin, Greek and Cyrillic text ascenders and capitals are several times as frequent as descenders (Caprari, "Algorithm for
// text page up/down orientation determination", Pattern Recognition Letters 21(4), 2000).
func rising(lines []line) float64 {
	up, down := 0, 0
	for _, l := range lines {
		if len(l.glyphs) < 8 {
			continue
		}
		k, h := l.slope(), l.height()
		top := func(g glyph) int { return g.y - int(k*float64(g.x)) }
		bottom := func(g glyph) int { return top(g) + g.h }
		ceiling, floor := quantile(l.glyphs, 0.5, top), quantile(l.glyphs, 0.5, bottom)
		for _, g := range l.glyphs {
			if 5*(ceiling-top(g)) > h {
				up++
			}
			if 5*(bottom(g)-floor) > h {
				down++
			}
		}
	}
	return float64(up-down) / math.Sqrt(float64(up+down+1))
}

const (
	contestants = 4   // lines that are read both ways
	legible     = 6.0 // characters, and half of the line's, are read surely in a line which stands upright
	widest      = 40  // heights of a line of which so much is read
)

// contest reads some of the lines as p has them and upside down, and returns the way that reads better, p in doubt. It wins
// without the other being read when two lines are legible.
func (r *Reader) contest(ctx context.Context, g *image.Gray, p pose, s survey) (pose, error) {
	lines := s.longest(contestants)
	w, h := p.size()
	this, that, read := 0.0, 0.0, 0
	for _, l := range lines {
		score, err := r.legibility(ctx, g, p, s, s.strip(l, p), s.f*l.height())
		if err != nil {
			return p, err
		}
		if this += score; score >= legible && 2*score >= float64(len(l.glyphs)) {
			if read++; read == 2 {
				return p, nil
			}
		}
	}
	for _, l := range lines {
		box := s.strip(l, p)
		score, err := r.legibility(ctx, g, p.over(), s, image.Rect(w-box.Max.X, h-box.Max.Y, w-box.Min.X, h-box.Min.Y), s.f*l.height())
		if err != nil {
			return p, err
		}
		that += score
	}
	if that > 2*this && that >= legible/2 {
		return p.over(), nil
	}
	return p, nil
}

// strip returns the beginning of a line with some room around it, in pixels of the level frame.
func (s survey) strip(l line, p pose) image.Rectangle {
	h := l.height()
	box := l.box().Inset(-h * 2 / 3)
	box.Max.X = min(box.Max.X, box.Min.X+widest*h)
	return times(box, s.f).Intersect(p.frame())
}

// longest returns the n lines with the most glyphs; lines of fixed pitch, which no dictionary helps to read, come last.
func (s survey) longest(n int) []line {
	worth := func(l line) int {
		if l.fixedPitch() {
			return len(l.glyphs) / 4
		}
		return len(l.glyphs)
	}
	lines := slices.Clone(s.lines)
	slices.SortStableFunc(lines, func(a, b line) int { return worth(b) - worth(a) })
	return lines[:min(n, len(lines))]
}

// legibility is the number of characters that are read in a line with letters of the given height, each times the
// confidence of its word, when that is high.
func (r *Reader) legibility(ctx context.Context, g *image.Gray, p pose, s survey, box image.Rectangle, height int) (float64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if box.Empty() {
		return 0, nil
	}
	v := p.view(g, box, textHeight/float64(height), s.squeeze(), r.config.MaxPixels/8)
	boxes, err := r.text.read(v.plane, modeLine, "")
	if err != nil {
		return 0, err
	}
	sum := 0.0
	for _, b := range boxes {
		if n := letters(b.Word); n >= 3 && b.Confidence >= confident {
			sum += float64(n) * b.Confidence / 100
		}
	}
	return sum, nil
}

// confident is the confidence from which a word is taken to stand there.
const confident = 70

func letters(s string) (n int) {
	for _, c := range s {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			n++
		}
	}
	return n
}

// sureLetters counts the characters of words of three or more, and those in confident ones.
func sureLetters(words []models.Word) (all, sure int) {
	for _, w := range words {
		if n := letters(w.Text); n >= 3 {
			if all += n; w.Confidence >= confident {
				sure += n
			}
		}
	}
	return all, sure
}

// poor reports whether words look like text that was read the wrong way up, or like none.
func poor(words []models.Word) bool {
	all, sure := sureLetters(words)
	return sure < 8 || 3*sure < all
}
