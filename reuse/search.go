package reuse

import (
	"cmp"
	"time"

	"loupe/models"
)

// Candidate is a submission of another account that may show the same picture. It proves nothing: verify it.
type Candidate struct {
	SubmissionID string
	Account      models.Account
	CreatedAt    time.Time              // to the microsecond, UTC
	Kind         models.FingerprintKind // of the query's fingerprint that found it; the strongest one
	Distance     int                    // in bits of that kind; 0 for digests
	Orientation  int                    // 1..8: how the query's upright picture must be turned to resemble the candidate's; 0 for digests
	Votes        int                    // local features that agree; 0 for other kinds
}

// Nearer orders candidates as Search does: kind, votes, distance, age, id.
func Nearer(a, b Candidate) int {
	return cmp.Or(cmp.Compare(rank(a.Kind), rank(b.Kind)), cmp.Compare(b.Votes, a.Votes), cmp.Compare(a.Distance, b.Distance),
		a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.SubmissionID, b.SubmissionID))
}

// rank returns the place of a fingerprint's kind in kinds, strongest first.
func rank(name models.FingerprintKind) int {
	list := kinds()
	for i := range list {
		if list[i].has(name) {
			return i
		}
	}
	return len(list)
}

// Search returns up to limit submissions of other accounts than e's that are near e: equal digests first, then the
// nearest perceptual hashes of each kind, in the order of kinds (256 bits within 31, 64 bits within 8); of equally near
// ones the oldest, then the smallest ID. Within those radii nothing is missed. Every fingerprint of e is looked up, so
// an entry with the hashes of all eight orientations finds mirrored and turned copies. Equal calls give equal answers.
//
// Cost: of n codes some 2,000 buckets of a few codes each are read for a hash of 256 bits; a crowd of m near-duplicates
// adds O(m) comparisons, and shrinks the radius to that of the limit-th best, which spares most buckets. Memory: a byte
// per row of a segment, and the answer. Rows of e's own account are passed over one by one, so they crowd nobody out.
func (x *Index) Search(e models.IndexEntry, limit int) []Candidate {
	if limit <= 0 {
		return nil
	}
	seen, done := x.read()
	defer done()
	best := ranking{rows: x.state.rows, self: e, limit: limit}
	for i := range x.state.kinds {
		if best.full() && best.worst().kind < i {
			break // a weaker kind displaces nothing
		}
		x.state.find(i, x.state.kinds[i].radius, e, seen, &best)
	}
	return best.candidates()
}

// read begins a search: the state stays as it is until done is called.
func (x *Index) read() (seen *visited, done func()) {
	seen = x.scratch.Get().(*visited)
	x.mu.RLock()
	return seen, func() {
		x.mu.RUnlock()
		x.scratch.Put(seen)
	}
}

// find offers what table i holds near e's fingerprints.
func (s state) find(i, reach int, e models.IndexEntry, seen *visited, best *ranking) {
	if s.kinds[i].votes > 1 {
		s.elect(i, reach, e, seen, best)
		return
	}
	for _, fp := range e.Fingerprints {
		c, ok := s.kinds[i].query(&fp)
		if !ok {
			continue
		}
		s.tables[i].search(c, best.reach(i, reach), seen, func(row uint32, distance int) int {
			best.offer(hit{row: row, kind: i, name: fp.Kind, distance: distance, orientation: fp.Orientation})
			return best.reach(i, reach)
		})
	}
}

// query returns the code of fp when it belongs into this table.
func (k *kind) query(fp *models.Fingerprint) (code, bool) {
	if !k.has(fp.Kind) {
		return code{}, false
	}
	c, err := k.parse(fp)
	return c, err == nil
}

// mostVoters is how many rows one local feature may vote for: what stands in more pictures tells none of them from the others
// (the stop list of Sivic and Zisserman, Video Google, ICCV 2003, section 4.1).
const mostVoters = 500

// elect offers the rows on which several of e's codes agree.
func (s state) elect(i, reach int, e models.IndexEntry, seen *visited, best *ranking) {
	votes := map[uint32]hit{}
	for _, fp := range e.Fingerprints {
		c, ok := s.kinds[i].query(&fp)
		if !ok {
			continue
		}
		voters := map[uint32]int{}
		s.tables[i].search(c, reach, seen, func(row uint32, distance int) int {
			if d, known := voters[row]; !known || distance < d {
				voters[row] = distance
			}
			if len(voters) > mostVoters {
				return -1
			}
			return reach
		})
		if len(voters) > mostVoters {
			continue
		}
		for row, distance := range voters {
			h, known := votes[row]
			if !known || distance < h.distance {
				h.distance = distance
			}
			h.row, h.kind, h.name, h.orientation, h.votes = row, i, fp.Kind, fp.Orientation, h.votes+1
			votes[row] = h
		}
	}
	for _, h := range votes {
		if h.votes >= s.kinds[i].votes {
			best.offer(h)
		}
	}
}
