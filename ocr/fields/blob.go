package fields

import (
	"image"
	"slices"
)

// blob is connected ink, or several near pieces of it.
type blob struct {
	box    image.Rectangle
	ink    int // pixels
	id     int32
	widest int // width of its widest connected piece, pixels
}

// maxBlobs bounds how many pieces are kept, the largest first: a page has some hundred.
const maxBlobs = 600

// blobs returns the connected pieces of ink of at least six pixels, without what frames the page, the largest first.
func (d *drawing) blobs() []blob {
	var out []blob
	var stack []int
	next := int32(0)
	for i := range d.ink {
		if !d.ink[i] || d.marks[i] != 0 {
			continue
		}
		next++
		b := blob{id: next}
		stack = append(stack[:0], i)
		d.marks[i] = next
		for len(stack) > 0 {
			at := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			b.ink++
			x, y := at%d.w, at/d.w
			b.box = b.box.Union(image.Rect(x, y, x+1, y+1))
			stack = d.spread(stack, x, y, next)
		}
		b.widest = b.box.Dx()
		if b.ink >= 6 && 10*b.box.Dx() < 6*d.w && 10*b.box.Dy() < 6*d.h {
			out = append(out, b)
		}
	}
	slices.SortStableFunc(out, func(a, b blob) int { return b.ink - a.ink })
	return out[:min(len(out), maxBlobs)]
}

// spread marks the eight neighbours of x, y that are ink, and appends them to stack.
func (d *drawing) spread(stack []int, x, y int, id int32) []int {
	for yy := max(0, y-1); yy <= min(d.h-1, y+1); yy++ {
		for xx := max(0, x-1); xx <= min(d.w-1, x+1); xx++ {
			if j := yy*d.w + xx; d.ink[j] && d.marks[j] == 0 {
				d.marks[j] = id
				stack = append(stack, j)
			}
		}
	}
	return stack
}

// is reports whether a pixel belongs to a blob.
func (d *drawing) is(b blob, x, y int) bool {
	return image.Pt(x, y).In(b.box) && d.marks[y*d.w+x] == b.id
}

// joined joins pieces that stand next to each other, as the strokes of one hand do; what lies within a hundredth of the width.
func (d *drawing) joined(blobs []blob) []blob {
	out := slices.Clone(blobs)
	near := max(2, d.w/100)
	for i := 0; i < len(out); i++ {
		for j := i + 1; j < len(out); j++ {
			if out[i].box.Inset(-near).Overlaps(out[j].box) {
				out[i].box = out[i].box.Union(out[j].box)
				out[i].ink += out[j].ink
				out[i].widest = max(out[i].widest, out[j].widest)
				out = append(out[:j], out[j+1:]...)
				j = i
			}
		}
	}
	return out
}
