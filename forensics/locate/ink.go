package locate

// inkSide is the number of cells along each side of an inkMap.
const inkSide = 24

// inkMap says how much of a picture's edges lies where: the sums over inkSide x inkSide cells.
type inkMap struct {
	cellW, cellH float64
	cells        [inkSide * inkSide]float64
	total        float64
}

func newInkMap(e *edges) *inkMap {
	m := &inkMap{cellW: float64(e.w) / inkSide, cellH: float64(e.h) / inkSide}
	for y := range e.h {
		row := m.cells[y*inkSide/e.h*inkSide:][:inkSide]
		for x, v := range e.weight[y*e.w : (y+1)*e.w] {
			row[x*inkSide/e.w] += float64(v)
			m.total += float64(v)
		}
	}
	return m
}

// inside returns the share of the edges in the cells whose middle lies in a convex quadrilateral, 0..1.
func (m *inkMap) inside(q [4][2]float64) float64 {
	sum := 0.0
	for i, v := range m.cells {
		if v > 0 && contains(q, (float64(i%inkSide)+0.5)*m.cellW, (float64(i/inkSide)+0.5)*m.cellH) {
			sum += v
		}
	}
	if m.total == 0 {
		return 0
	}
	return sum / m.total
}

// contains reports whether x, y lies on the same side of all four sides.
func contains(q [4][2]float64, x, y float64) bool {
	left, right := false, false
	for i, a := range q {
		b := q[(i+1)%4]
		if (b[0]-a[0])*(y-a[1])-(b[1]-a[1])*(x-a[0]) < 0 {
			left = true
		} else {
			right = true
		}
	}
	return !left || !right
}
