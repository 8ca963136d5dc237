package compare

import (
	"image"
	"math"
	"slices"
)

const (
	cellSide          = 8    // pixels of the reduced pictures that are judged together
	softness          = 1.2  // pixels of smoothing before cells are compared: sharpness is not content
	resampledSoftness = 2.0  // the same after a resize, whose filter is unknown
	cellFloor         = 6    // grey levels of difference of a cell that are never called a change
	patchFloor        = 12   // grey levels of difference that the strongest cell of a region exceeds
	cellFactor        = 3.5  // a change exceeds this many times what unchanged cells of like activity differ
	cellReach         = 3    // cells: changed cells closer than this belong to one region
	minCells          = 3    // a region has at least this many changed cells
	activities        = 8    // classes of activity
	levels            = 32   // steps of the tone curve
	alikeMatch        = 0.7  // correlation of a cell with its counterpart that makes it the same structure
	plainSpread       = 4    // standard deviation below which a cell has no structure
	toneSample        = 64   // pixels a level needs before its median is believed
	ownShare          = 0.35 // of a cell's own activity that a change exceeds: an edge sharpened or softened is none
	classExcess       = 2    // times the median difference of all cells that a class's yardstick may be
)

// difference is the reduced reference and the other picture laid on it, cell by cell.
type difference struct {
	nx, ny  int
	value   []float64 // root mean square difference, grey levels
	covered []bool    // the other picture shows this cell
	changed []bool
	p, q    plane // the reference, and the other picture registered and brought to the reference's tones
	soft    plane // p - q, both smoothed by softness
}

// differ lays other on ref at m (native to native) and marks the cells that changed.
func differ(ref, other view, m mapping) (difference, bool) {
	up, ok := ref.shrink().inverse()
	if !ok {
		return difference{}, false
	}
	small := up.then(m).then(other.shrink())
	w, h := ref.small.Rect.Dx(), ref.small.Rect.Dy()
	small = small.snapped(w, h, 0.1)
	d := difference{p: planeOf(ref.small)}
	d.q = warp(other.small, small, ref.small.Rect)
	d.nx, d.ny = d.p.w/cellSide, d.p.h/cellSide
	d.cover(other, small)
	d.matchTones()
	sigma := softness
	if s := small.scale(float64(w)/2, float64(h)/2); s > 1.02 || s < 0.98 {
		sigma = resampledSoftness
	}
	p, q := d.p.blurred(sigma), d.q.blurred(sigma)
	d.soft = p.minus(q)
	d.judge(p, q)
	return d, true
}

func (d *difference) cover(other view, m mapping) {
	d.covered = make([]bool, d.nx*d.ny)
	inside := image.Rect(0, 0, other.small.Rect.Dx(), other.small.Rect.Dy()).Inset(-1)
	for i := range d.covered {
		x, y := i%d.nx*cellSide, i/d.nx*cellSide
		all := true
		for _, c := range [4][2]int{{0, 0}, {cellSide - 1, 0}, {0, cellSide - 1}, {cellSide - 1, cellSide - 1}} {
			u, v := m.at(float64(x+c[0]), float64(y+c[1]))
			all = all && image.Pt(floor(u), floor(v)).In(inside)
		}
		d.covered[i] = all
	}
}

// matchTones brings q to p's tones, because brightness, contrast and gamma of the whole picture are not changes: by the
// median of p over each grey level of q. Only cells with the same structure, or none, count: what was replaced must not
// bend the curve.
func (d *difference) matchTones() {
	var at [levels][]float64
	for i, c := range d.covered {
		if !c || !d.alike(i) {
			continue
		}
		for k := range cellSide * cellSide {
			j := d.pixel(i, k)
			level := min(max(int(d.q.pix[j])*levels/256, 0), levels-1)
			at[level] = append(at[level], float64(d.p.pix[j]-d.q.pix[j]))
		}
	}
	var xs, ys []float64
	for l, list := range at {
		if len(list) >= toneSample {
			xs, ys = append(xs, (float64(l)+0.5)*256/levels), append(ys, median(list))
		}
	}
	if len(xs) == 0 {
		return
	}
	for i, v := range d.q.pix {
		d.q.pix[i] = v + float32(interpolate(xs, ys, float64(v)))
	}
}

// alike reports whether cell i has the same structure in both pictures, whatever their tones, or none in either.
func (d *difference) alike(i int) bool {
	var p, q, pp, qq, pq float64
	for k := range cellSide * cellSide {
		j := d.pixel(i, k)
		u, v := float64(d.p.pix[j]), float64(d.q.pix[j])
		p, q, pp, qq, pq = p+u, q+v, pp+u*u, qq+v*v, pq+u*v
	}
	const n = cellSide * cellSide
	vp, vq := pp/n-p*p/n/n, qq/n-q*q/n/n
	if vp < plainSpread*plainSpread && vq < plainSpread*plainSpread {
		return true
	}
	return pq/n-p*q/n/n > alikeMatch*math.Sqrt(vp*vq)
}

// pixel is the index of pixel k of cell i.
func (d *difference) pixel(i, k int) int {
	return (i/d.nx*cellSide+k/cellSide)*d.p.w + i%d.nx*cellSide + k%cellSide
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

// judge marks cells whose difference is far above that of unchanged cells of like activity: recompression differs more
// on edges, so the yardstick is the lower quartile of the cells in the same class (METHODS 1.2: bins, not division).
func (d *difference) judge(p, q plane) {
	n := d.nx * d.ny
	d.value, d.changed = make([]float64, n), make([]bool, n)
	activity := make([]float64, n)
	for i := range n {
		d.value[i], activity[i] = d.cell(i, p, q)
	}
	sorted := slices.Clone(activity)
	slices.Sort(sorted)
	var classes [activities][]float64
	var all []float64
	class := func(i int) int {
		c := 0
		for c < activities-1 && activity[i] > quantile(sorted, float64(c+1)/activities) {
			c++
		}
		return c
	}
	for i := range n {
		if d.covered[i] {
			all = append(all, d.value[i])
			c := class(i)
			classes[c] = append(classes[c], d.value[i])
		}
	}
	for c := range classes {
		slices.Sort(classes[c])
	}
	most := classExcess * median(all) // or a class that was all replaced, say text, would measure itself
	for i := range n {
		limit := max(cellFloor, cellFactor*min(quantile(classes[class(i)], 0.25), most), ownShare*activity[i])
		d.changed[i] = d.covered[i] && d.value[i] > limit
	}
}

// cell returns the root mean square difference of cell i and the larger of the two standard deviations.
func (d *difference) cell(i int, p, q plane) (rms, activity float64) {
	var dd, p1, p2, q1, q2 float64
	for k := range cellSide * cellSide {
		j := d.pixel(i, k)
		u, v := float64(p.pix[j]), float64(q.pix[j])
		dd += (u - v) * (u - v)
		p1, p2, q1, q2 = p1+u, p2+u*u, q1+v, q2+v*v
	}
	const n = cellSide * cellSide
	return math.Sqrt(dd / n), math.Sqrt(max(0, p2/n-p1*p1/n/n, q2/n-q1*q1/n/n))
}
