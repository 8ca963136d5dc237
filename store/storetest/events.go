package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"

	"loupe/models"
)

func eventPages(t *testing.T, b *bench) {
	_, start, err := b.Events(t.Context(), models.EventQuery{})
	check(t, err)
	if start == "" {
		t.Error("the cursor of an empty list is empty")
	}
	s := b.submission("a")
	check(t, b.Complete(t.Context(), models.Completion{Job: b.create(t, s), Report: b.report(s.ID, models.VerdictAccept), Events: []models.Event{
		{ID: "mine", Type: models.EventReportCreated, Account: "a", SubmissionID: s.ID, Data: map[string]string{"verdict": "accept", "nul": "\x00'"}},
		{Type: models.EventLinkFound, Account: "b", LinkID: "l"},
		{Type: models.EventLinkFound, Account: "a", LinkID: "l", RingID: "r"},
	}}))
	all, end, err := b.Events(t.Context(), models.EventQuery{Limit: 3, After: start})
	check(t, err)
	want := models.Event{ID: all[0].ID, Type: models.EventReportCreated, Account: "a", SubmissionID: s.ID,
		Data: map[string]string{"verdict": "accept", "nul": "\x00'"}, CreatedAt: kept(b.now())}
	if len(all) != 3 || all[0].ID == "mine" || !reflect.DeepEqual(all[0], want) || all[1].Data == nil || all[2].RingID != "r" {
		t.Errorf("events = %+v", all)
	}
	none, same, err := b.Events(t.Context(), models.EventQuery{After: end})
	check(t, err)
	if none == nil || len(none) != 0 || same != end {
		t.Errorf("at the end: %v, cursor %q, want %q", none, same, end)
	}
	check(t, b.Dispose(t.Context(), models.Disposition{ID: "d", RingID: "r", Word: models.RulingConfirmed}, nil, []models.Event{{Type: models.EventDispositionMade, RingID: "r"}}))
	next, _, err := b.Events(t.Context(), models.EventQuery{After: end})
	check(t, err)
	if len(next) != 1 || next[0].ID <= all[2].ID || len(next[0].ID) != len(all[0].ID) || next[0].Type != models.EventDispositionMade {
		t.Errorf("the next = %+v, after %s", next, all[2].ID)
	}
	b.eventFilters(t, append(all, next...))
	wantCode(t, "NUL in an event", b.Complete(t.Context(), models.Completion{Events: []models.Event{{Account: "\x00"}}}), models.ErrInvalid)
}

func (b *bench) eventFilters(t *testing.T, all []models.Event) {
	t.Helper()
	for _, test := range []struct {
		q    models.EventQuery
		want []models.Event
	}{
		{models.EventQuery{}, all},
		{models.EventQuery{Account: "a"}, []models.Event{all[0], all[2]}},
		{models.EventQuery{Type: models.EventLinkFound}, all[1:3]},
		{models.EventQuery{Type: models.EventLinkFound, Account: "b"}, all[1:2]},
		{models.EventQuery{Type: models.EventBankChanged}, []models.Event{}},
	} {
		test.q.Limit = 1
		wantPages(t, test.want, func(after models.Cursor) ([]models.Event, models.Cursor, error) {
			test.q.After = after
			rows, next, err := b.Events(t.Context(), test.q)
			if len(rows) == 0 {
				next = "" // the end
			}
			return rows, next, err
		})
	}
	_, _, err := b.Events(t.Context(), models.EventQuery{Account: "\x00"})
	wantCode(t, "NUL in the filter", err, models.ErrInvalid)
	_, _, err = b.Events(t.Context(), models.EventQuery{Limit: -1})
	wantCode(t, "negative limit", err, models.ErrInvalid)
}

// cursorsOfOtherLists: every list refuses the cursors of every other.
func cursorsOfOtherLists(t *testing.T, b *bench) {
	_, c, l := b.linked(t)
	for _, id := range []string{c.ID, l.B.SubmissionID} {
		check(t, b.Dispose(t.Context(), models.Disposition{ID: id, LinkID: l.ID, Word: models.RulingUndone}, nil, nil))
		check(t, b.PutInBank(t.Context(), models.BankEntry{SubmissionID: id, Bank: models.BankBad}, nil, nil))
	}
	lists := map[string]func(models.Cursor) (models.Cursor, error){
		"submissions": func(c models.Cursor) (models.Cursor, error) {
			_, next, err := b.Submissions(t.Context(), models.SubmissionQuery{Limit: 1, After: c})
			return next, err
		},
		"dispositions": func(c models.Cursor) (models.Cursor, error) {
			_, next, err := b.Dispositions(t.Context(), models.DispositionQuery{Limit: 1, After: c})
			return next, err
		},
		"bank": func(c models.Cursor) (models.Cursor, error) {
			_, next, err := b.BankEntries(t.Context(), models.BankQuery{Limit: 1, After: c})
			return next, err
		},
		"events": func(c models.Cursor) (models.Cursor, error) {
			_, next, err := b.Events(t.Context(), models.EventQuery{Limit: 1, After: c})
			return next, err
		},
	}
	for from, first := range lists {
		cursor, err := first("")
		check(t, err)
		for of, list := range lists {
			if _, err := list(cursor); of == from {
				check(t, err)
			} else {
				wantCode(t, "cursor of "+from+" for "+of, err, models.ErrInvalid)
			}
			if _, err := list("!"); models.CodeOf(err) != models.ErrInvalid {
				t.Errorf("cursor ! for %s: %v", of, err)
			}
		}
	}
}

