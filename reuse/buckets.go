package reuse

import "math/bits"

// buckets says where each bucket of a sorted list begins and ends, in a bit or two a bucket: for every item of a bucket a
// zero, and behind the last one a one, so that the end of bucket v is the place of the v-th one less the v ones before it
// (Elias, "Efficient Storage and Retrieval by Content and Address of Static Files", J. ACM 21(2), 1974). Every 32nd
// bucket's place is written down besides. Items and buckets are at most 2^24.
type buckets struct {
	marks []uint64
	known []uint32 // by bucket / knownEvery: where its items begin in marks
}

const knownEvery = 32

// newBuckets returns a list for n items in 2^width buckets, to be filled by end.
func newBuckets(n, width int) buckets {
	count := 1 << width
	return buckets{make([]uint64, (n+count)/64+1), make([]uint32, (count-1)/knownEvery+1)}
}

// end notes that bucket v reaches from item from to item to. Buckets come in order, each once.
func (b *buckets) end(v, from, to uint32) {
	if v%knownEvery == 0 {
		b.known[v/knownEvery] = from + v
	}
	b.marks[(to+v)/64] |= 1 << ((to + v) % 64)
}

// of returns the first item of bucket v and the one behind its last.
func (b *buckets) of(v uint32) (from, to uint32) {
	from = b.known[v/knownEvery]
	i := from / 64
	ahead := b.marks[i] &^ (1<<(from%64) - 1)
	if skip := int(v % knownEvery); skip > 0 { // the bucket begins behind as many ones
		for ; bits.OnesCount64(ahead) < skip; ahead = b.marks[i] {
			skip -= bits.OnesCount64(ahead)
			i++
		}
		for ; skip > 1; skip-- {
			ahead &= ahead - 1
		}
		from = i*64 + uint32(bits.TrailingZeros64(ahead)) + 1
		ahead &= ahead - 1
	}
	for ; ahead == 0; ahead = b.marks[i] {
		i++
	}
	return from - v, i*64 + uint32(bits.TrailingZeros64(ahead)) - v
}
