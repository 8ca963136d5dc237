package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"loupe/models"
)

// askRevision lets submissions be revised, through an upload that completes.
func (b *bench) askRevision(t *testing.T, ids ...string) {
	t.Helper()
	s := b.submission("asks")
	check(t, b.Complete(t.Context(), models.Completion{Job: b.create(t, s), Report: b.report(s.ID, models.VerdictAccept), Revise: ids}))
}

func (b *bench) leaseRevision(t *testing.T) models.Job {
	t.Helper()
	job, err := b.Lease(t.Context(), models.QueueRevise, time.Minute)
	check(t, err)
	return job
}

func revisions(t *testing.T, b *bench) {
	one, two := b.examined(t, b.submission("a"), models.VerdictAccept), b.examined(t, b.submission("b"), models.VerdictAccept)
	b.askRevision(t, two.ID, one.ID, two.ID, "nobody", "\x00")
	b.askRevision(t, one.ID) // waits already
	b.wantFollowed(t, 2, 0)
	job := b.leaseRevision(t)
	if job.SubmissionID != one.ID || job.Queue != models.QueueRevise || job.RescanID != "" || job.Attempts != 1 || job.LeaseToken == "" {
		t.Errorf("job = %+v, want the oldest submission's", job)
	}
	b.askRevision(t, one.ID, two.ID) // the leased one may have read the state before
	b.wantFollowed(t, 3, 0)
	other := b.leaseRevision(t)
	wantEqual(t, "while the first is held", other.SubmissionID, two.ID)
	_, err := b.Lease(t.Context(), models.QueueRevise, time.Minute)
	wantCode(t, "two of one submission", err, models.ErrNotFound)
	r := b.report(one.ID, models.VerdictReview)
	change := &models.RescanChange{SubmissionID: one.ID}
	wantCode(t, "a change of no rescan", b.Complete(t.Context(), models.Completion{Job: job, Report: r, Change: change}), models.ErrInvalid)
	check(t, b.Complete(t.Context(), models.Completion{Job: job, Report: r}))
	wantEqual(t, "revision", r.Revision, 2)
	wantCode(t, "completed twice", b.Complete(t.Context(), models.Completion{Job: job}), models.ErrConflict)
	check(t, b.Complete(t.Context(), models.Completion{Job: other})) // nothing new to say
	last := b.leaseRevision(t)
	wantEqual(t, "asked again while leased", last.SubmissionID, one.ID)
	_, err = b.Lease(t.Context(), models.QueueRevise, time.Minute)
	wantCode(t, "no more", err, models.ErrNotFound)
	b.advance(time.Minute)
	over := b.leaseRevision(t)
	wantEqual(t, "taken over", over.ID, last.ID)
	wantEqual(t, "attempts", over.Attempts, 2)
	check(t, b.Complete(t.Context(), models.Completion{Job: over}))
	b.wantFollowed(t, 0, 0)
}

// revisionNeedsAReport: a submission that is being examined is revised after its first report, and a job of revision is
// none that brings that.
func revisionNeedsAReport(t *testing.T, b *bench) {
	s := b.submission("a")
	live := b.create(t, s)
	b.askRevision(t, s.ID)
	_, err := b.Lease(t.Context(), models.QueueRevise, time.Minute)
	wantCode(t, "before the report", err, models.ErrNotFound)
	b.wantFollowed(t, 1, 0)
	check(t, b.Complete(t.Context(), models.Completion{Job: live})) // a live job that brings nothing, as it must not be
	check(t, b.EachReceived(t.Context(), b.now().Add(time.Hour), func(s models.Submission, hasJob bool) error {
		if hasJob {
			return errors.New(s.ID + " has a job that will bring its first report")
		}
		return nil
	}))
	other := b.submission("b")
	live = b.create(t, other)
	b.askRevision(t, other.ID)
	check(t, b.Complete(t.Context(), models.Completion{Job: live, Report: b.report(other.ID, models.VerdictAccept)}))
	wantEqual(t, "after the report", b.leaseRevision(t).SubmissionID, other.ID)
}

// revisionComesLast: what a rescan read may be older than what a revision reads, so its report comes first.
func revisionComesLast(t *testing.T, b *bench) {
	s := b.examined(t, b.submission("a"), models.VerdictAccept)
	_, err := b.CreateRescan(t.Context(), models.Rescan{ID: "rescan"}, engine(1))
	check(t, err)
	item, err := b.Lease(t.Context(), models.QueueBulk, time.Minute)
	check(t, err)
	b.askRevision(t, s.ID)
	_, err = b.Lease(t.Context(), models.QueueRevise, time.Minute)
	wantCode(t, "while the rescan looks", err, models.ErrNotFound)
	check(t, b.Complete(t.Context(), models.Completion{Job: item, Report: b.report(s.ID, models.VerdictReject)}))
	last := b.report(s.ID, models.VerdictReview)
	check(t, b.Complete(t.Context(), models.Completion{Job: b.leaseRevision(t), Report: last}))
	wantEqual(t, "revision", last.Revision, 3)
	r, err := b.Rescan(t.Context(), "rescan")
	check(t, err)
	wantEqual(t, "items counted", r.Done, 1)

	_, err = b.CreateRescan(t.Context(), models.Rescan{ID: "killed", Filter: models.RescanFilter{Account: s.Account}}, engine(1))
	check(t, err)
	_, err = b.Lease(t.Context(), models.QueueBulk, time.Minute)
	check(t, err)
	b.askRevision(t, s.ID)
	b.advance(time.Minute) // its holder is gone: nobody waits for it
	wantEqual(t, "after the lease", b.leaseRevision(t).SubmissionID, s.ID)
}

