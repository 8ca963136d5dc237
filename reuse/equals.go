package reuse

import "hash/maphash"

// equals is the table of a kind whose codes are digests: rows of equal codes are chained. 128 of the 256 bits are kept;
// two files that agree in them by design cost 2^64 hashes and would only make one false candidate. The places are
// hashed with a secret seed, so that nobody can crowd them by choosing files.
type equals struct {
	seed  maphash.Seed
	keys  [][2]uint64
	rows  []uint32
	next  []uint32 // 1 + the next older entry of the same key; 0 ends the chain
	heads []uint32 // open addressing, a power of two: 1 + the youngest entry of a key; 0 is free
}

func newEquals() *equals { return &equals{seed: maphash.MakeSeed(), heads: make([]uint32, 1024)} }

// place returns where key's chain begins, or the free place where it would, in heads.
func (t *equals) place(heads []uint32, key [2]uint64) int {
	mask := len(heads) - 1
	at := int(maphash.Comparable(t.seed, key)) & mask
	for heads[at] != 0 && t.keys[heads[at]-1] != key {
		at = (at + 1) & mask
	}
	return at
}

func (t *equals) add(c code, row uint32) {
	key := [2]uint64{c[0], c[1]}
	at := t.place(t.heads, key)
	t.keys, t.rows, t.next = append(t.keys, key), append(t.rows, row), append(t.next, t.heads[at])
	t.heads[at] = uint32(len(t.keys))
}

// settle doubles the places when three quarters are taken.
func (t *equals) settle() func() {
	if len(t.keys)*4 < len(t.heads)*3 {
		return nil
	}
	heads := make([]uint32, 2*len(t.heads))
	for _, head := range t.heads {
		if head != 0 {
			heads[t.place(heads, t.keys[head-1])] = head
		}
	}
	return func() { t.heads = heads }
}

func (t *equals) search(c code, _ int, _ *visited, hit func(row uint32, distance int) int) {
	key := [2]uint64{c[0], c[1]}
	for at := t.heads[t.place(t.heads, key)]; at != 0; at = t.next[at-1] {
		hit(t.rows[at-1], 0)
	}
}

func (t *equals) fill() {}
func (t *equals) seal() {}

func (t *equals) each(yield func(c code, row uint32)) {
	for i, key := range t.keys {
		yield(code{key[0], key[1]}, t.rows[i])
	}
}
