package quality

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"loupe/models"
)

// The signs that a side without an outline is the picture's frame and not the document's own.
const (
	frameSlack = 0.006 // of the picture's longer side: both ends of the side lie this near to the frame
	unseenEdge = 0.25  // share of the side at which an outline was seen
	seenEdge   = 0.6

	unknownDepth = 0.15  // of the shorter side
	outsideNamed = 0.015 // of the shorter side: how far outside a corner is before it is named
)

// cut takes the measure of what lies outside the picture: how far the corners do, in shares of the document's shorter
// side. A side that was not seen lies outside by an estimate, so that unknownDepth is said at least; and so it is of one that
// runs along the frame, while its opposite was seen, of a document with the proportions of no format.
func cut(s *sheet, f *facts) {
	if s.place.Frame {
		return // a scan or a crop: whether there was more is not to be seen
	}
	q, seen, beyond := s.place.Quad, s.place.Seen, s.beyond()
	var out fact
	for i := range q {
		out.value = max(out.value, slices.Max(beyond[i][:]))
	}
	var told [4]bool // of a corner, with its side
	var parts []string
	for i := range 4 {
		a, b := i, (i+1)%4
		outside := false
		for k := range 4 {
			outside = outside || min(beyond[a][k], beyond[b][k]) > outsideNamed
		}
		unseen := s.place.Format == models.FormatUnknown && seen[i] < unseenEdge && seen[(i+2)%4] > seenEdge && s.alongFrame(q[a], q[b])
		if !outside && !unseen {
			continue
		}
		if unseen || seen[i] < unseenEdge {
			out.value = max(out.value, unknownDepth)
		}
		told[a], told[b] = true, true
		part := s.direction([2]float64{(q[a][0] + q[b][0]) / 2, (q[a][1] + q[b][1]) / 2}) + " side"
		parts, out.where = append(parts, part), append(out.where, s.beside(i, part+models.CutOff)...)
	}
	for i, c := range q {
		if slices.Max(beyond[i][:]) > outsideNamed && !told[i] {
			part := s.direction(c) + " corner"
			parts, out.where = append(parts, part), append(out.where, s.around(i, part+models.CutOff)...)
		}
	}
	if len(parts) > 0 {
		out.what = fmt.Sprintf("the %s, by up to %.2f of the document's shorter side", models.AreCutOff(parts), out.value)
	}
	f.measured["cut_off"] = out
}

// beyond is by how much each corner lies beyond each side of the frame, in shares of the document's shorter side; negative
// within.
func (s *sheet) beyond() (out [4][4]float64) {
	w, h, short := float64(s.bounds.Dx()), float64(s.bounds.Dy()), s.shortSide()
	for i, c := range s.place.Quad {
		out[i] = [4]float64{-c[0] / short, -c[1] / short, (c[0] - w) / short, (c[1] - h) / short}
	}
	return out
}

// around marks what of the document is nearest to a corner that may lie outside the picture, beside what is nearest to a
// side.
func (s *sheet) around(corner int, label string) (r []models.Region) {
	u, v := float64((corner+1)/2%2), float64(corner/2)
	for d := 0.3; len(r) == 0 && d <= 1; d += 0.1 {
		r = s.region(u-d*u, v-d*v, u+d*(1-u), v+d*(1-v), label)
	}
	return r
}

func (s *sheet) beside(side int, label string) (r []models.Region) {
	for d := 0.1; len(r) == 0 && d <= 1; d += 0.1 {
		box := [4][4]float64{{0, 0, 1, d}, {1 - d, 0, 1, 1}, {0, 1 - d, 1, 1}, {0, 0, d, 1}}[side]
		r = s.region(box[0], box[1], box[2], box[3], label)
	}
	return r
}

// alongFrame reports whether both ends lie at the same side of the frame.
func (s *sheet) alongFrame(a, b [2]float64) bool {
	w, h := float64(s.bounds.Dx()), float64(s.bounds.Dy())
	slack := frameSlack * max(w, h)
	return max(a[0], b[0]) < slack || max(a[1], b[1]) < slack || min(a[0], b[0]) > w-slack || min(a[1], b[1]) > h-slack
}

// direction says where a place of the document's outline lies as the picture is shown, seen from its middle.
func (s *sheet) direction(c [2]float64) string {
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
