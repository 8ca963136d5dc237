package textedit

import "math"

const leastInk = 12 // pixels

// ink is the mean colour of what is ink altogether, Y, Cb, Cr; NaN when it is too little.
func (w *window) ink() (out [3]float64) {
	n := 0.0
	for i, in := range w.word {
		if in && w.shade(i) > 0.9 {
			n++
			for c := range out {
				out[c] += float64(w.plane[c][i])
			}
		}
	}
	for c := range out {
		out[c] /= n
		if n < leastInk {
			out[c] = math.NaN()
		}
	}
	return out
}

func (w *window) shade(i int) float64 { return w.level.shade(w.plane[0][i]) }

// strokes are what a word's face looks like: how steep its edges are (shares of the contrast per pixel, the mean weighted
// by itself), how wide its strokes (pixels: twice the area by the outline, whose length is the total variation by the
// contrast, so that blur changes neither), and how they lean (from the structure tensor, a tangent).
func (w *window) strokes() (steep, stroke, lean float64) {
	width := w.rect.Dx()
	var g1, g2, area, xy, xx float64
	y, c := w.plane[0], w.level.contrast()
	for i := width + 1; i < len(w.word)-width-1; i++ {
		if !w.word[i] {
			continue
		}
		area += w.shade(i)
		dx, dy := step(y[i-1], y[i+1]), step(y[i-width], y[i+width])
		g := math.Hypot(dx, dy)
		if g < c/8 {
			continue
		}
		g1 += g
		g2 += g * g
		// the gradient along the flat axes, but for a factor: it transforms by the transposed inverse
		u, v := w.yy*dx-w.yx*dy, -w.xy*dx+w.xx*dy
		xy += u * v
		xx += u * u
	}
	if g1 < 10*c || area < 10 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	return g2 / g1 / c, 2 * area * c / g1, xy / xx
}

// step is half the difference of two pixels: the gradient by central differences.
func step(a, b uint8) float64 { return (float64(b) - float64(a)) / 2 }

// rows are where a word stands and ends, by the ink of each flat row from a third of a height above its box to as much below.
// baseline and top are the rows, against the box's middle, at which it falls and rises most steeply, flat pixels.
func (w *window) rows() (baseline, top float64) {
	margin := 0.35 * w.h
	n := int(w.h+2*margin) + 3
	profile, weights := make([]float64, n), make([]float64, n)
	for i := range w.plane[0] {
		u, v := w.at(w.rect.Min.X+i%w.rect.Dx(), w.rect.Min.Y+i/w.rect.Dx())
		if math.Abs(u) > w.w/2 || math.Abs(v) > w.h/2+margin {
			continue
		}
		shade := w.shade(i)
		at := v + w.h/2 + margin
		k := int(at)
		f := at - float64(k)
		profile[k] += (1 - f) * shade
		weights[k] += 1 - f
		profile[k+1] += f * shade
		weights[k+1] += f
	}
	for k := range profile {
		profile[k] /= max(weights[k], 1e-9)
	}
	zero := w.h/2 + margin
	return steepest(profile, zero, -1) - zero, steepest(profile, zero, 1) - zero
}

// steepest finds where a profile rises most steeply before its middle (direction 1) or falls so after it (-1), between
// rows by a parabola.
func steepest(rows []float64, middle, direction float64) float64 {
	from, to := 1, int(middle)
	if direction < 0 {
		from, to = int(middle), len(rows)-1
	}
	slope := func(k int) float64 {
		if k < 1 || k > len(rows)-2 {
			return 0
		}
		return direction * (rows[k+1] - rows[k-1])
	}
	best := from
	for k := from; k < to; k++ {
		if slope(k) > slope(best) {
			best = k
		}
	}
	a, b, c := slope(best-1), slope(best), slope(best+1)
	if d := a - 2*b + c; d < 0 {
		return float64(best) + 0.5*(a-c)/d
	}
	return float64(best)
}
