package pipeline

import (
	"cmp"
	"slices"

	"loupe/models"
	"loupe/reuse"
)

// suspicion is a submission of another account that may share something with the one that asks.
type suspicion struct {
	reuse.Candidate     // the strongest find
	page, other     int // the pages most alike: of the submission that asks, and of the candidate's
	weight          int // of that pair of pages
	why             []models.Trace
	kinds           []models.FingerprintKind
}

// pictures reports whether pixels are alike, so that a comparison has something to look at.
func (s suspicion) pictures() bool {
	return slices.ContainsFunc(s.kinds, func(k models.FingerprintKind) bool { return !fact(k) })
}

// has reports whether fingerprints of one of the kinds found it.
func (s suspicion) has(names ...models.FingerprintKind) bool {
	return slices.ContainsFunc(s.kinds, func(k models.FingerprintKind) bool { return slices.Contains(names, k) })
}

// fact reports whether equal fingerprints of this kind are equal data, which no comparison of pictures proves or refutes.
func fact(k models.FingerprintKind) bool {
	return k == models.FingerprintNumber || k == models.FingerprintMRZ || k == models.FingerprintPerson
}

// suspects returns the submissions that resemble any page of e, the likeliest first: up to limit that share pictures and
// up to limit that share data.
func suspects(index *reuse.Index, e models.IndexEntry, limit int) []suspicion {
	bySubmission := map[string]*suspicion{}
	var order []string
	for _, part := range byPage(e) {
		_, page := pageOf(part.SubmissionID)
		for _, found := range index.Candidates(part, limit) {
			id, other := pageOf(found.SubmissionID)
			s := bySubmission[id]
			if s == nil {
				s = &suspicion{}
				bySubmission[id], order = s, append(order, id)
			}
			for _, c := range found.Found {
				s.kinds = append(s.kinds, c.Kind)
				s.why = append(s.why, models.Trace{Fingerprint: c.Kind, Distance: c.Distance, Orientation: c.Orientation, Votes: c.Votes})
			}
			if found.Weight > s.weight {
				s.Candidate, s.page, s.other, s.weight = found.Candidate, page, other, found.Weight
				s.SubmissionID = id
			}
		}
	}
	all := make([]suspicion, 0, len(order))
	for _, id := range order {
		all = append(all, *bySubmission[id])
	}
	slices.SortStableFunc(all, func(a, b suspicion) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), reuse.Nearer(a.Candidate, b.Candidate))
	})
	return shortened(all, limit)
}

// shortened keeps the first limit of those that share pictures and of those that share data.
func shortened(all []suspicion, limit int) []suspicion {
	pictures, facts := 0, 0
	return slices.DeleteFunc(all, func(s suspicion) bool {
		switch {
		case slices.ContainsFunc(s.kinds, fact):
			facts++
			return facts > limit
		default:
			pictures++
			return pictures > limit
		}
	})
}
