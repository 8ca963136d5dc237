package ocr

import (
	"math"
	"slices"
)

// Text stands closer together along its lines than across them, so the directions to each glyph's nearest neighbours tell
// how the lines run, and the lines themselves then tell it exactly (O'Gorman, "The document spectrum for page layout
// analysis", IEEE PAMI 15(11), 1993).

const (
	neighbours = 2   // of each glyph that vote
	leastVotes = 24  // below, nothing is known
	spread     = 10  // degrees about a direction that count for it: heights of letters differ
	preferred  = 0.8 // of the best direction's votes are enough for the level one
	clearly    = 2.0 // times the votes of a direction by chance make one sure
)

// direction returns the angle at which lines of text run, radians clockwise from the x axis, above -pi/2 and up to pi/2, and
// whether the glyphs, sorted by x, are sure of it. Which way up the text stands it does not tell.
func direction(gs []glyph) (angle float64, sure bool) {
	votes, n := vote(gs)
	if n < leastVotes {
		return 0, false
	}
	mass := func(at int) (sum float64) {
		for d := -spread; d <= spread; d++ {
			sum += votes[(at+d+180)%180] * float64(spread+1-max(d, -d))
		}
		return sum
	}
	best := 0
	for at := range votes {
		if mass(at) > mass(best) {
			best = at
		}
	}
	if mass(0) >= preferred*mass(best) {
		best = 0
	}
	chance := n / 180 * (spread + 1) * (spread + 1)
	sure = mass(best) > clearly*chance
	if !sure {
		return 0, false
	}
	if best > 90 {
		best -= 180
	}
	return refine(gs, float64(best)*math.Pi/180), true
}

// vote counts the directions from each glyph to its nearest neighbours of like size, in degrees from 0 to 179.
func vote(gs []glyph) (votes [180]float64, n float64) {
	for i, g := range gs {
		for _, o := range nearest(gs, i) {
			degrees := math.Atan2(float64(o.middle()-g.middle()), float64(o.centre()-g.centre())) * 180 / math.Pi
			votes[(int(math.Round(degrees))+360)%180]++
			n++
		}
	}
	return votes, n
}

// nearest returns the glyphs of like size that stand nearest to gs[i] and within two of its sizes.
func nearest(gs []glyph, i int) []glyph {
	g, reach := gs[i], 2*gs[i].size()
	var near [neighbours + 1]glyph
	found := 0
	consider := func(o glyph) {
		d := g.apart(o)
		if d == 0 || d > reach*reach || 5*o.size() < 3*g.size() || 3*o.size() > 5*g.size() {
			return
		}
		at := found
		for ; at > 0 && g.apart(near[at-1]) > d; at-- {
			near[at] = near[at-1]
		}
		near[at] = o
		found = min(found+1, neighbours)
	}
	// A glyph begins before its centre, at most as far as one of like size is wide.
	for j := i - 1; j >= 0 && gs[j].x > g.centre()-reach-g.size(); j-- {
		consider(gs[j])
	}
	for j := i + 1; j < len(gs) && gs[j].x < g.centre()+reach; j++ {
		consider(gs[j])
	}
	return slices.Clone(near[:found])
}

// apart is the square of the distance between the centres of two glyphs.
func (g glyph) apart(o glyph) int {
	dx, dy := o.centre()-g.centre(), o.middle()-g.middle()
	return dx*dx + dy*dy
}

// refine returns the angle near a first one at which the lines run, by the slopes of the lines that the glyphs form when
// they are turned back by it.
func refine(gs []glyph, angle float64) float64 {
	for range 2 {
		sin, cos := math.Sincos(-angle)
		level := make([]glyph, len(gs))
		for i, g := range gs {
			level[i] = g.turnedBy(sin, cos)
		}
		slices.SortFunc(level, byPlace)
		angle += math.Atan(slope(chain(level)))
	}
	if angle > math.Pi/2 {
		angle -= math.Pi
	}
	if angle <= -math.Pi/2 {
		angle += math.Pi
	}
	return angle
}

// finer is by how much glyphs are enlarged before they are turned, so that their centres keep their fractions.
const finer = 8

// turnedBy returns the glyph turned about the origin and finer times as large. An oblique box is larger than its glyph: a
// square of three fifths of it stands for it.
func (g glyph) turnedBy(sin, cos float64) glyph {
	x, y := float64(2*g.x+g.w)*finer/2, float64(2*g.y+g.h)*finer/2
	w, h := finer*g.w, finer*g.h
	switch {
	case math.Abs(sin*cos) > 0.3: // between some 20 and 70 degrees
		w = finer * g.size() * 3 / 5
		h = w
	case math.Abs(sin) > math.Abs(cos):
		w, h = h, w
	}
	return glyph{int(x*cos-y*sin) - w/2, int(x*sin+y*cos) - h/2, w, h}
}

// slope returns the median slope of the lines with at least six glyphs, each weighed
// by the square of their number; 0 without any.
func slope(lines []line) float64 {
	type weighed struct {
		slope  float64
		weight int
	}
	var all []weighed
	total := 0
	for _, l := range lines {
		if n := len(l.glyphs); n >= 6 {
			all, total = append(all, weighed{l.slope(), n * n}), total+n*n
		}
	}
	slices.SortFunc(all, func(a, b weighed) int {
		switch {
		case a.slope < b.slope:
			return -1
		case a.slope > b.slope:
			return 1
		}
		return 0
	})
	for _, w := range all {
		if total -= 2 * w.weight; total <= 0 {
			return w.slope
		}
	}
	return 0
}

// slope is that of the line through the glyphs' centres, by least squares.
func (l line) slope() float64 {
	var sx, sy, sxx, sxy float64
	for _, g := range l.glyphs {
		x, y := float64(2*g.x+g.w)/2, float64(2*g.y+g.h)/2
		sx, sy, sxx, sxy = sx+x, sy+y, sxx+x*x, sxy+x*y
	}
	n := float64(len(l.glyphs))
	if d := n*sxx - sx*sx; d > 0 {
		return (n*sxy - sx*sy) / d
	}
	return 0
}
