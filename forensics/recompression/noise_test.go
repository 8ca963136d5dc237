package recompression_test

import (
	"math"
	"testing"

	"loupe/forensics/recompression"
)

// A shifted coefficient is made of the coefficients of the two blocks it lies over, all of it, and most of it of its own kind.
func TestShifted(t *testing.T) {
	share := recompression.Shifted()
	for u, row := range share {
		sum := 0.0
		for k, v := range row {
			sum += v
			if v > row[u] {
				t.Errorf("frequency %d is made of %d more than of itself", u, k)
			}
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Errorf("shares of frequency %d sum to %v", u, sum)
		}
	}
	// By hand: the mean of a window of which s of 8 samples lie in the next block is (8-s)/8 and s/8 of both means.
	want := 0.0
	for s := 1.0; s < 8; s++ {
		want += ((8-s)*(8-s) + s*s) / 64 / 7
	}
	if math.Abs(share[0][0]-want) > 1e-12 {
		t.Errorf("share of the mean is %v, want %v", share[0][0], want)
	}
}
