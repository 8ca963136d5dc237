package ocr

import (
	"image"
	"slices"
)

// line is a chain of neighbouring glyphs of one height, left to right.
type line struct {
	glyphs []glyph
	light  bool // lighter than their ground
}

// chain joins glyphs (sorted by x) to lines: each glyph follows the nearest one on its left that has a like height, stands
// at a like level and is less than a wide space away.
func chain(gs []glyph) []line {
	next := make([]int, len(gs))
	taken := make([]bool, len(gs))
	for i := range gs {
		next[i] = follower(gs, i, taken)
		if next[i] > 0 {
			taken[next[i]] = true
		}
	}
	var out []line
	for i := range gs {
		if taken[i] {
			continue
		}
		var l line
		for j := i; ; j = next[j] {
			l.glyphs = append(l.glyphs, gs[j])
			if next[j] == 0 {
				break
			}
		}
		if len(l.glyphs) >= 3 {
			out = append(out, l)
		}
	}
	return out
}

// follower returns the index of the glyph that follows gs[i] on its line; 0 when there is none (gs[0] follows nothing).
func follower(gs []glyph, i int, taken []bool) int {
	g := gs[i]
	for j := i + 1; j < len(gs) && gs[j].x <= g.right()+2*g.h; j++ {
		n := gs[j]
		level := n.middle() - g.middle()
		if !taken[j] && n.x >= g.right()-g.h/4 && 5*n.h >= 3*g.h && 3*n.h <= 5*g.h && 2*max(level, -level) <= max(g.h, n.h) {
			return j
		}
	}
	return 0
}

func (l line) box() image.Rectangle {
	b := l.glyphs[0]
	for _, g := range l.glyphs {
		b = join(b, g)
	}
	return image.Rect(b.x, b.y, b.right(), b.y+b.h)
}

// height is the median height of the glyphs.
func (l line) height() int {
	return quantile(l.glyphs, 0.5, func(g glyph) int { return g.h })
}

// fixedPitch reports whether the characters stand at equal distances, as in OCR-B and in no proportional face: at least 70 %
// of the distances between centres are within a sixth of the median.
func (l line) fixedPitch() bool {
	pitches := make([]int, 0, len(l.glyphs))
	for i := 1; i < len(l.glyphs); i++ {
		a, b := l.glyphs[i-1], l.glyphs[i]
		pitches = append(pitches, b.x+b.right()-a.x-a.right()) // twice the distance
	}
	typical := quantile(pitches, 0.5, func(p int) int { return p })
	regular := 0
	for _, p := range pitches {
		if d := p - typical; 6*max(d, -d) <= typical {
			regular++
		}
	}
	return typical > 0 && 10*regular >= 7*len(pitches)
}

func quantile[T any](items []T, q float64, of func(T) int) int {
	if len(items) == 0 {
		return 0
	}
	values := make([]int, len(items))
	for i, item := range items {
		values[i] = of(item)
	}
	slices.Sort(values)
	return values[int(q*float64(len(values)-1))]
}
