package compare

import "math"

// track is the sub-pixel shift of one block.
type track struct {
	dx, dy float64 // q(x+dx, y+dy) = gain*p(x, y) + bias
	gain   float64
	match  float64 // correlation after the shift
	error  float64 // expected standard error of the shift, pixels, from the block's own gradients and misfit
}

const (
	blockSide = tileSide + 2*tileEdge // pixels of a block with what is measured around it
	trackBlur = 1                     // sigma of the smoothing before blocks are followed: noise and 8x8 lattices weigh little
	trackEdge = 5                     // pixels at a block's border that are not compared: what was smoothed there, and the shift's reach
	trackFar  = 3                     // pixels
)

// follower follows blocks of blockSide pixels. It holds its buffers: not for concurrent use.
type follower struct {
	kernel []float32 // of the smoothing
	warper
	field              *correlator // finds blocks that are further off; nil when none are
	fixed, loose, read plane       // the two blocks smoothed, and the second one read at the shift in hand
}

func newFollower(field *correlator) *follower {
	block := func() plane { return newPlane(blockSide, blockSide) }
	return &follower{kernel: gaussian(trackBlur), field: field, fixed: block(), loose: block(), read: block()}
}

// smooth fills out with p lightly smoothed.
func (f *follower) smooth(p, out plane) { p.smooth(f.kernel, f.kernel, out) }

// follow refines the shift from the fixed block to q by Gauss-Newton steps on the squared difference with gain and bias free
// (Lucas and Kanade 1981; the forward additive form of ECC, Evangelidis and Psarakis 2008). ok is false when it does not
// settle within trackFar pixels or the block has no gradient along some direction.
func (f *follower) follow(q plane) (t track, ok bool) {
	f.smooth(q, f.loose)
	const n = (blockSide - 2*trackEdge) * (blockSide - 2*trackEdge)
	for range 8 {
		f.shift(t.dx, t.dy)
		var sum normal
		for y := trackEdge; y < blockSide-trackEdge; y++ {
			sum.add(f.fixed.row(y)[trackEdge:blockSide-trackEdge], f.read.row(y - 1)[trackEdge:], f.read.row(y)[trackEdge-1:], f.read.row(y + 1)[trackEdge:])
		}
		dx, dy, good := sum.solve(n, &t)
		if !good {
			return t, false
		}
		t.dx, t.dy = t.dx+dx, t.dy+dy
		if math.Abs(t.dx) > trackFar || math.Abs(t.dy) > trackFar {
			return t, false
		}
		if math.Hypot(dx, dy) < 0.004 {
			return t, true
		}
	}
	return t, false
}

// shift reads the loose block dx, dy further on, bilinearly; one shift means one set of weights for all pixels.
func (f *follower) shift(dx, dy float64) {
	x, y := floor(dx), floor(dy)
	fx, fy := float32(dx-float64(x)), float32(dy-float64(y))
	const from, to = trackEdge - 1, blockSide - trackEdge + 1
	for v := from; v < to; v++ {
		out := f.read.row(v)[from:to]
		top, low := f.loose.row(v + y)[from+x:][:len(out)+1], f.loose.row(v + y + 1)[from+x:][:len(out)+1]
		left := top[0] + fy*(low[0]-top[0])
		for i := range out {
			right := top[i+1] + fy*(low[i+1]-top[i+1])
			out[i] = left + fx*(right-left)
			left = right
		}
	}
}

// normal holds the sums of the normal equations of b = gain*a + bias - bx*dx - by*dy.
type normal struct {
	a, b, x, y, aa, bb, ab, ax, ay, bx, by, xx, xy, yy float64
}

// add adds one row: a of the fixed block, and of the other what lies above, around (from one pixel to the left on) and below.
// The other's gradient is taken by central differences.
func (s *normal) add(a, above, around, below []float32) {
	t := *s
	above, around, below = above[:len(a)], around[:len(a)+2], below[:len(a)]
	for i, v := range a {
		a, b := float64(v), float64(around[i+1])
		x, y := float64(around[i+2]-around[i])/2, float64(below[i]-above[i])/2
		t.a, t.b, t.x, t.y = t.a+a, t.b+b, t.x+x, t.y+y
		t.aa, t.bb, t.ab = t.aa+a*a, t.bb+b*b, t.ab+a*b
		t.ax, t.ay, t.bx, t.by = t.ax+a*x, t.ay+a*y, t.bx+b*x, t.by+b*y
		t.xx, t.xy, t.yy = t.xx+x*x, t.xy+x*y, t.yy+y*y
	}
	*s = t
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
