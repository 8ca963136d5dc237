package compare

import (
	"image"
	"math"
	"slices"

	"loupe/forensics/order"
)

const (
	cellSide          = 8    // pixels of the reduced pictures that are judged together
	softness          = 1.2  // pixels of smoothing before cells are compared: sharpness is not content
	resampledSoftness = 2.0  // the same after a resize, whose filter is unknown
	cellFloor         = 6    // grey levels of difference of a cell that are never called a change
	softenedFloor     = 16   // the same where one of the pictures had to be softened: edges never agree quite
	patchFloor        = 12   // grey levels of difference that the strongest cell of a region exceeds
	cellFactor        = 3.5  // a change exceeds this many times what unchanged cells of like activity differ
	reachAcross       = 2    // cells: changed cells of one line that are no further apart belong to one region
	reachDown         = 1    // the same between lines: the next line is another field
	minCells          = 3    // a region has at least this many changed cells
	activities        = 8    // classes of activity
	alikeMatch        = 0.7  // correlation of a cell with its counterpart that makes it the same structure
	blurredMatch      = 0.35 // the same where one of the pictures may be blurred
	plainSpread       = 4    // standard deviation below which a cell has no structure
	edgePixels        = 2    // of the reduced reference at its border that are not compared
	ownShare          = 0.35 // of a cell's own activity that a change exceeds: an edge sharpened or softened is none
	classExcess       = 2    // times the median difference of all cells that a class's yardstick may be
)

// difference is the reduced reference and the other picture laid on it, cell by cell.
type difference struct {
	nx, ny  int
	slack   float64   // grey levels by which the mean of a cell may differ
	glare   []bool    // cells that one of the pictures clipped
	floor   float64   // grey levels that the strongest cell of a change exceeds
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
	d := difference{p: planeOf(ref.small), floor: patchFloor}
	d.q = warp(other.small, small, ref.small.Rect)
	d.nx, d.ny = d.p.w/cellSide, d.p.h/cellSide
	hidden := d.cover(other.small, small)
	d.glare = d.exposed()
	for range 2 { // tones are told apart better once both are equally sharp, and sharpness once the tones agree
		if clipped(d.q) > clipped(d.p) { // what was clipped has no tones to be brought back
			d.matchTones(d.p, d.q)
		} else {
			d.matchTones(d.q, d.p)
		}
		var sigma float64
		if d.p, d.q, sigma = alikeSharp(d.p, d.q, d.cells()); sigma > 0 {
			d.floor = softenedFloor
		}
	}
	for _, i := range hidden {
		d.q.pix[i] = d.p.pix[i]
	}
	sigma := softness
	if s := small.scale(float64(w)/2, float64(h)/2); s > 1.02 || s < 0.98 {
		sigma = resampledSoftness
	}
	p, q := d.p.blurred(sigma), d.q.blurred(sigma)
	d.soft = p.minus(q)
	d.judge(p, q)
	return d, true
}

// cover notes which cells the other picture shows, and returns the pixels that it does not: outside it, or so near its
// border or the reference's that what lies beyond mixes in.
func (d *difference) cover(other *image.Gray, m mapping) (hidden []int) {
	sx, sy := m.stretch(float64(d.p.w)/2, float64(d.p.h)/2)
	left, top := 1.5*max(1, sx), 1.5*max(1, sy)
	right, bottom := float64(other.Rect.Dx()-1)-left, float64(other.Rect.Dy()-1)-top
	shown := make([]int, d.nx*d.ny)
	for y := range d.p.h {
		at := m.along(0, float64(y))
		for x := range d.p.w {
			u, v := at.step(x)
			if min(x, y, d.p.w-1-x, d.p.h-1-y) < edgePixels || !(u >= left && v >= top && u <= right && v <= bottom) {
				hidden = append(hidden, y*d.p.w+x)
			} else if i, j := x/cellSide, y/cellSide; i < d.nx && j < d.ny {
				shown[j*d.nx+i]++
			}
		}
	}
	d.covered = make([]bool, d.nx*d.ny)
	for i, n := range shown {
		d.covered[i] = 2*n >= cellSide*cellSide
	}
	return hidden
}

// cells lists the first pixels of the cells that show about the same: what sharpness is compared on.
func (d *difference) cells() []int {
	list := []int{}
	for i, c := range d.covered {
		if c && d.alike(i, blurredMatch) {
			list = append(list, d.first(i))
		}
	}
	return list
}

// alike reports whether cell i has the same structure in both pictures, whatever their tones, to the given correlation; or
// none in either.
func (d *difference) alike(i int, match float64) bool {
	var p, q, pp, qq, pq float64
	for y := range cellSide {
		row, other := d.line(d.p, i, y), d.line(d.q, i, y)
		for x, v := range row {
			u, v := float64(v), float64(other[x])
			p, q, pp, qq, pq = p+u, q+v, pp+u*u, qq+v*v, pq+u*v
		}
	}
	const n = cellSide * cellSide
	vp, vq := pp/n-p*p/n/n, qq/n-q*q/n/n
	if vp < plainSpread*plainSpread && vq < plainSpread*plainSpread {
		return true
	}
	return pq/n-p*q/n/n > match*math.Sqrt(vp*vq)
}

// first is the index of the first pixel of cell i.
func (d *difference) first(i int) int { return i/d.nx*cellSide*d.p.w + i%d.nx*cellSide }

// line is row y of cell i of p.
func (d *difference) line(p plane, i, y int) []float32 {
	return p.pix[d.first(i)+y*p.w:][:cellSide:cellSide]
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
	most := classExcess * order.Median(all) // or a class that was all replaced, say text, would measure itself
	for i := range n {
		limit := max(cellFloor, cellFactor*min(quantile(classes[class(i)], 0.25), most), ownShare*activity[i])
		if d.glare[i] {
			limit += glareSlack
		}
		d.changed[i] = d.covered[i] && d.value[i] > limit
	}
}

// cell returns the root mean square difference of cell i, beyond what its mean may differ, and the larger of the two standard deviations.
func (d *difference) cell(i int, p, q plane) (rms, activity float64) {
	var dd, p1, p2, q1, q2 float64
	for y := range cellSide {
		row, other := d.line(p, i, y), d.line(q, i, y)
		for x, v := range row {
			u, v := float64(v), float64(other[x])
			dd += (u - v) * (u - v)
			p1, p2, q1, q2 = p1+u, p2+u*u, q1+v, q2+v*v
		}
	}
	const n = cellSide * cellSide
	mean := (p1 - q1) / n
	over := max(0, math.Abs(mean)-d.slack)
	return math.Sqrt(max(0, dd/n-mean*mean) + over*over), math.Sqrt(max(0, p2/n-p1*p1/n/n, q2/n-q1*q1/n/n))
}
