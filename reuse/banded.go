package reuse

import (
	"math/bits"
	"slices"
)

// banded finds codes within a Hamming radius, exactly, by multi-index hashing (Norouzi, Punjani, Fleet: "Fast Search in
// Hamming Space with Multi-Index Hashing", CVPR 2012, section 3): the code is cut into bands, each band is an index of
// its own, and every code of an index whose band is near the query's is compared in full (see segment).
//
// Codes live in segments that never change, besides a short tail that is compared one by one. A full tail becomes a
// segment; every fanout segments of one size become one of the next (a log-structured merge: O'Neil et al., Acta
// Informatica 33, 1996), up to 2^20 codes, which takes about a second. Filling at start makes one segment of up to
// 2^24 codes, because one large one is searched faster than many small ones.
type banded struct {
	kind     kind
	segments []*segment
	tail     run

	filling bool  // nothing is searched: full tails wait until they are sealed
	full    []run // of tailLimit codes each
}

const (
	tailLimit = 1 << 14 // codes
	fanout    = 8
	topTier   = 2 // segments of tailLimit * fanout^topTier codes are not merged further
)

// run is a list of codes with their rows.
type run struct {
	codes []uint64 // words per code one after the other
	rows  []uint32
}

func newBanded(k kind) *banded { return &banded{kind: k} }

func (t *banded) add(c code, row uint32) {
	if t.filling && len(t.tail.rows) == tailLimit {
		t.full, t.tail = append(t.full, t.tail), t.emptyTail()
	}
	t.tail.codes = append(t.tail.codes, c[:t.kind.words()]...)
	t.tail.rows = append(t.tail.rows, row)
}

func (t *banded) emptyTail() run {
	return run{make([]uint64, 0, tailLimit*t.kind.words()), make([]uint32, 0, tailLimit)}
}

// fill lets full tails wait until seal is called.
func (t *banded) fill() { t.filling = true }

// seal ends filling: what waits becomes one segment, or as few as can hold it.
func (t *banded) seal() {
	t.filling = false
	for some := range slices.Chunk(t.full, maxPlaces/tailLimit) {
		t.segments = append(t.segments, newSegment(joined(some), t.kind))
	}
	t.full = nil
}

// settle turns a full tail into a segment, together with the segments that it completes to the next size.
func (t *banded) settle() func() {
	if t.filling || len(t.tail.rows) < tailLimit {
		return nil
	}
	keep, size := len(t.segments), tailLimit
	for tier := 0; tier < topTier; tier++ {
		first := keep
		for first > 0 && len(t.segments[first-1].rows) < size*fanout {
			first--
		}
		if keep-first+1 < fanout {
			break
		}
		keep, size = first, size*fanout
	}
	return t.merge(keep)
}

// merge makes one segment of the tail and all segments from keep on.
func (t *banded) merge(keep int) func() {
	built := newSegment(joined(t.runs()[keep:]), t.kind)
	segments := append(t.segments[:keep:keep], built)
	return func() { t.segments, t.tail = segments, t.emptyTail() }
}

// joined returns runs as one.
func joined(runs []run) run {
	if len(runs) == 1 {
		return runs[0]
	}
	var codes [][]uint64
	var rows [][]uint32
	for _, r := range runs {
		codes, rows = append(codes, r.codes), append(rows, r.rows)
	}
	return run{slices.Concat(codes...), slices.Concat(rows...)}
}

func (t *banded) search(c code, reach int, seen *visited, hit func(row uint32, distance int) int) {
	words := t.kind.words()
	for i, row := range t.tail.rows {
		if d := distance(c, t.tail.codes[i*words:(i+1)*words]); d <= reach {
			reach = hit(row, d)
		}
	}
	for _, s := range t.segments {
		reach = s.search(c, t.kind.radius, reach, seen, hit)
	}
}

func (t *banded) each(yield func(c code, row uint32)) {
	words := t.kind.words()
	for _, r := range t.runs() {
		for i, row := range r.rows {
			var c code
			copy(c[:], r.codes[i*words:(i+1)*words])
			yield(c, row)
		}
	}
}

// runs returns all codes: the segments, then the tail.
func (t *banded) runs() []run {
	runs := make([]run, 0, len(t.segments)+1)
	for _, s := range t.segments {
		runs = append(runs, s.run)
	}
	return append(runs, t.tail)
}

// distance returns the number of bits in which c and a code of one or four words differ.
func distance(c code, words []uint64) int {
	if len(words) == 4 {
		return bits.OnesCount64(c[0]^words[0]) + bits.OnesCount64(c[1]^words[1]) +
			bits.OnesCount64(c[2]^words[2]) + bits.OnesCount64(c[3]^words[3])
	}
	d := 0
	for i, w := range words {
		d += bits.OnesCount64(c[i] ^ w)
	}
	return d
}
