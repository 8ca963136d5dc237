package locate

import (
	"cmp"
	"math"
	"slices"
)

const mostPredicted = 24 // trios of which the fourth side is looked for

// prospect is three sides of a document, and where the fourth must lie if it has the proportions of one.
type prospect struct {
	i, j, k int // the rails, and the side between them
	corners [4][2]float64
	looks   [4]side
	rough   float64
}

// predicted returns outlines of which three sides are plain and the fourth is hard to see: where a document lies half on
// another paper, the Hough transform has too little of it, but its proportions tell where to look.
func (n *net) predicted(e *edges) (found []outline) {
	var all []prospect
	for i := range n.lines {
		for j := i + 1; j < n.n; j++ {
			if n.opposite[i*n.n+j] && !n.lines[i].border && !n.lines[j].border {
				all = n.prospects(all, i, j)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b prospect) int { return cmp.Compare(b.rough, a.rough) })
	for i := range all[:min(len(all), mostPredicted)] {
		if o, ok := n.complete(&all[i], e); ok {
			found = append(found, o)
		}
	}
	return found
}

// prospects appends those on rails i and j.
func (n *net) prospects(all []prospect, i, j int) []prospect {
	const plain, goesOn = 0.7, 0.3
	for k := range n.n {
		if k == i || k == j || n.lines[k].border {
			continue
		}
		s, ok := n.side(k, i, j)
		if !ok || s.support < plain || s.overrun > goesOn {
			continue
		}
		for _, way := range [2]float64{-1, 1} {
			all = n.along(all, prospect{i: i, j: j, k: k, looks: [4]side{s}}, way)
		}
	}
	return all
}

// along appends the prospects that go from side k the given way along their rails.
func (n *net) along(all []prospect, p prospect, way float64) []prospect {
	a, b := &n.meets[p.i*n.n+p.k], &n.meets[p.j*n.n+p.k]
	width := math.Hypot(b.x-a.x, b.y-a.y)
	ri, rj := &n.lines[p.i], &n.lines[p.j]
	stepI := way
	stepJ := way
	if ri.nx*rj.nx+ri.ny*rj.ny < 0 {
		stepJ = -way
	}
	const first = 0.5 // side lengths at which the rails must be seen
	if stretch(ri, a.t, stepI*first*width) < first || stretch(rj, b.t, stepJ*first*width) < first {
		return all
	}
	p.corners[0], p.corners[1] = [2]float64{a.x, a.y}, [2]float64{b.x, b.y}
	p.corners[2][0], p.corners[2][1] = rj.at(b.t + stepJ*width)
	p.corners[3][0], p.corners[3][1] = ri.at(a.t + stepI*width)
	t, ok := newTrio(p.corners, 2, n.w, n.h)
	if !ok {
		return all
	}
	for _, ratio := range ratios() {
		for _, depth := range [2]float64{1 / ratio, ratio} {
			end, ok := t.end(depth, n.w, n.h)
			if !ok || !n.inside(end[0]) || !n.inside(end[1]) {
				continue
			}
			p.corners[2], p.corners[3] = end[0], end[1]
			if n.weigh(&p) {
				all = append(all, p)
			}
		}
	}
	return all
}

// stretch returns the support of a line from a place on over a length that may be negative.
func stretch(l *line, from, length float64) float64 {
	share, _ := l.support(min(from, from+length), max(from, from+length))
	return share
}

func (n *net) inside(p [2]float64) bool {
	return p[0] > 0 && p[1] > 0 && p[0] < float64(n.w-1) && p[1] < float64(n.h-1)
}

// weigh looks at the rails of a prospect; false when they are not plain.
func (n *net) weigh(p *prospect) bool {
	const plain = 0.6
	if !convex(p.corners) || quadArea(p.corners) < leastArea*float64(n.w)*float64(n.h) {
		return false
	}
	p.rough = p.looks[0].support - p.looks[0].overrun
	for r, at := range [2][3]int{{p.j, 1, 2}, {p.i, 3, 0}} {
		l, a, b := &n.lines[at[0]], p.corners[at[1]], p.corners[at[2]]
		from, to := l.along(a[0], a[1]), l.along(b[0], b[1])
		if from > to {
			from, to = to, from
		}
		skip := cornerSkip * (to - from)
		share, _ := l.support(from+skip, to-skip)
		if share < plain {
			return false
		}
		s := side{share, 1, l.overrun(from, to)}
		p.looks[1+2*r] = s
		p.rough += share - s.overrun
	}
	return true
}

// complete looks for the fourth side of a prospect near where it must lie; ok is false when there is next to nothing.
func (n *net) complete(p *prospect, e *edges) (o outline, ok bool) {
	const reach, faint = 6, 0.1 // pixels; support
	a, b := p.corners[2], p.corners[3]
	l := newLine(math.Atan2(a[0]-b[0], b[1]-a[1])*180/math.Pi, 0)
	l.rho = l.nx*a[0] + l.ny*a[1]
	for _, slack := range [2]int{reach, lineSlack + 1} {
		from, to := l.along(a[0], a[1]), l.along(b[0], b[1])
		if !l.fit(e, min(from, to), max(from, to), slack) {
			return o, false
		}
	}
	o.sides = [4]*line{&n.lines[p.k], &n.lines[p.j], &l, &n.lines[p.i]}
	o.corners, o.looks = p.corners, p.looks
	for c, r := range [2]*line{&n.lines[p.j], &n.lines[p.i]} {
		x, y, ok := l.meet(r)
		if !ok || math.Hypot(x-p.corners[2+c][0], y-p.corners[2+c][1]) > 3*reach {
			return o, false
		}
		o.corners[2+c] = [2]float64{x, y}
	}
	from, to := l.along(o.corners[2][0], o.corners[2][1]), l.along(o.corners[3][0], o.corners[3][1])
	from, to = min(from, to), max(from, to)
	share, _ := l.support(from+cornerSkip*(to-from), to-cornerSkip*(to-from))
	o.looks[2] = side{share, 1, l.overrun(from, to)}
	o.rough = o.glance()
	return o, share > faint && convex(o.corners)
}
