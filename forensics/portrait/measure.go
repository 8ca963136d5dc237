package portrait

import (
	"math"
	"slices"
)

const (
	windowSide  = fineEyes / 2 // pixels of the fine frame
	windowStep  = fineEyes / 4
	shiftSide   = fineEyes // of the larger window about the same middle in which a shift is measured
	leastSpread = 1.5      // grey levels of detail in a window that correlating it needs
)

// window is what two registered planes show at one place.
type window struct {
	x, y   int     // upper left corner, in steps
	weight float32 // see oval
	detail float64 // correlation of what is smaller than an eye
	shade  float64 // correlation of what is larger
	dx, dy float64 // by how much the detail of the second stands elsewhere, pixels of the fine frame
}

// windows compares a and b window by window over the face, wherever both show it and neither is even.
func windows(a, b plane, shown func(x, y int) bool) (all []window) {
	const margin = windowStep + (shiftSide-windowSide)/2/windowStep*windowStep
	mask := oval(a.w, a.h, fineEyes)
	da, db := a.between(1, fineEyes/8), b.between(1, fineEyes/8)
	sa, sb := a.between(fineEyes/8, fineEyes/2), b.between(fineEyes/8, fineEyes/2)
	for y := margin; y+windowSide+margin <= a.h; y += windowStep {
		for x := margin; x+windowSide+margin <= a.w; x += windowStep {
			weight := mask[(y+windowSide/2)*a.w+x+windowSide/2]
			if weight == 0 || !shown(x, y) {
				continue
			}
			va, vb, cov := moments(da, db, x, y)
			if min(va, vb) < leastSpread*leastSpread {
				continue
			}
			w := window{x: x / windowStep, y: y / windowStep, weight: weight, detail: cov / math.Sqrt(va*vb)}
			va, vb, cov = moments(sa, sb, x, y)
			w.shade = cov / math.Sqrt(max(va, 1e-9)*max(vb, 1e-9))
			w.dx, w.dy = shift(da, db, x-(shiftSide-windowSide)/2, y-(shiftSide-windowSide)/2)
			all = append(all, w)
		}
	}
	return all
}

// between is p less what is coarser than one scale and finer than another.
func (p plane) between(fine, coarse int) plane {
	out, less := p.means(fine), p.means(coarse)
	for i, v := range less.pix {
		out.pix[i] -= v
	}
	return out
}

// moments returns the variances and the covariance of a window.
func moments(a, b plane, x0, y0 int) (va, vb, cov float64) {
	var sa, sb, aa, bb, ab float64
	for y := y0; y < y0+windowSide; y++ {
		ra, rb := a.pix[y*a.w+x0:][:windowSide], b.pix[y*b.w+x0:][:windowSide]
		for i := range ra {
			p, q := float64(ra[i]), float64(rb[i])
			sa, sb, aa, bb, ab = sa+p, sb+q, aa+p*p, bb+q*q, ab+p*q
		}
	}
	const n = windowSide * windowSide
	return aa/n - sa*sa/(n*n), bb/n - sb*sb/(n*n), ab/n - sa*sb/(n*n)
}

// shift is how far b stands off a in a window: one step of Lucas and Kanade (An Iterative Image Registration Technique,
// IJCAI 1981, equation 9), with the gradients of both so that neither is preferred. What noise of one grey level could
// move does not move.
func shift(a, b plane, x0, y0 int) (dx, dy float64) {
	const loose = shiftSide * shiftSide
	var xx, xy, yy, ex, ey float64
	for y := y0; y < y0+shiftSide; y++ {
		for i := y*a.w + x0; i < y*a.w+x0+shiftSide; i++ {
			e := float64(a.pix[i] - b.pix[i])
			gx := float64(a.pix[i+1]-a.pix[i-1]+b.pix[i+1]-b.pix[i-1]) / 4
			gy := float64(a.pix[i+a.w]-a.pix[i-a.w]+b.pix[i+a.w]-b.pix[i-a.w]) / 4
			xx, xy, yy, ex, ey = xx+gx*gx, xy+gx*gy, yy+gy*gy, ex+e*gx, ey+e*gy
		}
	}
	xx, yy = xx+loose, yy+loose
	det := xx*yy - xy*xy
	return (yy*ex - xy*ey) / det, (xx*ey - xy*ex) / det
}

// middle leaves out the windows near the outline of the face, where another backdrop or the edge of a print may show.
func middle(all []window) []window {
	return slices.DeleteFunc(slices.Clone(all), func(w window) bool { return w.weight < 0.5 })
}

// lower returns the value below which the share 1/n of all lie, 0 of none.
func lower(all []window, n int, of func(window) float64) float64 {
	if len(all) == 0 {
		return 0
	}
	values := make([]float64, len(all))
	for i, w := range all {
		values[i] = of(w)
	}
	slices.Sort(values)
	return values[len(values)/n]
}

// bend is the length that a tenth of the shifts exceed, in pixels of the fine frame, once the affine map that fits all of
// them best is taken out: a picture of a picture lies flat, a head that turned or a mouth that moved does not.
func bend(all []window) float64 {
	var normal [projective][projective]float64
	var right [3][2]float64
	for _, w := range all {
		place := [3]float64{1, float64(w.x), float64(w.y)}
		for k, p := range place {
			for l, q := range place {
				normal[k][l] += p * q
			}
			right[k][0], right[k][1] = right[k][0]+p*w.dx, right[k][1]+p*w.dy
		}
	}
	inverse, ok := inverted(normal, 3)
	if !ok {
		return math.Inf(1)
	}
	return -lower(all, 10, func(w window) float64 {
		dx, dy := w.dx, w.dy
		for k, p := range [3]float64{1, float64(w.x), float64(w.y)} {
			for l := range right {
				dx, dy = dx-p*inverse[k][l]*right[l][0], dy-p*inverse[k][l]*right[l][1]
			}
		}
		return -math.Hypot(dx, dy)
	})
}
