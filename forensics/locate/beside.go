package locate

import "math"

// besides is what the colours beside a side of an outline tell, shares 0..1 each.
type besides struct {
	paper   float64 // where the colour outside comes again inside, see again
	agree   float64 // where the colour changes from outside to inside as it does on the whole
	uniform float64 // how even the colour just inside is
	strong  float64 // how much the colour changes on the whole
}

// beside looks at the colours beside side k.
func (o *outline) beside(s *small, k int) (out besides) {
	a, b, c := o.corners[k], o.corners[(k+1)%4], o.corners[(k+2)%4]
	dx, dy := b[0]-a[0], b[1]-a[1]
	n := math.Hypot(dx, dy)
	nx, ny := -dy/n, dx/n
	depth := (c[0]-b[0])*nx + (c[1]-b[1])*ny
	if depth < 0 { // inwards
		nx, ny, depth = -nx, -ny, -depth
	}
	var inside, step [sidePoints]vector
	var mean, change vector
	count, again := 0, 0.0
	for i := range sidePoints {
		t := cornerSkip + (1-2*cornerSkip)*(float64(i)+0.5)/sidePoints
		x, y := a[0]+t*dx, a[1]+t*dy
		outer, ok := s.colour(x, y, -nx, -ny, paperGap)
		inner, ok2 := s.colour(x, y, nx, ny, paperGap)
		if !ok || !ok2 {
			continue
		}
		if alike(inner, outer) || s.again(x, y, nx, ny, depth, outer) {
			again++
		}
		inside[count], step[count] = inner, inner.plus(outer, -1)
		mean, change = mean.plus(inner, 1), change.plus(step[count], 1)
		count++
	}
	if count < leastPoints {
		return besides{}
	}
	f := 1 / float64(count)
	out.paper = again * f
	mean, change = vector{}.plus(mean, f), vector{}.plus(change, f)
	size, spread := change.dot(change), 0.0
	for i := range count {
		if step[i].dot(change) > size/4 {
			out.agree += f
		}
		d := inside[i].plus(mean, -1)
		spread += math.Sqrt(d.dot(d)) * f
	}
	out.uniform = math.Exp(-spread / 12)
	out.strong = 1 - math.Exp(-math.Sqrt(size)/15)
	return out
}

// again reports whether the colour just outside comes again inside, at most a sixth of the depth away. Around a frame that
// is printed on a sheet, the sheet's colour is on both sides; around a sheet it is not.
func (s *small) again(x, y, nx, ny, depth float64, outside vector) bool {
	deepest := int(max(min(depth/6, 28), paperGap+paperWindow))
	for d := paperGap + paperWindow; d+paperWindow <= deepest; d += paperWindow {
		if inside, ok := s.colour(x, y, nx, ny, d); ok && alike(inside, outside) {
			return true
		}
	}
	return false
}
