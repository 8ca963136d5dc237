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
func (a anchor) residual(m mapping) float64 {
	u, v := m.at(a.x, a.y)
	return math.Hypot(u-a.u, v-a.v)
}

const (
	minProjective = 16   // anchors that a perspective is fitted to: fewer would be bent to, not fitted
	clearlyBetter = 0.85 // of an affine map's misfit that a perspective's must not exceed to be preferred
)

// fit finds the mapping of the w x h reference that most anchors agree on, within tolerance pixels: RANSAC over triples
// (Fischler and Bolles 1981, fixed seed, so that the answer is always the same), then least squares over the anchors
// that agree. It is affine unless a perspective explains clearly more. ok is false when fewer than 4 agree.
func fit(anchors []anchor, tolerance float64, w, h int) (m mapping, inliers int, ok bool) {
	if len(anchors) < 4 {
		return identity(), 0, false
	}
	rng := rand.New(rand.NewPCG(uint64(len(anchors)), 1))
	best := math.Inf(1)
	for range 200 {
		i, j, k := rng.IntN(len(anchors)), rng.IntN(len(anchors)), rng.IntN(len(anchors))
		candidate, ok := leastSquares([]anchor{anchors[i], anchors[j], anchors[k]})
		if !ok || !candidate.plausible(w, h) {
			continue
		}
		if e := misfit(anchors, candidate, 2*tolerance); e < best {
			best, m = e, candidate
		}
	}
	if math.IsInf(best, 1) {
		return identity(), 0, false
	}
	m, inliers, ok = refit(anchors, m, tolerance, leastSquares)
	if len(anchors) < minProjective {
		return m, inliers, ok
	}
	p, agree, good := refit(anchors, m, tolerance, projective)
	if good && p.plausible(w, h) && misfit(anchors, p, tolerance) < clearlyBetter*misfit(anchors, m, tolerance) {
		return p, agree, true
	}
	return m, inliers, ok
}

// misfit is the weighted sum of squared residuals, each at most 1 in units of the squared tolerance (MSAC, Torr and
// Zisserman 2000).
func misfit(anchors []anchor, m mapping, tolerance float64) float64 {
	sum := 0.0
	for _, a := range anchors {
		r := a.residual(m) / tolerance
		sum += a.weight * min(1, r*r)
	}
	return sum
}

// refit solves for the anchors that agree with m, four times, the first with double tolerance.
func refit(anchors []anchor, m mapping, tolerance float64, solve func([]anchor) (mapping, bool)) (mapping, int, bool) {
	count := 0
	for round := range 4 {
		limit := tolerance
		if round == 0 {
			limit *= 2
		}
		near := slices.DeleteFunc(slices.Clone(anchors), func(a anchor) bool { return !(a.residual(m) <= limit) })
		better, ok := solve(near)
		if len(near) < 4 || !ok {
			return m, len(near), false
		}
		m, count = better, len(near)
	}
	return m, count, true
}

// leastSquares solves the weighted normal equations of an affine map for both rows.
func leastSquares(anchors []anchor) (mapping, bool) {
	if len(anchors) < 3 {
		return identity(), false
	}
	var cx, cy, total float64
	for _, a := range anchors {
		cx, cy, total = cx+a.weight*a.x, cy+a.weight*a.y, total+a.weight
	}
	if total == 0 {
		return identity(), false
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
		return identity(), false
	}
	m := affine((ux*yy-uy*xy)/det, (uy*xx-ux*xy)/det, 0, (vx*yy-vy*xy)/det, (vy*xx-vx*xy)/det, 0)
	m[2] = u0/total - m[0]*cx - m[1]*cy
	m[5] = v0/total - m[3]*cx - m[4]*cy
	return m, true
}
