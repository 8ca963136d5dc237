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
	side  = 16 // pixels a side of the window in which two places are compared
	small = 4  // pixels a side of the parts of a window
)

// energy is what two places have in squared residual, and what their difference has, in squared half levels.
type energy struct{ own, diff int32 }

// energyOf sums over n x n pixels, n at most 16.
func (r *residual) energyOf(a, b, n int) energy {
	own, both := int32(0), int32(0)
	for range n {
		p, q := r.v[a:a+n], r.v[b:b+n]
		q = q[:len(p)]
		for x, u := range p {
			u, v := int32(int8(u)), int32(int8(q[x]))
			own += u*u + v*v
			both += u * v
		}
		a, b = a+r.w, b+r.w
	}
	return energy{own, own - 2*both}
}

// disagreement compares the flatter half of the window's parts: there noise shows and structure does not. All of them where
// the last save bounds what structure may differ by.
func (r *residual) disagreement(a, b int) float64 {
	if r.bound {
		e := r.energyOf(a, b, side)
		return float64(e.diff) / float64(max(e.own, 1))
	}
	parts := r.partsOf(a, b)
	for i := 1; i < len(parts); i++ { // insertion sort: few parts, called often
		for j := i; j > 0 && parts[j].own < parts[j-1].own; j-- {
			parts[j], parts[j-1] = parts[j-1], parts[j]
		}
	}
	own, diff := int32(0), int32(0)
	for _, e := range parts[:len(parts)/2] {
		own, diff = own+e.own, diff+e.diff
	}
	return float64(diff) / float64(max(own, 1))
}

// partsOf compares the parts of the windows at indices a and b.
func (r *residual) partsOf(a, b int) (parts [side / small * side / small]energy) {
	for y := range side {
		p, q := r.v[a+y*r.w:][:side], r.v[b+y*r.w:][:side]
		row := parts[y/small*(side/small):][:side/small]
		for k := range row {
			own, both := int32(0), int32(0)
			for x := small * k; x < small*k+small; x++ {
				u, v := int32(int8(p[x])), int32(int8(q[x]))
				own += u*u + v*v
				both += u * v
			}
			row[k].own += own
			row[k].diff += own - 2*both
		}
	}
	return parts
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
