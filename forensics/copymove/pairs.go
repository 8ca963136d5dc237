package copymove

// pair says that two blocks of the search plane look alike: at indices a < b.
type pair struct{ a, b int32 }

const (
	apart = 24 // pixels of the search plane along one axis that two blocks must lie apart: nearer ones are alike by smoothness
	chain = 4  // blocks of its key that a block is compared with
	reach = 24 // entries looked through for them
)

// alike visits pairs of blocks of equal keys, each with the next few in the order of places, until visit says false.
// It sorts list.
func alike(list []keyed, w int, visit func(p pair) bool) {
	sortKeys(list)
	for i, k := range list {
		x, y := int(k.at)%w, int(k.at)/w
		found := 0
		for j := i + 1; j < min(len(list), i+reach) && list[j].key == k.key && found < chain; j++ {
			dx, dy := int(list[j].at)%w-x, int(list[j].at)/w-y
			if max(dx, -dx, dy) < apart {
				continue
			}
			found++
			if !visit(pair{k.at, list[j].at}) {
				return
			}
		}
	}
}

// sortKeys sorts by key, keeping the order of places: a radix sort of two passes of 16 bits.
func sortKeys(list []keyed) {
	from, to := list, make([]keyed, len(list))
	for shift := 0; shift < 32; shift += 16 {
		var count [1 << 16]int32
		for _, k := range from {
			count[k.key>>shift&0xffff]++
		}
		sum := int32(0)
		for i, c := range count {
			count[i], sum = sum, sum+c
		}
		for _, k := range from {
			d := k.key >> shift & 0xffff
			to[count[d]] = k
			count[d]++
		}
		from, to = to, from
	}
}
