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
	known := errorsOf(&steps)
	b := history.Blocks{Columns: s.Columns, Rows: s.Rows, Errors: make([]float64, s.Blocks())}
	for i := range b.Errors {
		b.Errors[i] = known.block((*[history.Frequencies]int16)(s.Block(i)), &steps)
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

// errorTable holds what one more compression does to a coefficient, by frequency and |coefficient|: most are smaller than known.
type errorTable [history.Frequencies][known]float64

const known = 1024

func errorsOf(steps *[history.Frequencies]int) *errorTable {
	e := &errorTable{}
	for f, q := range steps {
		for c := range e[f] {
			e[f][c] = recompressed(c, q)
		}
	}
	return e
}

// recompressed is the squared error of coefficient c in units of what chance gives; 0 when it does not survive.
func recompressed(c, q int) float64 {
	if 2*c < q {
		return 0
	}
	d := c % q
	d = min(d, q-d)
	return 12 * float64(d) * float64(d) / float64(q) / float64(q)
}

// block is the mean over the coefficients that survive; NaN when hardly any does.
func (e *errorTable) block(block *[history.Frequencies]int16, steps *[history.Frequencies]int) float64 {
	sum, n := 0.0, 0
	for f, v := range block {
		c, q := int(max(v, -v)), steps[f]
		if 2*c >= q {
			n++
		}
		if uint(c) < known {
			sum += e[f][c]
		} else {
			sum += recompressed(c, q)
		}
	}
	if n < viewLeast {
		return math.NaN()
	}
	return sum / float64(n)
}
