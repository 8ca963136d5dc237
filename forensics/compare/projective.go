package compare

import "math"

// projective fits a homography to at least 8 anchors: the weighted direct linear transformation in normalised
// coordinates with h33 = 1 (Hartley and Zisserman, Multiple View Geometry, sections 4.1 and 4.4), twice, the second time
// weighted so that it minimises distances in the other picture.
func projective(anchors []anchor) (mapping, bool) {
	if len(anchors) < 8 {
		return identity(), false
	}
	from, to := frames(anchors)
	back, ok := to.inverse()
	if !ok {
		return identity(), false
	}
	m := identity()
	for round := range 2 {
		var e equations
		for _, a := range anchors {
			x, y := from.at(a.x, a.y)
			u, v := to.at(a.u, a.v)
			w := a.weight
			if round > 0 {
				d := m[6]*x + m[7]*y + m[8]
				w /= d * d
			}
			e.add([8]float64{x, y, 1, 0, 0, 0, -u * x, -u * y}, u, w)
			e.add([8]float64{0, 0, 0, x, y, 1, -v * x, -v * y}, v, w)
		}
		h, ok := e.solve()
		if !ok {
			return identity(), false
		}
		copy(m[:8], h[:])
	}
	return from.then(m).then(back), true
}

// frames returns the mappings that bring both sides to mean 0 and mean distance about 1.
func frames(anchors []anchor) (from, to mapping) {
	var x, y, u, v, d, e float64
	n := float64(len(anchors))
	for _, a := range anchors {
		x, y, u, v = x+a.x/n, y+a.y/n, u+a.u/n, v+a.v/n
	}
	for _, a := range anchors {
		d, e = d+math.Hypot(a.x-x, a.y-y)/n, e+math.Hypot(a.u-u, a.v-v)/n
	}
	d, e = 1/max(d, 1e-9), 1/max(e, 1e-9)
	return affine(d, 0, -d*x, 0, d, -d*y), affine(e, 0, -e*u, 0, e, -e*v)
}

// equations are the normal equations of a linear least-squares problem in eight unknowns, with the right side last.
type equations [8][9]float64

func (e *equations) add(row [8]float64, right, weight float64) {
	for i, a := range row {
		if a == 0 {
			continue
		}
		for j, b := range row {
			e[i][j] += weight * a * b
		}
		e[i][8] += weight * a * right
	}
}

// solve eliminates with partial pivoting; ok is false when the unknowns are not determined.
func (e *equations) solve() (x [8]float64, ok bool) {
	for i := range 8 {
		p := i
		for k := i + 1; k < 8; k++ {
			if math.Abs(e[k][i]) > math.Abs(e[p][i]) {
				p = k
			}
		}
		e[i], e[p] = e[p], e[i]
		if !(math.Abs(e[i][i]) > 1e-12) {
			return x, false
		}
		for k := i + 1; k < 8; k++ {
			f := e[k][i] / e[i][i]
			for j := i; j < 9; j++ {
				e[k][j] -= f * e[i][j]
			}
		}
	}
	for i := 7; i >= 0; i-- {
		x[i] = e[i][8]
		for j := i + 1; j < 8; j++ {
			x[i] -= e[i][j] * x[j]
		}
		x[i] /= e[i][i]
	}
	return x, true
}
