package locate

import "math"

const (
	sidePoints  = 24 // places along a side at which the colours beside it are compared
	leastPoints = 5  // of them in the picture: from fewer nothing is concluded
	paperGap    = 3  // pixels from an edge to the colours beside it: beyond blur and shadow line
	paperWindow = 3  // pixels over which they are averaged, and one more
	paperSame   = 3  // grey levels within which two colours are one
)

// samePaper returns on which share of side k the colour just outside comes again inside, at most a sixth of the depth
// away. Around a frame that is printed on a sheet, the sheet's colour is on both sides; around a sheet it is not.
func (o *outline) samePaper(s *small, k int) float64 {
	a, b, c := o.corners[k], o.corners[(k+1)%4], o.corners[(k+2)%4]
	dx, dy := b[0]-a[0], b[1]-a[1]
	n := math.Hypot(dx, dy)
	nx, ny := -dy/n, dx/n
	depth := (c[0]-b[0])*nx + (c[1]-b[1])*ny
	if depth < 0 { // inwards
		nx, ny, depth = -nx, -ny, -depth
	}
	deepest := int(max(min(depth/6, 28), paperGap+paperWindow))
	again, count := 0, 0
	for i := range sidePoints {
		t := cornerSkip + (1-2*cornerSkip)*(float64(i)+0.5)/sidePoints
		x, y := a[0]+t*dx, a[1]+t*dy
		outside, ok := s.colour(x, y, -nx, -ny, paperGap)
		if !ok {
			continue
		}
		count++
		for d := paperGap; d+paperWindow <= deepest; d += paperWindow {
			if inside, ok := s.colour(x, y, nx, ny, d); ok && alike(inside, outside) {
				again++
				break
			}
		}
	}
	if count < leastPoints {
		return 0
	}
	return float64(again) / float64(count)
}

func alike(a, b [3]float64) bool {
	return max(math.Abs(a[0]-b[0]), math.Abs(a[1]-b[1]), math.Abs(a[2]-b[2])) < paperSame
}

// colour averages the pixels from distance from on in direction nx, ny of x, y; ok is false when most lie outside.
func (s *small) colour(x, y, nx, ny float64, from int) (mean [3]float64, ok bool) {
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
