package compare

import "loupe/models"

// background counts what lies beside the document. Two captures of one layout put the document under one map and the
// desk under none; in a copy one map serves both.
func (e *evidence) background(place models.Place, blocks []block) {
	if place.Frame {
		return
	}
	s := max(1, e.scale)
	for _, b := range blocks {
		if !b.textured || !beside(place.Quad, b.x, b.y) {
			continue
		}
		e.outside++
		if a := (anchor{x: b.x, y: b.y, u: b.u, v: b.v}); b.ok && a.residual(e.m) < 2*rigidShift*s {
			e.together++
		}
	}
	e.together /= float64(max(1, e.outside))
}

// beside reports whether a block around x, y lies wholly outside the convex quadrilateral, whose corners run clockwise:
// left of one of its sides by more than half its diagonal.
func beside(quad [4][2]float64, x, y float64) bool {
	const half = tileSide * 0.71
	for i, p := range quad {
		q := quad[(i+1)%4]
		dx, dy := q[0]-p[0], q[1]-p[1]
		if d := dx*(y-p[1]) - dy*(x-p[0]); d < 0 && d*d > half*half*(dx*dx+dy*dy) {
			return true
		}
	}
	return false
}
