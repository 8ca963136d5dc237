package copymove

import (
	"context"
	"image"
	"math"
	"math/cmplx"
)

const (
	margin      = 60   // pixels around the features of a turned part in which its outline is followed
	mostWide    = 480  // pixels a side of the part that is compared
	mostRefined = 160  // pixels a side of what a transform is refined on
	leastTurn   = 0.03 // radians, and
	leastScale  = 0.04 // of the size: equal things built or printed side by side differ less
	freedom     = 4.0  // log10 of the transforms tried for each pair of places
)

// follow asks whether the features of a group belong to a copy: in either direction, because the pasted part is the one that was
// interpolated. Links are in pixels of the full picture.
func follow(ctx context.Context, g *image.Gray, r *residual, group []link) (best match, ok bool) {
	f := fit(group)
	if turn, scale := math.Abs(cmplx.Phase(f.m)), cmplx.Abs(f.m); r.saved == nil && turn < leastTurn && math.Abs(scale-1) < leastScale {
		return best, false
	}
	for _, back := range [2]bool{false, true} {
		if ctx.Err() != nil {
			return best, false
		}
		points := make([]complex128, len(group))
		t := f
		for i, l := range group {
			points[i] = l.from
			if back {
				points[i] = l.to
			}
		}
		if back {
			t = f.inverse()
		}
		if m, found := compared(g, r, t, points); found && (!ok || m.logNFA < best.logNFA) {
			best, ok = m, true
		}
	}
	return best, ok
}

// compared lays what the transform points to beside the place of points and judges them as two places of one picture.
func compared(g *image.Gray, r *residual, f transform, points []complex128) (match, bool) {
	box := around(points).Inset(-margin).Intersect(g.Rect)
	centre := complex(float64(box.Min.X+box.Max.X)/2, float64(box.Min.Y+box.Max.Y)/2)
	box = box.Intersect(image.Rect(0, 0, mostWide, mostWide).Add(image.Pt(int(real(centre))-mostWide/2, int(imag(centre))-mostWide/2)))
	if min(box.Dx(), box.Dy()) < 2*side {
		return match{}, false
	}
	f = r.refined(g, f, around(points).Inset(-8).Intersect(around([]complex128{centre}).Inset(-mostRefined/2)).Intersect(box))
	beside := stacked(g, f, box, cubic)
	local := newResidual(beside, false, r.saved)
	local.typical, local.tests = r.typical, r.tests+freedom
	if len(local.bands) > 0 {
		local.bands = local.bands[1:] // the finest does not survive interpolation
	}
	b := ballot{offset: image.Pt(0, box.Dy())}
	for _, p := range points {
		b.at = append(b.at, image.Pt(int(real(p))-side/2, int(imag(p))-side/2).Sub(box.Min))
	}
	best, ok := match{}, false
	for _, m := range local.grow(b) {
		if (!ok || m.logNFA < best.logNFA) && local.sharp(m) {
			best, ok = m, true
		}
	}
	if ok {
		best.unexplained = local.unexplained(best)
		best.box = best.box.Add(box.Min)
		best.other, best.tiles, best.turned = f.box(best.box).Intersect(g.Rect), nil, true
		middle := best.other.Min.Add(best.other.Max).Div(2)
		ok = !best.other.Empty() && !middle.In(best.box) // what agrees with itself turned is symmetric, not copied
	}
	return best, ok
}

// around returns the pixels that hold all points.
func around(points []complex128) image.Rectangle {
	r := image.Rectangle{}
	for _, p := range points {
		x, y := int(real(p)), int(imag(p))
		r = r.Union(image.Rect(x, y, x+1, y+1))
	}
	return r
}

// box returns the pixels that hold the image of r.
func (f transform) box(r image.Rectangle) image.Rectangle {
	var corners []complex128
	for _, p := range [4]image.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}} {
		corners = append(corners, f.at(complex(float64(p.X), float64(p.Y))))
	}
	return around(corners)
}

