package reuse

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
	"time"

	"loupe/models"
)

// ledger holds what is known of each row beside its codes: about 30 bytes and the two names. Rows are numbered in order
// of arrival and never used again, so that a code can outlive its row until the next rebuild.
type ledger struct {
	seed    maphash.Seed
	text    [][]byte // pieces of names: uvarint length and submission ID, uvarint length and account
	refs    []uint64 // per row: where its names begin, piece << pieceBits | offset
	created []int64  // per row: microseconds since 1970
	digests []uint64 // per row: seeded hash of the entry, to recognise one that has not changed
	gone    []uint64 // a bit per row: removed or replaced
	dying   int      // rows that are gone
	places  []uint64 // open addressing by submission ID, a power of two: its hash << 32 | 1 + its latest row; 0 is free
	shift   int      // of a hash, that leaves where to look: places of neighbouring hashes are neighbours
}

const pieceBits = 20

func newLedger() *ledger {
	l := &ledger{seed: maphash.MakeSeed()}
	l.places, l.shift = newTable(1024)
	return l
}

// newTable returns size free places, a power of two.
func newTable(size int) (places []uint64, shift int) {
	return make([]uint64, size), 33 - bits.Len(uint(size))
}

func (l *ledger) len() int             { return len(l.refs) }
func (l *ledger) alive() int           { return len(l.refs) - l.dying }
func (l *ledger) dead(row uint32) bool { return l.gone[row/64]>>(row%64)&1 != 0 }

// wasteful reports whether a rebuild is due: a third of the rows, and at least a tail's worth, are gone.
func (l *ledger) wasteful() bool { return l.dying > tailLimit && l.dying*3 > len(l.refs) }

func (l *ledger) kill(row uint32) {
	l.gone[row/64] |= 1 << (row % 64)
	l.dying++
}

// add appends e's names and time. The row is found by the submission's ID after enter or index.
func (l *ledger) add(e models.IndexEntry, digest uint64) uint32 {
	row := uint32(len(l.refs))
	l.refs = append(l.refs, l.write(e.SubmissionID, string(e.Account)))
	l.created = append(l.created, e.CreatedAt.UnixMicro())
	l.digests = append(l.digests, digest)
	if row%64 == 0 {
		l.gone = append(l.gone, 0)
	}
	return row
}

// enter lets row be found as the submission's. The caller has killed an earlier one.
func (l *ledger) enter(id string, row uint32) {
	at, hash := l.place(id)
	l.places[at] = hash<<32 | uint64(row+1)
}

func (l *ledger) write(names ...string) uint64 {
	size := 0
	for _, n := range names {
		size += binary.MaxVarintLen64 + len(n)
	}
	last := len(l.text) - 1
	if last < 0 || len(l.text[last])+size > cap(l.text[last]) {
		l.text = append(l.text, make([]byte, 0, max(size, 1<<pieceBits)))
		last++
	}
	ref := uint64(last)<<pieceBits | uint64(len(l.text[last]))
	for _, n := range names {
		l.text[last] = binary.AppendUvarint(l.text[last], uint64(len(n)))
		l.text[last] = append(l.text[last], n...)
	}
	return ref
}

// names returns a row's submission ID and account; they must not be written to.
func (l *ledger) names(row uint32) (id, account []byte) {
	b := l.text[l.refs[row]>>pieceBits][l.refs[row]&(1<<pieceBits-1):]
	n, k := binary.Uvarint(b)
	id, b = b[k:k+int(n)], b[k+int(n):]
	n, k = binary.Uvarint(b)
	return id, b[k : k+int(n)]
}

// entry returns a row without its fingerprints.
func (l *ledger) entry(row uint32) models.IndexEntry {
	id, account := l.names(row)
	return models.IndexEntry{SubmissionID: string(id), Account: models.Account(account), CreatedAt: time.UnixMicro(l.created[row])}
}

// find returns the live row of a submission.
func (l *ledger) find(id string) (row uint32, ok bool) {
	at, _ := l.place(id)
	row = uint32(l.places[at]) - 1
	return row, l.places[at] != 0 && !l.dead(row)
}

// place returns where a submission's row stands in places, or the free place where it would, and its 32-bit hash.
func (l *ledger) place(id string) (at int, hash uint64) {
	hash = maphash.String(l.seed, id) >> 32
	return l.probe(hash, func(held []byte) bool { return string(held) == id }), hash
}

// probe returns where the row of this hash stands whose submission is the same, or the free place where it would.
func (l *ledger) probe(hash uint64, same func(id []byte) bool) (at int) {
	mask := len(l.places) - 1
	for at = int(hash >> l.shift); l.places[at] != 0; at = (at + 1) & mask {
		if l.places[at]>>32 == hash {
			if held, _ := l.names(uint32(l.places[at]) - 1); same(held) {
				break
			}
		}
	}
	return at
}

// settle doubles the places when three quarters may be taken.
func (l *ledger) settle() (publish func()) {
	if len(l.refs)*4 < len(l.places)*3 {
		return nil
	}
	places, shift := newTable(2 * len(l.places))
	mask := len(places) - 1
	for _, p := range l.places {
		if p == 0 {
			continue
		}
		at := int(p >> 32 >> shift)
		for places[at] != 0 {
			at = (at + 1) & mask
		}
		places[at] = p
	}
	return func() { l.places, l.shift = places, shift }
}

// index lets every row be found that is not gone, and kills all but the latest of a submission. Rows are entered in order
// of their places, part after part, because at random each would wait for memory.
func (l *ledger) index() {
	size := 1024
	for len(l.refs)*4 >= size*3 {
		size *= 2
	}
	l.places, l.shift = newTable(size)
	const high = 10
	var begins [1<<high + 1]uint32
	entries, parted := make([]uint64, len(l.refs)), make([]uint64, len(l.refs))
	for row := range entries {
		id, _ := l.names(uint32(row))
		hash := maphash.Bytes(l.seed, id) >> 32
		entries[row] = hash<<32 | uint64(row+1)
		begins[hash>>(32-high)+1]++
	}
	for v := range 1 << high {
		begins[v+1] += begins[v]
	}
	for _, e := range entries {
		at := &begins[e>>(64-high)]
		parted[*at] = e
		*at++
	}
	for _, e := range parted {
		l.latest(e>>32, uint32(e)-1)
	}
}

// latest enters row in the place of an earlier one, which is killed.
func (l *ledger) latest(hash uint64, row uint32) {
	if l.dead(row) {
		return
	}
	at := l.probe(hash, func(held []byte) bool {
		id, _ := l.names(row)
		return string(held) == string(id)
	})
	if old := l.places[at]; old != 0 {
		l.kill(uint32(old) - 1)
	}
	l.places[at] = hash<<32 | uint64(row+1)
}

// digest hashes what the index keeps of e. The seed is secret, so no two entries can be made to agree.
func (l *ledger) digest(e models.IndexEntry) uint64 {
	var h maphash.Hash
	h.SetSeed(l.seed)
	write := func(s string) {
		h.Write(binary.AppendUvarint(nil, uint64(len(s))))
		h.WriteString(s)
	}
	write(e.SubmissionID)
	write(string(e.Account))
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(e.CreatedAt.UnixMicro())))
	for i := range e.Fingerprints {
		if fp := &e.Fingerprints[i]; stored(fp) {
			write(string(fp.Kind))
			write(fp.Hex)
		}
	}
	return h.Sum64()
}
