package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"loupe/models"
)

// together runs n goroutines at once and returns their errors.
func together(n int, do func(i int) error) []error {
	errs := make([]error, n)
	begin := make(chan struct{})
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			<-begin
			errs[i] = do(i)
		})
	}
	close(begin)
	group.Wait()
	return errs
}

func leaseConcurrently(t *testing.T, b *bench) {
	const jobs, holders = 40, 8
	for range jobs {
		check(t, b.Release(t.Context(), b.create(t, b.submission("a"))))
	}
	var mu sync.Mutex
	times := map[string]int{}
	errs := together(holders, func(int) error {
		for {
			job, err := b.Lease(t.Context(), models.QueueLive, time.Minute)
			if models.CodeOf(err) == models.ErrNotFound {
				return nil
			}
			if err != nil {
				return err
			}
			mu.Lock()
			times[job.ID]++
			mu.Unlock()
		}
	})
	check(t, errors.Join(errs...))
	wantEqual(t, "jobs leased", len(times), jobs)
	for id, n := range times {
		if n != 1 {
			t.Errorf("job %s was leased %d times", id, n)
		}
	}
}

func completeConcurrently(t *testing.T, b *bench) {
	s := b.submission("a")
	job := b.create(t, s)
	won := 0
	for _, err := range together(8, func(int) error {
		return b.Complete(t.Context(), models.Completion{Job: job, Report: b.report(s.ID, models.VerdictAccept)})
	}) {
		if err == nil {
			won++
		} else {
			wantCode(t, "the others", err, models.ErrConflict)
		}
	}
	wantEqual(t, "winners", won, 1)
	_, err := b.Report(t.Context(), s.ID, 2)
	wantCode(t, "second revision", err, models.ErrNotFound)
}

// revisionsConcurrently completes eight rescans' jobs of one submission at once: eight different revisions.
func revisionsConcurrently(t *testing.T, b *bench) {
	const n = 8
	s := b.examined(t, b.submission("a"), models.VerdictAccept)
	jobs := make([]models.Job, n)
	for i := range jobs {
		_, err := b.CreateRescan(t.Context(), models.Rescan{ID: b.id("rescan")}, engine(1))
		check(t, err)
		jobs[i], err = b.Lease(t.Context(), models.QueueBulk, time.Minute)
		check(t, err)
	}
	reports := make([]*models.Report, n)
	check(t, errors.Join(together(n, func(i int) error {
		reports[i] = b.report(s.ID, models.VerdictReview)
		return b.Complete(t.Context(), models.Completion{Job: jobs[i], Report: reports[i]})
	})...))
	seen := map[int]bool{}
	for _, r := range reports {
		seen[r.Revision] = true
	}
	wantEqual(t, "different revisions", len(seen), n)
	latest, err := b.Report(t.Context(), s.ID, 0)
	check(t, err)
	wantEqual(t, "latest", latest.Revision, n+1)
}

// linksConcurrently lets every submission find every other at once, from both sides: no deadlock, one link a pair.
func linksConcurrently(t *testing.T, b *bench) {
	const n = 6
	var subs [n]models.Submission
	var jobs [n]models.Job
	for i := range subs {
		subs[i] = b.submission(models.Account(fmt.Sprint("account ", i)))
		jobs[i] = b.create(t, subs[i])
	}
	check(t, errors.Join(together(n, func(i int) error {
		c := models.Completion{Job: jobs[i], Report: b.report(subs[i].ID, models.VerdictReview)}
		for k := range subs {
			if other := subs[(i+k)%n]; other.ID != subs[i].ID {
				c.Links = append(c.Links, b.link(subs[i], other, models.RelationSameFile))
			}
		}
		return b.Complete(t.Context(), c)
	})...))
	links, _, err := b.Links(t.Context(), models.LinkQuery{Limit: 100})
	check(t, err)
	wantEqual(t, "links", len(links), n*(n-1)/2)
}

// deletionConcurrently deletes a submission while others write about it: each succeeds or says what is gone, none
// deadlocks.
func deletionConcurrently(t *testing.T, b *bench) {
	x := b.examined(t, b.submission("x"), models.VerdictAccept)
	for range 12 {
		s, y, z := b.submission("s"), b.submission("y"), b.submission("z")
		live, other := b.create(t, s), b.create(t, y)
		l := b.link(s, x, models.RelationSameFile)
		check(t, b.Complete(t.Context(), models.Completion{Job: b.create(t, z), Report: b.report(z.ID, models.VerdictAccept),
			Links: []models.LinkRecord{l}, Revise: []string{s.ID}}))
		events, both := []models.Event{{Type: models.EventLinkFound, LinkID: l.ID}}, []string{x.ID, s.ID}
		for i, err := range together(5, func(i int) error {
			switch i {
			case 0:
				_, err := b.DeleteSubmission(t.Context(), s.ID)
				return err
			case 1:
				return b.Complete(t.Context(), models.Completion{Job: live, Report: b.report(s.ID, models.VerdictAccept), Revise: both, Events: events})
			case 2:
				return b.Complete(t.Context(), models.Completion{Job: other, Report: b.report(y.ID, models.VerdictAccept), Revise: both,
					Links: []models.LinkRecord{b.link(x, s, models.RelationSameFile), b.link(y, s, models.RelationSameFile)}, Events: events})
			case 3:
				return b.Dispose(t.Context(), models.Disposition{ID: b.id("dsp"), LinkID: l.ID, Word: models.RulingConfirmed}, both, events)
			}
			return b.PutInBank(t.Context(), models.BankEntry{SubmissionID: s.ID, Bank: models.BankBad}, both, events)
		}) {
			if code := models.CodeOf(err); err != nil && code != models.ErrNotFound && code != models.ErrConflict {
				t.Errorf("writer %d: %v (%s)", i, err, code)
			}
		}
	}
}
