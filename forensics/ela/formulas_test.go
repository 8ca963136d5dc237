package ela_test

import (
	"math"
	"reflect"
	"testing"

	"loupe/forensics/ela"
)

// The binomial tail against values worked out by hand.
func TestLogTail(t *testing.T) {
	cases := []struct {
		n, k int
		p    float64
		want float64
	}{
		{10, 0, 0.3, 0},
		{2, 1, 0.5, math.Log10(0.75)},
		{3, 3, 0.1, -3},
		{4, 2, 0.25, math.Log10(1 - 81.0/256 - 4*27.0/256)},
		{1000, 1000, 0.001, -3000},
	}
	for _, c := range cases {
		if got := ela.LogTail(c.n, c.k, c.p); math.Abs(got-c.want) > 1e-6 {
			t.Errorf("log10 P[Bin(%d, %v) >= %d] = %v, want %v", c.n, c.p, c.k, got, c.want)
		}
	}
}

func TestComponents(t *testing.T) {
	// Three groups in a grid of 8 columns: corners join, a gap of one block does not, nor does a row's end its next row.
	hot := make([]bool, 24)
	for _, i := range []int{0, 9, 17, 11, 7, 16} {
		hot[i] = true
	}
	got := ela.Components(hot, 8)
	if !reflect.DeepEqual(got, [][]int{{0, 9, 16, 17}, {7}, {11}}) {
		t.Errorf("groups are %v", got)
	}
	if got := ela.Components(nil, 0); len(got) != 0 {
		t.Errorf("groups of nothing are %v", got)
	}
}
