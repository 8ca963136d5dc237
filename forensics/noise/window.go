package noise

import (
	"context"
	"image"
	"math"

	"loupe/models"
)

const (
	tolerance  = 0.7 // powers of two by which honest parts' noise energy differs: print, weave, depth of field
	clipExcess = 4.0 // spreads at which one block's excess is clipped, so that none makes a window alone
	leastFlat  = 6   // judged blocks of a window
	flatInside = 0.5 // share of a window's blocks that must be judged
	ringGap    = 1   // blocks around a window that may lie across its border
	ringWidth  = 3   // blocks around a window up to which its surroundings reach
	leastRing  = 8   // judged blocks of the surroundings
	flatAround = 0.3 // share of the surroundings that must be judged: what has an edge around it is another thing, not another noise

	// leastDeviation is the deviation at which a window is suspect. It is no significance: honest blocks are not independent.
	// Of real pictures a passport's blank binding reached 15.5, a photograph 15.3; of 846 drawn ones the highest 15.0.
	leastDeviation = 16.0
)

// sides lists the windows' widths and heights, in blocks: from a word to a paragraph.
func sides() []int { return []int{2, 3, 4, 6, 8, 11, 16, 24, 32, 48} }

// window is the part of a picture whose noise deviates most in one direction.
type window struct {
	box       image.Rectangle // stored pixels; empty: none was judged
	deviation float64         // standard errors beyond the tolerance, 0 or more
	ratio     float64         // mean excess, powers of two of energy
}

func (w window) suspect() bool { return w.deviation >= leastDeviation }

func (w window) region() models.Region {
	return models.Region{X: w.box.Min.X, Y: w.box.Min.Y, W: w.box.Dx(), H: w.box.Dy(), Score: w.score(), Label: w.kind()}
}

func (w window) kind() string {
	if w.ratio < 0 {
		return "less noisy"
	}
	return "noisier"
}

func (w window) score() float64 {
	return 0.5 + 0.5*min(max(w.deviation/leastDeviation-1, 0), 1)
}

// scan returns the quietest and the noisiest window. It is a scan statistic (Kulldorff, Communications in Statistics 26(6), 1997)
// over rectangles, with two differences to blocks of the same kind asked for at once: everywhere, and right around the window.
// The first alone marks a blank panel in a patterned card, the second alone the paper between two lines of print.
func (f *field) scan(ctx context.Context) (quiet, noisy window, err error) {
	t := f.table()
	for _, w := range sides() {
		for _, h := range sides() {
			if err := ctx.Err(); err != nil {
				return quiet, noisy, err
			}
			if w*h < leastFlat || w > 8*h || h > 4*w || w > f.columns/2 || h > f.rows/2 {
				continue
			}
			t.scan(f, w, h, &quiet, &noisy)
		}
	}
	return quiet, noisy, nil
}

// scan looks at all windows of one size.
func (t *table) scan(f *field, w, h int, quiet, noisy *window) {
	step, least := max(1, min(w, h)/4), max(leastFlat, flatInside*float64(w*h))
	wide := t.columns + 1
	for y := 0; y+h <= t.rows; y += step {
		above, below := t.count[y*wide:][:wide], t.count[(y+h)*wide:][:wide]
		for x := 0; x+w <= t.columns; x += step {
			n := below[x+w] - above[x+w] - below[x] + above[x]
			if n < least {
				continue
			}
			deviation, ratio := t.deviation(x, y, w, h, n, min(quiet.deviation, noisy.deviation))
			best := noisy
			if ratio < 0 {
				best = quiet
			}
			if deviation > best.deviation {
				*best = window{f.box(x, y, w, h), deviation, ratio}
			}
		}
	}
}

// table holds the running sums over the blocks above and left of each corner: how many are judged, and their excess.
type table struct {
	columns, rows int
	count, excess []float64
	spread        float64
}

func (f *field) table() *table {
	wide := f.columns + 1
	t := &table{f.columns, f.rows, make([]float64, wide*(f.rows+1)), make([]float64, wide*(f.rows+1)), f.spread}
	bound := clipExcess * f.spread
	for y := range f.rows {
		count, excess := 0.0, 0.0
		for x := range f.columns {
			if b := f.blocks[y*f.columns+x]; b.judged {
				count++
				excess += min(max(float64(b.excess), -bound), bound)
			}
			at := (y+1)*wide + x + 1
			t.count[at], t.excess[at] = t.count[at-wide]+count, t.excess[at-wide]+excess
		}
	}
	return t
}

// within returns the sums over the blocks from x0, y0 up to x1, y1, clipped to the picture.
func (t *table) within(x0, y0, x1, y1 int) (count, excess float64) {
	x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, t.columns), min(y1, t.rows)
	wide := t.columns + 1
	a, b, c, d := y1*wide+x1, y0*wide+x1, y1*wide+x0, y0*wide+x0
	return t.count[a] - t.count[b] - t.count[c] + t.count[d], t.excess[a] - t.excess[b] - t.excess[c] + t.excess[d]
}

// deviation returns by how many standard errors beyond the tolerance the mean excess of a window's n judged blocks lies off
// that of the picture and of its surroundings, whichever is nearer. 0 when it cannot be told, or is not above atLeast.
func (t *table) deviation(x, y, w, h int, n, atLeast float64) (deviation, ratio float64) {
	a, b := (y+h)*(t.columns+1)+x, y*(t.columns+1)+x
	ratio = (t.excess[a+w] - t.excess[b+w] - t.excess[a] + t.excess[b]) / n
	if math.Abs(ratio) <= tolerance {
		return 0, 0
	}
	deviation = max(math.Abs(ratio)-tolerance, 0) * math.Sqrt(n) / t.spread
	if deviation <= atLeast {
		return 0, 0
	}
	wideN, wideSum := t.within(x-ringWidth, y-ringWidth, x+w+ringWidth, y+h+ringWidth)
	nearN, nearSum := t.within(x-ringGap, y-ringGap, x+w+ringGap, y+h+ringGap)
	m := wideN - nearN
	ring := float64((w+2*ringWidth)*(h+2*ringWidth) - (w+2*ringGap)*(h+2*ringGap))
	if m < max(leastRing, flatAround*ring) {
		return 0, 0
	}
	step := ratio - (wideSum-nearSum)/m
	if step*ratio <= 0 {
		return 0, 0
	}
	local := max(math.Abs(step)-tolerance, 0) / math.Sqrt(1/n+1/m) / t.spread
	return min(deviation, local), ratio
}
