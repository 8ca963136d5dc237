package resampling

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestMiddle(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for n := 1; n < 90; n++ {
		v := make([]float64, n)
		for i := range v {
			v[i] = float64(r.IntN(n)) // with ties
		}
		sorted := slices.Sorted(slices.Values(v))
		if got := middle(v); got != sorted[n/2] {
			t.Fatalf("of %v: got %v, want %v", sorted, got, sorted[n/2])
		}
	}
}
