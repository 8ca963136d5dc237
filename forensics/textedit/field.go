package textedit

import (
	"context"
	"math"

	"loupe/forensics"
)

const (
	runGap     = 0.8 // heights between two words of a field at most
	runHeight  = 0.4 // of the logarithm of their heights, by which they may differ
	leastShare = 0.1 // of ink in a field's boxes: with less they hold more than a line
	seenHeight = 24  // pixels of the middle word's box at which background is looked at
)

// field is the words that stand beside each other on a line: they are written anew, and their paper is painted over, as a
// whole.
type field struct {
	words      []*word
	site       site
	level      levels
	share      float64
	height     float64              // of its box, stored pixels
	size       float64              // pixels of background that were seen within it
	background [backgrounds]float64 // NaN: not measured
}

// group makes fields of the words that were looked at.
func (c *comparison) group(f flat) (list []*field) {
	taken := make([]bool, len(c.words))
	for i, w := range c.words {
		if taken[i] || w.site == nil {
			continue
		}
		taken[i] = true
		run := []*word{w}
		for k := 0; k < len(run); k++ {
			for j, o := range c.words {
				if !taken[j] && run[k].beside(o) {
					run, taken[j] = append(run, o), true
				}
			}
		}
		if d, ok := f.field(run); ok && d.share >= leastShare {
			list = append(list, d)
		}
	}
	return list
}

// beside reports whether two words follow each other on one line.
func (w *word) beside(o *word) bool {
	if w.site == nil || o.site == nil || !w.sized(o, runHeight) {
		return false
	}
	gap := math.Abs(w.site.x-o.site.x) - (w.site.w+o.site.w)/2
	return gap < runGap*max(w.site.h, o.site.h) && math.Abs(w.site.y-o.site.y) < 0.5*min(w.site.h, o.site.h)
}

// field lays the rectangle around a run of words flat.
func (f flat) field(run []*word) (*field, bool) {
	box := run[0].box
	u0, v0, u1, v1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	var share, paper, ink []float64
	for _, w := range run {
		box = box.Union(w.box)
		u0, u1 = min(u0, w.site.x-w.site.w/2), max(u1, w.site.x+w.site.w/2)
		v0, v1 = min(v0, w.site.y-w.site.h/2), max(v1, w.site.y+w.site.h/2)
		share, paper, ink = append(share, w.writing.Share), append(paper, w.writing.Paper), append(ink, w.writing.Ink)
	}
	s, ok := f.site(box)
	s.x, s.y, s.w, s.h = (u0+u1)/2, (v0+v1)/2, u1-u0, v1-v0
	s.cx, s.cy = f.toStored.At(s.x, s.y)
	return &field{words: run, site: s, level: levels{median(paper), median(ink)}, share: median(share), height: s.h / s.scale()}, ok
}

// lookBehind measures the background of the fields; taken marks the pixels that belong to words.
func (c *comparison) lookBehind(ctx context.Context, x *forensics.Exhibit, f flat, taken []bool) error {
	bounds, budget := x.Luma().Rect, mostLooked*len(taken)
	unit := c.unit()
	for _, d := range c.group(f) {
		if err := ctx.Err(); err != nil {
			return err
		}
		area := d.site.around(ringTo).Intersect(bounds)
		n := area.Dx() * area.Dy()
		if budget -= n; budget < 0 {
			break
		}
		if area.Dx() >= unit && area.Dy() >= unit && n <= mostWindow {
			d.measure(newGround(x.Pixels(), area, bounds, d, taken, unit))
			c.fields = append(c.fields, d)
		}
	}
	return nil
}

// unit is how many pixels of the picture are seen as one, along each side: background print is as fine as the document is
// large, and so are letters.
func (c *comparison) unit() int {
	var heights []float64
	for _, w := range c.words {
		if w.site != nil {
			heights = append(heights, w.site.h/w.site.scale())
		}
	}
	if len(heights) == 0 {
		return 1
	}
	return max(1, int(math.Round(median(heights)/seenHeight)))
}
