package quality

import "image"

const (
	blockSide   = 8   // JPEG's block, ITU-T T.81 A.3.1
	stepCeiling = 24  // grey levels; a larger step is the picture's own edge, whatever the grid
	blockLines  = 512 // lines looked at in each direction, spread evenly over the picture
	unseenStep  = 2.0 // grey levels; smaller steps are not seen, so a ratio of two of them means little
)

// blockiness returns how much larger the grey-level steps across the 8x8 grid are than those inside the blocks: 1
// without a grid. All eight phases are tried in both directions, so a crop keeps its grid (after Z. Wang, A. Bovik,
// B. Evans, "Blind measurement of blocking artifacts in images", ICIP 2000, in the pixel domain). It needs no JPEG: a
// PNG made of one shows the same.
func blockiness(g *image.Gray) float64 {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	if w < 4*blockSide || h < 4*blockSide {
		return 1
	}
	var across, down phases
	for i := range min(h, blockLines) {
		y := i * h / min(h, blockLines)
		row := g.Pix[y*g.Stride : y*g.Stride+w]
		across.add(row[:w-1], row[1:], 0, 1)
	}
	for i := range min(h-1, blockLines) {
		y := i * (h - 1) / min(h-1, blockLines)
		down.add(g.Pix[y*g.Stride:y*g.Stride+w], g.Pix[(y+1)*g.Stride:(y+1)*g.Stride+w], y, 0)
	}
	return (across.ratio() + down.ratio()) / 2
}

// phases sums the steps whose left or upper pixel lies at each position modulo blockSide.
type phases struct{ sum, n [blockSide]int }

// add counts the steps from a[i] to b[i]; the i-th stands at position first + i*advance.
func (p *phases) add(a, b []uint8, first, advance int) {
	at := first % blockSide
	for i, v := range a {
		step := abs(int(b[i]) - int(v))
		p.sum[at] += min(step, stepCeiling)
		p.n[at]++
		if at += advance; at == blockSide {
			at = 0
		}
	}
}

// ratio returns the strongest phase's mean step over that of the next strongest, both raised by what is not seen: a
// clear sky has a grid, too, but no one minds. The next strongest and not the mean, so that a picture enlarged by 2 or 4,
// whose steps repeat more often than JPEG's, does not count as blocky.
func (p *phases) ratio() float64 {
	best, next := 0.0, 0.0
	for i, n := range p.n {
		if n == 0 {
			return 1
		}
		mean := float64(p.sum[i]) / float64(n)
		if mean > best {
			best, next = mean, best
		} else {
			next = max(next, mean)
		}
	}
	return (best + unseenStep) / (next + unseenStep)
}
