package storetest

import (
	"reflect"
	"testing"

	"loupe/models"
)

// linked returns two examined submissions of different accounts and their link, with a conflict in each of the fields.
func (b *bench) linked(t *testing.T, conflicts ...string) (a, c models.Submission, l models.LinkRecord) {
	t.Helper()
	a = b.examined(t, b.submission("a"), models.VerdictAccept)
	c = b.submission("b")
	l = b.link(c, a, models.RelationSameCapture)
	l.Conflicts = inConflict(conflicts...)
	b.complete(t, c, l)
	return a, c, l
}

func inConflict(fields ...string) []models.Conflict {
	out := []models.Conflict{}
	for _, f := range fields {
		out = append(out, models.Conflict{Field: f, A: "x", B: "y"})
	}
	return out
}

// relink completes another submission that finds the link anew, with these conflicts.
func (b *bench) relink(t *testing.T, a, c models.Submission, conflicts ...string) {
	t.Helper()
	l := b.link(c, a, models.RelationSameCapture)
	l.Conflicts = inConflict(conflicts...)
	b.complete(t, b.submission("elsewhere"), l)
}

func (b *bench) dispose(t *testing.T, linkID string, w models.Ruling, known ...string) models.Disposition {
	t.Helper()
	d := models.Disposition{ID: b.id("dsp"), LinkID: linkID, Word: w, Note: "seen on paper", Reviewer: "Zoë", CreatedAt: kept(b.now()), Known: append([]string{}, known...)}
	check(t, b.Dispose(t.Context(), d, nil, nil))
	return d
}

// wantStatus reads the link in every way there is.
func (b *bench) wantStatus(t *testing.T, l models.LinkRecord, want models.Status, word *models.Disposition) {
	t.Helper()
	one, err := b.Link(t.Context(), l.ID)
	check(t, err)
	list, _, err := b.Links(t.Context(), models.LinkQuery{SubmissionID: l.A.SubmissionID})
	check(t, err)
	touching, err := b.LinksTouching(t.Context(), []models.Account{models.Account(l.B.Account)}, 10)
	check(t, err)
	for _, got := range []models.LinkRecord{one, list[0], touching[0]} {
		wantEqual(t, "status of "+l.ID, got.Status, want)
		if got.ID != l.ID || !reflect.DeepEqual(got.Disposition, word) {
			t.Errorf("link %s: disposition %+v, want %+v", got.ID, got.Disposition, word)
		}
	}
}

func dispositions(t *testing.T, b *bench) {
	a, c, l := b.linked(t, "name")
	b.wantStatus(t, l, models.StatusOpen, nil)
	no := b.dispose(t, l.ID, models.RulingNotAMatch, "name")
	b.wantStatus(t, l, models.StatusNotAMatch, &no)
	b.relink(t, a, c, "name") // what the person knew of
	b.wantStatus(t, l, models.StatusNotAMatch, &no)
	b.relink(t, a, c, "date_of_birth", "name")
	b.wantStatus(t, l, models.StatusReopened, &no)
	undone := b.dispose(t, l.ID, models.RulingUndone)
	b.wantStatus(t, l, models.StatusOpen, nil)
	yes := b.dispose(t, l.ID, models.RulingConfirmed, "name")
	b.wantStatus(t, l, models.StatusConfirmed, &yes)

	late := models.Disposition{ID: "a", LinkID: l.ID, Word: models.RulingNotAMatch, CreatedAt: no.CreatedAt, Known: []string{"date_of_birth", "name"}}
	check(t, b.Dispose(t.Context(), late, nil, nil)) // from a machine whose clock is slow: still the latest
	b.wantStatus(t, l, models.StatusNotAMatch, &late)

	ring := models.Disposition{ID: b.id("dsp"), RingID: l.ID, Word: models.RulingConfirmed, CreatedAt: kept(b.now()), Known: []string{"a", "b"}}
	check(t, b.Dispose(t.Context(), ring, nil, nil))
	b.wantStatus(t, l, models.StatusNotAMatch, &late) // a word on the ring is none on its oldest link
	for _, test := range []struct {
		q    models.DispositionQuery
		want []models.Disposition
	}{
		{models.DispositionQuery{LinkID: l.ID}, []models.Disposition{late, yes, undone, no}},
		{models.DispositionQuery{RingID: l.ID}, []models.Disposition{ring}},
		{models.DispositionQuery{}, []models.Disposition{ring, late, yes, undone, no}},
		{models.DispositionQuery{LinkID: "nobody"}, []models.Disposition{}},
	} {
		wantPages(t, test.want, func(after models.Cursor) ([]models.Disposition, models.Cursor, error) {
			test.q.After, test.q.Limit = after, 2
			return b.Dispositions(t.Context(), test.q)
		})
	}
}

