package ela

import (
	"math"

	"loupe/forensics/history"
	"loupe/forensics/jpegfile"
)

const (
	viewQuality = 90 // IJG quality of the tables for a picture that has none of its own
	viewLeast   = 3  // coefficients a block needs to be shown
)

// errorLevel is the view for a picture without an earlier compression to compare with: the error that one more
// compression by its own tables, one notch coarser, would leave in each block, in units of what chance gives (1/12 of the
// squared step, METHODS 1.2 b), against blocks of like activity. It shows what differs; it is no evidence (METHODS 0.1).
func errorLevel(s *history.Spectrum) *blockErrors {
	steps := coarser(s.Step)
	b := history.Blocks{Columns: s.Columns, Rows: s.Rows, Errors: make([]float64, s.Blocks())}
	for i := range b.Errors {
		b.Errors[i] = recompressionError(s.Block(i), &steps)
	}
	b.Z = history.Standardise(b.Errors, s.Activity)
	return &blockErrors{b}
}

// coarser returns steps a third larger than the present ones, in eighths, and those of viewQuality where there are none.
func coarser(present [history.Frequencies]int) [history.Frequencies]int {
	var out [history.Frequencies]int
	table := jpegfile.IJGTable(viewQuality, false)
	for f, k := range history.ScanOrder() {
		step := present[f]
		if step == 0 {
			step = int(table[k])
		}
		out[f] = (step + max(1, step/3)) * history.Fine
	}
	return out
}

// recompressionError is the mean over the coefficients that survive; NaN when hardly any does.
func recompressionError(block []int16, steps *[history.Frequencies]int) float64 {
	sum, n := 0.0, 0
	for f, v := range block {
		c, q := int(max(v, -v)), steps[f]
		if 2*c < q {
			continue
		}
		d := c
		if d >= q { // seldom, and a division costs more than all the rest
			d %= q
		}
		d = min(d, q-d)
		sum += 12 * float64(d) * float64(d) / float64(q) / float64(q)
		n++
	}
	if n < viewLeast {
		return math.NaN()
	}
	return sum / float64(n)
}
