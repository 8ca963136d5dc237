package ocr

import (
	"image"
	"slices"
)

// glyph is a connected component that could be a character, in pixels of the plane it was found in.
type glyph struct{ x, y, w, h int }

func (g glyph) right() int  { return g.x + g.w }
func (g glyph) centre() int { return g.x + g.w/2 }
func (g glyph) middle() int { return g.y + g.h/2 }

// size is the glyph's greater extent: it changes little when the glyph is turned.
func (g glyph) size() int { return max(g.w, g.h) }

// Sizes of components that may be characters, in pixels of the analysis plane.
const (
	minGlyph = 4
	maxGlyph = 90
)

// glyphs returns the components of ink of g that have a character's size, sorted by x, then y.
func glyphs(ink *bitmap) []glyph {
	boxes := components(ink)
	var out []glyph
	for _, b := range boxes {
		if b.h >= minGlyph && b.h <= maxGlyph && b.w <= 3*b.h && b.w*8 >= b.h {
			out = append(out, b)
		}
	}
	slices.SortFunc(out, byPlace)
	return out
}

func byPlace(a, b glyph) int {
	if a.x != b.x {
		return a.x - b.x
	}
	return a.y - b.y
}

// outside returns the glyphs whose middle lies in none of the rectangles.
func outside(gs []glyph, skip []image.Rectangle) []glyph {
	if len(skip) == 0 {
		return gs
	}
	return slices.DeleteFunc(gs, func(g glyph) bool {
		return slices.ContainsFunc(skip, func(r image.Rectangle) bool { return image.Pt(g.centre(), g.middle()).In(r) })
	})
}

// bitmap is a binary plane.
type bitmap struct {
	w, h int
	set  []bool
}

// ink marks the pixels darker than 7/8 of the mean around them (Bradley and Roth, "Adaptive thresholding using the
// integral image", JGT 12(2), 2007; they take 85 % and a window of an eighth of the width, which is too wide for
// guilloches). With light set, it marks the pixels that are as much lighter in the inverted plane.
func ink(g *image.Gray, light bool) *bitmap {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	out := &bitmap{w, h, make([]bool, w*h)}
	flip := uint8(0)
	if light {
		flip = 255
	}
	sums := integral(g, flip)
	radius := max(8, max(w, h)/40)
	for y := range h {
		top, bottom := max(0, y-radius), min(h, y+radius+1)
		above, below := sums[top*(w+1):], sums[bottom*(w+1):]
		row := g.Pix[y*g.Stride : y*g.Stride+w]
		for x, v := range row {
			l, r := max(0, x-radius), min(w, x+radius+1)
			mean := below[r] - below[l] - above[r] + above[l]
			n := uint32((r - l) * (bottom - top))
			out.set[y*w+x] = uint32(v^flip)*n*8 < mean*7
		}
	}
	return out
}

// integral returns the sums of all pixels above and left of each corner, (w+1) x (h+1). 32 bits hold 16 megapixels of 255.
func integral(g *image.Gray, flip uint8) []uint32 {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	out := make([]uint32, (w+1)*(h+1))
	for y := range h {
		sum := uint32(0)
		above, here := out[y*(w+1):(y+1)*(w+1)], out[(y+1)*(w+1):(y+2)*(w+1)]
		for x, v := range g.Pix[y*g.Stride : y*g.Stride+w] {
			sum += uint32(v ^ flip)
			here[x+1] = above[x+1] + sum
		}
	}
	return out
}

// run is a horizontal run of set pixels with the number of its component.
type run struct{ from, to, id int }

// components returns the bounding boxes of the 8-connected components, by runs and union-find (Rosenfeld and Pfaltz 1966).
func components(b *bitmap) []glyph {
	var boxes []glyph
	var parent []int
	var above, here []run
	for y := range b.h {
		here = runs(b.set[y*b.w:(y+1)*b.w], here[:0])
		k := 0
		for i := range here {
			r := &here[i]
			r.id = -1
			for k < len(above) && above[k].to < r.from {
				k++
			}
			for j := k; j < len(above) && above[j].from <= r.to; j++ {
				r.id = unite(parent, r.id, find(parent, above[j].id))
			}
			if r.id < 0 {
				r.id = len(parent)
				parent = append(parent, r.id)
				boxes = append(boxes, glyph{r.from, y, r.to - r.from, 1})
				continue
			}
			boxes[r.id] = join(boxes[r.id], glyph{r.from, y, r.to - r.from, 1})
		}
		above, here = here, above
	}
	return merged(boxes, parent)
}

func runs(row []bool, out []run) []run {
	for x := 0; x < len(row); x++ {
		if !row[x] {
			continue
		}
		from := x
		for x < len(row) && row[x] {
			x++
		}
		out = append(out, run{from: from, to: x})
	}
	return out
}

func find(parent []int, i int) int {
	for parent[i] != i {
		parent[i] = parent[parent[i]]
		i = parent[i]
	}
	return i
}

// unite joins the roots a and b, a < 0 being none, and returns the common root.
func unite(parent []int, a, b int) int {
	if a < 0 || a == b {
		return b
	}
	a, b = min(a, b), max(a, b)
	parent[b] = a
	return a
}

func merged(boxes []glyph, parent []int) []glyph {
	for i := len(boxes) - 1; i >= 0; i-- { // a parent has a smaller number
		if root := find(parent, i); root != i {
			boxes[root] = join(boxes[root], boxes[i])
		}
	}
	out := boxes[:0]
	for i, b := range boxes {
		if parent[i] == i {
			out = append(out, b)
		}
	}
	return out
}

func join(a, b glyph) glyph {
	x, y := min(a.x, b.x), min(a.y, b.y)
	return glyph{x, y, max(a.right(), b.right()) - x, max(a.y+a.h, b.y+b.h) - y}
}
