package pipeline_test

import (
	"strings"
	"testing"
	"time"

	"loupe/models"
	"loupe/pipeline"
)

func waitForRescan(t *testing.T, r *room, id string) models.Rescan {
	t.Helper()
	for range 1000 {
		got, err := r.Rescan(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if got.State == models.RescanFinished {
			return got
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the rescan never finished")
	return models.Rescan{}
}

func TestRescanSaysWhatChanged(t *testing.T) {
	r := open(t, t.TempDir(), nil)
	var ids []string
	for _, text := range []string{"one x", "two x", "three x"} {
		ids = append(ids, r.submit(t, text, text).SubmissionID)
	}
	go r.Run(t.Context())

	same, err := r.StartRescan(t.Context(), "nothing new", models.RescanFilter{}, false)
	if err != nil || same.Total != 3 {
		t.Fatalf("%+v %v", same, err)
	}
	if got := waitForRescan(t, r, same.ID); got.Done != 3 || got.Changed != 0 || got.Failed != 0 || got.FinishedAt == nil {
		t.Errorf("nothing new: %+v", got)
	}

	r.dark.Version.Store(1)
	dry, err := r.StartRescan(t.Context(), "try", models.RescanFilter{}, true)
	if err != nil {
		t.Fatal(err)
	}
	if got := waitForRescan(t, r, dry.ID); got.Changed != 3 {
		t.Errorf("dry run: %+v", got)
	}
	if report, err := r.Report(t.Context(), ids[0], 0); err != nil || report.Revision != 2 || report.Verdict != models.VerdictAccept {
		t.Errorf("a dry run wrote: %+v (%v)", report, err)
	}

	real, err := r.StartRescan(t.Context(), "new check", models.RescanFilter{Account: "two x"}, false)
	if err != nil || real.Total != 1 {
		t.Fatalf("%+v %v", real, err)
	}
	waitForRescan(t, r, real.ID)
	changes, _, err := r.RescanChanges(t.Context(), real.ID, 10, "")
	if err != nil || len(changes) != 1 || changes[0].SubmissionID != ids[1] || changes[0].Before != models.VerdictAccept || changes[0].After != models.VerdictReview {
		t.Fatalf("%+v %v", changes, err)
	}
	text := strings.Join(changes[0].Changes, "\n")
	for _, want := range []string{"verdict: accept -> review", "check ela: clear (version 1) -> suspect (version 1)", "reason compression.ela_hotspot: none -> given"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %q", want, text)
		}
	}
	if report, err := r.Report(t.Context(), ids[1], 0); err != nil || report.Revision != 3 || report.Verdict != models.VerdictReview {
		t.Errorf("the new revision: %+v (%v)", report, err)
	}
	if first, err := r.Report(t.Context(), ids[1], 1); err != nil || first.Verdict != models.VerdictAccept {
		t.Errorf("the first revision changed: %+v (%v)", first, err)
	}
}

func TestRescanSurvivesAStop(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir, nil)
	for _, text := range []string{"one x", "two x", "three x"} {
		r.submit(t, text, text)
	}
	started, err := r.StartRescan(t.Context(), "stop", models.RescanFilter{}, false)
	if err != nil {
		t.Fatal(err)
	}
	r.close()
	next := open(t, dir, nil)
	go next.Run(t.Context())
	if got := waitForRescan(t, next, started.ID); got.Done != 3 || got.Failed != 0 {
		t.Errorf("%+v", got)
	}
}

func TestRescanRefusesUnknownWords(t *testing.T) {
	r := open(t, t.TempDir(), nil)
	for _, f := range []models.RescanFilter{{Kind: "visa"}, {Verdict: "maybe"}} {
		if _, err := r.StartRescan(t.Context(), "", f, false); models.CodeOf(err) != models.ErrInvalid {
			t.Errorf("%+v: %v", f, err)
		}
	}
}

func TestDifferencesIgnoreWhatDoesNotMatter(t *testing.T) {
	a := models.Report{Verdict: models.VerdictAccept, Findings: []models.Finding{{Check: "ela", Version: 1, Outcome: models.OutcomeClear, Score: models.Score(0.1), ElapsedMS: 5}}}
	b := a
	b.ID, b.CreatedAt, b.Revision = "other", time.Now(), 7
	b.Findings = []models.Finding{{Check: "ela", Version: 1, Outcome: models.OutcomeClear, Score: models.Score(0.2), ElapsedMS: 9}}
	if d := pipeline.Differences(a, b); len(d) != 0 {
		t.Errorf("differences: %v", d)
	}
	left := a
	left.Findings = []models.Finding{{Check: "ela", Version: 1, Outcome: models.OutcomeInconclusive, Left: "half of it"}}
	if d := pipeline.Differences(left, b); len(d) != 0 {
		t.Errorf("what was left and looked at since: %v", d)
	}
	found := b
	found.Findings = []models.Finding{{Check: "ela", Version: 1, Outcome: models.OutcomeSuspect}}
	if d := pipeline.Differences(left, found); len(d) != 1 || d[0] != "check ela: inconclusive (version 1) -> suspect (version 1)" {
		t.Errorf("what was left and found since: %v", d)
	}
	b.Links = []models.Link{{SubmissionID: "s", Relation: models.RelationSameFile}}
	if d := pipeline.Differences(a, b); len(d) != 1 || d[0] != "link s: none -> same_file" {
		t.Errorf("differences: %v", d)
	}
}
