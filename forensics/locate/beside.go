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
	a, along, inwards, depth := o.frameOf(k)
	var inside, step [sidePoints]vector
	var mean, change vector
	count, again := 0, 0.0
	for i := range sidePoints {
		t := cornerSkip + (1-2*cornerSkip)*(float64(i)+0.5)/sidePoints
		x, y := a[0]+t*along[0], a[1]+t*along[1]
		outer, ok := s.colour(x, y, -inwards[0], -inwards[1], paperGap)
		inner, ok2 := s.colour(x, y, inwards[0], inwards[1], paperGap)
		if !ok || !ok2 {
			continue
		}
		if alike(inner, outer) || s.again(x, y, inwards[0], inwards[1], depth, outer) {
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

// frameOf returns where side k begins, the way along it, the direction inwards of length 1, and how deep the outline is there.
func (o *outline) frameOf(k int) (a, along, inwards [2]float64, depth float64) {
	a, b, c := o.corners[k], o.corners[(k+1)%4], o.corners[(k+2)%4]
	along = [2]float64{b[0] - a[0], b[1] - a[1]}
	n := math.Hypot(along[0], along[1])
	inwards = [2]float64{-along[1] / n, along[0] / n}
	if depth = (c[0]-b[0])*inwards[0] + (c[1]-b[1])*inwards[1]; depth < 0 {
		inwards, depth = [2]float64{-inwards[0], -inwards[1]}, -depth
	}
	return a, along, inwards, depth
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
