package reuse

import (
	"cmp"
	"slices"
)

// segment is an unchanging run with one index per band: the places of its codes sorted by the band's value. The run
// itself is sorted by the first band, so that this band needs no places and a crowd of near-duplicates lies together.
// Memory per code: the code, 4 bytes of row, 3 per band but the first, and some 3 bits per band for where its buckets begin.
type segment struct {
	run
	words   int
	bands   bands
	buckets []buckets // per band
	places  []places  // per band but the first, ascending within a bucket
}

// newSegment sorts r, of at most maxPlaces codes, by every band.
func newSegment(r run, k kind) *segment {
	s := &segment{words: k.words(), bands: cut(k, len(r.rows))}
	words, count := s.words, len(s.bands.at)
	s.buckets, s.places = make([]buckets, count), make([]places, count)
	var first places
	s.buckets[0], first = new(sorter).sort(r, words, s.bands, 0)
	s.run = r.sorted(first, words)
	atOnce(count-1, func(i int, by *sorter) {
		s.buckets[i+1], s.places[i+1] = by.sort(s.run, words, s.bands, i+1)
	})
	return s
}

// search compares c with the codes that may lie within reach, each once, and returns the reach that hit left. Nothing
// within radius is missed: when band b has been searched up to f_b flips, a code that was not met differs in at least
// f_b + 1 bits in each band, so once the f_b + 1 add up to radius + 1 it lies further away. That is the pigeonhole of
// multi-index hashing with flips allotted freely (Norouzi et al., section 3.1, where they are spread evenly): here to the
// bands whose buckets are emptiest, and fewer as hits shrink the reach, so that a popular bucket is looked at last or not at all.
func (s *segment) search(c code, radius, reach int, seen *visited, hit func(row uint32, distance int) int) int {
	stamps, now := seen.begin(len(s.rows))
	order := s.emptiest(c)
	allotted := 0
	for flips := 0; ; flips++ {
		for _, b := range order {
			if allotted > min(radius, reach) {
				return reach
			}
			allotted++
			if flips > s.bands.width[b] {
				continue
			}
			seen.fresh = s.meet(seen.fresh[:0], b, s.bands.of(c[:], b), flips, stamps, now)
			reach = s.compare(c, seen.fresh, reach, hit)
		}
	}
}

// emptiest lists the bands by the size of the query's own bucket.
func (s *segment) emptiest(c code) []int {
	size := func(b int) uint32 {
		from, to := s.buckets[b].of(s.bands.of(c[:], b))
		return to - from
	}
	order := make([]int, len(s.bands.at))
	for b := range order {
		order[b] = b
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(size(a), size(b)) })
	return order
}

// meet appends the places, not yet seen, of the buckets that lie the given number of flips from value.
func (s *segment) meet(fresh []uint32, b int, value uint32, flips int, stamps []uint8, now uint8) []uint32 {
	buckets, places, end := &s.buckets[b], s.places[b], uint32(1)<<s.bands.width[b]
	for mask := uint32(1)<<flips - 1; mask < end; mask = nextMask(mask) {
		from, to := buckets.of(value ^ mask)
		for at := from; at < to; at++ {
			place := at
			if b > 0 {
				place = places.at(at)
			}
			if stamps[place] != now {
				stamps[place] = now
				fresh = append(fresh, place)
			}
		}
		if mask == 0 {
			break
		}
	}
	return fresh
}

// compare is a loop of its own because then the processor fetches many codes at once.
func (s *segment) compare(c code, places []uint32, reach int, hit func(row uint32, distance int) int) int {
	for _, place := range places {
		at := int(place) * s.words
		if d := distance(c, s.codes[at:at+s.words]); d <= reach {
			reach = hit(s.rows[place], d)
		}
	}
	return reach
}

// visited remembers which places of a segment a search has compared: a stamp of the current generation each, so that
// beginning anew costs nothing until the generations run out.
type visited struct {
	stamps []uint8
	now    uint8
	fresh  []uint32 // places found in one band
}

// begin forgets everything and returns the stamps of n places and the value that marks one as seen.
func (v *visited) begin(n int) ([]uint8, uint8) {
	if len(v.stamps) < n {
		v.stamps, v.now = make([]uint8, n), 0
	}
	if v.now++; v.now == 0 {
		clear(v.stamps)
		v.now = 1
	}
	return v.stamps[:n], v.now
}