// stacked is box of g above what f maps it to.
func stacked(g *image.Gray, f transform, box image.Rectangle, read func(g *image.Gray, p complex128) uint8) *image.Gray {
	w, h := box.Dx(), box.Dy()
	out := image.NewGray(image.Rect(0, 0, w, 2*h))
	for y := range h {
		copy(out.Pix[y*w:][:w], g.Pix[(box.Min.Y+y)*g.Stride+box.Min.X:][:w])
		for x := range w {
			out.Pix[(h+y)*w+x] = read(g, f.at(complex(float64(box.Min.X+x), float64(box.Min.Y+y))))
		}
	}
	return out
}

// bilinear reads g between pixels; 0 outside.
func bilinear(g *image.Gray, p complex128) uint8 {
	x, y := math.Floor(real(p)), math.Floor(imag(p))
	if !(x >= 0 && y >= 0 && x < float64(g.Rect.Dx()-1) && y < float64(g.Rect.Dy()-1)) {
		return 0
	}
	fx, fy := real(p)-x, imag(p)-y
	i := int(y)*g.Stride + int(x)
	top := float64(g.Pix[i])*(1-fx) + float64(g.Pix[i+1])*fx
	bottom := float64(g.Pix[i+g.Stride])*(1-fx) + float64(g.Pix[i+g.Stride+1])*fx
	return uint8(top*(1-fy) + bottom*fy + 0.5)
}

// cubic is the same with the kernel of Keys (IEEE Trans. ASSP 29(6), 1981, eq. 15), which softens what it moves less.
func cubic(g *image.Gray, p complex128) uint8 {
	x, y := math.Floor(real(p)), math.Floor(imag(p))
	if !(x >= 1 && y >= 1 && x < float64(g.Rect.Dx()-2) && y < float64(g.Rect.Dy()-2)) {
		return bilinear(g, p)
	}
	across, down := keys4(real(p)-x), keys4(imag(p)-y)
	sum, i := 0.0, int(y-1)*g.Stride+int(x-1)
	for v, weight := range down {
		row := g.Pix[i+v*g.Stride:][:4]
		sum += weight * (across[0]*float64(row[0]) + across[1]*float64(row[1]) + across[2]*float64(row[2]) + across[3]*float64(row[3]))
	}
	return uint8(min(max(sum+0.5, 0), 255))
}

// keys4 is the weights of the four pixels around a place that lies t behind the second.
func keys4(t float64) [4]float64 {
	return [4]float64{((-0.5*t+1)*t - 0.5) * t, (1.5*t-2.5)*t*t + 1, ((-1.5*t+2)*t + 0.5) * t, (0.5*t - 0.5) * t * t}
}

// refined moves, turns and scales f about the middle of box until the residuals agree best: features are half a pixel
// off, noise wants a tenth.
func (r *residual) refined(g *image.Gray, f transform, box image.Rectangle) transform {
	if min(box.Dx(), box.Dy()) < side {
		return f
	}
	middle := complex(float64(box.Min.X+box.Max.X)/2, float64(box.Min.Y+box.Max.Y)/2)
	radius := float64(max(box.Dx(), box.Dy())) / 2
	best, least := f, r.disagreeing(g, f, box)
	for _, step := range []float64{1, 0.5, 0.5, 0.25, 0.25, 0.1, 0.1, 0.05} {
		for range 3 {
			from := best
			for _, d := range [8]transform{{t: complex(step, 0)}, {t: complex(-step, 0)}, {t: complex(0, step)}, {t: complex(0, -step)},
				{m: complex(step/radius, 0)}, {m: complex(-step/radius, 0)}, {m: complex(0, step/radius)}, {m: complex(0, -step/radius)}} {
				next := transform{m: from.m + d.m}
				next.t = from.at(middle) + d.t - next.m*middle
				if k := r.disagreeing(g, next, box); k < least {
					best, least = next, k
				}
			}
			if best == from {
				break
			}
		}
	}
	return best
}

// disagreeing compares the residuals over box.
func (r *residual) disagreeing(g *image.Gray, f transform, box image.Rectangle) float64 {
	values, w := r.filter(stacked(g, f, box, bilinear)), box.Dx()
	half := w * box.Dy()
	own, diff := 1, 0
	for i := w; i < half-w; i++ {
		u, v := int(int8(values[i])), int(int8(values[i+half]))
		own += u*u + v*v
		diff += (u - v) * (u - v)
	}
	return float64(diff) / float64(own)
}
