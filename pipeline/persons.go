package pipeline

import (
	"context"
	"slices"

	"loupe/models"
	"loupe/reuse"
)

// Dispose keeps a person's word on a link or a ring, and has the reports that it concerns judged again. Undone takes the
// word before it back.
func (s *Service) Dispose(ctx context.Context, d models.Disposition) (models.Disposition, error) {
	if (d.LinkID == "") == (d.RingID == "") {
		return d, models.Invalidf("link_id", "a disposition is about one link or one ring: send link_id or ring_id")
	}
	if _, err := models.ParseRuling(string(d.Word)); err != nil {
		return d, err
	}
	d.ID, d.CreatedAt = s.config.NewID("dsp"), s.config.Now().UTC()
	concerned, err := s.known(ctx, &d)
	if err != nil {
		return d, err
	}
	event := models.Event{Type: models.EventDispositionMade, LinkID: d.LinkID, RingID: d.RingID, Data: map[string]string{"word": string(d.Word)}}
	err = s.store.Dispose(ctx, d, concerned, []models.Event{event})
	s.wakeUp()
	return d, err
}

// known fills in what the person could know, and returns the submissions whose reports the word may change: both ends of
// a link, all members of a ring.
func (s *Service) known(ctx context.Context, d *models.Disposition) ([]string, error) {
	if d.RingID != "" {
		ring, err := s.Ring(ctx, d.RingID)
		if err != nil {
			return nil, err
		}
		d.RingID, d.Known = ring.ID, reuse.Accounts(ring)
		return membersOf(ring), nil
	}
	link, err := s.store.Link(ctx, d.LinkID)
	if err != nil {
		return nil, err
	}
	d.Known = link.ConflictFields()
	return ends(link), nil
}

// membersOf lists the submissions of a ring, sorted: locks are taken in one order.
func membersOf(r models.Ring) []string {
	var ids []string
	for _, a := range r.Accounts {
		ids = append(ids, a.Submissions...)
	}
	slices.Sort(ids)
	return ids
}

// ends returns the two submissions of a link, the smaller id first: locks are taken in one order.
func ends(l models.LinkRecord) []string {
	a, b := l.A.SubmissionID, l.B.SubmissionID
	return []string{min(a, b), max(a, b)}
}

// Dispositions lists what persons said, newest first.
func (s *Service) Dispositions(ctx context.Context, q models.DispositionQuery) ([]models.Disposition, models.Cursor, error) {
	return s.store.Dispositions(ctx, q)
}

// PutInBank marks a submission as a known forgery or as honestly shared, and has everything linked to it judged again.
func (s *Service) PutInBank(ctx context.Context, e models.BankEntry) (models.BankEntry, error) {
	if _, err := models.ParseBank(string(e.Bank)); err != nil {
		return e, err
	}
	e.CreatedAt = s.config.Now().UTC()
	return e, s.rebank(ctx, e.SubmissionID, string(e.Bank), func(revise []string, events []models.Event) error {
		return s.store.PutInBank(ctx, e, revise, events)
	})
}

// TakeFromBank forgets that a submission was marked.
func (s *Service) TakeFromBank(ctx context.Context, submissionID string) error {
	return s.rebank(ctx, submissionID, "", func(revise []string, events []models.Event) error {
		return s.store.TakeFromBank(ctx, submissionID, revise, events)
	})
}

func (s *Service) rebank(ctx context.Context, id, bank string, keep func(revise []string, events []models.Event) error) error {
	if _, err := s.store.Submission(ctx, id); err != nil {
		return err
	}
	links, err := s.heldLinks(ctx, id)
	if err != nil {
		return err
	}
	revise := others(id, links)
	if len(links) > 0 {
		revise = append(revise, id)
	}
	err = keep(revise, []models.Event{{Type: models.EventBankChanged, SubmissionID: id, Data: map[string]string{"bank": bank}}})
	s.wakeUp()
	return err
}

// BankEntries lists a bank, newest first.
func (s *Service) BankEntries(ctx context.Context, q models.BankQuery) ([]models.BankEntry, models.Cursor, error) {
	return s.store.BankEntries(ctx, q)
}

// Link returns one verified link.
func (s *Service) Link(ctx context.Context, id string) (models.LinkRecord, error) {
	return s.store.Link(ctx, id)
}
