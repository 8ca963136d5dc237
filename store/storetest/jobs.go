package storetest

import (
	"testing"
	"time"

	"loupe/models"
)

func leaseOrder(t *testing.T, b *bench) {
	for range 3 {
		check(t, b.Release(t.Context(), b.create(t, b.submission("a"))))
	}
	_, err := b.Lease(t.Context(), models.QueueBulk, time.Minute)
	wantCode(t, "other queue", err, models.ErrNotFound)
	for _, want := range []string{"sub-0001", "sub-0002", "sub-0003"} {
		job, err := b.Lease(t.Context(), models.QueueLive, time.Minute)
		check(t, err)
		if job.SubmissionID != want || job.Attempts != 1 || job.LeaseToken == "" || job.Queue != models.QueueLive {
			t.Errorf("leased %+v, want %s, attempt 1", job, want)
		}
	}
	_, err = b.Lease(t.Context(), models.QueueLive, time.Minute)
	wantCode(t, "all leased", err, models.ErrNotFound)
	n, err := b.WaitingJobs(t.Context(), models.QueueLive)
	check(t, err)
	wantEqual(t, "not completed", n, 3)
}

func leaseExpiry(t *testing.T, b *bench) {
	s := b.submission("a")
	lost := b.create(t, s)
	b.advance(time.Minute - time.Microsecond)
	_, err := b.Lease(t.Context(), models.QueueLive, time.Minute)
	wantCode(t, "just before it runs out", err, models.ErrNotFound)
	b.advance(time.Microsecond)
	held, err := b.Lease(t.Context(), models.QueueLive, time.Minute)
	check(t, err)
	if held.ID != lost.ID || held.Attempts != 2 || held.LeaseToken == lost.LeaseToken {
		t.Errorf("taken over: %+v, before %+v", held, lost)
	}
	wantCode(t, "Extend of the lost", b.Extend(t.Context(), lost, time.Minute), models.ErrConflict)
	check(t, b.Release(t.Context(), lost)) // no error, no effect
	wantCode(t, "Complete of the lost", b.Complete(t.Context(), models.Completion{Job: lost, Report: b.report(s.ID, models.VerdictAccept)}), models.ErrConflict)
	_, err = b.Report(t.Context(), s.ID, 0)
	wantCode(t, "nothing written", err, models.ErrNotFound)
	check(t, b.Complete(t.Context(), models.Completion{Job: held, Report: b.report(s.ID, models.VerdictAccept)}))
	b.advance(time.Hour)
	_, err = b.Lease(t.Context(), models.QueueLive, time.Minute)
	wantCode(t, "completed", err, models.ErrNotFound)
	n, err := b.WaitingJobs(t.Context(), models.QueueLive)
	check(t, err)
	wantEqual(t, "waiting", n, 0)
}

func leaseExtend(t *testing.T, b *bench) {
	job := b.create(t, b.submission("a"))
	b.advance(50 * time.Second)
	check(t, b.Extend(t.Context(), job, time.Minute))
	b.advance(50 * time.Second)
	_, err := b.Lease(t.Context(), models.QueueLive, time.Minute)
	wantCode(t, "extended", err, models.ErrNotFound)
	b.advance(time.Hour)
	check(t, b.Extend(t.Context(), job, time.Minute)) // ran out, but nobody took it
	check(t, b.Complete(t.Context(), models.Completion{Job: job, Report: b.report(job.SubmissionID, models.VerdictAccept)}))
	wantCode(t, "Extend after Complete", b.Extend(t.Context(), job, time.Minute), models.ErrConflict)
	check(t, b.Release(t.Context(), job))
	n, err := b.WaitingJobs(t.Context(), models.QueueLive)
	check(t, err)
	wantEqual(t, "Release does not re-open", n, 0)
}

func leaseRelease(t *testing.T, b *bench) {
	job := b.create(t, b.submission("a"))
	for range 3 {
		check(t, b.Release(t.Context(), job))
		again, err := b.Lease(t.Context(), models.QueueLive, time.Minute)
		check(t, err)
		wantEqual(t, "attempts", again.Attempts, 1)
		wantCode(t, "old token", b.Extend(t.Context(), job, time.Minute), models.ErrConflict)
		job = again
	}
}
