package pdffile

import (
	"cmp"
	"math"
	"slices"
)

// What makes an embedded picture one to examine by itself.
const (
	leastCover = 0.05 // share of the sheet: on A4, a passport photo of 35 x 45 mm has 0.025, an ID card 0.074
	leastSide  = 64   // pixels
)

// choose picks the pieces to give, at most limit of them in reading order, and says whether the sheet must be rendered
// as well because the pieces do not show all that a reader sees.
func (l *layout) choose(limit int) (given []piece, render bool) {
	cut := l.cut()
	render = l.more || overlapping(l.pieces)
	for i, p := range l.pieces {
		if cut[i] || p.cover < leastCover || min(p.width, p.height) < leastSide {
			render = true
			continue
		}
		given = append(given, p)
		render = render || !p.plain
	}
	if len(given) > limit {
		slices.SortStableFunc(given, func(a, b piece) int { return cmp.Compare(b.cover, a.cover) })
		given, render = given[:limit], true
	}
	slices.SortStableFunc(given, l.readingOrder)
	return given, render || len(given) == 0
}

// readingOrder compares by place on the display: rows of a twentieth of the sheet from the top, then from the left.
func (l *layout) readingOrder(a, b piece) int {
	const rows = 20
	place := func(p piece) (row, left float64) {
		c := displayed((p.bounds.x0+p.bounds.x1)/2, (p.bounds.y0+p.bounds.y1)/2, l.quarters)
		_, high := l.size()
		return math.Floor(c[1] / high * rows), c[0]
	}
	rowA, leftA := place(a)
	rowB, leftB := place(b)
	return cmp.Or(cmp.Compare(rowA, rowB), cmp.Compare(leftA, leftB))
}

// size returns the sheet's sides as displayed, in points.
func (l *layout) size() (wide, high float64) {
	wide, high = l.box.x1-l.box.x0, l.box.y1-l.box.y0
	if l.quarters&1 == 1 {
		wide, high = high, wide
	}
	return wide, high
}

// overlapping reports whether two pieces share more than a fiftieth of the smaller one.
func overlapping(pieces []piece) bool {
	const shared = 1.0 / 50
	for i, p := range pieces {
		for _, q := range pieces[:i] {
			if p.bounds.intersect(q.bounds).area() > shared*math.Min(p.bounds.area(), q.bounds.area()) {
				return true
			}
		}
	}
	return false
}

// cut tells which pieces are parts of one picture that a scanner or printer driver cut up: three or more that join, or
// two that are thin. Two photographs of a card side by side join as well, but are not thin.
func (l *layout) cut() []bool {
	group := make([]int, len(l.pieces))
	for i := range group {
		group[i] = i
	}
	for i := range l.pieces {
		for k := range i {
			if from, to := group[i], group[k]; from != to && joined(l.pieces[i], l.pieces[k]) {
				for m := range group {
					if group[m] == from {
						group[m] = to
					}
				}
			}
		}
	}
	members := make([]int, len(group))
	for _, g := range group {
		members[g]++
	}
	out := make([]bool, len(group))
	for i, g := range group {
		out[i] = members[g] >= 3 || (members[g] == 2 && l.pieces[i].thin())
	}
	return out
}

// thin pieces have one side at least four times the other.
func (p piece) thin() bool {
	const times = 4
	w, h := p.bounds.x1-p.bounds.x0, p.bounds.y1-p.bounds.y0
	return math.Max(w, h) >= times*math.Min(w, h)
}

// joined reports whether two pieces share one whole edge, within a point, and have the same resolution.
func joined(p, q piece) bool {
	const point, alike = 1.0, 0.02
	near := func(a, b float64) bool { return math.Abs(a-b) <= point }
	if math.Abs(p.density()-q.density()) > alike*p.density() {
		return false
	}
	a, b := p.bounds, q.bounds
	if near(a.x0, b.x0) && near(a.x1, b.x1) {
		return near(a.y0, b.y1) || near(a.y1, b.y0)
	}
	return near(a.y0, b.y0) && near(a.y1, b.y1) && (near(a.x0, b.x1) || near(a.x1, b.x0))
}

// drawingDPI is the resolution at which the sheet is rendered: that of pieces of a cut picture when it is finer, less
// when a limit says so.
func (l *layout) drawingDPI(limits Limits) float64 {
	dpi := limits.DPI
	for i, isCut := range l.cut() {
		if isCut {
			dpi = math.Max(dpi, l.pieces[i].density())
		}
	}
	wide, high := l.size()
	side := pointsPerInch * float64(limits.MaxSide) / math.Max(wide, high)
	area := pointsPerInch * math.Sqrt(float64(limits.MaxPixels)/(wide*high))
	return math.Min(dpi, math.Min(side, area))
}

// rendered describes the picture that the sheet gives when it is drawn.
func rendered(sheet int, l *layout, limits Limits) Picture {
	dpi := l.drawingDPI(limits)
	wide, high := l.size()
	pixels := func(points float64) int { return max(1, int(points*dpi/pointsPerInch+1e-6)) }
	return Picture{Sheet: sheet, Source: Rendered, Width: pixels(wide), Height: pixels(high), Orientation: 1, DPI: dpi, Cover: 1}
}
