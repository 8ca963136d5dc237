package reuse

import (
	"cmp"
	"slices"
	"time"

	"loupe/models"
)

// hit is one row found, with its strength.
type hit struct {
	row         uint32
	kind        int // place in kinds
	name        models.FingerprintKind
	votes       int
	distance    int
	orientation int
	created     int64
	id          string
}

// nearness orders hits by what found them: kind, votes, then distance.
func (h *hit) nearness(o *hit) int {
	return cmp.Or(cmp.Compare(h.kind, o.kind), cmp.Compare(o.votes, h.votes), cmp.Compare(h.distance, o.distance))
}

// age orders hits of different rows: nearer, then older.
func (h *hit) age(o *hit) int { return cmp.Or(h.nearness(o), cmp.Compare(h.created, o.created)) }

// order orders hits of different rows wholly: nearer, then older, then by ID.
func (h *hit) order(o *hit) int { return cmp.Or(h.age(o), cmp.Compare(h.id, o.id)) }

// stronger orders hits of one row: nearer, then the smaller orientation, then by the fingerprint's name.
func (h *hit) stronger(o *hit) bool {
	return cmp.Or(h.nearness(o), cmp.Compare(h.orientation, o.orientation), cmp.Compare(h.name, o.name)) < 0
}

// ranking keeps the best hits, one per row, best first, never more than limit.
type ranking struct {
	rows  *ledger
	self  models.IndexEntry
	limit int
	hits  []hit
}

func (r *ranking) full() bool { return len(r.hits) == r.limit }

// reach returns how far a hit of the i-th kind may lie and still be among the best. The i-th is the weakest kind so far.
func (r *ranking) reach(i, reach int) int {
	if r.full() && r.worst().kind == i && r.worst().votes == 0 {
		return min(reach, r.worst().distance)
	}
	return reach
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
	out := make([]Candidate, len(r.hits))
	for i, h := range r.hits {
		out[i] = h.candidate(r.rows)
	}
	return out
}

func (h *hit) candidate(rows *ledger) Candidate {
	_, account := rows.names(h.row)
	return Candidate{
		SubmissionID: h.id, Account: models.Account(account), CreatedAt: time.UnixMicro(h.created).UTC(),
		Kind: h.name, Distance: h.distance, Orientation: h.orientation, Votes: h.votes,
	}
}
