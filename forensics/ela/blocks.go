package ela

import (
	"math"
	"slices"

	"loupe/forensics/history"
)

const (
	hotZ         = 4.0 // robust standard deviations above peers of the same activity
	hotError     = 0.7 // and well more than half the way from lattice (0) to chance (1)
	leastTelling = 6   // coefficients, larger than rounding makes them, of which a block that stands out needs so many
)

// blockErrors is a picture's history block by block, to be judged: a copy, since clipped blocks are taken out of it.
type blockErrors struct{ history.Blocks }

func judge(b *history.Blocks) *blockErrors {
	own := *b
	own.Errors, own.Z = slices.Clone(b.Errors), slices.Clone(b.Z)
	return &blockErrors{own}
}

// hot reports whether block i stands out.
func (b *blockErrors) hot(i int) bool { return b.Z[i] >= hotZ && b.Errors[i] >= hotError }

// countHot counts the blocks that stand out.
func (b *blockErrors) countHot() int {
	n := 0
	for i := range b.Z {
		if b.hot(i) {
			n++
		}
	}
	return n
}

// dropSmooth takes blocks that stand out but are too smooth to tell an edit from rounding out of the judgement.
func (b *blockErrors) dropSmooth(s *history.Spectrum) {
	for i := range b.Z {
		if b.hot(i) && s.Telling(i) < leastTelling {
			b.drop(i)
		}
	}
}

// drop takes block i out of the judgement.
func (b *blockErrors) drop(i int) {
	b.Errors[i], b.Z[i] = math.NaN(), math.NaN()
	b.Judged--
}
