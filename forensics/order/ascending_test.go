package order_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"loupe/forensics/order"
)

// It agrees with the library's sorting, for few numbers and many, with ties and without; so does Nth on as many.
func TestAscending(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 2, 64, order.FewKeys - 1, order.FewKeys, 3 * order.FewKeys, 20_000} {
		for _, ties := range []float64{1, 100, 1e12} {
			single, double := make([]float32, n), make([]float64, n)
			for i := range n {
				single[i] = float32(math.Floor(r.ExpFloat64() * ties))
				double[i] = math.Floor(r.NormFloat64()*ties) / 3
			}
			want := make([]int32, n)
			for i := range want {
				want[i] = int32(i)
			}
			slices.SortStableFunc(want, func(a, b int32) int { return cmp.Compare(single[a], single[b]) })
			if got := order.Ascending(single); !slices.Equal(got, want) {
				t.Errorf("%d values, ties %g: another order", n, ties)
			}
			sorted := slices.Sorted(slices.Values(double))
			for _, k := range []int{0, n / 4, n / 2, n - 1} {
				if got := order.Nth(slices.Clone(double), k); got != sorted[k] {
					t.Errorf("%d values, ties %g: number %d is %v, want %v", n, ties, k, got, sorted[k])
				}
			}
		}
	}
}
