package pdffile

import "math"

// matrix maps (x, y) to (a*x + c*y + e, b*x + d*y + f), as in 8.3.3.
type matrix struct{ a, b, c, d, e, f float64 }

func identity() matrix { return matrix{a: 1, d: 1} }

// then returns the map that applies m first and n after it.
func (m matrix) then(n matrix) matrix {
	return matrix{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

// bounds returns the smallest rectangle around the image of r.
func (m matrix) bounds(r rect) rect {
	out := nothing()
	for _, p := range [4][2]float64{{r.x0, r.y0}, {r.x1, r.y0}, {r.x0, r.y1}, {r.x1, r.y1}} {
		out = out.with(m.a*p[0]+m.c*p[1]+m.e, m.b*p[0]+m.d*p[1]+m.f)
	}
	return out
}

// upright reports whether m keeps edges parallel to the axes, to one part in 200 (a third of a degree).
func (m matrix) upright() bool {
	const slack = 1.0 / 200
	straight := math.Abs(m.b) <= slack*math.Abs(m.a) && math.Abs(m.c) <= slack*math.Abs(m.d)
	turned := math.Abs(m.a) <= slack*math.Abs(m.b) && math.Abs(m.d) <= slack*math.Abs(m.c)
	return straight || turned
}

// orientation returns the EXIF value (1..8) of a picture that m puts on a sheet displayed with so many quarter turns
// clockwise. A picture occupies the unit square, its first row at the top (8.9.5); slanted ones get the nearest value.
func orientation(m matrix, quarters int) int {
	// Where the picture's columns run to and its rows run down to, on the display with y down.
	right := displayed(m.a, m.b, quarters)
	down := displayed(-m.c, -m.d, quarters)
	if math.Abs(right[0]) >= math.Abs(right[1]) {
		switch {
		case right[0] >= 0 && down[1] >= 0:
			return 1
		case right[0] < 0 && down[1] >= 0:
			return 2
		case right[0] < 0:
			return 3
		}
		return 4
	}
	switch {
	case right[1] >= 0 && down[0] >= 0:
		return 5
	case right[1] >= 0:
		return 6
	case down[0] < 0:
		return 7
	}
	return 8
}

// displayed turns a direction on the sheet (y up) into one on the display (y down) after quarter turns clockwise.
func displayed(x, y float64, quarters int) [2]float64 {
	switch quarters & 3 {
	case 1:
		return [2]float64{y, x}
	case 2:
		return [2]float64{-x, y}
	case 3:
		return [2]float64{-y, -x}
	}
	return [2]float64{x, -y}
}

// pointsPerInch is the unit of the default coordinates (8.3.2.3).
const pointsPerInch = 72

// rect is a closed rectangle in points, y up; it is empty when a lower corner exceeds its upper.
type rect struct{ x0, y0, x1, y1 float64 }

func nothing() rect {
	return rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
}

func (r rect) empty() bool { return !(r.x0 <= r.x1 && r.y0 <= r.y1) }

func (r rect) area() float64 {
	if r.empty() {
		return 0
	}
	return (r.x1 - r.x0) * (r.y1 - r.y0)
}

func (r rect) with(x, y float64) rect {
	return rect{math.Min(r.x0, x), math.Min(r.y0, y), math.Max(r.x1, x), math.Max(r.y1, y)}
}

func (r rect) union(o rect) rect {
	return rect{math.Min(r.x0, o.x0), math.Min(r.y0, o.y0), math.Max(r.x1, o.x1), math.Max(r.y1, o.y1)}
}

func (r rect) intersect(o rect) rect {
	return rect{math.Max(r.x0, o.x0), math.Max(r.y0, o.y0), math.Min(r.x1, o.x1), math.Min(r.y1, o.y1)}
}

func (r rect) grown(by float64) rect { return rect{r.x0 - by, r.y0 - by, r.x1 + by, r.y1 + by} }

func (r rect) contains(o rect) bool {
	return o.empty() || (r.x0 <= o.x0 && r.y0 <= o.y0 && r.x1 >= o.x1 && r.y1 >= o.y1)
}

// finite reports whether all corners are numbers within what a PDF can name.
func (r rect) finite() bool {
	const most = 1e9
	for _, v := range [4]float64{r.x0, r.y0, r.x1, r.y1} {
		if !(math.Abs(v) <= most) {
			return false
		}
	}
	return true
}