func revisionRelease(t *testing.T, b *bench) {
	s := b.examined(t, b.submission("a"), models.VerdictAccept)
	b.askRevision(t, s.ID)
	job := b.leaseRevision(t)
	check(t, b.Release(t.Context(), job))
	job = b.leaseRevision(t)
	wantEqual(t, "attempts", job.Attempts, 1)
	b.askRevision(t, s.ID)
	b.wantFollowed(t, 2, 0)
	check(t, b.Release(t.Context(), job)) // one that waits is enough
	b.wantFollowed(t, 1, 0)
	check(t, b.Release(t.Context(), job))
	wantCode(t, "the dropped one", b.Complete(t.Context(), models.Completion{Job: job}), models.ErrConflict)
	again := b.leaseRevision(t)
	check(t, b.Complete(t.Context(), models.Completion{Job: again, Report: b.report(s.ID, models.VerdictReview)}))
	b.wantFollowed(t, 0, 0)
}

// deletionTakesWords: what persons said of a submission and of its links goes with it; what happened stays.
func deletionTakesWords(t *testing.T, b *bench) {
	s, other := b.submission("a"), b.examined(t, b.submission("b"), models.VerdictAccept)
	job := b.create(t, s)
	l := b.link(s, other, models.RelationSameFile)
	finder := b.submission("c")
	check(t, b.Complete(t.Context(), models.Completion{Job: b.create(t, finder), Report: b.report(finder.ID, models.VerdictReview),
		Links: []models.LinkRecord{l}, Revise: []string{s.ID, other.ID}, Events: []models.Event{{Type: models.EventLinkFound, LinkID: l.ID}}}))
	b.dispose(t, l.ID, models.RulingConfirmed)
	check(t, b.PutInBank(t.Context(), models.BankEntry{SubmissionID: s.ID, Bank: models.BankBad}, nil, nil))
	_, err := b.DeleteSubmission(t.Context(), s.ID)
	check(t, err)
	_, err = b.Link(t.Context(), l.ID)
	wantCode(t, "its link", err, models.ErrNotFound)
	words, _, err := b.Dispositions(t.Context(), models.DispositionQuery{})
	check(t, err)
	wantEqual(t, "dispositions", len(words), 0)
	b.wantBank(t, models.BankQuery{}, []models.BankEntry{}...)
	b.wantFollowed(t, 1, 1)
	wantEqual(t, "who is still revised", b.leaseRevision(t).SubmissionID, other.ID)
	wantCode(t, "its live job", b.Extend(t.Context(), job, time.Minute), models.ErrConflict)
	wantCode(t, "a word on its link", b.Dispose(t.Context(), models.Disposition{ID: "d", LinkID: l.ID, Word: models.RulingUndone}, nil, nil), models.ErrNotFound)
}

func linksTouching(t *testing.T, b *bench) {
	var subs []models.Submission
	for i := range 4 {
		subs = append(subs, b.examined(t, b.submission(models.Account(fmt.Sprint("account ", i))), models.VerdictAccept))
	}
	l10, l21, l32 := b.link(subs[1], subs[0], models.RelationSameFile), b.link(subs[2], subs[1], models.RelationSameFile), b.link(subs[3], subs[2], models.RelationSameFile)
	l21.CreatedAt = l10.CreatedAt // told apart by id
	l21.Also = []models.Relation{models.RelationSamePortrait, models.RelationSameIdentity}
	b.complete(t, b.submission("finds"), l32, l21, l10)
	for _, test := range []struct {
		accounts []models.Account
		limit    int
		want     []models.LinkRecord
	}{
		{[]models.Account{"account 1"}, 10, []models.LinkRecord{l10, l21}},
		{[]models.Account{"account 3", "account 0"}, 10, []models.LinkRecord{l10, l32}},
		{[]models.Account{"account 1", "account 2"}, 2, []models.LinkRecord{l10, l21}},
		{[]models.Account{"nobody"}, 10, nil},
		{nil, 10, nil},
		{[]models.Account{"account 1"}, 0, nil},
	} {
		got, err := b.LinksTouching(t.Context(), test.accounts, test.limit)
		check(t, err)
		if got == nil || linkIDs(got) != linkIDs(test.want) {
			t.Errorf("%v lists %q, want %q", test.accounts, linkIDs(got), linkIDs(test.want))
		}
	}
	_, err := b.LinksTouching(t.Context(), []models.Account{"a"}, -1)
	wantCode(t, "negative limit", err, models.ErrInvalid)
	_, err = b.LinksTouching(t.Context(), []models.Account{"\x00"}, 1)
	wantCode(t, "NUL in an account", err, models.ErrInvalid)
	got, err := b.Link(t.Context(), l21.ID)
	check(t, err)
	wantEqual(t, "also", fmt.Sprint(got.Also), fmt.Sprint(l21.Also))
	l21.Also = nil
	b.complete(t, b.submission("finds"), l21)
	got, err = b.Link(t.Context(), l21.ID)
	check(t, err)
	wantEqual(t, "also, found again", len(got.Also), 0)
}
