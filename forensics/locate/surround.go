package locate

// The squares beside an edge whose texture it is compared with, in pixels.
const (
	sideRadius = 5
	sideAway   = 8 // from the edge to the square's middle
)

// sums is the summed-area table (Crow, SIGGRAPH 1984) of a plane, in quarters of its unit.
type sums struct {
	w, h  int
	table []uint32 // (w+1) x (h+1)
}

func sumTable(plane []float32, w, h int) *sums {
	s := &sums{w: w, h: h, table: make([]uint32, (w+1)*(h+1))}
	for y := range h {
		row := uint32(0)
		above, below := s.table[y*(w+1):(y+1)*(w+1)], s.table[(y+1)*(w+1):(y+2)*(w+1)]
		for x, v := range plane[y*w : (y+1)*w] {
			row += uint32(v * 4)
			below[x+1] = above[x+1] + row
		}
	}
	return s
}

// mean returns the plane's mean over the square around x, y, as far as it lies inside; 0 when none of it does.
func (s *sums) mean(x, y int) float32 {
	x0, y0 := max(x-sideRadius, 0), max(y-sideRadius, 0)
	x1, y1 := min(x+sideRadius+1, s.w), min(y+sideRadius+1, s.h)
	if x0 >= x1 || y0 >= y1 {
		return 0
	}
	n := s.w + 1
	sum := s.table[y1*n+x1] - s.table[y0*n+x1] - s.table[y1*n+x0] + s.table[y0*n+x0]
	return float32(sum) / float32(4*(x1-x0)*(y1-y0))
}
