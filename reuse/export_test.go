package reuse

// Buckets returns the lookup of buckets whose ends are given.
func Buckets(ends []uint32, width int) func(v uint32) (from, to uint32) {
	b := newBuckets(int(ends[len(ends)-1]), width)
	from := uint32(0)
	for v, to := range ends {
		b.end(uint32(v), from, to)
		from = to
	}
	return b.of
}
