package reuse

import (
	"cmp"
	"slices"
	"time"

	"loupe/models"
)

// Candidate is a submission of another account that may show the same picture. It proves nothing: verify it.
type Candidate struct {
	SubmissionID string
	Account      models.Account
	CreatedAt    time.Time              // to the microsecond, UTC
	Kind         models.FingerprintKind // the strongest kind that found it
	Distance     int                    // in bits of that kind; 0 for digests
	Orientation  int                    // 1..8: how the query's upright picture must be turned to resemble the candidate's; 0 for digests
}

// Nearer orders candidates as Search does: kind, distance, age, id.
func Nearer(a, b Candidate) int {
	rank := func(c Candidate) int {
		return slices.IndexFunc(kinds(), func(k kind) bool { return k.name == c.Kind })
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Distance, b.Distance), a.CreatedAt.Compare(b.CreatedAt),
		cmp.Compare(a.SubmissionID, b.SubmissionID))
}

// Search returns up to limit submissions of other accounts than e's that are near e: equal bytes first, then equal
// pixels, then the nearest 256-bit hashes (within 31), then the nearest 64-bit hashes (within 8); of equally near
// ones the oldest, then the smallest ID. Within those radii nothing is missed. Every fingerprint of e is looked up, so
// an entry with the hashes of all eight orientations finds mirrored and turned copies. Equal calls give equal answers.
//
// Cost: per perceptual hash, buckets of about n/65536 rows (272 of them for 256 bits, 548 for 64) are read once each;
// a crowd of m near-duplicates adds O(m) comparisons, and shrinks the radius to that of the limit-th best, which spares
// most buckets. Memory: at most five bytes per row of a segment, and the answer. Rows of e's own account are passed
// over one by one, so they crowd nobody out.
func (x *Index) Search(e models.IndexEntry, limit int) []Candidate {
	if limit <= 0 {
		return nil
	}
	seen := x.scratch.Get().(*visited)
	defer x.scratch.Put(seen)
	x.mu.RLock()
	defer x.mu.RUnlock()
	best := ranking{rows: x.state.rows, self: e, limit: limit}
	for i, k := range kinds() {
		if best.full() && best.worst().kind < i {
			break // a weaker kind displaces nothing
		}
		for _, fp := range e.Fingerprints {
			if fp.Kind != k.name {
				continue
			}
			if c, err := k.parse(fp); err == nil {
				x.state.tables[i].search(c, best.radius(i, k), seen, func(row uint32, distance int) int {
					best.offer(hit{row: row, kind: i, distance: distance, orientation: fp.Orientation})
					return best.radius(i, k)
				})
			}
		}
	}
	return best.candidates()
}

// hit is one row found, with its strength.
type hit struct {
	row         uint32
	kind        int // place in kinds
	distance    int
	orientation int
	created     int64
	id          string
}

// nearness orders hits by what found them: kind, then distance.
func (h *hit) nearness(o *hit) int {
	return cmp.Or(cmp.Compare(h.kind, o.kind), cmp.Compare(h.distance, o.distance))
}

// age orders hits of different rows: nearer, then older.
func (h *hit) age(o *hit) int { return cmp.Or(h.nearness(o), cmp.Compare(h.created, o.created)) }

// order orders hits of different rows wholly: nearer, then older, then by ID.
func (h *hit) order(o *hit) int { return cmp.Or(h.age(o), cmp.Compare(h.id, o.id)) }

// stronger orders hits of one row: nearer, then the smaller orientation.
func (h *hit) stronger(o *hit) bool {
	return cmp.Or(h.nearness(o), cmp.Compare(h.orientation, o.orientation)) < 0
}

// ranking keeps the best hits, one per row, best first, never more than limit.
type ranking struct {
	rows  *ledger
	self  models.IndexEntry
	limit int
	hits  []hit
}

func (r *ranking) full() bool { return len(r.hits) == r.limit }

// radius returns how far a hit of the i-th kind may lie and still be among the best. The i-th is the weakest kind so far.
func (r *ranking) radius(i int, k kind) int {
	if r.full() && r.worst().kind == i {
		return r.worst().distance
	}
	return k.radius
}

// offer takes h when it belongs among the best. What numbers alone can tell comes first: of a crowd of duplicates most
// are turned away before their names are read.
func (r *ranking) offer(h hit) {
	if r.full() && h.nearness(r.worst()) > 0 {
		return
	}
	h.created = r.rows.created[h.row]
	if r.full() && h.age(r.worst()) > 0 || r.rows.dead(h.row) {
		return
	}
	id, account := r.rows.names(h.row)
	if string(account) == string(r.self.Account) || string(id) == r.self.SubmissionID {
		return
	}
	h.id = string(id)
	at := slices.IndexFunc(r.hits, func(o hit) bool { return o.row == h.row })
	switch {
	case at >= 0 && !h.stronger(&r.hits[at]):
		return
	case at >= 0:
		r.hits = slices.Delete(r.hits, at, at+1)
	case r.full() && h.order(r.worst()) > 0:
		return
	case r.full():
		r.hits = r.hits[:r.limit-1]
	}
	at, _ = slices.BinarySearchFunc(r.hits, &h, func(a hit, b *hit) int { return a.order(b) })
	r.hits = slices.Insert(r.hits, at, h)
}

func (r *ranking) worst() *hit { return &r.hits[r.limit-1] }

func (r *ranking) candidates() []Candidate {
	list := kinds()
	out := make([]Candidate, len(r.hits))
	for i, h := range r.hits {
		_, account := r.rows.names(h.row)
		out[i] = Candidate{
			SubmissionID: h.id, Account: models.Account(account), CreatedAt: time.UnixMicro(h.created).UTC(),
			Kind: list[h.kind].name, Distance: h.distance, Orientation: h.orientation,
		}
	}
	return out
}
