package recompression_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"loupe/forensics/recompression"
)

// All orders of seven numbers are decided by their comparisons with one threshold: 0 and 1 in all places prove the rest
// (Knuth, The Art of Computer Programming 3, section 5.3.4, zero-one principle). Some numbers for good measure.
func TestMedian7(t *testing.T) {
	for bits := range 1 << 7 {
		var v [7]int
		for i := range v {
			v[i] = bits >> i & 1
		}
		expectMedian(t, v)
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 1000 {
		var v [7]int
		for i := range v {
			v[i] = r.IntN(20) - 10
		}
		expectMedian(t, v)
	}
}

func expectMedian(t *testing.T, v [7]int) {
	t.Helper()
	sorted := slices.Sorted(slices.Values(v[:]))
	if got := recompression.Median7(v); got != sorted[3] {
		t.Errorf("median of %v is %d, want %d", v, got, sorted[3])
	}
}
