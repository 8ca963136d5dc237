package recompression

import (
	"cmp"
	"context"
	"image"
	"math"
	"slices"

	"loupe/forensics/history"
	"loupe/forensics/raster"
)

const (
	maxAlignedNFA = -14.0 // log10 of the expected number of such windows by chance; would be -2 if the model held for every content: of 235 untouched ones one reached -30, the next -12.5
	nearClip      = 8     // levels from an end of the scale: clipping moves coefficients off any comb without an edit
	speaks3       = 1.0   // nats that the 3x3 blocks around one must say together for it to belong to a region
	blockSide     = 8
)

// aligned is what the blocks on the picture's own grid say: which of them lack the first compression that most have.
type aligned struct {
	odds     *history.Odds
	windows  []lacking // strongest first
	logTests float64
}

// lacking is a window, or a region, whose blocks together say that it was compressed once only.
type lacking struct {
	box    image.Rectangle // in blocks
	nats   float64
	logNFA float64
}

// windowSides are the widths and heights of the windows in blocks, from a few letters to a portrait.
func windowSides() []image.Point {
	return []image.Point{{4, 4}, {8, 4}, {6, 6}, {16, 4}, {8, 8}, {24, 6}, {12, 12}, {32, 8}, {16, 16}, {24, 24}, {40, 40}}
}

// lookAligned returns nil when the picture's own grid shows no first compression.
func lookAligned(ctx context.Context, h *history.History, pixels image.Image) (*aligned, error) {
	blocks, err := h.Odds(ctx)
	if blocks == nil || err != nil {
		return nil, err
	}
	a := &aligned{odds: blocks}
	a.dropClipped(raster.RGBReader(pixels))
	sums := a.summed()
	for _, side := range windowSides() {
		for y := 0; y+side.Y <= blocks.Rows; y += max(1, side.Y/4) {
			for x := 0; x+side.X <= blocks.Columns; x += max(1, side.X/4) {
				box := image.Rectangle{Max: side}.Add(image.Pt(x, y))
				a.windows = append(a.windows, lacking{box: box, nats: sums.within(box)})
			}
		}
	}
	slices.SortStableFunc(a.windows, func(a, b lacking) int { return cmp.Compare(b.nats, a.nats) })
	a.logTests = math.Log10(float64(max(len(a.windows), 1)))
	return a, nil
}

// logNFA is log10 of the number of windows that chance would make with such odds: a likelihood ratio exceeds t with
// probability 1/t at most (Ville's inequality).
func (a *aligned) logNFA(nats float64) float64 { return a.logTests - nats/math.Ln10 }

func (a *aligned) dropClipped(at func(x, y int) (r, g, b uint8)) {
	once, noisy := a.odds.Nats[0], a.odds.Nats[1]
	for i := range once {
		if max(once[i], noisy[i]) > 0 && clippedBlock(at, i%a.odds.Columns*blockSide, i/a.odds.Columns*blockSide) {
			once[i], noisy[i] = 0, 0
		}
	}
}

func clippedBlock(at func(x, y int) (r, g, b uint8), left, top int) bool {
	for y := top; y < top+blockSide; y++ {
		for x := left; x < left+blockSide; x++ {
			r, g, b := at(x, y)
			if min(r, g, b) <= nearClip || max(r, g, b) >= 255-nearClip {
				return true
			}
		}
	}
	return false
}

// integral is a summed-area table, one wider and higher than what it sums.
type integral struct {
	stride int
	sum    []float64
}

func newIntegral(columns, rows int, values []float64) integral {
	t := integral{columns + 1, make([]float64, (columns+1)*(rows+1))}
	for y := range rows {
		row := 0.0
		for x := range columns {
			row += values[y*columns+x]
			t.sum[(y+1)*t.stride+x+1] = t.sum[y*t.stride+x+1] + row
		}
	}
	return t
}

func (t integral) within(r image.Rectangle) float64 {
	at := func(x, y int) float64 { return t.sum[y*t.stride+x] }
	return at(r.Max.X, r.Max.Y) - at(r.Min.X, r.Max.Y) - at(r.Max.X, r.Min.Y) + at(r.Min.X, r.Min.Y)
}

// odds are the nats of windows: the less of what both noises say.
type odds [2]integral

func (a *aligned) summed() (o odds) {
	for k, nats := range a.odds.Nats {
		o[k] = newIntegral(a.odds.Columns, a.odds.Rows, nats)
	}
	return o
}

func (o odds) within(r image.Rectangle) float64 { return min(o[0].within(r), o[1].within(r)) }

// value is the evidence of the strongest window.
func (a *aligned) value() float64 {
	if len(a.windows) == 0 {
		return 0
	}
	return -a.logNFA(a.windows[0].nats)
}

// regions returns what lacks the first compression, strongest first: from the strongest window on, blocks that hang together
// and whose surroundings speak for it.
func (a *aligned) regions() (found []lacking) {
	free := a.speaking()
	for _, w := range a.windows {
		if a.logNFA(w.nats) > maxAlignedNFA {
			break
		}
		if slices.ContainsFunc(found, func(r lacking) bool { return r.box.Overlaps(w.box) }) {
			continue
		}
		r := lacking{nats: w.nats, logNFA: a.logNFA(w.nats)}
		for y := w.box.Min.Y; y < w.box.Max.Y; y++ {
			for x := w.box.Min.X; x < w.box.Max.X; x++ {
				r.box = r.box.Union(a.flood(free, y*a.odds.Columns+x))
			}
		}
		if !r.box.Empty() {
			found = append(found, r)
		}
	}
	return found
}

// speaking marks the blocks around which the odds are for one compression only.
func (a *aligned) speaking() []bool {
	sums, all := a.summed(), image.Rect(0, 0, a.odds.Columns, a.odds.Rows)
	out := make([]bool, a.odds.Columns*a.odds.Rows)
	for i := range out {
		x, y := i%a.odds.Columns, i/a.odds.Columns
		out[i] = sums.within(image.Rect(x-1, y-1, x+2, y+2).Intersect(all)) > speaks3
	}
	return out
}

// flood takes the marked blocks that hang together with start out of free and returns the box around them.
func (a *aligned) flood(free []bool, start int) (box image.Rectangle) {
	stack := []int{start}
	for len(stack) > 0 {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if !free[at] {
			continue
		}
		free[at] = false
		x, y := at%a.odds.Columns, at/a.odds.Columns
		box = box.Union(image.Rect(x, y, x+1, y+1))
		for v := max(y-1, 0); v <= min(y+1, a.odds.Rows-1); v++ {
			for u := max(x-1, 0); u <= min(x+1, a.odds.Columns-1); u++ {
				stack = append(stack, v*a.odds.Columns+u)
			}
		}
	}
	return box
}
