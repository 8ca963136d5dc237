// Package order holds order statistics, and an order of many numbers, that cost less than sorting.
package order

import "slices"

// Median returns the value in the middle of values, the upper one of two; 0 when there is none.
func Median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	return Nth(slices.Clone(values), len(values)/2)
}

const hardSelection = 60 // rounds after which the values are sorted: chosen values must not cost more than that

// Nth puts the value that stands at k when values are sorted there, with none larger before it and none smaller behind,
// and returns it (Hoare, Algorithm 65, Comm. ACM 4(7), 1961). k must be an index of values.
func Nth[T float32 | float64](values []T, k int) T {
	lo, hi := 0, len(values)-1
	for round := 0; lo < hi; round++ {
		if round == hardSelection {
			slices.Sort(values[lo : hi+1])
			break
		}
		pivot := values[lo+(hi-lo)/2]
		i, j := lo, hi
		for i <= j {
			for values[i] < pivot {
				i++
			}
			for values[j] > pivot {
				j--
			}
			if i <= j {
				values[i], values[j] = values[j], values[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return values[k]
		}
	}
	return values[k]
}
