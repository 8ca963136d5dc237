package order_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"loupe/forensics/order"
)

// Nth agrees with sorting on equal, ascending, descending and random values, and parts them at k.
func TestNth(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	lists := [][]float64{{1}, {2, 1}, {1, 1, 1, 1}, make([]float64, 300), make([]float64, 300), make([]float64, 301)}
	for i := range 300 {
		lists[3][i], lists[4][i] = float64(i), float64(-i)
	}
	for i := range lists[5] {
		lists[5][i] = float64(rng.IntN(40))
	}
	for _, list := range lists {
		sorted := slices.Sorted(slices.Values(list))
		for k := range list {
			got := slices.Clone(list)
			if v := order.Nth(got, k); v != sorted[k] || slices.Max(got[:k+1]) != v || slices.Min(got[k:]) != v {
				t.Fatalf("%d of %v: got %v, want %v", k, list, v, sorted[k])
			}
		}
	}
}

func TestMedian(t *testing.T) {
	for want, list := range map[float64][]float64{0: nil, 3: {3}, 2: {2, 1}, 5: {9, 5, 1}} {
		if got := order.Median(list); got != want {
			t.Errorf("%v: got %v, want %v", list, got, want)
		}
	}
}
