package locate

import "math"

// net is where lines cross, and what outlines are made of.
type net struct {
	lines    []line
	n, w, h  int
	meets    []crossing // meets[i*n+j] is where line i meets line j
	opposite []bool     // of two lines: they can be two opposite sides
}

// crossing is where line i meets line j, and at which place along line i; ok is false when that is nowhere near the picture.
type crossing struct {
	x, y, t float64
	ok      bool
}

// rung is a stretch of line k from rail i to rail j of a net.
type rung struct {
	k    int
	side side
}

// side is what is seen along one side of an outline.
type side struct{ support, visible, overrun float64 }

func newNet(lines []line, w, h int) *net {
	n := &net{lines: lines, n: len(lines), w: w, h: h}
	n.meets, n.opposite = make([]crossing, n.n*n.n), make([]bool, n.n*n.n)
	fw, fh := float64(w), float64(h)
	for i := range lines {
		for j := range lines {
			c := &n.meets[i*n.n+j]
			if c.x, c.y, c.ok = lines[i].meet(&lines[j]); c.ok {
				c.t = lines[i].along(c.x, c.y)
				c.ok = c.x >= -mostBeyond*fw && c.y >= -mostBeyond*fh && c.x <= (1+mostBeyond)*fw && c.y <= (1+mostBeyond)*fh
			}
			n.opposite[i*n.n+j] = i != j && n.opposed(&lines[i], &lines[j])
		}
	}
	return n
}

// opposed reports whether two lines can be two opposite sides: within 40 degrees of parallel, not too near.
func (n *net) opposed(a, b *line) bool {
	if math.Abs(a.nx*b.ny-a.ny*b.nx) > 0.64 && !a.border && !b.border || a.border && b.border {
		return false
	}
	least := leastSide * float64(min(n.w, n.h))
	ax, ay := a.middle()
	bx, by := b.middle()
	return math.Abs(a.nx*bx+a.ny*by-a.rho) >= least && math.Abs(b.nx*ax+b.ny*ay-b.rho) >= least
}

// middle returns the middle of the line's best run.
func (l *line) middle() (x, y float64) { return l.at(l.start + float64(l.from+l.to)/2) }

// rungs returns the stretches between lines i and j that have edges, of lines after i: a quadrilateral is thereby found
// only once, with its first line for a rail.
func (n *net) rungs(i, j int) (out []rung) {
	for k := i + 1; k < n.n; k++ {
		if k == j {
			continue
		}
		if s, ok := n.side(k, i, j); ok {
			out = append(out, rung{k, s})
		}
	}
	return out
}

// side looks at the stretch of line k between lines i and j; ok is false when it is as good as absent.
func (n *net) side(k, i, j int) (s side, ok bool) {
	const least, visible = 0.18, 0.25
	a, b := &n.meets[k*n.n+i], &n.meets[k*n.n+j]
	if !a.ok || !b.ok {
		return s, false
	}
	from, to := min(a.t, b.t), max(a.t, b.t)
	length := to - from
	if length < leastSide*float64(min(n.w, n.h)) {
		return s, false
	}
	l := &n.lines[k]
	if l.border {
		s.visible = 1
		return s, n.within(a) && n.within(b)
	}
	share, seen := l.support(from+cornerSkip*length, to-cornerSkip*length)
	s.support, s.visible = share, min(seen/(length*(1-2*cornerSkip)), 1)
	if s.support < least || s.visible < visible {
		return s, false
	}
	s.overrun = l.overrun(from, to)
	return s, true
}

// outline makes a quadrilateral of two rails and two rungs; ok is false when it is not convex, or too small, or a side
// is absent.
func (n *net) outline(i, j int, a, b *rung) (o outline, ok bool) {
	if !n.opposite[a.k*n.n+b.k] {
		return o, false
	}
	order := [4]int{i, a.k, j, b.k}
	for k := range 4 {
		c := &n.meets[order[(k+3)%4]*n.n+order[k]] // side k begins where the side before it ends
		o.corners[k] = [2]float64{c.x, c.y}
	}
	if !convex(o.corners) || quadArea(o.corners) < leastArea*float64(n.w)*float64(n.h) {
		return o, false
	}
	first, ok := n.side(i, a.k, b.k)
	if !ok {
		return o, false
	}
	second, ok := n.side(j, a.k, b.k)
	if !ok {
		return o, false
	}
	for k, s := range [4]side{first, a.side, second, b.side} {
		o.sides[k], o.looks[k] = &n.lines[order[k]], s
		if o.sides[k].border {
			o.open++
		}
	}
	o.rough = o.glance()
	return o, o.open < 2 || o.cornered(n.w, n.h)
}

// within reports whether a crossing lies in the picture.
func (n *net) within(c *crossing) bool {
	return c.x > -1 && c.y > -1 && c.x < float64(n.w) && c.y < float64(n.h)
}

func convex(q [4][2]float64) bool {
	turn := 0.0
	for k := range 4 {
		a, b, c := q[k], q[(k+1)%4], q[(k+2)%4]
		cross := (b[0]-a[0])*(c[1]-b[1]) - (b[1]-a[1])*(c[0]-b[0])
		if cross*turn < 0 || cross == 0 {
			return false
		}
		turn = cross
	}
	return true
}
