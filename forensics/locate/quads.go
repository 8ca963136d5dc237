package locate

import (
	"cmp"
	"math"
	"slices"
)

const (
	mostQuads  = 400  // outlines that are judged closely
	cornerSkip = 0.07 // share of a side at either end that a rounded corner takes: ISO/IEC 7810 allows 3.48 mm of 53.98
	leastArea  = 0.03 // of the picture
	leastSide  = 0.10 // of the picture's shorter side
	mostBeyond = 0.35 // of the picture's size by which a corner may lie outside
)

// outline is four lines and where they cross, in pixels of the searched picture. Sides and corners are in order around
// it: side i runs from corner i to corner i+1.
type outline struct {
	sides   [4]*line
	corners [4][2]float64
	rough   float64    // pixels of support beyond chance: which outlines are worth a closer look
	support [4]float64 // share of each side's visible part on which there is an edge
	visible [4]float64 // share of each side that lies in the picture
	score   float64    // see judge
}

// crossing is where line i meets line j.
type crossing struct {
	x, y float64
	ok   bool
}

// candidates returns the quadrilaterals that have edges on all sides, the best first.
func candidates(lines []line, w, h int) []outline {
	n := len(lines)
	table := make([]crossing, n*n)
	for i := range n {
		for j := range n {
			c := &table[i*n+j]
			c.x, c.y, c.ok = lines[i].meet(&lines[j])
		}
	}
	pairs := opposites(lines, w, h)
	var found []outline
	for i, p := range pairs {
		for _, q := range pairs[i+1:] {
			order := [4]int{p[0], q[0], p[1], q[1]}
			var o outline
			if !o.close(order, table, n, w, h) {
				continue
			}
			for k, l := range order {
				o.sides[k] = &lines[l]
			}
			if o.look() {
				if found = append(found, o); len(found) >= 8*mostQuads {
					found = strongest(found)
				}
			}
		}
	}
	return strongest(found)
}

func strongest(all []outline) []outline {
	slices.SortStableFunc(all, func(a, b outline) int { return cmp.Compare(b.rough, a.rough) })
	return all[:min(len(all), mostQuads)]
}

// opposites returns the pairs of lines that can be two opposite sides: within 40 degrees of parallel, not too near.
func opposites(lines []line, w, h int) (pairs [][2]int) {
	least := leastSide * float64(min(w, h))
	for i := range lines {
		for j := i + 1; j < len(lines); j++ {
			a, b := &lines[i], &lines[j]
			if math.Abs(a.nx*b.ny-a.ny*b.nx) > 0.64 {
				continue
			}
			ax, ay := a.middle()
			bx, by := b.middle()
			if math.Abs(a.nx*bx+a.ny*by-a.rho) >= least && math.Abs(b.nx*ax+b.ny*ay-b.rho) >= least {
				pairs = append(pairs, [2]int{i, j})
			}
		}
	}
	return pairs
}

// middle returns the middle of the line's best run.
func (l *line) middle() (x, y float64) { return l.at(l.start + float64(l.from+l.to)/2) }

// close finds the corners; false when they make no convex quadrilateral of a sensible size.
func (o *outline) close(order [4]int, table []crossing, n, w, h int) bool {
	fw, fh := float64(w), float64(h)
	for k := range 4 {
		c := &table[order[(k+3)%4]*n+order[k]] // side k begins where the side before it ends
		if !c.ok || c.x < -mostBeyond*fw || c.y < -mostBeyond*fh || c.x > (1+mostBeyond)*fw || c.y > (1+mostBeyond)*fh {
			return false
		}
		o.corners[k] = [2]float64{c.x, c.y}
	}
	least := leastSide * min(fw, fh)
	area, turn := 0.0, 0.0
	for k := range 4 {
		a, b, c := o.corners[k], o.corners[(k+1)%4], o.corners[(k+2)%4]
		cross := (b[0]-a[0])*(c[1]-b[1]) - (b[1]-a[1])*(c[0]-b[0])
		if cross*turn < 0 || sq(b[0]-a[0])+sq(b[1]-a[1]) < least*least {
			return false
		}
		turn = cross
		area += a[0]*b[1] - b[0]*a[1]
	}
	return math.Abs(area)/2 >= leastArea*fw*fh
}

func sq(v float64) float64 { return v * v }

// look sums up the support of the sides; false when one side is as good as absent.
func (o *outline) look() bool {
	const chance, least = 0.3, 0.18
	for k, l := range o.sides {
		a, b := o.corners[k], o.corners[(k+1)%4]
		from, to := l.along(a[0], a[1]), l.along(b[0], b[1])
		if from > to {
			from, to = to, from
		}
		length := to - from
		from, to = from+cornerSkip*length, to-cornerSkip*length
		share, seen := l.support(from, to)
		o.support[k], o.visible[k] = share, min(seen/(to-from), 1)
		if o.visible[k] < 0.25 || share < least {
			return false
		}
		o.rough += seen * (share - chance)
	}
	return o.rough > 0
}

// seen returns the share of side k, of all its length, along which there is an edge.
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
