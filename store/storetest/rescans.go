package storetest

import (
	"fmt"
	"testing"
	"time"

	"loupe/models"
)

func rescanFilters(t *testing.T, b *bench) {
	one, two, three := b.submission("a"), b.submission("O'Brien"), b.submission("b")
	two.Kind = models.KindDiploma
	b.examined(t, one, models.VerdictAccept)
	b.examined(t, two, models.VerdictReject)
	b.examined(t, three, models.VerdictReject)
	b.create(t, b.submission("a")) // no report: never selected
	newer, policy, full, same := engine(2), engine(1), engine(1), engine(1)
	policy.Policy++
	full.Profile = models.ProfileFull
	same.Version = "2.0" // the program's version alone makes nothing stale
	for _, test := range []struct {
		name    string
		filter  models.RescanFilter
		current models.Engine
		want    int
	}{
		{"everything", models.RescanFilter{}, same, 3},
		{"kind", models.RescanFilter{Kind: models.KindDiploma}, same, 1},
		{"account", models.RescanFilter{Account: "O'Brien"}, same, 1},
		{"verdict", models.RescanFilter{Verdict: models.VerdictReject}, same, 2},
		{"nothing", models.RescanFilter{Account: "a", Verdict: models.VerdictReject}, same, 0},
		{"not stale", models.RescanFilter{StaleOnly: true}, same, 0},
		{"not stale by the word for what was meant", models.RescanFilter{StaleOnly: true}, full, 0},
		{"stale by check", models.RescanFilter{StaleOnly: true}, newer, 3},
		{"stale by policy", models.RescanFilter{StaleOnly: true, Kind: models.KindDiploma}, policy, 1},
		{"stale by no checks", models.RescanFilter{StaleOnly: true}, models.Engine{Policy: 3}, 3},
	} {
		r, err := b.CreateRescan(t.Context(), models.Rescan{ID: b.id("rescan"), Reason: test.name, Filter: test.filter, DryRun: true}, test.current)
		check(t, err)
		wantEqual(t, test.name+": total", r.Total, test.want)
		got, err := b.Rescan(t.Context(), r.ID)
		check(t, err)
		wantEqual(t, "filter kept", got.Filter, test.filter)
		if got.Reason != test.name || !got.DryRun || got.Total != test.want || got.CreatedAt != kept(b.now()) {
			t.Errorf("rescan = %+v", got)
		}
	}
	_, err := b.Rescan(t.Context(), "none")
	wantCode(t, "missing", err, models.ErrNotFound)
	_, _, err = b.RescanChanges(t.Context(), "none", 0, "")
	wantCode(t, "changes of a missing one", err, models.ErrNotFound)
	_, err = b.CreateRescan(t.Context(), models.Rescan{ID: "nul", Filter: models.RescanFilter{Account: "\x00"}}, same)
	wantCode(t, "NUL in the filter", err, models.ErrInvalid)
}

func rescanOfFast(t *testing.T, b *bench) {
	s := b.submission("a")
	report := b.report(s.ID, models.VerdictAccept)
	report.Engine.Profile = models.ProfileFast
	check(t, b.Complete(t.Context(), models.Completion{Job: b.create(t, s), Report: report}))
	r, err := b.CreateRescan(t.Context(), models.Rescan{ID: "rescan", Filter: models.RescanFilter{StaleOnly: true}, DryRun: true}, engine(1))
	check(t, err)
	wantEqual(t, "what the fast profile left", r.Total, 1)
}

func rescanCounters(t *testing.T, b *bench) {
	for range 2 {
		b.examined(t, b.submission("a"), models.VerdictAccept)
	}
	r, err := b.CreateRescan(t.Context(), models.Rescan{ID: "rescan"}, engine(1))
	check(t, err)
	if r.State != models.RescanRunning || r.Total != 2 || r.FinishedAt != nil {
		t.Errorf("created: %+v", r)
	}
	_, err = b.CreateRescan(t.Context(), models.Rescan{ID: "rescan"}, engine(1))
	wantCode(t, "same id again", err, models.ErrConflict)
	for done := 1; done <= 2; done++ {
		job, err := b.Lease(t.Context(), models.QueueBulk, time.Minute)
		check(t, err)
		wantEqual(t, "job's rescan", job.RescanID, "rescan")
		wantEqual(t, "attempts", job.Attempts, 1)
		b.advance(time.Second)
		check(t, b.Complete(t.Context(), models.Completion{Job: job}))
		got, err := b.Rescan(t.Context(), "rescan")
		check(t, err)
		if got.Done != done || got.Changed != 0 || got.Failed != 0 || (got.State == models.RescanFinished) != (done == 2) {
			t.Errorf("after %d: %+v", done, got)
		}
		if done == 2 && (got.FinishedAt == nil || *got.FinishedAt != kept(b.now())) {
			t.Errorf("finished at %v, want %v", got.FinishedAt, kept(b.now()))
		}
	}
	changes, next, err := b.RescanChanges(t.Context(), "rescan", 0, "")
	check(t, err)
	if changes == nil || len(changes) != 0 || next != "" {
		t.Errorf("changes = %v, next %q, want none", changes, next)
	}
}

