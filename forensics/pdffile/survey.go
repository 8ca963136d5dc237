package pdffile

import (
	"context"
	"math"
)

// Bounds on the walk over one sheet. What lies beyond them is not looked at; the sheet is then rendered as well.
const (
	maxObjects     = 50_000
	maxForms       = 12 // nested
	maxPieces      = 512
	maxAnnotations = 1000
)

// layout is what one sheet shows, in its own coordinates.
type layout struct {
	box      rect // the visible part of the sheet
	quarters int  // clockwise turns for display
	pieces   []piece
	ink      rect // around what was drawn so far and no later picture hides
	more     bool // something is visible that the pieces do not show
	objects  int  // walked so far
}

// piece is one embedded picture as it lies on the sheet.
type piece struct {
	path          []int
	width, height int
	place         matrix // unit square to sheet
	bounds        rect   // on the sheet, box or not
	cover         float64
	plain         bool // shown whole, upright and opaque
}

// density is the pixels per inch at which the piece lies.
func (p piece) density() float64 {
	across, down := math.Hypot(p.place.a, p.place.b), math.Hypot(p.place.c, p.place.d)
	if across*down <= 0 {
		return 0
	}
	return pointsPerInch * math.Sqrt(float64(p.width)*float64(p.height)/(across*down))
}

// walker carries what the recursion over a sheet's objects needs.
type walker struct {
	*layout
	ctx  context.Context
	g    *guest
	page uint64
}

// survey walks a sheet's objects in drawing order.
func (f *File) survey(ctx context.Context, page uint64, sheet int) (*layout, error) {
	g := f.guest
	l := &layout{ink: nothing(), quarters: int(g.call(ctx, "FPDFPage_GetRotation", page)) & 3}
	if g.call(ctx, "FPDF_GetPageBoundingBox", page, g.at(0)) == 0 || g.err != nil {
		return nil, g.failed("sheet %d has no box", sheet)
	}
	v := g.floats(4) // left, top, right, bottom
	l.box = rect{v[0], v[3], v[2], v[1]}
	if !l.box.finite() || l.box.area() <= 0 {
		return nil, damaged("the box of sheet %d is %v", sheet, v)
	}
	w := &walker{layout: l, ctx: ctx, g: g, page: page}
	for i := range int(int32(g.call(ctx, "FPDFPage_CountObjects", page))) {
		if !w.object(uint64(g.call(ctx, "FPDFPage_GetObject", page, uint64(i))), []int{i}, identity()) {
			break
		}
	}
	w.annotations()
	l.more = l.more || !l.ink.empty()
	return l, g.err
}

// object takes one object in and reports whether to go on. surroundings maps its coordinates to the sheet's.
func (w *walker) object(object uint64, path []int, surroundings matrix) bool {
	w.objects++
	if w.g.err != nil || w.objects > maxObjects || len(w.pieces) > maxPieces {
		w.more = true
		return false
	}
	switch w.g.call(w.ctx, "FPDFPageObj_GetType", object) {
	case objectText:
		mode := w.g.call(w.ctx, "FPDFTextObj_GetTextRenderMode", object)
		if r := w.g.bounds(w.ctx, object); mode != textInvisible && mode != textClip && r.area() > 0 {
			w.draw(surroundings.bounds(r))
		}
	case objectPath:
		ink, white := w.g.leavesInk(w.ctx, object)
		if ink && !(white && len(w.pieces) == 0) {
			w.draw(surroundings.bounds(w.g.bounds(w.ctx, object)))
		}
	case objectImage:
		w.image(object, path, surroundings)
	case objectForm:
		return w.form(object, path, surroundings)
	case objectShading:
		w.draw(w.box)
	default:
		w.more = true
	}
	return true
}

// draw notes ink in r; hairlines have no area but a width.
func (w *walker) draw(r rect) {
	const hairline = 0.5
	if r = r.grown(hairline).intersect(w.box); !r.empty() {
		w.ink = w.ink.union(r)
	}
}

func (w *walker) form(object uint64, path []int, surroundings matrix) bool {
	m, ok := w.g.matrix(w.ctx, object)
	if !ok || len(path) > maxForms {
		w.more = true
		return true
	}
	if w.g.call(w.ctx, "FPDFPageObj_HasTransparency", object) != 0 {
		w.more = true
	}
	for i := range int(int32(w.g.call(w.ctx, "FPDFFormObj_CountObjects", object))) {
		inner := uint64(w.g.call(w.ctx, "FPDFFormObj_GetObject", object, uint64(i)))
		if !w.object(inner, append(path[:len(path):len(path)], i), m.then(surroundings)) {
			return false
		}
	}
	return true
}

func (w *walker) image(object uint64, path []int, surroundings matrix) {
	m, placed := w.g.matrix(w.ctx, object)
	width, height, sized := w.g.size(w.ctx, object)
	place := m.then(surroundings)
	p := piece{path: path, width: width, height: height, place: place, bounds: place.bounds(rect{0, 0, 1, 1})}
	if !placed || !sized || !p.bounds.finite() {
		w.more = true
		return
	}
	visible := p.bounds.intersect(w.box)
	if visible.area() <= 0 {
		return // beside the sheet
	}
	const whole = 0.95
	p.cover = visible.area() / w.box.area()
	if !p.place.upright() {
		p.cover *= math.Abs(place.a*place.d-place.b*place.c) / p.bounds.area()
	}
	p.plain = place.upright() && visible.area() >= whole*p.bounds.area() &&
		!w.g.clipped(w.ctx, object, m.bounds(rect{0, 0, 1, 1})) &&
		w.g.call(w.ctx, "FPDFPageObj_HasTransparency", object) == 0
	if p.plain && !w.ink.empty() && visible.contains(w.ink) && !w.g.stencil(w.ctx, object, w.page) {
		w.ink = nothing() // they lie below it, and it is opaque
	}
	w.pieces = append(w.pieces, p)
}

// annotations notes what is drawn besides the sheet's own content: everything but links, pop-ups and hidden ones.
func (w *walker) annotations() {
	const link, popup = 2, 16
	const hidden, noView = 1 << 1, 1 << 5 // 12.5.3
	n := int(int32(w.g.call(w.ctx, "FPDFPage_GetAnnotCount", w.page)))
	if n > maxAnnotations {
		w.more = true
		return
	}
	for i := range max(n, 0) {
		a := uint64(w.g.call(w.ctx, "FPDFPage_GetAnnot", w.page, uint64(i)))
		if a == 0 {
			continue
		}
		subtype := w.g.call(w.ctx, "FPDFAnnot_GetSubtype", a)
		flags := w.g.call(w.ctx, "FPDFAnnot_GetFlags", a)
		w.g.call(w.ctx, "FPDFPage_CloseAnnot", a)
		if subtype != link && subtype != popup && flags&(hidden|noView) == 0 {
			w.more = true
		}
	}
}
