package order

import (
	"math"
	"slices"
)

const (
	digit   = 11   // bits by which numbers are sorted at once
	fewKeys = 2048 // below, comparing is quicker than counting
)

// Ascending returns the indices of values, which must be 0 or more and no NaN, in ascending order, those of equal values in
// their own order.
func Ascending(values []float32) []int32 {
	keys := make([]uint64, len(values)) // value above, index below: floats >= 0 sort like their bits
	for i, v := range values {
		keys[i] = uint64(math.Float32bits(v))<<32 | uint64(i)
	}
	if len(keys) < fewKeys {
		slices.Sort(keys)
	} else {
		keys = radixSorted(keys)
	}
	order := make([]int32, len(keys))
	for k, key := range keys {
		order[k] = int32(uint32(key))
	}
	return order
}

// radixSorted sorts by the upper halves, digit by digit from the lowest, keeping the order of equal ones.
func radixSorted(keys []uint64) []uint64 {
	from, to := keys, make([]uint64, len(keys))
	for shift := 32; shift < 64; shift += digit {
		var count [1 << digit]int32
		for _, k := range from {
			count[k>>shift&(1<<digit-1)]++
		}
		sum := int32(0)
		for i, c := range count {
			count[i], sum = sum, sum+c
		}
		for _, k := range from {
			at := &count[k>>shift&(1<<digit-1)]
			to[*at] = k
			*at++
		}
		from, to = to, from
	}
	return from
}
