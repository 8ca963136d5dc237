package reuse

import (
	"encoding/binary"
	"runtime"
	"sync"
)

// places is a list of places in a run, three bytes each, because millions of them are held for each band.
type places []byte

const maxPlaces = 1 << 24

func newPlaces(n int) places { return make(places, 3*n+1) } // one more, so that the last is read like the others

func (p places) at(i uint32) uint32 { return binary.LittleEndian.Uint32(p[3*i:]) & (maxPlaces - 1) }

func (p places) set(i, place uint32) {
	p[3*i], p[3*i+1], p[3*i+2] = byte(place), byte(place>>8), byte(place>>16)
}

// sorter sorts the places of a run by the value of one band, by counting in two rounds: by the value's high bits, of
// which there are so few that every part's end stays in the cache, then each part, which fits into it, by the low ones
// (Knuth, The Art of Computer Programming 3, 5.2.5, from the most significant digit on). In one round every code waits
// for memory twice.
type sorter struct {
	parted []uint64 // low bits << 32 | place, part after part
	counts []uint32
}

// sort returns the buckets of band b and the places of r's codes in their order, ascending within each.
func (s *sorter) sort(r run, words int, b bands, band int) (buckets, places) {
	n, width := len(r.rows), b.width[band]
	low := width * 3 / 5
	if cap(s.parted) < n {
		s.parted = make([]uint64, n)
	}
	begins := s.part(r, words, b, band, low)
	sorted, list := newBuckets(n, width), newPlaces(n)
	next := s.counted(1 << low)
	for high := range uint32(1) << (width - low) {
		part := s.parted[begins[high]:begins[high+1]]
		clear(next)
		for _, p := range part {
			next[p>>32]++
		}
		at := begins[high]
		for v, count := range next {
			sorted.end(high<<low|uint32(v), at, at+count)
			next[v], at = at, at+count
		}
		for _, p := range part {
			list.set(next[p>>32], uint32(p))
			next[p>>32]++
		}
	}
	return sorted, list
}

// part sorts by the bits above the low ones, and returns where each value's part begins.
func (s *sorter) part(r run, words int, b bands, band, low int) []uint32 {
	n := len(r.rows)
	parted := s.parted[:n]
	begins := make([]uint32, 1<<(b.width[band]-low)+1)
	for i := range n {
		begins[b.of(r.codes[i*words:(i+1)*words], band)>>low+1]++
	}
	for v := 1; v < len(begins); v++ {
		begins[v] += begins[v-1]
	}
	for i := range n { // each part's begin moves to its end, which is where the next one begins
		v := b.of(r.codes[i*words:(i+1)*words], band)
		at := &begins[v>>low]
		parted[*at] = uint64(v&(1<<low-1))<<32 | uint64(i)
		*at++
	}
	copy(begins[1:], begins)
	begins[0] = 0
	return begins
}

func (s *sorter) counted(n int) []uint32 {
	if len(s.counts) < n {
		s.counts = make([]uint32, n)
	}
	return s.counts[:n]
}

// sorted returns r in the given order.
func (r run) sorted(order places, words int) run {
	n := len(r.rows)
	out := run{codes: make([]uint64, n*words), rows: make([]uint32, n)}
	share := func(part int) {
		for i := n * part / sorters; i < n*(part+1)/sorters; i++ {
			place := int(order.at(uint32(i)))
			copy(out.codes[i*words:(i+1)*words], r.codes[place*words:(place+1)*words])
			out.rows[i] = r.rows[place]
		}
	}
	atOnce(sorters, func(part int, _ *sorter) { share(part) })
	return out
}

// sorters is how many cores sorting takes at most: searches go on meanwhile.
const sorters = 2

// atOnce calls do for 0 to n-1, as many at a time as there are sorters.
func atOnce(n int, do func(i int, s *sorter)) {
	var group sync.WaitGroup
	work := make(chan int)
	for range min(sorters, n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			var s sorter
			for i := range work {
				do(i, &s)
			}
		})
	}
	for i := range n {
		work <- i
	}
	close(work)
	group.Wait()
}
