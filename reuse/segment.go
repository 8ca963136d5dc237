package reuse

const (
	bandBits = 16
	buckets  = 1 << bandBits
)

// segment is an unchanging run with one index per band: the places of its codes sorted by the band's value.
// Memory per code: the code, 4 bytes of row and 4 bytes per band; 256 KB per band besides.
type segment struct {
	run
	words  int
	starts []uint32 // per band buckets+1 numbers: where a value's places begin in the band's part of places
	places []uint32 // per band len(rows) places, ascending within a bucket
}

// newSegment sorts r by every band, by counting: O(bands (n + buckets)).
func newSegment(r run, words int) *segment {
	n, bands := len(r.rows), words*64/bandBits
	s := &segment{run: r, words: words, starts: make([]uint32, bands*(buckets+1)), places: make([]uint32, bands*n)}
	next := make([]uint32, buckets)
	for b := range bands {
		starts, places := s.band(b)
		for i := range n {
			starts[int(bandOf(r.codes[i*words:], b))+1]++
		}
		for v := range buckets {
			starts[v+1] += starts[v]
		}
		copy(next, starts)
		for i := range n {
			v := bandOf(r.codes[i*words:], b)
			places[next[v]] = uint32(i)
			next[v]++
		}
	}
	return s
}

func (s *segment) band(b int) (starts, places []uint32) {
	n := len(s.rows)
	return s.starts[b*(buckets+1) : (b+1)*(buckets+1)], s.places[b*n : (b+1)*n]
}

// bandOf returns band b of a code, band 0 in the highest bits of its first word.
func bandOf(code []uint64, b int) uint16 {
	const perWord = 64 / bandBits
	return uint16(code[b/perWord] >> (64 - bandBits*(b%perWord+1)))
}

// search compares c with every code that may lie within the radius, each once, and returns the radius that hit left.
// masks[f] holds the words of f bits. Looking f flips away from the query's bands is of use only while the radius is at
// least f times the number of bands (see banded), so a hit that shrinks it below saves the rest.
func (s *segment) search(c code, masks [][]uint16, radius int, seen *visited, hit func(row uint32, distance int) int) int {
	stamps, now := seen.begin(len(s.rows))
	bands := s.words * 64 / bandBits
	for flips := 0; flips < len(masks) && flips*bands <= radius; flips++ {
		for b := range bands {
			starts, places := s.band(b)
			value := bandOf(c[:], b)
			fresh := seen.fresh[:0]
			for _, mask := range masks[flips] {
				v := int(value ^ mask)
				for _, place := range places[starts[v]:starts[v+1]] {
					if stamps[place] != now {
						stamps[place] = now
						fresh = append(fresh, place)
					}
				}
			}
			seen.fresh = fresh
			radius = s.compare(c, fresh, radius, hit)
		}
	}
	return radius
}

// compare is a loop of its own because then the processor fetches many codes at once.
func (s *segment) compare(c code, places []uint32, radius int, hit func(row uint32, distance int) int) int {
	for _, place := range places {
		at := int(place) * s.words
		if d := distance(c, s.codes[at:at+s.words]); d <= radius {
			radius = hit(s.rows[place], d)
		}
	}
	return radius
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
