package compare

import (
	"slices"

	"loupe/forensics/order"
)

const (
	plainTones   = 8    // grey levels that the curve may move: more, and the picture's colours were changed
	toneSlack    = 20   // grey levels by which the mean of a cell may then differ: no curve of greys serves every colour
	levels       = 32   // steps of the tone curve
	toneSample   = 64   // pixels a level needs before its median is believed
	toneCells    = 2000 // cells that the tone curve is measured on
	clippedShare = 200  // one pixel in so many must be clipped in one picture and not in the other
	glareSlack   = 14   // grey levels that a cell may differ in addition where one picture clipped
)

// exposed notes the cells whose tones one of the pictures clipped while the other did not: brightened colours clip one
// channel after the other, and no curve of grey levels brings that back.
func (d *difference) exposed() []bool {
	list := make([]bool, d.nx*d.ny)
	cp, cq := clipped(d.p), clipped(d.q)
	if max(cp, cq)-min(cp, cq) < len(d.p.pix)/clippedShare {
		return list
	}
	for i := range list {
		low, high := float32(255), float32(0)
		for y := range cellSide {
			row, other := d.line(d.p, i, y), d.line(d.q, i, y)
			low, high = min(low, slices.Min(row), slices.Min(other)), max(high, slices.Max(row), slices.Max(other))
		}
		list[i] = high > 240 || low < 15
	}
	return list
}

// clipped is the number of pixels that have no tone left.
func clipped(p plane) (n int) {
	for _, v := range p.pix {
		if v < 3 || v > 252 {
			n++
		}
	}
	return n
}

// matchTones brings from to onto's tones, because brightness, contrast and gamma of the whole picture are not changes:
// by the median of onto over each grey level of from. Only cells with the same structure, or none, count: what was
// replaced must not bend the curve.
func (d *difference) matchTones(from, onto plane) {
	var at [levels][]float32
	for i := 0; i < len(d.covered); i += len(d.covered)/toneCells + 1 {
		if !d.covered[i] || !d.alike(i, alikeMatch) {
			continue
		}
		for y := range cellSide {
			row, other := d.line(from, i, y), d.line(onto, i, y)
			for x, v := range row {
				level := min(max(int(v)*levels/256, 0), levels-1)
				at[level] = append(at[level], other[x]-v)
			}
		}
	}
	var xs, ys []float64
	for l, list := range at {
		if len(list) >= toneSample {
			xs, ys = append(xs, (float64(l)+0.5)*256/levels), append(ys, float64(order.Nth(list, len(list)/2)))
		}
	}
	if len(xs) == 0 {
		return
	}
	if slices.Max(ys) > plainTones || slices.Min(ys) < -plainTones {
		d.slack = toneSlack
	}
	bend(from, xs, ys)
}

// bend adds the polyline through xs, ys to every pixel of p. Its corners are whole grey levels, so that a table of them loses
// nothing.
func bend(p plane, xs, ys []float64) {
	var table [257]float32
	for i := range table {
		table[i] = float32(interpolate(xs, ys, float64(i)))
	}
	for i, v := range p.pix {
		at := min(max(v, 0), 255)
		k := int(at)
		p.pix[i] = v + table[k] + (at-float32(k))*(table[k+1]-table[k])
	}
}

// interpolate reads the polyline through xs, ys at x, constant beyond its ends.
func interpolate(xs, ys []float64, x float64) float64 {
	i, _ := slices.BinarySearch(xs, x)
	switch {
	case i == 0:
		return ys[0]
	case i == len(xs):
		return ys[len(ys)-1]
	}
	t := (x - xs[i-1]) / (xs[i] - xs[i-1])
	return ys[i-1] + t*(ys[i]-ys[i-1])
}
