package locate

import "math"

const (
	sidePoints  = 24 // places along a side at which the colours beside it are compared
	leastPoints = 5  // of them in the picture: from fewer nothing is concluded
	paperGap    = 3  // pixels from an edge to the colours beside it: beyond blur and shadow line
	paperWindow = 3  // pixels over which they are averaged, and one more
	paperSame   = 3  // grey levels within which two colours are one
)

func alike(a, b vector) bool {
	return max(math.Abs(a[0]-b[0]), math.Abs(a[1]-b[1]), math.Abs(a[2]-b[2])) < paperSame
}

// colour averages the pixels from distance from on in direction nx, ny of x, y; ok is false when most lie outside.
func (s *small) colour(x, y, nx, ny float64, from int) (mean vector, ok bool) {
	n := 0
	var sum [3]int
	for d := from; d <= from+paperWindow; d++ {
		px, py := int(math.Floor(x+float64(d)*nx+0.5)), int(math.Floor(y+float64(d)*ny+0.5))
		if px < 0 || py < 0 || px >= s.w || py >= s.h {
			continue
		}
		for c, p := range s.planes {
			sum[c] += int(p[py*s.w+px])
		}
		n++
	}
	if 2*n <= paperWindow {
		return mean, false
	}
	for c := range mean {
		mean[c] = float64(sum[c]) / float64(n)
	}
	return mean, true
}
