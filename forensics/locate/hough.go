package locate

import (
	"cmp"
	"math"
	"slices"
)

const (
	voteSlack  = 3   // degrees to either side of its gradient for which an edge pixel votes
	mostPeaks  = 240 // lines that are looked at
	mostLines  = 64  // lines that outlines are made of
	apartAngle = 3   // degrees and pixels within which two lines are one
	apartRho   = 3
)

// peak is a local maximum of the Hough transform.
type peak struct {
	normal, rho int // degrees, pixels
	votes       uint32
}

// findLines returns the lines that most edges lie on, the best first: the Hough transform in which each edge votes with
// its own direction (O'Gorman and Clowes, IEEE Trans. Computers 25(4), 1976), then each line fitted to its best stretch.
func findLines(e *edges) []line {
	var lines []line
	for _, p := range peaks(e) {
		l := newLine(float64(p.normal), float64(p.rho))
		if l.measure(e) && l.settle(e) && !known(lines, &l, e) {
			lines = append(lines, l)
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int { return cmp.Compare(b.best, a.best) })
	return append(lines[:min(len(lines), mostLines)], borders(e.w, e.h)...)
}

// known reports whether two lines run within two pixels of each other through the whole picture.
func known(lines []line, l *line, e *edges) bool {
	from, to, _ := l.span(e.w, e.h)
	ax, ay := l.at(from)
	bx, by := l.at(to)
	for i := range lines {
		m := &lines[i]
		if math.Abs(m.nx*ax+m.ny*ay-m.rho) < 2 && math.Abs(m.nx*bx+m.ny*by-m.rho) < 2 {
			return true
		}
	}
	return false
}

// peaks returns the strongest cells of the transform, none within apart of a stronger one.
func peaks(e *edges) []peak {
	diagonal := int(math.Hypot(float64(e.w), float64(e.h))) + 2
	width := 2*diagonal + 1
	votes := vote(e, diagonal)
	var all []peak
	least := uint32(0.06 * 255 * 0.5 * float64(min(e.w, e.h))) // half the strength along a sixteenth of the shorter side
	for a := range 180 {
		row := votes[a*width : (a+1)*width]
		for r := 1; r < width-1; r++ {
			v := row[r-1] + 2*row[r] + row[r+1]
			if v/2 > least && row[r] >= row[r-1] && row[r] > row[r+1] {
				all = append(all, peak{a, r - diagonal, v})
			}
		}
	}
	slices.SortFunc(all, func(a, b peak) int {
		return cmp.Or(cmp.Compare(b.votes, a.votes), cmp.Compare(a.normal, b.normal), cmp.Compare(a.rho, b.rho))
	})
	var kept []peak
	for _, p := range all {
		if len(kept) == mostPeaks {
			break
		}
		if !slices.ContainsFunc(kept, p.near) {
			kept = append(kept, p)
		}
	}
	return kept
}

// near reports whether q is the same line, seen in a neighbouring cell; a normal of 180 degrees is one of 0 with rho negated.
func (p peak) near(q peak) bool {
	turn, rho := abs(p.normal-q.normal), q.rho
	if turn > 90 {
		turn, rho = 180-turn, -rho
	}
	return turn <= apartAngle && abs(p.rho-rho) <= apartRho
}

// vote fills the transform: 180 rows of one degree, 2*diagonal+1 columns of one pixel each.
func vote(e *edges, diagonal int) []uint32 {
	width := 2*diagonal + 1
	votes := make([]uint32, 180*width)
	var cos, sin [180]float32
	for a := range cos {
		s, c := math.Sincos(float64(a) * math.Pi / 180)
		cos[a], sin[a] = float32(c), float32(s)
	}
	for y := range e.h {
		for x := range e.w {
			weight := e.weight[y*e.w+x]
			if weight == 0 {
				continue
			}
			normal := int(e.normal[y*e.w+x])
			for d := -voteSlack; d <= voteSlack; d++ {
				a := (normal + d + 180) % 180
				rho := int(float32(x)*cos[a] + float32(y)*sin[a] + float32(diagonal) + 0.5)
				votes[a*width+rho] += uint32(weight)
			}
		}
	}
	return votes
}