// wantPages reads a list to its end.
func wantPages[T any](t *testing.T, want []T, read func(models.Cursor) ([]T, models.Cursor, error)) {
	t.Helper()
	got, after := []T{}, models.Cursor("")
	for {
		rows, next, err := read(after)
		check(t, err)
		got = append(got, rows...)
		if after = next; next == "" {
			break
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("pages together = %+v\nwant %+v", got, want)
	}
}

func dispositionRefusals(t *testing.T, b *bench) {
	_, _, l := b.linked(t)
	whole := models.Disposition{ID: "d", LinkID: l.ID, Word: models.RulingConfirmed, Note: "nul\x00", Reviewer: "\xff"}
	for name, test := range map[string]struct {
		change func(*models.Disposition)
		want   models.ErrorCode
	}{
		"missing link": {func(d *models.Disposition) { d.LinkID = "nobody" }, models.ErrNotFound},
		"NUL in link":  {func(d *models.Disposition) { d.LinkID = "\x00" }, models.ErrNotFound},
		"NUL in ring":  {func(d *models.Disposition) { d.LinkID, d.RingID = "", "\x00" }, models.ErrInvalid},
		"of nothing":   {func(d *models.Disposition) { d.LinkID = "" }, models.ErrInvalid},
		"of two":       {func(d *models.Disposition) { d.RingID = "r" }, models.ErrInvalid},
		"no id":        {func(d *models.Disposition) { d.ID = "" }, models.ErrInvalid},
		"unknown word": {func(d *models.Disposition) { d.Word = "maybe" }, models.ErrInvalid},
	} {
		d := whole
		test.change(&d)
		events := []models.Event{{Type: models.EventDispositionMade}}
		wantCode(t, name, b.Dispose(t.Context(), d, []string{l.A.SubmissionID}, events), test.want)
	}
	b.wantFollowed(t, 0, 0)
	check(t, b.Dispose(t.Context(), whole, nil, nil))
	wantCode(t, "same id again", b.Dispose(t.Context(), whole, nil, nil), models.ErrConflict)
	got, _, err := b.Dispositions(t.Context(), models.DispositionQuery{})
	check(t, err)
	if len(got) != 1 || got[0].Note != "nul\uFFFD" || got[0].Reviewer != "\uFFFD" || got[0].CreatedAt != kept(b.now()) || got[0].Known == nil {
		t.Errorf("dispositions = %+v", got)
	}
	_, _, err = b.Dispositions(t.Context(), models.DispositionQuery{LinkID: "\x00"})
	wantCode(t, "NUL in the filter", err, models.ErrInvalid)
	_, err = b.Link(t.Context(), "nobody")
	wantCode(t, "missing link", err, models.ErrNotFound)
	_, err = b.Link(t.Context(), "\x00")
	wantCode(t, "NUL in the id", err, models.ErrNotFound)
}

// wantFollowed counts the jobs that wait to revise, and the events.
func (b *bench) wantFollowed(t *testing.T, jobs, events int) {
	t.Helper()
	n, err := b.WaitingJobs(t.Context(), models.QueueRevise)
	check(t, err)
	wantEqual(t, "jobs of revision", n, jobs)
	list, _, err := b.Events(t.Context(), models.EventQuery{})
	check(t, err)
	wantEqual(t, "events", len(list), events)
}

func banks(t *testing.T, b *bench) {
	a, c, l := b.linked(t)
	good := models.BankEntry{SubmissionID: a.ID, Bank: models.BankGood, Note: "specimen", Reviewer: "Zoë", CreatedAt: kept(b.now())}
	changed := []models.Event{{Type: models.EventBankChanged, SubmissionID: a.ID}}
	check(t, b.PutInBank(t.Context(), good, []string{a.ID, c.ID}, changed))
	b.wantFollowed(t, 2, 1)
	b.wantStatus(t, l, models.StatusNotAMatch, nil)
	yes := b.dispose(t, l.ID, models.RulingConfirmed) // a person's word is stronger
	b.wantStatus(t, l, models.StatusConfirmed, &yes)
	b.advance(1e9)
	bad := models.BankEntry{SubmissionID: c.ID, Bank: models.BankBad, CreatedAt: kept(b.now())}
	check(t, b.PutInBank(t.Context(), bad, nil, nil))
	got, err := b.Link(t.Context(), l.ID)
	check(t, err)
	wantEqual(t, "banks", got.Banks, [2]models.Bank{models.BankBad, models.BankGood})
	b.wantBank(t, models.BankQuery{}, bad, good)
	b.wantBank(t, models.BankQuery{Bank: models.BankGood}, good)
	good.Bank, good.Note, good.CreatedAt = models.BankBad, "after all", bad.CreatedAt // equal times: by submission
	check(t, b.PutInBank(t.Context(), good, nil, nil))
	b.wantBank(t, models.BankQuery{Bank: models.BankBad}, bad, good)
	b.dispose(t, l.ID, models.RulingUndone)
	b.wantStatus(t, l, models.StatusOpen, nil)
	check(t, b.TakeFromBank(t.Context(), c.ID, []string{c.ID}, changed))
	b.wantBank(t, models.BankQuery{}, good)
	b.wantFollowed(t, 2, 2) // c waited already
	wantCode(t, "taken twice", b.TakeFromBank(t.Context(), c.ID, []string{a.ID}, changed), models.ErrNotFound)
	wantCode(t, "NUL in the id", b.TakeFromBank(t.Context(), "\x00", nil, nil), models.ErrNotFound)
	for _, id := range []string{"nobody", "", "\x00"} {
		wantCode(t, "of "+id, b.PutInBank(t.Context(), models.BankEntry{SubmissionID: id, Bank: models.BankBad}, nil, changed), models.ErrNotFound)
	}
	wantCode(t, "unknown bank", b.PutInBank(t.Context(), models.BankEntry{SubmissionID: a.ID, Bank: "grey"}, nil, changed), models.ErrInvalid)
	b.wantFollowed(t, 2, 2)
}

func (b *bench) wantBank(t *testing.T, q models.BankQuery, want ...models.BankEntry) {
	t.Helper()
	wantPages(t, want, func(after models.Cursor) ([]models.BankEntry, models.Cursor, error) {
		q.After, q.Limit = after, 1
		return b.BankEntries(t.Context(), q)
	})
}