// rescanOutcomes: one item changed with a report, one changed in a dry run, one failed, one lost its lease.
func rescanOutcomes(t *testing.T, b *bench) {
	for range 3 {
		b.examined(t, b.submission("a"), models.VerdictAccept)
	}
	_, err := b.CreateRescan(t.Context(), models.Rescan{ID: "rescan"}, engine(1))
	check(t, err)
	lost, err := b.Lease(t.Context(), models.QueueBulk, time.Minute)
	check(t, err)
	b.advance(2 * time.Minute)
	var jobs [3]models.Job
	for i := range jobs {
		jobs[i], err = b.Lease(t.Context(), models.QueueBulk, time.Minute)
		check(t, err)
	}
	change := func(i int, failure string) *models.RescanChange {
		return &models.RescanChange{SubmissionID: jobs[i].SubmissionID, Account: "a", Before: models.VerdictAccept, After: models.VerdictReview, Error: failure}
	}
	wantCode(t, "lost lease", b.Complete(t.Context(), models.Completion{Job: lost, Change: change(0, "")}), models.ErrConflict)
	check(t, b.Complete(t.Context(), models.Completion{Job: jobs[1], Change: change(1, "")}))
	check(t, b.Complete(t.Context(), models.Completion{Job: jobs[0], Change: change(0, ""), Report: b.report(jobs[0].SubmissionID, models.VerdictReview)}))
	check(t, b.Complete(t.Context(), models.Completion{Job: jobs[2], Change: change(2, "worker crashed")}))
	r, err := b.Rescan(t.Context(), "rescan")
	check(t, err)
	if r.Done != 3 || r.Changed != 2 || r.Failed != 1 || r.State != models.RescanFinished {
		t.Errorf("rescan = %+v, want 3 done, 2 changed, 1 failed, finished", r)
	}
	changes, _, err := b.RescanChanges(t.Context(), "rescan", 0, "")
	check(t, err)
	got := ids(changes, func(c models.RescanChange) string { return c.SubmissionID + c.Error })
	wantEqual(t, "in order of completion", got, "sub-0003 sub-0001 sub-0005worker crashed")
	if changes[0].Changes == nil {
		t.Error("Changes is nil, want an empty list")
	}
	latest, err := b.Report(t.Context(), jobs[1].SubmissionID, 0)
	check(t, err)
	wantEqual(t, "revision after a dry run", latest.Revision, 1)
}

// rescanOrder: submissions may be stored in another order than they are dated.
func rescanOrder(t *testing.T, b *bench) {
	var want []models.Submission
	for range 3 {
		want = append(want, b.submission("a"))
	}
	for _, i := range []int{2, 0, 1} {
		b.examined(t, want[i], models.VerdictAccept)
	}
	for _, id := range []string{"z-first", "a-second"} {
		b.advance(time.Second)
		_, err := b.CreateRescan(t.Context(), models.Rescan{ID: id}, engine(1))
		check(t, err)
	}
	for i := range 6 {
		job, err := b.Lease(t.Context(), models.QueueBulk, time.Minute)
		check(t, err)
		wantEqual(t, "submission", job.SubmissionID, want[i%3].ID)
		wantEqual(t, "rescan", job.RescanID, []string{"z-first", "a-second"}[i/3])
	}
}

func rescanChangePages(t *testing.T, b *bench) {
	const n = 5
	for range n {
		b.examined(t, b.submission("a"), models.VerdictAccept)
	}
	for _, id := range []string{"one", "two"} {
		b.advance(time.Second)
		_, err := b.CreateRescan(t.Context(), models.Rescan{ID: id}, engine(1))
		check(t, err)
	}
	for i := range n {
		job, err := b.Lease(t.Context(), models.QueueBulk, time.Minute)
		check(t, err)
		check(t, b.Complete(t.Context(), models.Completion{Job: job, Change: &models.RescanChange{Changes: []string{fmt.Sprint(i)}}}))
	}
	var got string
	var after models.Cursor
	for {
		changes, next, err := b.RescanChanges(t.Context(), "one", 2, after)
		check(t, err)
		got += ids(changes, func(c models.RescanChange) string { return c.Changes[0] }) + ";"
		if next == "" {
			break
		}
		after = next
	}
	wantEqual(t, "pages", got, "0 1;2 3;4;")
	_, _, err := b.RescanChanges(t.Context(), "two", 2, after)
	wantCode(t, "cursor of another rescan", err, models.ErrInvalid)
}

func rescanEmpty(t *testing.T, b *bench) {
	r, err := b.CreateRescan(t.Context(), models.Rescan{ID: "rescan"}, engine(1))
	check(t, err)
	if r.State != models.RescanFinished || r.Total != 0 || r.FinishedAt == nil {
		t.Errorf("rescan of nothing = %+v, want finished", r)
	}
	got, err := b.Rescan(t.Context(), "rescan")
	check(t, err)
	wantEqual(t, "state", got.State, models.RescanFinished)
	_, err = b.Lease(t.Context(), models.QueueBulk, time.Minute)
	wantCode(t, "no job", err, models.ErrNotFound)
}

func rescansNewestFirst(t *testing.T, b *bench) {
	empty, err := b.Rescans(t.Context(), 0)
	check(t, err)
	if empty == nil || len(empty) != 0 {
		t.Errorf("Rescans = %v, want an empty list", empty)
	}
	for _, id := range []string{"c", "a", "b"} {
		b.advance(time.Second)
		_, err := b.CreateRescan(t.Context(), models.Rescan{ID: id}, engine(1))
		check(t, err)
	}
	got, err := b.Rescans(t.Context(), 2)
	check(t, err)
	wantEqual(t, "newest two", ids(got, func(r models.Rescan) string { return r.ID }), "b a")
}
