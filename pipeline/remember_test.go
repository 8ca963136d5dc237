package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync/atomic"
	"testing"

	"loupe/models"
	"loupe/pipeline"
)

// finds reports whether a search by perceptual hash finds a text's first word.
func (r *room) finds(t *testing.T, word string) bool {
	t.Helper()
	print := models.Fingerprint{Kind: models.FingerprintPHash, Bits: 256, Hex: digest(word), Orientation: 1}
	found, _, err := r.Search(t.Context(), pipeline.Query{Print: &print, Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	return len(found) == 1
}

// kept returns the fingerprints in the store.
func (r *room) kept(t *testing.T) (all []models.IndexEntry) {
	t.Helper()
	err := r.store.EachFingerprint(t.Context(), func(e models.IndexEntry) error { all = append(all, e); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// An upload is found while it is examined, also when the process was killed meanwhile; its report changes nothing of it.
func TestFoundWhileExamined(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir, nil)
	sub, report, err := r.Submit(t.Context(), r.upload(t, "a", "slow unrelated"), 0)
	if err != nil || report != nil {
		t.Fatalf("report %v, error %v", report, err)
	}
	waitFor(t, "the early fingerprints", func() bool { return r.finds(t, "slow") })
	before := r.kept(t)
	r.close()
	next := open(t, dir, nil)
	if !next.finds(t, "slow") {
		t.Error("after a restart it is not found")
	}
	close(next.dark.Release)
	go next.Run(t.Context())
	waitForReport(t, next, sub.ID)
	if after := next.kept(t); !reflect.DeepEqual(before, after) || next.Indexed() != 1 {
		t.Errorf("kept %+v, before %+v; %d pages in the index", after, before, next.Indexed())
	}
}

// An upload that is still examined is a candidate like any other, and both sides come to have the one link.
func TestTwinStillExamined(t *testing.T) {
	r := openPapers(t)
	run(t, r)
	first, _, err := r.Submit(t.Context(), r.upload(t, "a", "slow picture=p"), 0)
	if err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the early fingerprints", func() bool { return r.finds(t, "p") })
	second := r.submit(t, "b", "picture=p")
	if len(second.Links) != 1 || second.Links[0].SubmissionID != first.ID {
		t.Fatalf("links %+v", second.Links)
	}
	close(r.dark.Release)
	got := r.latest(t, first.ID, "the first one's report", func(m models.Report) bool { return len(m.Links) == 1 })
	if links, _, err := r.Links(t.Context(), models.LinkQuery{}); err != nil || len(links) != 1 || links[0].ID != got.Links[0].ID {
		t.Errorf("%d links, %v", len(links), err)
	}
}

// A file that turns out to be damaged behind its first page is forgotten with what it was found by.
func TestRefusedAfterItWasFound(t *testing.T) {
	r := open(t, t.TempDir(), nil)
	if _, _, err := r.Submit(t.Context(), r.upload(t, "a", "torn unrelated"), 10e9); models.CodeOf(err) != models.ErrUnreadable {
		t.Fatalf("error %v, want a refusal", err)
	}
	if kept := r.kept(t); len(kept) != 0 || r.Indexed() != 0 {
		t.Errorf("kept %+v, %d pages in the index", kept, r.Indexed())
	}
}

// What was seen before an examination failed stays.
func TestFailedExaminationIsFound(t *testing.T) {
	r := open(t, t.TempDir(), nil)
	if report := r.submit(t, "a", "crash unrelated"); report.Verdict == models.VerdictAccept || !r.finds(t, "crash") || len(r.kept(t)) != 1 {
		t.Errorf("verdict %s, found %v, kept %+v", report.Verdict, r.finds(t, "crash"), r.kept(t))
	}
}

// hasty is a store in which somebody deletes a submission, or the disk fails, at the moment its early fingerprints are kept.
type hasty struct {
	pipeline.Store
	fails     bool
	calledOff bool // the job is called off before what was kept can be put into the index
}

func (h hasty) AddFingerprints(ctx context.Context, id string, page []models.Fingerprint) (bool, error) {
	if h.fails {
		return false, errors.New("no space left")
	}
	added, err := h.Store.AddFingerprints(ctx, id, page)
	if err == nil {
		_, err = h.Store.DeleteSubmission(ctx, id)
	}
	if h.calledOff {
		<-ctx.Done()
	}
	return added, err
}

// What was erased before its early fingerprints came into the index does not come back with them.
func TestErasedBeforeItWasFound(t *testing.T) {
	for _, calledOff := range []bool{false, true} {
		t.Run(fmt.Sprintf("called off %v", calledOff), func(t *testing.T) { erasedBeforeItWasFound(t, calledOff) })
	}
}

func erasedBeforeItWasFound(t *testing.T, calledOff bool) {
	r := openOn(t, t.TempDir(), nil, func(s pipeline.Store) pipeline.Store { return hasty{Store: s, calledOff: calledOff} })
	if _, _, err := r.Submit(t.Context(), r.upload(t, "a", "slow unrelated"), 0); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the end of it", func() bool { n, err := r.store.WaitingJobs(t.Context(), models.QueueLive); return err == nil && n == 0 })
	close(r.dark.Release)
	r.close()
	if r.Indexed() != 0 {
		t.Error("it is in the index")
	}
}

// Early fingerprints that cannot be kept are not searched either; the examination goes on and brings them.
func TestCommitFirst(t *testing.T) {
	r := openOn(t, t.TempDir(), nil, func(s pipeline.Store) pipeline.Store { return hasty{Store: s, fails: true} })
	sub, _, err := r.Submit(t.Context(), r.upload(t, "a", "slow unrelated"), 0)
	if err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the examination", func() bool { return r.dark.Examined.Load() == 1 })
	if r.Indexed() != 0 {
		t.Error("what is not committed is searched")
	}
	close(r.dark.Release)
	waitForReport(t, r, sub.ID)
	if !r.finds(t, "slow") {
		t.Error("it is not found by its report")
	}
}

// asked counts who wants to hear early fingerprints.
type asked struct {
	pipeline.Darkroom
	live, bulk *atomic.Int64
}

func (d asked) Examine(ctx context.Context, files []models.Original, b models.Brief, p models.Priority, early func([]models.Fingerprint)) (models.Examination, error) {
	if n := map[models.Priority]*atomic.Int64{models.PriorityLive: d.live, models.PriorityBulk: d.bulk}[p]; early != nil {
		n.Add(1)
	}
	return d.Darkroom.Examine(ctx, files, b, p, early)
}

// A rescan holds more already than an early fingerprint says.
func TestRescansNeedNothingEarly(t *testing.T) {
	var live, bulk atomic.Int64
	r := openIn(t, func(*pipeline.Config) {}, func(d pipeline.Darkroom) pipeline.Darkroom { return asked{d, &live, &bulk} })
	run(t, r)
	r.submit(t, "a", "card unrelated")
	if _, err := r.StartRescan(t.Context(), "test", models.RescanFilter{}, false); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the rescan", func() bool {
		all, err := r.Rescans(t.Context(), 1)
		return err == nil && all[0].State == models.RescanFinished
	})
	if live.Load() != 1 || bulk.Load() != 0 {
		t.Errorf("%d live and %d bulk examinations sent fingerprints early", live.Load(), bulk.Load())
	}
}