// eventsConcurrently lets submissions complete at once, each with events and with revisions of all others, persons speak
// meanwhile, and a reader follow: no deadlock, nothing missed, one waiting job a submission.
func eventsConcurrently(t *testing.T, b *bench) {
	const n, each = 12, 3
	var subs []models.Submission
	var ids []string
	var jobs []models.Job
	_, _, l := b.linked(t)
	for i := range n {
		subs = append(subs, b.submission(models.Account(fmt.Sprint("account ", i))))
		jobs, ids = append(jobs, b.create(t, subs[i])), append(ids, subs[i].ID)
	}
	var followed []models.Event
	stop, reader := make(chan struct{}), sync.WaitGroup{}
	var readErr error
	reader.Go(func() { followed, readErr = b.follow(t, stop) })
	check(t, errors.Join(together(2*n, func(i int) error {
		events := make([]models.Event, each)
		all := slices.Concat(ids[i%n:], ids[:i%n]) // in another order each time
		if i >= n {
			d := models.Disposition{ID: b.id("dsp"), LinkID: l.ID, Word: models.RulingConfirmed}
			e := models.BankEntry{SubmissionID: l.A.SubmissionID, Bank: models.BankBad}
			return errors.Join(b.Dispose(t.Context(), d, all, events), b.PutInBank(t.Context(), e, all, events))
		}
		c := models.Completion{Job: jobs[i], Report: b.report(ids[i], models.VerdictReview), Revise: all, Events: events}
		for k := 1; k < n; k++ {
			c.Links = append(c.Links, b.link(subs[i], subs[(i+k)%n], models.RelationSameFile))
		}
		return b.Complete(t.Context(), c)
	})...))
	close(stop)
	reader.Wait()
	check(t, readErr)
	wantEqual(t, "events that the reader saw", len(followed), 3*n*each)
	b.wantFollowed(t, n, 50)
}

// follow reads events one page after the other until stop is closed and nothing is left.
func (b *bench) follow(t *testing.T, stop <-chan struct{}) (seen []models.Event, err error) {
	q := models.EventQuery{Limit: 2}
	for over := false; ; {
		select {
		case <-stop:
			over = true
		default:
		}
		rows, next, err := b.Events(t.Context(), q)
		if err != nil || (over && len(rows) == 0) {
			return seen, err
		}
		seen, q.After = append(seen, rows...), next
	}
}

// revisionsAreNotLost leases and completes jobs of revision while they are asked for: whatever was asked last is begun
// only after it was committed.
func revisionsAreNotLost(t *testing.T, b *bench) {
	s := b.examined(t, b.submission("a"), models.VerdictAccept)
	const asked = 40
	stop, worker := make(chan struct{}), sync.WaitGroup{}
	var seen, workErr = 0, error(nil)
	worker.Go(func() { seen, workErr = b.reviseUntil(t, stop) })
	check(t, errors.Join(together(4, func(int) error {
		for range asked / 4 {
			e := models.BankEntry{SubmissionID: s.ID, Bank: models.BankBad}
			if err := b.PutInBank(t.Context(), e, []string{s.ID}, []models.Event{{Type: models.EventBankChanged}}); err != nil {
				return err
			}
		}
		return nil
	})...))
	close(stop)
	worker.Wait()
	check(t, workErr)
	wantEqual(t, "events that the last revision saw", seen, asked)
}

// reviseUntil works on jobs of revision until stop is closed and none waits; it returns how many events the last saw.
func (b *bench) reviseUntil(t *testing.T, stop <-chan struct{}) (seen int, err error) {
	for over := false; ; {
		select {
		case <-stop:
			over = true
		default:
		}
		job, err := b.Lease(t.Context(), models.QueueRevise, 1e12)
		switch {
		case err != nil && models.CodeOf(err) == models.ErrNotFound && over:
			return seen, nil
		case err != nil && models.CodeOf(err) == models.ErrNotFound:
			continue
		case err != nil:
			return seen, err
		}
		events, _, err := b.Events(t.Context(), models.EventQuery{Limit: 100})
		if err != nil {
			return seen, err
		}
		seen = len(events)
		if err := b.Complete(t.Context(), models.Completion{Job: job}); err != nil {
			return seen, err
		}
	}
}
