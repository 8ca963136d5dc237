package seam

import (
	"image"
	"slices"
)

const (
	rival   = 3  // of the pieces around a rectangle, counted from 0, the one that it is held against
	atLeast = 60 // added to it: what rectangles of chance score
	own     = 3  // lines around a rectangle's sides that are its own
)

// contrast is how a rectangle scores against the straightest and sharpest edges around it: where the print itself runs along
// the pixels' rows and columns, a rectangle of them tells nothing.
func contrast(r rectangle, upright, level []piece) float64 {
	if r.score <= 0 {
		return 0
	}
	around := (rivals(upright, r.box) + rivals(level, turned(r.box))) / 2
	return float64(r.score) / (atLeast + float64(around))
}

// rivals is the score of a good piece around a box, up to its own width and height away, whose x counts lines.
func rivals(pieces []piece, box image.Rectangle) float32 {
	around := image.Rect(box.Min.X-box.Dx(), box.Min.Y-box.Dy(), box.Max.X+box.Dx(), box.Max.Y+box.Dy())
	n := 0
	for _, p := range pieces {
		if p.sideOf(box) || p.line <= around.Min.X || p.line >= around.Max.X || p.to*bandSide <= around.Min.Y || p.from*bandSide >= around.Max.Y {
			continue
		}
		if n == rival {
			return p.score
		}
		n++
	}
	return 0
}

// alike counts the pieces that are as straight and sharp as half the rectangle's third best side, and not its own.
func (r rectangle) alike(upright, level []piece) int {
	s := r.sides
	slices.Sort(s[:])
	return others(upright, r.box, s[1]/2) + others(level, turned(r.box), s[1]/2)
}

// others counts the pieces of at least a score that are no sides of a box, whose x counts lines.
func others(pieces []piece, box image.Rectangle, score float32) int {
	n := 0
	for _, p := range pieces {
		if p.score < score {
			break
		}
		if !p.sideOf(box) {
			n++
		}
	}
	return n
}

// sideOf reports whether a piece lies where a side of a box does, whose x counts lines.
func (p piece) sideOf(box image.Rectangle) bool {
	return min(max(p.line-box.Min.X, box.Min.X-p.line), max(p.line-box.Max.X, box.Max.X-p.line)) <= own
}
