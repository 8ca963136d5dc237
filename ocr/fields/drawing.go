package fields

import (
	"image"
	"slices"

	"loupe/models"
)

// drawingSide is the longest side of the reduced plane in which marks are looked for: a signature's stroke is one or two of its
// pixels wide on a page.
const drawingSide = 1000

// drawing is a reduced page as ink or paper.
type drawing struct {
	ink    []bool
	w, h   int
	factor float64 // pixels of the plane per pixel
	full   image.Rectangle
	marks  []int32 // which blob each pixel belongs to, from 1
}

// newDrawing reduces a plane and finds its ink; nil when it is too small to show a mark.
func newDrawing(g *image.Gray) *drawing {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	factor := max(1, float64(max(w, h))/drawingSide)
	d := &drawing{w: int(float64(w) / factor), h: int(float64(h) / factor), factor: factor, full: image.Rect(0, 0, w, h)}
	if d.w < 64 || d.h < 64 {
		return nil
	}
	small := d.reduce(g)
	paper := d.paper(small)
	d.ink, d.marks = make([]bool, len(small)), make([]int32, len(small))
	for y := range d.h {
		for x := range d.w {
			i := y*d.w + x
			d.ink[i] = 100*int(small[i]) < 84*int(paper[y/cell*((d.w+cell-1)/cell)+x/cell])
		}
	}
	return d
}

// reduce averages blocks of the plane.
func (d *drawing) reduce(g *image.Gray) []uint8 {
	out := make([]uint8, d.w*d.h)
	for y := range d.h {
		y0, y1 := int(float64(y)*d.factor), max(int(float64(y+1)*d.factor), int(float64(y)*d.factor)+1)
		for x := range d.w {
			x0, x1 := int(float64(x)*d.factor), max(int(float64(x+1)*d.factor), int(float64(x)*d.factor)+1)
			sum := 0
			for yy := y0; yy < y1; yy++ {
				row := g.Pix[yy*g.Stride+x0 : yy*g.Stride+x1]
				for _, v := range row {
					sum += int(v)
				}
			}
			out[y*d.w+x] = uint8(sum / ((y1 - y0) * (x1 - x0)))
		}
	}
	return out
}

// cell is the side of the squares in which the paper's brightness is taken.
const cell = 40

// paper returns the brightness of the paper in each cell: the ninth decile there, and of its neighbours the brightest, so that a
// seal as wide as two cells does not pass for paper.
func (d *drawing) paper(small []uint8) []uint8 {
	cw, ch := (d.w+cell-1)/cell, (d.h+cell-1)/cell
	own, out := make([]uint8, cw*ch), make([]uint8, cw*ch)
	var values []uint8
	for cy := range ch {
		for cx := range cw {
			values = values[:0]
			for y := cy * cell; y < min((cy+1)*cell, d.h); y++ {
				values = append(values, small[y*d.w+cx*cell:y*d.w+min((cx+1)*cell, d.w)]...)
			}
			slices.Sort(values)
			own[cy*cw+cx] = values[len(values)*9/10]
		}
	}
	const reach = 2
	for cy := range ch {
		for cx := range cw {
			for y := max(0, cy-reach); y <= min(ch-1, cy+reach); y++ {
				out[cy*cw+cx] = max(out[cy*cw+cx], slices.Max(own[y*cw+max(0, cx-reach):y*cw+min(cw, cx+reach+1)]))
			}
		}
	}
	return out
}

// reduced maps a box of the plane to the drawing.
func (d *drawing) reduced(b image.Rectangle) image.Rectangle {
	at := func(v int) int { return int(float64(v) / d.factor) }
	return image.Rect(at(b.Min.X), at(b.Min.Y), at(b.Max.X)+1, at(b.Max.Y)+1).Intersect(image.Rect(0, 0, d.w, d.h))
}

// legible is the word confidence from which ink is writing: signatures are read as words too, badly.
const legible = 75

// erase removes the ink of words.
func (d *drawing) erase(words []models.Word) {
	for _, w := range words[:min(len(words), maxWords)] {
		if w.Confidence < legible || letters(w.Text)+digits(w.Text) == 0 {
			continue
		}
		b := d.reduced(rect(w))
		for y := b.Min.Y; y < b.Max.Y; y++ {
			clear(d.ink[y*d.w+b.Min.X : y*d.w+b.Max.X])
		}
	}
}

// rules finds horizontal lines of at least a tenth of the width, removes them, and returns them.
func (d *drawing) rules() []image.Rectangle {
	var out []image.Rectangle
	for y := range d.h {
		for x := 0; x < d.w; x++ {
			from := x
			for x < d.w && d.ink[y*d.w+x] {
				x++
			}
			if 10*(x-from) < d.w || !d.thin(from, x, y) {
				continue
			}
			out = append(out, image.Rect(from, y, x, y+1))
		}
	}
	for _, r := range out {
		for x := r.Min.X; x < r.Max.X; x++ { // but where a stroke crosses it
			if r.Min.Y < 2 || r.Max.Y > d.h-2 || !d.ink[(r.Min.Y-2)*d.w+x] || !d.ink[(r.Min.Y+2)*d.w+x] {
				d.ink[r.Min.Y*d.w+x] = false
			}
		}
	}
	return out[:min(len(out), 400)]
}

// thin reports whether the row of ink is a line: most of it has paper within three pixels above and below.
func (d *drawing) thin(from, to, y int) bool {
	n := 0
	for x := from; x < to; x++ {
		if y >= 3 && y < d.h-3 && !d.ink[(y-3)*d.w+x] && !d.ink[(y+3)*d.w+x] {
			n++
		}
	}
	return 4*n >= 3*(to-from)
}
