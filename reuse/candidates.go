package reuse

import (
	"cmp"
	"slices"

	"loupe/models"
)

// Suspect is a row that one or several kinds of fingerprints found. It proves nothing: verify it.
type Suspect struct {
	Candidate             // the strongest of Found
	Found     []Candidate // by kind, strongest first
	Weight    int         // how much was found; a hundred is one picture's hash at distance 0
}

// FoundBy reports whether fingerprints of one of the kinds found s.
func (s Suspect) FoundBy(names ...models.FingerprintKind) bool {
	return slices.ContainsFunc(s.Found, func(c Candidate) bool { return slices.Contains(names, c.Kind) })
}

// Candidates returns the submissions of other accounts that are worth a comparison with e, the likeliest first: of each
// kind of fingerprint the nearest, up to limit, also beyond the radius within which nothing is missed (256 bits: to 66),
// and together in order of all that was found. A copy is found by several kinds, another holder's card of the same
// layout by few, so that a crowd of honest cards does not hide it.
func (x *Index) Candidates(e models.IndexEntry, limit int) []Suspect {
	if limit <= 0 {
		return nil
	}
	seen, done := x.read()
	defer done()
	at := map[uint32]int{}
	var all []Suspect
	for i := range x.state.kinds {
		k := &x.state.kinds[i]
		best := ranking{rows: x.state.rows, self: e, limit: limit}
		x.state.find(i, max(k.radius, k.reach), e, seen, &best)
		for _, h := range best.hits {
			c := h.candidate(x.state.rows)
			if _, known := at[h.row]; !known {
				at[h.row] = len(all)
				all = append(all, Suspect{Candidate: c})
			}
			s := &all[at[h.row]]
			s.Found = append(s.Found, c)
			s.Weight += k.says(h)
		}
	}
	slices.SortFunc(all, func(a, b Suspect) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), Nearer(a.Candidate, b.Candidate))
	})
	return all
}

// says returns what a hit adds to its row's weight: all of the kind's at distance 0, nothing beyond its reach.
func (k *kind) says(h hit) int {
	if k.votes > 1 {
		const enough = 16 // of 24 that are kept: another card of the same layout shares eight or so
		return k.weight * min(h.votes, enough) / enough
	}
	return k.weight * (k.reach + 1 - h.distance) / (k.reach + 1)
}
