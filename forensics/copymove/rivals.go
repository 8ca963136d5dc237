package copymove

import (
	"image"
	"math"
)

const (
	sharper   = 0.5  // of the disagreement beside its offset, and with a rival, that a match may have at most
	nearer    = 0.67 // of the disagreement one pixel beside it, at most
	exactness = 0.1  // disagreement below which a match needs no comparison with rivals: nothing printed twice agrees so well
	askRivals = 40   // offsets asked for rivals, those of the most weight
	askTiles  = 150  // tiles compared with them
)

// sharp reports whether the match agrees at its offset only. Along an edge the neighbouring offsets agree as well, and what
// was built or printed twice lies between two pixels, so that both agree alike.
func (r *residual) sharp(m match) bool {
	m = r.thinned(m)
	for _, ring := range [2]struct {
		most    float64
		offsets []image.Point
	}{
		{nearer, []image.Point{{X: 0, Y: -1}, {X: 1, Y: 0}, {X: 0, Y: 1}, {X: -1, Y: 0}}},
		{sharper, []image.Point{{X: 0, Y: -3}, {X: 1, Y: -3}, {X: 2, Y: -2}, {X: 3, Y: -1}, {X: 3, Y: 0}, {X: 3, Y: 1}, {X: 2, Y: 2}, {X: 1, Y: 3},
			{X: 0, Y: 3}, {X: -1, Y: 3}, {X: -2, Y: 2}, {X: -3, Y: 1}, {X: -3, Y: 0}, {X: -3, Y: -1}, {X: -2, Y: -2}, {X: -1, Y: -3}}},
	} {
		if ring.most == nearer && len(r.bands) == 0 {
			continue // noise in the finest band may be tied to its neighbours by demosaicing
		}
		for _, d := range ring.offsets {
			if k, _, ok := r.measure(m, image.Point{}, m.offset.Add(d)); ok && m.disagreement > ring.most*k {
				return false
			}
		}
	}
	return true
}

// alone reports whether no third place, at an offset that others voted for, agrees nearly as well: what is built or printed
// again and again agrees with all its repetitions alike.
func (r *residual) alone(m match, ballots []ballot) bool {
	if m.disagreement < exactness && m.most < math.MaxInt32 {
		return true
	}
	m = r.thinned(m)
	back := image.Point{}.Sub(m.offset)
	for _, n := range [3]int{-1, 2, 3} { // a row of equal things goes on beyond both, or has others between them
		o := m.offset.Div(n)
		if r.rival(m, image.Point{}, o, m.offset) || n < 0 && r.rival(m, m.offset, m.offset, back) {
			return false
		}
	}
	for _, b := range ballots[:min(len(ballots), askRivals)] {
		for _, o := range [2]image.Point{b.offset, image.Point{}.Sub(b.offset)} {
			if r.rival(m, image.Point{}, o, m.offset) || r.rival(m, m.offset, o, back) {
				return false
			}
		}
	}
	return true
}

// rival reports whether the match's tiles, moved by from, agree nearly as well at an offset that is not except.
func (r *residual) rival(m match, from, offset, except image.Point) bool {
	if d := offset.Sub(except); max(d.X, -d.X, d.Y, -d.Y) <= 3 {
		return false
	}
	k, _, ok := r.measure(m, from, offset)
	return ok && m.disagreement > sharper*k
}

// thinned is m with about askTiles of its tiles, and how well those agree.
func (r *residual) thinned(m match) match {
	if len(m.tiles) <= askTiles {
		return m
	}
	tiles := make([]image.Point, askTiles)
	for i := range tiles {
		tiles[i] = m.tiles[i*len(m.tiles)/askTiles]
	}
	m.tiles = tiles
	m.disagreement, _, _ = r.measure(m, image.Point{}, m.offset)
	return m
}

const (
	clippedShare      = 0.25   // of the pixels of a match, at most
	darkest, lightest = 4, 251 // grey levels beyond which a pixel may be clipped
)

// captured reports whether both places of a match show what a capture adds: a clipped pixel has no noise. Letters that an app
// or a camera draws over a picture, mostly in black and white, are equal because they are drawn, and prove nothing about the capture.
func (s *search) captured(m match) bool {
	clipped, n := 0, 0
	for _, box := range [2]image.Rectangle{m.box, m.other} {
		box = box.Intersect(s.luma.Rect)
		for y := box.Min.Y; y < box.Max.Y; y++ {
			for _, v := range s.luma.Pix[s.luma.PixOffset(box.Min.X, y):][:box.Dx()] {
				if n++; v <= darkest || v >= lightest {
					clipped++
				}
			}
		}
	}
	return float64(clipped) <= clippedShare*float64(n)
}
