package portraitedit

import (
	"image"
	"math"
	"slices"

	"loupe/forensics/history"
)

const (
	blockSide    = 8    // pixels: the JPEG's own blocks, so that the seams between them are no detail
	coarseUpTo   = 2    // u+v of the coefficients that say how strong a block's edges are
	middleFrom   = 5    // u+v of the middle frequencies
	fineFrom     = 7    // of the fine ones, which a blur or an interpolation between pixels takes first
	fineUpTo     = 9    // above, strong compression leaves nothing
	edgeShare    = 0.1  // of a side's blocks: the ones with the strongest edges
	leastDetail  = 40   // blocks of a side
	roundingLoss = 0.05 // square levels added to energies
	leastFace    = 130  // pixels across a printed face, below which its detail is the printer's and the lens's, not the capture's
)

// detail is what one block holds: mean energies of its coefficients, square levels.
type detail struct{ coarse, middle, fine float64 }

// cutOff compares how far the spectra of the two sides reach: where edges are strongest, the energy of fine frequencies over
// that of middle ones, the portrait's over its surroundings', in powers of two. What was taken from another picture was warped
// into place, which averages neighbours, and has another lens's blur (Kirchner, MM&Sec 2008, on interpolation as a
// filter). NaN: a side is too small.
func (z zones) cutOff(g *image.Gray) float64 {
	var in, out []detail
	for y := 0; y+blockSide <= g.Rect.Dy(); y += blockSide {
		for x := 0; x+blockSide <= g.Rect.Dx(); x += blockSide {
			box := image.Rect(x, y, x+blockSide, y+blockSide)
			inside := box.In(z.inner)
			if !inside && !z.allAround(box) {
				continue
			}
			d, ok := detailOf(g, x, y)
			switch {
			case ok && inside:
				in = append(in, d)
			case ok:
				out = append(out, d)
			}
		}
	}
	if min(len(in), len(out)) < leastDetail {
		return math.NaN()
	}
	return reach(in) - reach(out)
}

// allAround reports whether all of a box's pixels belong to the surroundings.
func (z zones) allAround(b image.Rectangle) bool {
	return z.around(b.Min.X, b.Min.Y) && z.around(b.Max.X-1, b.Min.Y) && z.around(b.Max.X-1, b.Max.Y-1) && z.around(b.Min.X, b.Max.Y-1)
}

// detailOf measures a block; ok is false where clipping cuts edges off.
func detailOf(g *image.Gray, x, y int) (d detail, ok bool) {
	var p [blockSide * blockSide]float32
	for v := range blockSide {
		for u, s := range g.Pix[(y+v)*g.Stride+x:][:blockSide] {
			if s < clipLow || s > clipHigh {
				return d, false
			}
			p[blockSide*v+u] = float32(s)
		}
	}
	history.Transform(&p)
	var n detail
	for k := 1; k < len(p); k++ {
		e := float64(p[k] * p[k])
		switch sum := k/blockSide + k%blockSide; {
		case sum <= coarseUpTo:
			d.coarse, n.coarse = d.coarse+e, n.coarse+1
		case sum >= middleFrom && sum < fineFrom:
			d.middle, n.middle = d.middle+e, n.middle+1
		case sum >= fineFrom && sum <= fineUpTo:
			d.fine, n.fine = d.fine+e, n.fine+1
		}
	}
	return detail{d.coarse / n.coarse, d.middle / n.middle, d.fine / n.fine}, true
}

// reach is the log2 of fine over middle energy in the blocks with the strongest edges.
func reach(list []detail) float64 {
	slices.SortStableFunc(list, func(a, b detail) int {
		switch {
		case a.coarse > b.coarse:
			return -1
		case a.coarse < b.coarse:
			return 1
		}
		return 0
	})
	middle, fine, n := 0.0, 0.0, max(1, int(edgeShare*float64(len(list))))
	for _, d := range list[:n] {
		middle += d.middle
		fine += d.fine
	}
	return math.Log2(fine/float64(n)+roundingLoss) - math.Log2(middle/float64(n)+roundingLoss)
}
