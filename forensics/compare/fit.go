package compare

import (
	"math"
	"math/rand/v2"
	"slices"
)

// anchor is one place of the reference and where it was found in the other picture.
type anchor struct {
	x, y   float64 // reference
	u, v   float64 // other
	weight float64 // confidence; the reciprocal of the expected squared error
}

// residual is the distance, in pixels of the other picture, between where m puts the anchor and where it was found.
func (a anchor) residual(m affine) float64 {
	u, v := m.at(a.x, a.y)
	return math.Hypot(u-a.u, v-a.v)
}

// fit finds the affine map most anchors agree on, within tolerance pixels: RANSAC over triples (Fischler and Bolles
// 1981, fixed seed, so that the answer is always the same), then least squares over the anchors that agree, twice.
// ok is false when fewer than 4 agree.
func fit(anchors []anchor, tolerance float64) (m affine, inliers int, ok bool) {
	if len(anchors) < 4 {
		return affine{}, 0, false
	}
	rng := rand.New(rand.NewPCG(uint64(len(anchors)), 1))
	bestScore := -1.0
	for range 300 {
		i, j, k := rng.IntN(len(anchors)), rng.IntN(len(anchors)), rng.IntN(len(anchors))
		candidate, ok := leastSquares([]anchor{anchors[i], anchors[j], anchors[k]})
		if !ok || !plausible(candidate) {
			continue
		}
		score := 0.0
		for _, a := range anchors {
			if r := a.residual(candidate); r < tolerance {
				score += 1 - r*r/(tolerance*tolerance)
			}
		}
		if score > bestScore {
			bestScore, m = score, candidate
		}
	}
	if bestScore < 0 {
		return affine{}, 0, false
	}
	for range 2 {
		near := slices.DeleteFunc(slices.Clone(anchors), func(a anchor) bool { return a.residual(m) > tolerance })
		better, ok := leastSquares(near)
		if len(near) < 4 || !ok {
			return m, len(near), false
		}
		m, inliers = better, len(near)
	}
	return m, inliers, true
}

// plausible refuses maps that no re-save makes: strong shear or scales more unequal than 16:9 squeezed to a square.
func plausible(m affine) bool {
	sx, sy := math.Hypot(m[0], m[3]), math.Hypot(m[1], m[4])
	if sx < 0.2 || sy < 0.2 || sx > 8 || sy > 8 || max(sx/sy, sy/sx) > 1.8 {
		return false
	}
	return math.Abs(m[0]*m[1]+m[3]*m[4]) < 0.12*sx*sy
}

// leastSquares solves the weighted normal equations for both rows of the map.
func leastSquares(anchors []anchor) (affine, bool) {
	if len(anchors) < 3 {
		return affine{}, false
	}
	var cx, cy, total float64
	for _, a := range anchors {
		cx, cy, total = cx+a.weight*a.x, cy+a.weight*a.y, total+a.weight
	}
	if total == 0 {
		return affine{}, false
	}
	cx, cy = cx/total, cy/total
	var xx, xy, yy, ux, uy, vx, vy, u0, v0 float64
	for _, a := range anchors {
		x, y, w := a.x-cx, a.y-cy, a.weight
		xx, xy, yy = xx+w*x*x, xy+w*x*y, yy+w*y*y
		ux, uy, vx, vy = ux+w*a.u*x, uy+w*a.u*y, vx+w*a.v*x, vy+w*a.v*y
		u0, v0 = u0+w*a.u, v0+w*a.v
	}
	det := xx*yy - xy*xy
	if det < 1e-6*(xx+yy)*(xx+yy) { // the anchors lie on a line
		return affine{}, false
	}
	m := affine{(ux*yy - uy*xy) / det, (uy*xx - ux*xy) / det, 0, (vx*yy - vy*xy) / det, (vy*xx - vx*xy) / det, 0}
	m[2] = u0/total - m[0]*cx - m[1]*cy
	m[5] = v0/total - m[3]*cx - m[4]*cy
	return m, true
}
