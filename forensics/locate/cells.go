package locate

import "math"

const (
	cellSide    = 24  // cells along each side of the picture
	cellTastes  = 4   // pixels of a cell whose colours are taken
	mostColours = 256 // that are told apart
)

// cells says, for cellSide x cellSide cells of the picture, how much of its edges and which colours lie in each.
type cells struct {
	w, h   float64                         // of a cell, pixels
	ink    [cellSide][cellSide + 1]float64 // ink[y][x] is the sum of the edges in the first x cells of row y
	total  float64
	colour [cellSide][cellSide][cellTastes]uint16 // numbers of colours, alike ones having the same
}

func newCells(s *small, e *edges) *cells {
	c := &cells{w: float64(e.w) / cellSide, h: float64(e.h) / cellSide}
	for y := range e.h {
		row := &c.ink[y*cellSide/e.h]
		for x, v := range e.weight[y*e.w : (y+1)*e.w] {
			row[x*cellSide/e.w+1] += float64(v)
			c.total += float64(v)
		}
	}
	numbers := map[[3]uint8]uint16{}
	for y := range cellSide {
		for x := range cellSide {
			c.ink[y][x+1] += c.ink[y][x]
			for k := range cellTastes {
				px, py := (4*x+1+2*(k&1))*s.w/(4*cellSide), (4*y+1+k&2)*s.h/(4*cellSide)
				c.colour[y][x][k] = number(numbers, s.tone(py*s.w+px))
			}
		}
	}
	return c
}

// tone is the colour of pixel i, coarsely.
func (s *small) tone(i int) [3]uint8 {
	const luma, chroma = 5, 3 // bits within which colours are alike
	about := func(v uint8, bits int) uint8 { return uint8((int(v) + 1<<bits/2) >> bits) }
	return [3]uint8{about(s.planes[0][i], luma), about(s.planes[1][i], chroma), about(s.planes[2][i], chroma)}
}

// number returns the number of a colour, giving it the next one when it is new; those that come too late share the last.
func number(known map[[3]uint8]uint16, tone [3]uint8) uint16 {
	n, ok := known[tone]
	if !ok {
		n = uint16(min(len(known), mostColours-1))
		known[tone] = n
	}
	return n
}

// spans returns, for each row, the cells from one to before another whose middle lies in a convex quadrilateral.
func (c *cells) spans(q [4][2]float64) (out [cellSide][2]int) {
	for row := range out {
		y := (float64(row) + 0.5) * c.h
		left, right := math.Inf(1), math.Inf(-1)
		for i, a := range q {
			b := q[(i+1)%4]
			if a[1] > b[1] {
				a, b = b, a
			}
			if a[1] > y || b[1] <= y {
				continue
			}
			x := a[0] + (y-a[1])/(b[1]-a[1])*(b[0]-a[0])
			left, right = min(left, x), max(right, x)
		}
		if left < right {
			out[row][0] = int(min(max(math.Ceil(left/c.w-0.5), 0), cellSide))
			out[row][1] = int(min(max(math.Ceil(right/c.w-0.5), 0), cellSide))
		}
	}
	return out
}

// around is what lies about an outline: shares 0..1, of the parts of the picture above, right of, below and left of it
// that are not next to nothing.
type around struct {
	holds               float64 // of the picture's edges that lie inside the outline
	ink, leastInk       float64 // edges outside by those inside, on equal areas: the mean of the parts, and the part that has least
	colour, leastColour float64 // of the colours outside that are common inside
}

// look measures what lies around the quadrilateral.
func (c *cells) look(q [4][2]float64) (out around) {
	spans := c.spans(q)
	common, inside, held := c.inside(&spans)
	out.holds = held / max(c.total, 1)
	var parts [4]part
	above := true
	for y, s := range spans {
		switch { // the cells next to the outline are left out: its own edge is in them
		case s[0] < s[1]:
			above = false
		case above && y+1 < cellSide && spans[y+1][0] < spans[y+1][1] || y > 0 && spans[y-1][0] < spans[y-1][1]:
			continue
		case above:
			c.add(&parts[0], y, 0, cellSide, &common)
			continue
		default:
			c.add(&parts[2], y, 0, cellSide, &common)
			continue
		}
		c.add(&parts[1], y, min(s[1]+1, cellSide), cellSide, &common)
		c.add(&parts[3], y, 0, max(s[0]-1, 0), &common)
	}
	usual := held / max(inside, 1)
	n := 0.0
	out.leastInk, out.leastColour = 1, 1
	for _, p := range parts {
		if p.cells < cellSide/2 {
			continue
		}
		ink, colour := min(p.ink/p.cells/max(usual, 1), 1), p.colour/p.cells
		n, out.ink, out.colour = n+1, out.ink+ink, out.colour+colour
		out.leastInk, out.leastColour = min(out.leastInk, ink), min(out.leastColour, colour)
	}
	out.ink, out.colour = out.ink/max(n, 1), out.colour/max(n, 1)
	return out
}

// part is a part of the picture: how many cells, the sum of their edges, and how many have colours that are common elsewhere.
type part struct{ cells, ink, colour float64 }

// add adds the cells of a row from one to before another.
func (c *cells) add(p *part, y, from, to int, common *[mostColours]float32) {
	p.cells += float64(to - from)
	p.ink += c.ink[y][to] - c.ink[y][from]
	sum := float32(0)
	for x := from; x < to; x++ {
		for _, n := range c.colour[y][x] {
			sum += common[n]
		}
	}
	p.colour += float64(sum) / cellTastes
}

// inside returns how common each colour is within the spans, 1 from one pixel in fifty on, how many cells they have and the
// sum of the edges there.
func (c *cells) inside(spans *[cellSide][2]int) (common [mostColours]float32, count, held float64) {
	whole := float32(0)
	for y, s := range spans {
		count += float64(s[1] - s[0])
		held += c.ink[y][s[1]] - c.ink[y][s[0]]
		if y == 0 || y == cellSide-1 || spans[y-1][0] == spans[y-1][1] || spans[y+1][0] == spans[y+1][1] {
			continue // cells that the outline runs through have the colours of both sides
		}
		for x := s[0] + 1; x < s[1]-1; x++ {
			whole++
			for _, n := range c.colour[y][x] {
				common[n]++
			}
		}
	}
	f := 50 / (max(whole, 1) * cellTastes)
	for i := range common {
		common[i] = min(common[i]*f, 1)
	}
	return common, count, held
}
