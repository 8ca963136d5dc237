package compare

import "math"

// track is the sub-pixel shift of one block.
type track struct {
	dx, dy float64 // q(x+dx, y+dy) = gain*p(x, y) + bias
	gain   float64
	match  float64 // correlation after the shift
	error  float64 // expected standard error of the shift, pixels, from the block's own gradients and misfit
}

// follow refines the shift between two blocks of one size by Gauss-Newton steps on the squared difference with gain
// and bias free (Lucas and Kanade 1981; the forward additive form of ECC, Evangelidis and Psarakis 2008). Blocks are
// lightly smoothed, so that noise and 8x8 lattices weigh little. ok is false when it does not settle within 3 pixels
// or the block has no gradient along some direction.
func follow(p, q plane) (t track, ok bool) {
	p, q = p.blurred(1), q.blurred(1)
	const edge = 5
	n := float64((p.w - 2*edge) * (p.h - 2*edge))
	for range 8 {
		var sum normal
		for y := edge; y < p.h-edge; y++ {
			for x := edge; x < p.w-edge; x++ {
				u, v := float64(x)+t.dx, float64(y)+t.dy
				b, bx, by := q.slope(u, v)
				sum.add(float64(p.pix[y*p.w+x]), b, bx, by)
			}
		}
		dx, dy, good := sum.solve(n, &t)
		if !good {
			return t, false
		}
		t.dx, t.dy = t.dx+dx, t.dy+dy
		if math.Abs(t.dx) > 3 || math.Abs(t.dy) > 3 {
			return t, false
		}
		if math.Hypot(dx, dy) < 0.004 {
			return t, true
		}
	}
	return t, false
}

// slope returns the bilinear value at u, v and its gradient by central differences.
func (p plane) slope(u, v float64) (value, dx, dy float64) {
	x, y := int(u), int(v)
	fx, fy := float32(u-float64(x)), float32(v-float64(y))
	i := y*p.w + x
	mix := func(i int) float32 {
		top := p.pix[i] + fx*(p.pix[i+1]-p.pix[i])
		low := p.pix[i+p.w] + fx*(p.pix[i+p.w+1]-p.pix[i+p.w])
		return top + fy*(low-top)
	}
	return float64(mix(i)), float64(mix(i+1)-mix(i-1)) / 2, float64(mix(i+p.w)-mix(i-p.w)) / 2
}

// normal holds the sums of the normal equations of b = gain*a + bias - bx*dx - by*dy.
type normal struct {
	a, b, x, y, aa, bb, ab, ax, ay, bx, by, xx, xy, yy float64
}

func (s *normal) add(a, b, x, y float64) {
	s.a, s.b, s.x, s.y = s.a+a, s.b+b, s.x+x, s.y+y
	s.aa, s.bb, s.ab = s.aa+a*a, s.bb+b*b, s.ab+a*b
	s.ax, s.ay, s.bx, s.by = s.ax+a*x, s.ay+a*y, s.bx+b*x, s.by+b*y
	s.xx, s.xy, s.yy = s.xx+x*x, s.xy+x*y, s.yy+y*y
}

// solve returns the step, and fills gain, match and error of t.
func (s *normal) solve(n float64, t *track) (dx, dy float64, ok bool) {
	cov := func(pq, p, q float64) float64 { return pq - p*q/n }
	aa, bb, ab := cov(s.aa, s.a, s.a), cov(s.bb, s.b, s.b), cov(s.ab, s.a, s.b)
	ax, ay, bx, by := cov(s.ax, s.a, s.x), cov(s.ay, s.a, s.y), cov(s.bx, s.b, s.x), cov(s.by, s.b, s.y)
	xx, xy, yy := cov(s.xx, s.x, s.x), cov(s.xy, s.x, s.y), cov(s.yy, s.y, s.y)
	if aa < 1 || bb < 1 {
		return 0, 0, false
	}
	// Eliminate the gain: what of the gradients and of b is not explained by a.
	gxx, gxy, gyy := xx-ax*ax/aa, xy-ax*ay/aa, yy-ay*ay/aa
	ex, ey := ab*ax/aa-bx, ab*ay/aa-by
	det := gxx*gyy - gxy*gxy
	small := (gxx + gyy - math.Hypot(gxx-gyy, 2*gxy)) / 2
	if det <= 0 || small < 1e-3*n {
		return 0, 0, false
	}
	dx, dy = (ex*gyy-ey*gxy)/det, (ey*gxx-ex*gxy)/det
	t.gain, t.match = ab/aa, ab/math.Sqrt(aa*bb)
	t.error = math.Sqrt(max(0, bb-ab*ab/aa) / n / small)
	return dx, dy, true
}
