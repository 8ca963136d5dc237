package quality

import (
	"fmt"
	"math"
	"strings"

	"loupe/models"
)

// size takes the measures of how large and how straight the document is in the picture.
func size(s *sheet, f *facts) {
	if s.place.DPI > 0 && s.place.Format != models.FormatUnknown {
		f.set("document_dpi", s.place.DPI)
	}
	corners := inside(s.place.Quad, float64(s.bounds.Dx()), float64(s.bounds.Dy()))
	f.set("document_megapixels", area(corners)/1e6)
	f.set("document_short_side", s.shortSide())
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, c := range corners {
		x0, y0, x1, y1 = min(x0, c[0]), min(y0, c[1]), max(x1, c[0]), max(y1, c[1])
	}
	fill := 0.0
	if len(corners) > 0 {
		fill = max((x1-x0)/float64(s.bounds.Dx()), (y1-y0)/float64(s.bounds.Dy()))
	}
	f.set("frame_fill", fill)
	if !s.place.Frame {
		f.set("tilt", s.place.Tilt)
	}
}

// The signs that an edge without an outline is the picture's frame and not the document's own.
const (
	frameSlack = 0.006 // of the picture's longer side: both ends of the edge lie this near to the frame
	unseenEdge = 0.25  // share of the edge at which an outline was seen
	seenEdge   = 0.6

	unknownDepth = 0.15 // of the shorter side
)

// cut takes the measure of what lies outside the picture: how far the corners do, in shares of the document's shorter
// side. An edge that was not seen and runs along the frame while its opposite was seen counts as cut off when the
// document has the proportions of no format; by how much is not known then, and unknownDepth is said.
func cut(s *sheet, f *facts) {
	if s.place.Frame {
		return // a scan or a crop: whether there was more is not to be seen
	}
	w, h := float64(s.bounds.Dx()), float64(s.bounds.Dy())
	q := s.place.Quad
	short := s.shortSide()
	var names []string
	out := fact{}
	beyond := func(c [2]float64) float64 { return max(-c[0], -c[1], c[0]-w, c[1]-h, 0) / short }
	for i, c := range q {
		depth := beyond(c)
		if depth > outsideNamed {
			names = append(names, s.cornerName(c)+" corner")
			u, v := float64((i+1)/2%2), float64(i/2)
			out.where = append(out.where, s.region(u-0.3*u, v-0.3*v, u+0.3*(1-u), v+0.3*(1-v), s.cornerName(c)+" corner cut off")...)
		}
		out.value = max(out.value, depth)
	}
	for i := range 4 {
		if a, b := q[i], q[(i+1)%4]; s.place.Format == models.FormatUnknown && s.place.Seen[i] < unseenEdge && s.place.Seen[(i+2)%4] > seenEdge && s.alongFrame(a, b) {
			names = append(names, s.cornerName([2]float64{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2})+" edge")
			out.value = max(out.value, unknownDepth)
		}
	}
	if len(names) > 0 {
		out.what = fmt.Sprintf("the %s cut off, by up to %.2f of the document's shorter side", list(names), out.value)
	}
	f.measured["cut_off"] = out
}

// outsideNamed is how far outside, in shares of the shorter side, a corner is before it is named.
const outsideNamed = 0.015

// shortSide is the document's shorter side where it is shortest, stored pixels.
func (s *sheet) shortSide() float64 {
	q := s.place.Quad
	return min(distance(q[0], q[1]), distance(q[1], q[2]), distance(q[2], q[3]), distance(q[3], q[0]))
}

// alongFrame reports whether both ends lie at the same side of the frame.
func (s *sheet) alongFrame(a, b [2]float64) bool {
	w, h := float64(s.bounds.Dx()), float64(s.bounds.Dy())
	slack := frameSlack * max(w, h)
	return max(a[0], b[0]) < slack || max(a[1], b[1]) < slack || min(a[0], b[0]) > w-slack || min(a[1], b[1]) > h-slack
}

// cornerName says where a place of the document's outline lies as the picture is shown, seen from its middle.
func (s *sheet) cornerName(c [2]float64) string {
	var mx, my, rx, ry float64
	for _, p := range s.place.Quad {
		mx, my = mx+p[0]/4, my+p[1]/4
	}
	for _, p := range s.place.Quad {
		rx, ry = max(rx, math.Abs(p[0]-mx)), max(ry, math.Abs(p[1]-my))
	}
	// Only the direction has to be turned: a step of a thousandth of the outline, of a picture without extent.
	x, y, _, _ := s.shown.Box(int(1000*(c[0]-mx)/rx), int(1000*(c[1]-my)/ry), 0, 0, 0, 0)
	side := func(v int, low, high string) string {
		switch {
		case v < -400:
			return low
		case v > 400:
			return high
		}
		return ""
	}
	return strings.TrimSpace(side(y, "upper", "lower") + " " + side(x, "left", "right"))
}

// list joins names as a sentence does, with its verb.
func list(names []string) string {
	if len(names) == 1 {
		return names[0] + " is"
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1] + " are"
}

func distance(a, b [2]float64) float64 { return math.Hypot(a[0]-b[0], a[1]-b[1]) }

// inside clips a quadrilateral to a w x h picture (Sutherland and Hodgman, CACM 17(1), 1974).
func inside(quad [4][2]float64, w, h float64) [][2]float64 {
	p := quad[:]
	for _, side := range []struct{ a, b, c float64 }{{1, 0, 0}, {-1, 0, w}, {0, 1, 0}, {0, -1, h}} { // a x + b y + c >= 0
		var kept [][2]float64
		for i, from := range p {
			to := p[(i+1)%len(p)]
			df, dt := side.a*from[0]+side.b*from[1]+side.c, side.a*to[0]+side.b*to[1]+side.c
			if df >= 0 {
				kept = append(kept, from)
			}
			if (df >= 0) != (dt >= 0) {
				t := df / (df - dt)
				kept = append(kept, [2]float64{from[0] + t*(to[0]-from[0]), from[1] + t*(to[1]-from[1])})
			}
		}
		p = kept
	}
	return p
}

// area is that of a polygon, by the shoelace formula.
func area(p [][2]float64) float64 {
	sum := 0.0
	for i, a := range p {
		b := p[(i+1)%len(p)]
		sum += a[0]*b[1] - b[0]*a[1]
	}
	return math.Abs(sum) / 2
}
