package copymove

import (
	"cmp"
	"image"
	"slices"
)

// Two captures of equal things have equal structure and independent noise: the energy of the difference of their
// residuals is the sum of both noises. A copy carries its noise with it: the difference is what later saves put in.
// The ratio of the two, called disagreement, is 1 less the normalised cross-correlation of residuals of equal energy.

const (
	side     = 16 // pixels a side of the window in which two places are compared
	small    = 4  // pixels a side of the parts of a window
	quickMax = 0.6
)

// quick looks at four rows of the windows at indices a and b. Mean |difference| over mean |residual| is 0.71 for
// independent noise and at most 0.42 for a pair that is kept; what lies above quickMax is not looked at closely.
func (r *residual) quick(a, b int) bool {
	diff, own := 0, 0
	for y := 2; y < side; y += 4 {
		p, q := r.v[a+y*r.w:][:side], r.v[b+y*r.w:][:side]
		for x, u := range p {
			u, v := int(u), int(q[x])
			diff += max(u-v, v-u)
			own += max(u, -u) + max(v, -v)
		}
	}
	return float64(diff) < quickMax*float64(own)
}

// energy is what two places have in squared residual, and what their difference has, in squared half levels.
type energy struct{ own, diff int32 }

// energyOf sums over n x n pixels, n at most 16.
func (r *residual) energyOf(a, b, n int) energy {
	var e energy
	for range n {
		p, q := r.v[a:a+n], r.v[b:b+n]
		for x, u := range p {
			u, v := int32(u), int32(q[x])
			e.own += u*u + v*v
			e.diff += (u - v) * (u - v)
		}
		a, b = a+r.w, b+r.w
	}
	return e
}

// disagreement compares the flatter half of the window's parts: there noise shows and structure does not. All of them where
// the last save bounds what structure may differ by.
func (r *residual) disagreement(a, b int) float64 {
	var parts [side / small * side / small]energy
	n := 0
	for y := 0; y < side; y += small {
		for x := 0; x < side; x += small {
			parts[n] = r.energyOf(a+y*r.w+x, b+y*r.w+x, small)
			n++
		}
	}
	for i := 1; i < n; i++ { // insertion sort: few parts, called often
		for j := i; j > 0 && parts[j].own < parts[j-1].own; j-- {
			parts[j], parts[j-1] = parts[j-1], parts[j]
		}
	}
	if !r.bound {
		n /= 2
	}
	own, diff := int32(0), int32(0)
	for _, e := range parts[:n] {
		own, diff = own+e.own, diff+e.diff
	}
	return float64(diff) / float64(max(own, 1))
}

// evidenceOf compares tiles: the flatter half of them or, where the last save bounds what they may differ by, all, without the
// quarter that agrees least, which the region's outline cuts through. A tile counts for no more of its own than most. n is the number of tiles left.
func (r *residual) evidenceOf(parts []energy, most int32) (disagreement float64, n int) {
	slices.SortFunc(parts, func(a, b energy) int { return cmp.Compare(a.own, b.own) })
	if !r.bound {
		parts = parts[:(len(parts)+1)/2]
	}
	slices.SortFunc(parts, func(a, b energy) int { return cmp.Compare(a.diff, b.diff) })
	parts = parts[:len(parts)-len(parts)/4]
	own, diff := 0.0, 0.0
	for _, e := range parts {
		own += float64(min(e.own, most))
		diff += float64(e.diff)
	}
	return diff / max(own, 1), len(parts)
}

// inside reports whether the n x n pixels at p, and those offset from them, lie inside the filtered picture.
func (r *residual) inside(p, offset image.Point, n int) bool {
	box := image.Rectangle{Min: p, Max: p.Add(image.Pt(n, n))}
	all := image.Rect(1, 1, r.w-1, r.h-1)
	return box.In(all) && box.Add(offset).In(all)
}
