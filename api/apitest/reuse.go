package apitest

import (
	"context"
	"slices"
	"time"

	"loupe/models"
	"loupe/pipeline"
	"loupe/reuse"
)

// Said is what persons said through the fake.
type Said struct {
	Dispositions []models.Disposition
	Bank         []models.BankEntry
	Events       []models.Event
}

// Search finds Finds.
func (s *Service) Search(_ context.Context, q pipeline.Query) ([]models.Found, models.Cursor, error) {
	s.Searches = append(s.Searches, q)
	all := s.Finds
	for _, sub := range s.Held {
		if s.Finds != nil {
			break
		}
		all = append(all, models.Found{SubmissionID: sub.ID, Account: sub.Account, Kind: sub.Kind, FirstSeen: sub.CreatedAt,
			Why: []models.Trace{{Fingerprint: models.FingerprintPHash, Distance: 3, Orientation: 1}}})
	}
	page, next := cut(all, q.Limit, q.After)
	return page, next, s.Fail
}

// Link returns one by id.
func (s *Service) Link(_ context.Context, id string) (models.LinkRecord, error) {
	if s.Fail != nil {
		return models.LinkRecord{}, s.Fail
	}
	for _, l := range s.LinkRecords {
		if l.ID == id {
			return l, nil
		}
	}
	return models.LinkRecord{}, missing("link", id)
}

// Rings returns the groups of all links.
func (s *Service) Rings(_ context.Context, limit int) ([]models.Ring, error) {
	var out []models.Ring
	for _, group := range reuse.Groups(s.LinkRecords) {
		r := reuse.Ring(group)
		r.Disposition = s.latestWord(func(d models.Disposition) bool { return d.RingID == r.ID })
		if r.Status = models.Standing(r.Disposition, reuse.Accounts(r)); r.Status == models.StatusOpen {
			r.Disposition = nil
		}
		out = append(out, r)
	}
	return out[:min(limit, len(out))], s.Fail
}

func (s *Service) latestWord(about func(models.Disposition) bool) *models.Disposition {
	for _, d := range slices.Backward(s.Said.Dispositions) {
		if about(d) {
			return &d
		}
	}
	return nil
}

// Ring returns one by id.
func (s *Service) Ring(ctx context.Context, id string) (models.Ring, error) {
	all, err := s.Rings(ctx, len(s.LinkRecords))
	for _, r := range all {
		if r.ID == id {
			return r, err
		}
	}
	return models.Ring{}, missing("ring", id)
}

// RingOf returns an account's ring, nil without one.
func (s *Service) RingOf(ctx context.Context, a models.Account) (*models.Ring, error) {
	all, err := s.Rings(ctx, len(s.LinkRecords))
	for _, r := range all {
		if slices.Contains(reuse.Accounts(r), string(a)) {
			return &r, err
		}
	}
	return nil, err
}

// AccountSince returns when an account's first submission came.
func (s *Service) AccountSince(_ context.Context, a models.Account) (time.Time, error) {
	for _, sub := range s.Held {
		if sub.Account == a {
			return sub.CreatedAt, s.Fail
		}
	}
	return time.Time{}, missing("account", string(a))
}

// Dispose keeps a disposition, with what could be known.
func (s *Service) Dispose(ctx context.Context, d models.Disposition) (models.Disposition, error) {
	d.ID, d.CreatedAt = "dsp-1", epoch()
	if r, err := s.Ring(ctx, d.RingID); err == nil {
		d.Known = reuse.Accounts(r)
	}
	for i := range s.LinkRecords {
		if l := &s.LinkRecords[i]; l.ID == d.LinkID {
			d.Known = l.ConflictFields()
			l.Dispose(&d)
		}
	}
	s.Said.Dispositions = append(s.Said.Dispositions, d)
	return d, s.Fail
}

// Dispositions lists them.
func (s *Service) Dispositions(_ context.Context, q models.DispositionQuery) ([]models.Disposition, models.Cursor, error) {
	page, next := cut(s.Said.Dispositions, q.Limit, q.After)
	return page, next, s.Fail
}

// PutInBank keeps an entry.
func (s *Service) PutInBank(_ context.Context, e models.BankEntry) (models.BankEntry, error) {
	e.CreatedAt = epoch()
	s.Said.Bank = slices.DeleteFunc(s.Said.Bank, func(old models.BankEntry) bool { return old.SubmissionID == e.SubmissionID })
	s.Said.Bank = append(s.Said.Bank, e)
	s.rebank(e.SubmissionID, e.Bank)
	return e, s.Fail
}

// TakeFromBank forgets an entry.
func (s *Service) TakeFromBank(_ context.Context, id string) error {
	before := len(s.Said.Bank)
	s.Said.Bank = slices.DeleteFunc(s.Said.Bank, func(e models.BankEntry) bool { return e.SubmissionID == id })
	if len(s.Said.Bank) == before {
		return missing("bank entry", id)
	}
	s.rebank(id, "")
	return s.Fail
}

// rebank tells the links which bank their ends are in.
func (s *Service) rebank(id string, b models.Bank) {
	for i := range s.LinkRecords {
		l := &s.LinkRecords[i]
		if l.A.SubmissionID == id {
			l.Banks[0] = b
		}
		if l.B.SubmissionID == id {
			l.Banks[1] = b
		}
		l.Dispose(l.Disposition)
	}
}

// BankEntries lists them, newest first.
func (s *Service) BankEntries(_ context.Context, q models.BankQuery) ([]models.BankEntry, models.Cursor, error) {
	var all []models.BankEntry
	for _, e := range slices.Backward(s.Said.Bank) {
		if (q.Bank == "" || q.Bank == e.Bank) && (q.SubmissionID == "" || q.SubmissionID == e.SubmissionID) {
			all = append(all, e)
		}
	}
	page, next := cut(all, q.Limit, q.After)
	return page, next, s.Fail
}

// Events lists them.
func (s *Service) Events(_ context.Context, q models.EventQuery) ([]models.Event, models.Cursor, error) {
	page, next := cut(s.Said.Events, q.Limit, q.After)
	return page, next, s.Fail
}
