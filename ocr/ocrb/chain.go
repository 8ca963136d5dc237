package ocrb

import (
	"cmp"
	"math"
	"slices"
)

// mark is a blob in the frame of a direction: u runs along the lines, v across them; halves of its sides.
type mark struct{ u, v, along, across float64 }

func (m mark) left() float64  { return m.u - m.along }
func (m mark) right() float64 { return m.u + m.along }
func (m mark) tall() float64  { return 2 * m.across }

const (
	leastTall = 4   // pixels of the survey, of a letter
	lookAhead = 24  // blobs that are looked at for a right neighbour
	apart     = 1.7 // the widest gap between neighbours, in heights: one missing character
	bridge    = 14  // the widest gap between parts of one line, in heights: fillers too faint to be seen
)

// marks returns the blobs that may be letters of lines in a direction, sorted along it.
func marks(all []blob, angle float64) []mark {
	var out []mark
	for _, b := range all {
		var m mark
		m.u, m.along = b.span(angle)
		m.v, m.across = b.span(angle + math.Pi/2)
		if m.tall() >= leastTall && m.tall() <= mostTall && m.across*5 >= m.along/5 && m.along*7 >= m.across {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b mark) int { return cmp.Or(cmp.Compare(a.u, b.u), cmp.Compare(a.v, b.v)) })
	return out
}

// chains returns the marks that follow one another in lines, each line from left to right.
func chains(all []mark) [][]mark {
	next, cost := make([]int, len(all)), make([]float64, len(all))
	taken := make([]int, len(all)) // the left neighbour of each, -1 for none
	for i := range all {
		next[i], taken[i] = -1, -1
	}
	rows := bands(all)
	for i, m := range all {
		if j, c := follower(all, rows, m); j >= 0 {
			if old := taken[j]; old >= 0 {
				if cost[old] <= c {
					continue
				}
				next[old] = -1
			}
			next[i], cost[i], taken[j] = j, c, i
		}
	}
	var out [][]mark
	for i := range all {
		if taken[i] >= 0 {
			continue
		}
		var chain []mark
		for j := i; j >= 0; j = next[j] {
			chain = append(chain, all[j])
		}
		if len(chain) >= 3 {
			out = append(out, chain)
		}
	}
	return out
}

const bandTall = 16 // pixels of the survey

// bands lists the marks by where they lie across, in the order along.
func bands(all []mark) map[int][]int {
	out := map[int][]int{}
	for i, m := range all {
		b := int(math.Floor(m.v / bandTall))
		out[b] = append(out[b], i)
	}
	return out
}

// follower returns the right neighbour of m and how badly it fits; -1 when there is none.
func follower(all []mark, rows map[int][]int, m mark) (best int, least float64) {
	best, least = -1, math.Inf(1)
	h := m.tall()
	for b := int(math.Floor((m.v - h/2) / bandTall)); b <= int(math.Floor((m.v+h/2)/bandTall)); b++ {
		row := rows[b]
		from, _ := slices.BinarySearchFunc(row, m.u, func(i int, u float64) int { return cmp.Compare(all[i].u, u) })
		for _, i := range row[from:min(len(row), from+lookAhead)] {
			o := all[i]
			gap, rise := o.left()-m.right(), math.Abs(o.v-m.v)
			if gap > apart*h || o.u-m.u < 0.3*h {
				continue
			}
			if rise > 0.3*h+0.1*(o.u-m.u) || o.across > 1.9*m.across || m.across > 1.9*o.across {
				continue
			}
			if c := max(gap, 0) + 2*rise; c < least {
				best, least = i, c
			}
		}
	}
	return best, least
}

// chain is a line of marks from left to right.
type chain struct {
	marks []mark
	tall  float64 // of its capitals
}

// bridged joins chains that continue one another over a gap.
func bridged(parts [][]mark) []chain {
	slices.SortFunc(parts, func(a, b []mark) int { return cmp.Or(cmp.Compare(a[0].u, b[0].u), cmp.Compare(a[0].v, b[0].v)) })
	const most = 1500 // parts; more is no document
	var out []chain
	for _, p := range parts[:min(len(parts), most)] {
		c := chain{p, capital(p)}
		i := slices.IndexFunc(out, func(q chain) bool { return q.continues(c) })
		if i < 0 {
			out = append(out, c)
			continue
		}
		marks := append(out[i].marks, p...)
		out[i] = chain{marks, capital(marks)}
	}
	return out
}

// continues reports whether b may be the rest of the line that c begins.
func (c chain) continues(b chain) bool {
	end, start := c.marks[len(c.marks)-1], b.marks[0]
	h := c.tall
	gap := start.left() - end.right()
	if gap < 0 || gap > bridge*h || math.Abs(start.v-end.v) > h*(0.6+bridge*0.1) || b.tall > 1.35*h || h > 1.35*b.tall {
		return false
	}
	from, slope := c.marks[max(0, len(c.marks)-8)], 0.0
	if end.u-from.u > 3*h {
		slope = (end.v - from.v) / (end.u - from.u)
	}
	return math.Abs(start.v-end.v-slope*(start.u-end.u)) < 0.45*h+0.02*gap
}

// capital returns how tall the line's capitals are about: fillers are lower, a few letters may touch something.
func capital(line []mark) float64 {
	talls := make([]float64, len(line))
	for i, m := range line {
		talls[i] = m.tall()
	}
	slices.Sort(talls)
	return talls[len(talls)*3/4]
}
