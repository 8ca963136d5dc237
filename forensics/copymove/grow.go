package copymove

import (
	"cmp"
	"image"
	"math"
	"slices"
)

const (
	tile        = 8    // pixels a side of the tiles that a region is made of
	loose       = 0.5  // disagreement of the window around a tile below which it joins a region
	strict      = 0.1  // disagreement of a tile itself below which it joins an exact region
	minEnergy   = 64   // squared half levels in the two places of a tile: with less there is nothing to compare
	minTiles    = 4    // that can be compared, for a region to be judged
	mostTiles   = 4000 // of a region
	mostSeen    = 5000 // tiles asked about one offset: patterns agree everywhere
	largeTiles  = 20   // judged tiles of a region that may count for its texture
	largeAgrees = 0.15 // disagreement of such a region at most
	effective   = 4.0  // pixels for each independent one: demosaicing and compression tie neighbours
	leastSeen   = 0.005
)

// match is a region of the picture whose noise is found again at an offset.
type match struct {
	offset       image.Point
	tiles        []image.Point   // its tiles, in units of tile, row by row
	box, other   image.Rectangle // pixels of the region and of what it repeats
	turned       bool            // what it repeats was turned or scaled; tiles and offset are not set
	most         int32           // energy of its own that a tile counts for at most
	disagreement float64
	unexplained  float64 // what differs, in units of what the last save's quantisation makes at most; known of what may be a copy
	logNFA       float64 // log10 of the number of such regions that chance makes in a picture of this size
}

// grow collects the connected regions around the votes of one offset, twice: those that agree roughly, as they do after
// another compression, and those that agree exactly, whose outline is the copy's own even among honest repetitions.
func (r *residual) grow(b ballot) []match {
	out := []match{}
	for _, joined := range [2]func(p, offset image.Point) bool{r.loosely, r.strictly} {
		seen := newMarks(r.w/tile, r.h/tile)
		for _, at := range b.at {
			centre := at.Add(image.Pt(side/2, side/2)).Div(tile)
			for _, seed := range [4]image.Point{centre, centre.Sub(image.Pt(1, 0)), centre.Sub(image.Pt(0, 1)), centre.Sub(image.Pt(1, 1))} {
				if seen.n > mostSeen {
					break
				}
				tiles := flood(seed, seen, func(p image.Point) bool { return joined(p, b.offset) })
				if m, ok := r.judge(tiles, b.offset); ok {
					out = append(out, m)
				}
			}
		}
	}
	return out
}

// flood returns the tiles connected with seed that join and were not seen yet, row by row.
func flood(seed image.Point, seen *marks, joined func(p image.Point) bool) []image.Point {
	tiles, stack := []image.Point{}, []image.Point{seed}
	for len(stack) > 0 && len(tiles) < mostTiles {
		p := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if !seen.mark(p) || !joined(p) {
			continue
		}
		tiles = append(tiles, p)
		stack = append(stack, image.Pt(p.X-1, p.Y), image.Pt(p.X+1, p.Y), image.Pt(p.X, p.Y-1), image.Pt(p.X, p.Y+1))
	}
	slices.SortFunc(tiles, func(a, b image.Point) int { return cmp.Or(cmp.Compare(a.Y, b.Y), cmp.Compare(a.X, b.X)) })
	return tiles
}

// loosely asks the window around a tile.
func (r *residual) loosely(p, offset image.Point) bool {
	return r.agrees(p.Mul(tile).Sub(image.Pt((side-tile)/2, (side-tile)/2)), offset, side, loose)
}

// strictly asks the tile alone.
func (r *residual) strictly(p, offset image.Point) bool {
	return r.agrees(p.Mul(tile), offset, tile, strict)
}

// agrees reports whether the n x n pixels at a place have something to compare and disagree less than limit.
func (r *residual) agrees(at, offset image.Point, n int, limit float64) bool {
	if !r.inside(at, offset, n) {
		return false
	}
	i := at.Y*r.w + at.X
	e := r.energyOf(i, i+offset.Y*r.w+offset.X, n)
	return int(e.own) >= n*n*minEnergy/(tile*tile) && float64(e.diff) < limit*float64(e.own)
}

// judge measures a region. A tile counts for no more of its own than the picture's typical tile has: what exceeds that is
// structure, and structure is what honest repetitions share. Only on photographs, a large region that agrees very well
// counts as it is: that is how a copied texture looks after another compression. ok is false when too little of it can be compared.
func (r *residual) judge(tiles []image.Point, offset image.Point) (m match, ok bool) {
	m = match{offset: offset, tiles: tiles, most: 2 * r.typical}
	k, n, ok := r.measure(m, image.Point{}, offset)
	if !ok {
		return m, false
	}
	if r.textured && k > r.mostAgrees && n >= largeTiles {
		m.most = math.MaxInt32
		if k, n, _ = r.measure(m, image.Point{}, offset); k > largeAgrees {
			return m, false
		}
	}
	for _, p := range tiles {
		at := p.Mul(tile)
		m.box = m.box.Union(image.Rectangle{Min: at, Max: at.Add(image.Pt(tile, tile))})
	}
	m.other = m.box.Add(offset)
	m.disagreement, m.logNFA = k, r.logNFA(k, n*tile*tile)
	return m, true
}

