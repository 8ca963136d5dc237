// Package reuse is the index of fingerprints: it finds submissions of other accounts whose picture equals or nearly
// equals a given one. What it finds are candidates; whoever asks verifies them.
//
// Everything is held in memory in flat arrays and built from the store at start. A submission is a row, numbered in
// order of arrival; each kind of fingerprint has a table from codes to rows. Equal digests come from a hash table;
// perceptual hashes from multi-index hashing, exact within the kind's radius (see banded).
package reuse

import (
	"sync"

	"loupe/models"
)

// Index holds fingerprints. It is safe for concurrent use: searches run side by side, and a writer keeps them waiting
// only for an insertion, not while it sorts (see finder).
type Index struct {
	writing sync.Mutex   // held by one writer from beginning to end
	mu      sync.RWMutex // held for writing only while what searches read changes
	state   state
	scratch sync.Pool // *visited
}

// state is what a rebuild replaces as a whole.
type state struct {
	rows   *ledger
	kinds  []kind
	tables []finder // parallel to kinds
}

// finder is the table of one kind. A writer calls add under the lock and settle outside of it; nothing else changes a
// table.
type finder interface {
	// add appends a code.
	add(c code, row uint32)
	// settle does the sorting that has become due, on the side, and returns what puts the result in place (to be called
	// under the lock), or nil.
	settle() (publish func())
	// search calls hit for every row with a code within the kind's radius of c, and for some of those beyond it and within
	// reach, a row perhaps several times, in any order. hit returns the reach for the rest of the search, never a larger one.
	search(c code, reach int, seen *visited, hit func(row uint32, distance int) int)
	// each calls yield for every code, in any order.
	each(yield func(c code, row uint32))
	// fill announces that nothing is searched until seal, so that sorting can wait.
	fill()
	seal()
}

// NewIndex returns an empty index.
func NewIndex() *Index {
	return &Index{state: newState(), scratch: sync.Pool{New: func() any { return new(visited) }}}
}

func newState() state {
	s := state{rows: newLedger(), kinds: kinds()}
	for _, k := range s.kinds {
		s.tables = append(s.tables, k.finder())
	}
	return s
}

// Len returns the number of submissions held.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.state.rows.alive()
}

// Add inserts e, or replaces what is held of the same submission. Of perceptual hashes the upright one is kept.
// Fingerprints that Validate refuses are passed over. Cost: a few microseconds; every 16,384th insertion of a kind
// sorts that many codes (milliseconds), every 2^20th a million (about a second), while searches go on.
func (x *Index) Add(e models.IndexEntry) {
	x.writing.Lock()
	defer x.writing.Unlock()
	digest := x.state.rows.digest(e)
	old, held := x.state.rows.find(e.SubmissionID)
	if held && x.state.rows.digests[old] == digest {
		return // a re-scan mostly saves what is held already
	}
	x.mu.Lock()
	if held {
		x.state.rows.kill(old)
	}
	x.state.rows.enter(e.SubmissionID, x.state.insert(e, digest))
	x.mu.Unlock()
	x.settle()
}

// Fill adds every entry that each yields, and sorts once at the end: of ten million entries that takes seconds where
// Add one by one takes minutes. It is meant for an index that nobody searches yet; searches wait until it ends. The error
// is each's.
func (x *Index) Fill(each func(yield func(models.IndexEntry) error) error) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, t := range x.state.tables {
		t.fill()
	}
	err := each(func(e models.IndexEntry) error {
		x.state.insert(e, x.state.rows.digest(e))
		for _, t := range x.state.tables {
			if publish := t.settle(); publish != nil {
				publish()
			}
		}
		return nil
	})
	x.state.rows.index()
	for _, t := range x.state.tables {
		t.seal()
	}
	return err
}

// Holds reports whether e is held as it is given, with the same account, time and fingerprints, and is found by each of
// its fingerprints.
func (x *Index) Holds(e models.IndexEntry) bool {
	seen, done := x.read()
	defer done()
	row, held := x.state.rows.find(e.SubmissionID)
	if !held || x.state.rows.digests[row] != x.state.rows.digest(e) {
		return false
	}
	for j := range e.Fingerprints {
		fp := &e.Fingerprints[j]
		i, c, ok := x.state.table(fp)
		if !ok || !stored(fp) {
			continue
		}
		found := false
		x.state.tables[i].search(c, 0, seen, func(r uint32, _ int) int {
			found = found || r == row
			return 0
		})
		if !found {
			return false
		}
	}
	return true
}

// Remove forgets a submission; one that is not held is no error.
func (x *Index) Remove(submissionID string) {
	x.writing.Lock()
	defer x.writing.Unlock()
	row, held := x.state.rows.find(submissionID)
	if !held {
		return
	}
	x.mu.Lock()
	x.state.rows.kill(row)
	x.mu.Unlock()
	x.settle()
}

func (s state) insert(e models.IndexEntry, digest uint64) (row uint32) {
	row = s.rows.add(e, digest)
	for j := range e.Fingerprints {
		if fp := &e.Fingerprints[j]; stored(fp) {
			if i, c, ok := s.table(fp); ok {
				s.tables[i].add(c, row)
			}
		}
	}
	return row
}

// table returns the place of the table that fp belongs into, and its code there.
func (s state) table(fp *models.Fingerprint) (i int, c code, ok bool) {
	for i := range s.kinds {
		if c, ok := s.kinds[i].query(fp); ok {
			return i, c, true
		}
	}
	return 0, c, false
}

// settle sorts what has become due. The caller holds writing, not mu.
func (x *Index) settle() {
	if x.state.rows.wasteful() {
		compacted := x.state.compacted()
		x.publish(func() { x.state = compacted })
		return
	}
	x.publish(x.state.rows.settle())
	for _, t := range x.state.tables {
		x.publish(t.settle())
	}
}

func (x *Index) publish(change func()) {
	if change == nil {
		return
	}
	x.mu.Lock()
	change()
	x.mu.Unlock()
}

// compacted returns s without the removed rows. Row order, and with it every answer, stays.
func (s state) compacted() state {
	out := newState()
	out.rows.seed = s.rows.seed // the digests stay good
	place := func(publish func()) {
		if publish != nil {
			publish()
		}
	}
	moved := make([]uint32, s.rows.len())
	for row := range moved {
		if !s.rows.dead(uint32(row)) {
			moved[row] = out.rows.add(s.rows.entry(uint32(row)), s.rows.digests[row])
		}
	}
	out.rows.index()
	for i, t := range s.tables {
		t.each(func(c code, row uint32) {
			if !s.rows.dead(row) {
				out.tables[i].add(c, moved[row])
				place(out.tables[i].settle())
			}
		})
	}
	return out
}
