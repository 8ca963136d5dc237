package locate

import (
	"cmp"
	"math"
	"slices"
)

const (
	mostQuads   = 400  // outlines that are judged closely
	mostCorners = 60   // and of those of which two sides lie outside the picture
	cornerSkip  = 0.07 // share of a side at either end that a rounded corner takes: ISO/IEC 7810 allows 3.48 mm of 53.98
	leastArea   = 0.03 // of the picture
	leastSide   = 0.10 // of the picture's shorter side
	mostBeyond  = 0.35 // of the picture's size by which a corner may lie outside
)

// outline is four lines and where they cross, in pixels of the searched picture. Sides and corners are in order around
// it: side i runs from corner i to corner i+1.
type outline struct {
	sides   [4]*line
	corners [4][2]float64
	looks   [4]side // of the sides
	open    int     // how many sides are the picture's own, 0 to 2
	rough   float64 // which outlines are worth a closer look, see glance
	score   float64 // see judge
}

// candidates returns the quadrilaterals that have edges on all sides, the best first.
func candidates(lines []line, e *edges) []outline {
	n := newNet(lines, e.w, e.h)
	found, corner := shortlist{most: mostQuads, least: math.Inf(-1)}, shortlist{most: mostCorners, least: math.Inf(-1)}
	for i := range lines {
		for j := i + 1; j < len(lines); j++ {
			if !n.opposite[i*n.n+j] {
				continue
			}
			rungs := n.rungs(i, j)
			for a := range rungs {
				for b := a + 1; b < len(rungs); b++ {
					switch o, ok := n.outline(i, j, &rungs[a], &rungs[b]); {
					case ok && o.open == 2:
						corner.add(o)
					case ok:
						found.add(o)
					}
				}
			}
		}
	}
	return slices.Concat(found.strongest(), n.predicted(e), corner.strongest())
}

// shortlist keeps the outlines that look best at a glance.
type shortlist struct {
	all   []outline
	most  int
	least float64 // what does not look better is not kept
}

func (s *shortlist) add(o outline) {
	if o.rough <= s.least {
		return
	}
	if s.all = append(s.all, o); len(s.all) == 4*s.most {
		s.all = s.strongest()
		s.least = s.all[len(s.all)-1].rough
	}
}

func (s *shortlist) strongest() []outline {
	order := make([]int, len(s.all))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(s.all[b].rough, s.all[a].rough), cmp.Compare(a, b)) })
	best := make([]outline, min(len(order), s.most))
	for i := range best {
		best[i] = s.all[order[i]]
	}
	return best
}

func sq(v float64) float64 { return v * v }

// seen returns the share of side k, of all its length, along which there is an edge. k must be no border.
func (o *outline) seen(e *edges, k int) float64 {
	l, a, b := o.sides[k], o.corners[k], o.corners[(k+1)%4]
	from, to := l.along(a[0], a[1]), l.along(b[0], b[1])
	if from > to {
		from, to = to, from
	}
	steps, found := 0, 0
	const gap = 2 // pixels without an edge that are none
	last := math.Inf(-1)
	for t := from + cornerSkip*(to-from); t < to-cornerSkip*(to-from); t++ {
		steps++
		if weight, _ := l.strongest(e, t, lineSlack); weight > 0 {
			last = t
		}
		if t-last <= gap {
			found++
		}
	}
	return float64(found) / float64(max(steps, 1))
}

func quadArea(c [4][2]float64) float64 {
	return math.Abs((c[2][0]-c[0][0])*(c[3][1]-c[1][1])-(c[2][1]-c[0][1])*(c[3][0]-c[1][0])) / 2
}