// measure returns the disagreement of the match's tiles, moved by from, with what lies at an offset from there, and how many of
// them it rests on; ok is false where most of that lies outside the picture or too little can be compared.
func (r *residual) measure(m match, from, offset image.Point) (k float64, n int, ok bool) {
	parts := make([]energy, 0, len(m.tiles))
	for _, p := range m.tiles {
		at := p.Mul(tile).Add(from)
		if !r.inside(at, offset, tile) {
			continue
		}
		i := at.Y*r.w + at.X
		if e := r.energyOf(i, i+offset.Y*r.w+offset.X, tile); e.own >= minEnergy {
			parts = append(parts, e)
		}
	}
	if len(parts) < max(minTiles, len(m.tiles)/4) {
		return 0, 0, false
	}
	k, n = r.evidenceOf(parts, m.most)
	return k, n, true
}

// unexplained says in how many times the energy that the last save can have put between two equal places the match's tiles
// differ, in the band where that is most; 0 where there was no such save. The quarter that differs most is left out: the
// region's outline cuts through it.
func (r *residual) unexplained(m match) float64 {
	most := 0.0
	for _, band := range r.bands {
		parts := []int32{}
		for _, p := range m.tiles {
			at := p.Mul(tile)
			if r.inside(at, m.offset, tile) {
				parts = append(parts, band.apart(at, at.Add(m.offset)))
			}
		}
		slices.Sort(parts)
		parts = parts[:len(parts)-len(parts)/4]
		sum := 0.0
		for _, diff := range parts {
			sum += float64(diff)
		}
		most = max(most, sum/(float64(max(len(parts), 1))*tile*tile*band.energy))
	}
	return most
}

// logNFA bounds the expected number of regions by chance: as many tests as there are pairs of places, each the lower tail
// of a chi-square of independent noise (number of false alarms: Desolneux, Moisan and Morel, From Gestalt Theory to Image
// Analysis, 2008, section 3.2; Chernoff's bound of the tail).
func (r *residual) logNFA(disagreement float64, pixels int) float64 {
	k := max(disagreement, leastSeen)
	if k >= 1 {
		return r.tests
	}
	degrees := float64(pixels) / r.independent
	return r.tests - degrees/2*(k-1-math.Log(k))/math.Ln10
}

// completed extends the boxes of a region whose tiles agree exactly to the pixels that do: up to a tile on each side.
func (r *residual) completed(m match) match {
	if m.turned || m.disagreement > exactness {
		return m
	}
	for range tile {
		for _, d := range [4]image.Rectangle{image.Rect(-1, 0, 0, 0), image.Rect(0, -1, 0, 0), image.Rect(0, 0, 1, 0), image.Rect(0, 0, 0, 1)} {
			next := image.Rectangle{Min: m.box.Min.Add(d.Min), Max: m.box.Max.Add(d.Max)}
			if strip := without(next, m.box); r.equal(strip, m.offset) {
				m.box = next
			}
		}
	}
	m.other = m.box.Add(m.offset)
	return m
}

// without returns the row or column by which outer is larger than inner.
func without(outer, inner image.Rectangle) image.Rectangle {
	switch {
	case outer.Min.X < inner.Min.X:
		outer.Max.X = inner.Min.X
	case outer.Max.X > inner.Max.X:
		outer.Min.X = inner.Max.X
	case outer.Min.Y < inner.Min.Y:
		outer.Max.Y = inner.Min.Y
	default:
		outer.Min.Y = inner.Max.Y
	}
	return outer
}

// equal reports whether the residual over strip agrees strictly with that at the offset.
func (r *residual) equal(strip image.Rectangle, offset image.Point) bool {
	all := image.Rect(0, 0, r.w, r.h)
	if !strip.In(all) || !strip.Add(offset).In(all) {
		return false
	}
	own, diff := 0, 0
	for y := strip.Min.Y; y < strip.Max.Y; y++ {
		for x := strip.Min.X; x < strip.Max.X; x++ {
			i := y*r.w + x
			e := r.energyOf(i, i+offset.Y*r.w+offset.X, 1)
			own, diff = own+int(e.own), diff+int(e.diff)
		}
	}
	return own > 0 && float64(diff) < strict*float64(own)
}
