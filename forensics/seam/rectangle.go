package seam

import (
	"context"
	"image"
	"slices"
)

const (
	leastSide = 5    // bands of a rectangle's shorter side
	mostSeeds = 400  // pieces of each direction from which rectangles are completed
	partners  = 6    // lines on the other side that are tried for each
	slack     = 2    // bands by which a corner may lie away from where a piece ends
	mostArea  = 0.2  // of the picture: what is larger is a page or a frame
	mostSpan  = 0.75 // of its width or height
	corner    = 10   // bands past a corner in which a side must have ended
)

// rectangle is four lines that may be the border of something pasted.
type rectangle struct {
	box   image.Rectangle // stored pixels
	sides [4]float32      // scores of left, right, top and bottom, less what goes on past the corners
	score float32
}

// find returns the rectangle that scores most; an empty one when there is none.
func find(ctx context.Context, columns, rows *field, upright, level []piece) (rectangle, error) {
	a, err := columns.find(ctx, rows, upright)
	if err != nil {
		return a, err
	}
	b, err := rows.find(ctx, columns, level)
	if b.score > a.score {
		s := b.sides
		return rectangle{turned(b.box), [4]float32{s[2], s[3], s[0], s[1]}, b.score}, err
	}
	return a, err
}

// turned changes lines for bands.
func turned(r image.Rectangle) image.Rectangle { return image.Rect(r.Min.Y, r.Min.X, r.Max.Y, r.Max.X) }

// find completes pieces of f's lines by lines of g, across them. The box's x counts f's lines.
func (f *field) find(ctx context.Context, g *field, seeds []piece) (found rectangle, err error) {
	for _, s := range seeds[:min(len(seeds), mostSeeds)] {
		if err := ctx.Err(); err != nil {
			return found, err
		}
		if s.to-s.from < leastSide {
			continue
		}
		for _, line := range f.partners(s) {
			if r := f.complete(g, s, line); r.score > found.score {
				found = r
			}
		}
	}
	return found, nil
}

// partners returns the lines that score most from where s begins to where it ends, far enough from it to be another side.
func (f *field) partners(s piece) []int {
	var scores [partners]float32
	var lines [partners]int
	n := 0
	first, last := f.upTo[s.from*f.lines:][:f.lines], f.upTo[s.to*f.lines:][:f.lines]
	for x := range first {
		v := last[x] - first[x]
		if v <= scores[partners-1] || x > s.line-leastSide*bandSide && x < s.line+leastSide*bandSide {
			continue
		}
		k := min(n, partners-1)
		for ; k > 0 && scores[k-1] < v; k-- {
			scores[k], lines[k] = scores[k-1], lines[k-1]
		}
		scores[k], lines[k] = v, x
		n = min(n+1, partners)
	}
	return lines[:n]
}

// complete looks for the two lines of g that close a rectangle between s and another line of f.
func (f *field) complete(g *field, s piece, line int) rectangle {
	x0, x1 := min(s.line, line), max(s.line, line)
	a, b := (x0+bandSide-1)/bandSide, min(x1/bandSide, g.bands)
	if b-a < leastSide {
		return rectangle{}
	}
	y0, y1 := g.bestLine(s.from*bandSide, a, b), g.bestLine(s.to*bandSide, a, b)
	w, h := float64(x1-x0)/float64(f.lines), float64(y1-y0)/float64(g.lines)
	if y1-y0 < leastSide*bandSide || w > mostSpan || h > mostSpan || w*h > mostArea {
		return rectangle{}
	}
	r := rectangle{box: image.Rect(x0, y0, x1, y1)}
	r.sides = [4]float32{f.side(x0, s.from, s.to), f.side(x1, s.from, s.to), g.side(y0, a, b), g.side(y1, a, b)}
	r.score = r.sum()
	return r
}

// bestLine returns the line near at that scores most from band a to band b.
func (f *field) bestLine(at, a, b int) int {
	found, score := 0, float32(-mostScore*1e6)
	for y := max(at-slack*bandSide, 0); y <= min(at+slack*bandSide, f.lines-1); y++ {
		if v := f.sum(y, a, b); v > score {
			found, score = y, v
		}
	}
	return found
}

// side is the score of a side: of a line that goes on past a corner, as rims, rules and tables do, less.
func (f *field) side(line, a, b int) float32 {
	score := f.sum(line, a, b)
	if score <= 0 {
		return score
	}
	excess := func(a, b int) float32 { // of the step over chance, a band
		if a >= b {
			return 0
		}
		return f.sum(line, a, b)/float32(b-a) + usual - 1
	}
	n := min(b-a, corner)
	over := max(excess(max(a-1-n, 0), a-1), excess(b+1, min(b+1+n, f.bands)), 0)
	return score * (1 - min(over/excess(a, b), 1))
}

// sum is twice the third best side when the fourth scores as much, and less by what it lacks: three sides make a rectangle,
// four a better one, and no side makes one alone.
func (r rectangle) sum() float32 {
	s := r.sides
	slices.Sort(s[:])
	return s[1] + min(max(s[0], -s[1]), s[1])
}
