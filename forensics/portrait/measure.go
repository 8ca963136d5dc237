package portrait

import "slices"

const (
	windowSide   = fineEyes / 2 // pixels of the fine frame
	windowStep   = fineEyes / 4
	leastSpread  = 1.5 // grey levels of detail in a window that correlating it needs
	leastWindows = 40  // of some 120 over a face that an answer needs
)

// agreement is the correlation, window by window over the face, of what two registered planes show in the small: less
// their means over a quarter of the eyes' distance, in which all faces are alike. It returns the lower tenth and the lower
// quartile, and the number of windows; a window in which either is even counts nothing.
func agreement(a, b plane) (tenth, quartile float64, windows int) {
	mask := oval(a.w, a.h, fineEyes)
	a, b = a.detail(), b.detail()
	var all []float64
	for y := 0; y+windowSide <= a.h; y += windowStep {
		for x := 0; x+windowSide <= a.w; x += windowStep {
			if mask[(y+windowSide/2)*a.w+x+windowSide/2] == 0 {
				continue
			}
			if r, ok := local(a, b, x, y); ok {
				all = append(all, r)
			}
		}
	}
	if len(all) == 0 {
		return 0, 0, 0
	}
	slices.Sort(all)
	return all[len(all)/10], all[len(all)/4], len(all)
}

// detail is p between two scales: less what is coarser than an eye and finer than compression leaves.
func (p plane) detail() plane {
	out := p.means(1)
	coarse := out.means(fineEyes / 8)
	for i, v := range coarse.pix {
		out.pix[i] -= v
	}
	return out
}

// local is the correlation of one window; ok is false where either picture is even.
func local(a, b plane, x0, y0 int) (float64, bool) {
	var sa, sb, aa, bb, ab float64
	for y := y0; y < y0+windowSide; y++ {
		ra, rb := a.pix[y*a.w+x0:][:windowSide], b.pix[y*b.w+x0:][:windowSide]
		for i := range ra {
			p, q := float64(ra[i]), float64(rb[i])
			sa, sb, aa, bb, ab = sa+p, sb+q, aa+p*p, bb+q*q, ab+p*q
		}
	}
	const n = windowSide * windowSide
	if aa-sa*sa/n < n*leastSpread*leastSpread || bb-sb*sb/n < n*leastSpread*leastSpread {
		return 0, false
	}
	return pearson(n, sa, sb, aa, bb, ab), true
}
