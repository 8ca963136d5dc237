package compare

import (
	"cmp"
	"context"
	"image"
	"math"
	"slices"
)

const (
	nearWhole   = 0.3  // pixels from a map by whole pixels within which that map is tried
	wholeEnough = 1.1  // times the best map's misfit that its own must not exceed
	unfit       = 10   // pixels of bend where no map fits at all
	surest      = 0.01 // pixels: no block is trusted further
	rigidShift  = 0.15 // pixels: a copy's blocks stay within it, two captures bend further
)

// block is one native block with what was measured on it.
type block struct {
	at       image.Rectangle
	x, y     float64
	ok       bool
	t        track
	u, v     float64
	textured bool
}

// followAll tracks every textured block that other shows from where m puts it, 3 pixels far; with a field, blocks that
// are further off are found by phase correlation first.
func followAll(ctx context.Context, ref, other *image.Gray, m mapping, tiles []image.Rectangle, field *correlator) ([]block, error) {
	blocks, f := make([]block, 0, len(tiles)), newFollower(field)
	for _, t := range tiles {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !shows(other, m, t) {
			continue
		}
		b := block{at: t, x: float64(t.Min.X+t.Max.X-1) / 2, y: float64(t.Min.Y+t.Max.Y-1) / 2}
		wide := t.Inset(-tileEdge)
		p := cut(ref, wide)
		f.smooth(p, f.fixed)
		if b.textured = textured(f.fixed); b.textured {
			b.search(f, p, other, m, wide)
		}
		blocks = append(blocks, b)
	}
	return blocks, nil
}

// search fills t, u, v and ok. f holds p smoothed.
func (b *block) search(f *follower, p plane, other *image.Gray, m mapping, wide image.Rectangle) {
	q := f.warp(other, m, wide)
	var sx, sy float64
	b.t, b.ok = f.follow(q)
	if f.field != nil && (!b.ok || b.t.match < 0.6) {
		var confidence float64
		if sx, sy, confidence = f.field.find(p, q); confidence == 0 {
			b.ok = false
			return
		}
		b.t, b.ok = f.follow(f.warp(other, affine(1, 0, sx, 0, 1, sy).then(m), wide))
	}
	b.ok = b.ok && b.t.match > minMatch && b.t.error < 0.15
	b.u, b.v = m.at(b.x+sx+b.t.dx, b.y+sy+b.t.dy)
}

// shows reports whether g shows all of the tile t and what is measured around it.
func shows(g *image.Gray, m mapping, t image.Rectangle) bool {
	return m.around(t.Inset(-tileEdge)).In(g.Rect.Inset(-1))
}

// textured reports whether a smoothed block has structure in both directions that noise alone would not give.
func textured(s plane) bool {
	var xx, xy, yy float64
	for y := 1; y < s.h-1; y++ {
		above, around, below := s.row(y - 1)[1:s.w-1], s.row(y)[:s.w], s.row(y + 1)[1:s.w-1]
		for x := range above {
			dx, dy := float64(around[x+2]-around[x])/2, float64(below[x]-above[x])/2
			xx, xy, yy = xx+dx*dx, xy+dx*dy, yy+dy*dy
		}
	}
	n := float64((s.w - 2) * (s.h - 2))
	small := (xx + yy - math.Hypot(xx-yy, 2*xy)) / 2 / n
	return small > 0.5
}

// anchors lists the blocks that were followed.
func anchors(blocks []block) []anchor {
	list := []anchor{}
	for _, b := range blocks {
		if b.ok {
			list = append(list, anchor{x: b.x, y: b.y, u: b.u, v: b.v, weight: 1 / (b.t.error*b.t.error + surest*surest)})
		}
	}
	return list
}

// strays returns the median and the 75th percentile of the anchors' distances from m, in units of unit pixels of the other
// picture, and the share within rigidShift. Anchors count by their weight: a block that was partly replaced follows
// nothing well, and knows so.
func strays(list []anchor, m mapping, unit float64) (half, most, rigid float64) {
	total := 0.0
	slices.SortStableFunc(list, func(a, b anchor) int { return cmp.Compare(a.residual(m), b.residual(m)) })
	for _, a := range list {
		total += a.weight
	}
	sum := 0.0
	for _, a := range list {
		r := a.residual(m) / unit
		if r < rigidShift {
			rigid += a.weight / total
		}
		if sum < total/2 {
			half = r
		}
		if sum < 0.75*total {
			most = r
		}
		sum += a.weight
	}
	return half, most, rigid
}

func countTextured(blocks []block) (n int) {
	for _, b := range blocks {
		if b.textured {
			n++
		}
	}
	return n
}

// bendOf fits the one affine map to the followed blocks and measures how far they stray from it.
func (e *evidence) bendOf(ref view, blocks []block) {
	list := anchors(blocks)
	e.textured, e.followed = countTextured(blocks), len(list)
	s := e.scale
	m, _, ok := fit(list, 0.4*s, ref.w(), ref.h())
	if !ok {
		e.bend, e.bendHigh = unfit, unfit
		return
	}
	e.m = m
	if whole := m.snapped(ref.w(), ref.h(), nearWhole); misfit(list, whole, 0.4*s) <= wholeEnough*misfit(list, m, 0.4*s) {
		e.m = whole
	}
	e.bend, e.bendHigh, e.rigid = strays(list, e.m, max(1, s)) // in pixels of the coarser picture
}
