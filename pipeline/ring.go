package pipeline

import (
	"context"
	"slices"

	"loupe/models"
	"loupe/reuse"
)

// What a ring's page shows at most. A ring beyond it is said to be truncated.
const (
	maxRingLinks = 2000
	maxStep      = 500 // links read for one step outwards
)

// Ring returns the ring of the given id with its members, or an ErrNotFound. The id of a ring that has grown together
// with an older one leads to the older one.
func (s *Service) Ring(ctx context.Context, id string) (models.Ring, error) {
	unknown := models.Errorf(models.ErrNotFound, "not_found", "there is no ring with the id %.60q", id)
	linkID, ok := reuse.OldestLink(id)
	if !ok {
		return models.Ring{}, unknown
	}
	link, err := s.store.Link(ctx, linkID)
	if err != nil {
		return models.Ring{}, err
	}
	ring, err := s.ringOf(ctx, models.Account(link.A.Account))
	if err == nil && ring == nil {
		return models.Ring{}, unknown
	}
	if err != nil {
		return models.Ring{}, err
	}
	return *ring, nil
}

// RingOf returns the ring that an account belongs to; nil when it belongs to none.
func (s *Service) RingOf(ctx context.Context, a models.Account) (*models.Ring, error) {
	return s.ringOf(ctx, a)
}

func (s *Service) ringOf(ctx context.Context, a models.Account) (*models.Ring, error) {
	links, truncated, err := s.reach(ctx, a)
	if err != nil || len(links) == 0 {
		return nil, err
	}
	r := reuse.Ring(links)
	r.Truncated = truncated
	words, _, err := s.store.Dispositions(ctx, models.DispositionQuery{RingID: r.ID, Limit: 1})
	if err != nil {
		return nil, err
	}
	var latest *models.Disposition
	if len(words) > 0 {
		latest = &words[0]
	}
	if r.Status = models.Standing(latest, reuse.Accounts(r)); latest != nil && latest.Word != models.RulingUndone {
		r.Disposition = latest
	}
	if r.Status.Suppressed() {
		for i := range r.Links { // a word on the ring speaks of every link of which nobody said anything else
			if r.Links[i].Status == models.StatusOpen {
				r.Links[i].Status = r.Status
			}
		}
	}
	return &r, nil
}

// reach collects the links that hang together with an account, step by step outwards. Only verified links that bind and
// that nobody has called no match lead on.
func (s *Service) reach(ctx context.Context, a models.Account) (links []models.LinkRecord, truncated bool, err error) {
	visited, known := map[string]bool{string(a): true}, map[string]bool{}
	for frontier := []models.Account{a}; len(frontier) > 0; {
		found, err := s.store.LinksTouching(ctx, frontier, maxStep)
		if err != nil {
			return nil, false, err
		}
		truncated = truncated || len(found) == maxStep
		frontier = nil
		for _, l := range found {
			if known[l.ID] || !l.Comparison.Relation.Binds() || l.Status.Suppressed() {
				continue
			}
			known[l.ID] = true
			links = append(links, l)
			for _, end := range []string{l.A.Account, l.B.Account} {
				if !visited[end] {
					visited[end] = true
					frontier = append(frontier, models.Account(end))
				}
			}
		}
		if len(links) >= maxRingLinks {
			return links[:maxRingLinks], true, nil
		}
	}
	return links, truncated, nil
}

// stand gives the links of an account that a word on its ring speaks of that word's status. A link of which a person said
// something itself keeps that, and one that the ring does not hold yet is new to whoever spoke. It returns the ring, nil
// when there is none.
func (s *Service) stand(ctx context.Context, a models.Account, links []models.LinkRecord) (*models.Ring, error) {
	if len(links) == 0 {
		return nil, nil
	}
	r, err := s.ringOf(ctx, a)
	if err != nil || r == nil || !r.Status.Suppressed() {
		return r, err
	}
	for i := range links {
		held := slices.ContainsFunc(r.Links, func(l models.LinkRecord) bool { return l.ID == links[i].ID })
		if held && links[i].Status == models.StatusOpen {
			links[i].Status = r.Status
		}
	}
	return r, nil
}

// Rings returns the rings that the newest links belong to, newest link first, at most limit.
func (s *Service) Rings(ctx context.Context, limit int) ([]models.Ring, error) {
	out := []models.Ring{}
	seen := map[string]bool{}
	links, _, err := s.store.Links(ctx, models.LinkQuery{Limit: 100})
	if err != nil {
		return nil, err
	}
	for _, l := range links {
		if seen[l.A.Account] || seen[l.B.Account] || !l.Comparison.Relation.Binds() || l.Status.Suppressed() {
			continue
		}
		r, err := s.ringOf(ctx, models.Account(l.A.Account))
		if err != nil {
			return nil, err
		}
		if r == nil {
			continue
		}
		for _, a := range r.Accounts {
			seen[a.Account] = true
		}
		if out = append(out, *r); len(out) == limit {
			break
		}
	}
	return slices.Clip(out), nil
}
