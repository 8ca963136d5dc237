package seam

import "image"

const (
	bandSide = 4  // pixels along a line whose steps are added: noise and texture cancel in the sum, a seam's step does not
	reach    = 2  // lines up to which one sharp step shows in the steps of others
	nearFrom = 4  // lines away from which a line's neighbours count
	nearTo   = 12 // and up to which
	rounding = 1  // levels added to the neighbours' mean step: less is rounding
)

// plane is a picture cut into bands across its lines, which are columns or rows: sums[band*lines+line] adds the bandSide
// pixels that a line has in a band.
type plane struct {
	lines, bands int
	sums         []int32
}

// columns cuts a picture into bands of rows: its lines are columns.
func columns(g *image.Gray) plane {
	p := plane{lines: g.Rect.Dx(), bands: g.Rect.Dy() / bandSide}
	p.sums = make([]int32, p.lines*p.bands)
	for b := range p.bands {
		out := p.sums[b*p.lines:][:p.lines]
		for k := range bandSide {
			for x, v := range g.Pix[(b*bandSide+k)*g.Stride:][:len(out)] {
				out[x] += int32(v)
			}
		}
	}
	return p
}

// rows cuts a picture into bands of columns: its lines are rows.
func rows(g *image.Gray) plane {
	p := plane{lines: g.Rect.Dy(), bands: g.Rect.Dx() / bandSide}
	p.sums = make([]int32, p.lines*p.bands)
	for y := range p.lines {
		row := g.Pix[y*g.Stride:][:p.bands*bandSide]
		for b := range p.bands {
			for _, v := range row[b*bandSide:][:bandSide] {
				p.sums[b*p.lines+y] += int32(v)
			}
		}
	}
	return p
}

// steps takes the step before each line of a band, without its sign, and the mean step of the lines around it, both in sums
// of bandSide levels. The step is the third difference: slopes and curves of the lightness give none, a blurred edge little.
func (p plane) steps(band int, step, near []float32) {
	c := p.sums[band*p.lines:][:p.lines]
	clear(step)
	for x := reach; x+1 < len(c); x++ {
		s := 3*(c[x]-c[x-1]) - (c[x+1] - c[x-2])
		step[x] = float32(max(s, -s)) / 2
	}
	const both = 2 * (nearTo - nearFrom + 1)
	var sum float32
	for x := range c {
		near[x] = rounding * bandSide
		switch {
		case !p.judged(x):
			continue
		case x == nearTo:
			for k := nearFrom; k <= nearTo; k++ {
				sum += step[x-k] + step[x+k]
			}
		default:
			sum += step[x-nearFrom] - step[x-nearTo-1] + step[x+nearTo] - step[x+nearFrom-1]
		}
		near[x] += max(sum, 0) / both
	}
}

// judged reports whether a line has neighbours on both sides: the picture's own rim has none.
func (p plane) judged(x int) bool { return x >= nearTo && x+nearTo < p.lines }
