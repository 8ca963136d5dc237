package ela

import (
	"slices"

	"loupe/forensics/history"
)

const (
	hotZ     = 4.0 // robust standard deviations above peers of the same activity
	hotError = 0.6 // and more than half the way from lattice (0) to chance (1)
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
