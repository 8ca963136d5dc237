package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"loupe/forensics/verdict"
	"loupe/models"
	"loupe/pipeline"
	"loupe/pipeline/pipelinetest"
	"loupe/store"
	"loupe/store/blob"
)

type room struct {
	*pipeline.Service
	dark  *pipelinetest.Darkroom
	store *store.DB
	blobs pipeline.Blobs
	dir   string
}

func open(t *testing.T, dir string, change func(*pipeline.Config)) *room {
	t.Helper()
	return openOn(t, dir, change, func(s pipeline.Store) pipeline.Store { return s })
}

// openOn puts something between the service and its store.
func openOn(t *testing.T, dir string, change func(*pipeline.Config), between func(pipeline.Store) pipeline.Store) *room {
	t.Helper()
	db, err := store.Open(t.Context(), filepath.Join(dir, "loupe.db"), store.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.Open(filepath.Join(dir, "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	c := pipeline.DefaultConfig()
	c.Policy, err = verdict.DefaultPolicy()
	if err != nil {
		t.Fatal(err)
	}
	var n atomic.Int64
	start := time.Now().UnixNano()
	c.Engine = models.Engine{Version: "test", Policy: c.Policy.Version, Checks: map[string]int{"ela": 1}}
	c.Now, c.NewID = time.Now, func(p string) string { return fmt.Sprintf("%s_%d_%d", p, start, n.Add(1)) }
	c.Poll = 10 * time.Millisecond
	if change != nil {
		change(&c)
	}
	dark := pipelinetest.New(c.Policy)
	s, err := pipeline.New(t.Context(), c, between(db), blobs, dark, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	r := &room{Service: s, dark: dark, store: db, blobs: blobs, dir: dir}
	t.Cleanup(r.close)
	return r
}

func (r *room) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_ = r.Close(ctx)
	_ = r.store.Close()
}

// upload keeps a text and returns the upload of it.
func (r *room) upload(t *testing.T, account, text string) pipeline.Upload {
	t.Helper()
	b, err := r.Keep(t.Context(), strings.NewReader(text))
	if err != nil {
		t.Error(err)
	}
	return pipeline.Upload{Account: models.Account(account), Kind: models.KindIdentityDocument, Blob: b}
}

func (r *room) submit(t *testing.T, account, text string) *models.Report {
	t.Helper()
	_, report, err := r.Submit(t.Context(), r.upload(t, account, text), 10*time.Second)
	if err != nil || report == nil {
		t.Fatalf("%s: report %v, error %v", text, report, err)
	}
	return report
}

func TestSubmitStoresWhatItSays(t *testing.T) {
	r := open(t, t.TempDir(), nil)
	report := r.submit(t, "Müller-Şahin", "card unrelated")
	if report.Verdict != models.VerdictAccept || report.Revision != 1 || len(report.Findings) == 0 {
		t.Errorf("report: %+v", report)
	}
	stored, err := r.Report(t.Context(), report.SubmissionID, 0)
	if err != nil || stored.ID != report.ID || stored.Verdict != report.Verdict {
		t.Errorf("stored %+v (%v)", stored, err)
	}
	row, body, err := r.Artifact(t.Context(), stored.Artifacts[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := io.ReadAll(body)
	if err != nil || row.MediaType != "image/jpeg" || string(picture) != "picture of card" {
		t.Errorf("artifact %q %+v (%v)", picture, row, err)
	}
	_, original, err := r.Original(t.Context(), report.SubmissionID)
	if err != nil {
		t.Fatal(err)
	}
	if text, _ := io.ReadAll(original); string(text) != "card unrelated" {
		t.Errorf("original %q", text)
	}
}

func TestLinksOnlyAcrossAccountsAndOnlyWhenProven(t *testing.T) {
	r := open(t, t.TempDir(), nil)
	first := r.submit(t, "a", "card first")
	again := r.submit(t, "a", "card same_capture again")
	if len(again.Links) != 0 || r.dark.Compared.Load() != 0 {
		t.Errorf("one account was linked with itself: %+v", again.Links)
	}
	layout := r.submit(t, "b", "card same_layout")
	if len(layout.Links) != 0 || layout.Verdict != models.VerdictAccept {
		t.Errorf("a shared layout made a link: %+v", layout.Links)
	}
	farm := r.submit(t, "c", "card same_capture")
	if farm.Verdict != models.VerdictReview || len(farm.Links) != 3 || farm.Reasons[0].Code != models.ReasonReuseSameCapture {
		t.Errorf("verdict %s, %d links, reasons %+v", farm.Verdict, len(farm.Links), farm.Reasons)
	}
	records, _, err := r.Links(t.Context(), models.LinkQuery{SubmissionID: first.SubmissionID})
	if err != nil || len(records) != 1 || records[0].SeenFrom(first.SubmissionID).Account != "c" {
		t.Errorf("the earlier side sees %+v (%v)", records, err)
	}
	if records[0].Comparison.Artifacts[0].ID == "" {
		t.Error("the difference map was not kept")
	}
}

func TestFailedComparisonIsSaid(t *testing.T) {
	r := open(t, t.TempDir(), nil)
	r.submit(t, "a", "card first")
	report := r.submit(t, "b", "card error")
	if report.Verdict != models.VerdictReview || report.Reasons[0].Code != models.ReasonSystemReuse {
		t.Errorf("%s %+v", report.Verdict, report.Reasons)
	}
}

func TestConflictsOfClaims(t *testing.T) {
	r := open(t, t.TempDir(), nil)
	claim := func(account, text string, c models.Claim) *models.Report {
		u := r.upload(t, account, text)
		u.Claim = c
		_, report, err := r.Submit(t.Context(), u, 10*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	claim("a", "card first", models.Claim{"name": "Văn An NGUYỄN", "date_of_birth": "1990-02-01"})
	same := claim("b", "card same_capture 2", models.Claim{"name": "Nguyễn, Văn An", "nationality": "UTO"})
	if c := same.Links[0].Conflicts; len(c) != 0 {
		t.Errorf("one person is in conflict: %+v", c)
	}
	other := claim("c", "card same_capture 3", models.Claim{"name": "Seán O'Brien", "date_of_birth": "1990-02-02"})
	found := map[string]bool{}
	for _, l := range other.Links {
		for _, c := range l.Conflicts {
			found[c.Field] = true
		}
	}
	if !found["name"] || !found["date_of_birth"] {
		t.Errorf("conflicts %v", found)
	}
}

func TestRefusedUploadLeavesNothing(t *testing.T) {
	r := open(t, t.TempDir(), nil)
	_, _, err := r.Submit(t.Context(), r.upload(t, "a", "bad file"), 10*time.Second)
	var e *models.Error
	if !errors.As(err, &e) || e.Code != models.ErrUnreadable || e.Reason != "file.truncated" {
		t.Fatalf("got %v", err)
	}
	list, _, err := r.Submissions(t.Context(), models.SubmissionQuery{})
	if err != nil || len(list) != 0 {
		t.Errorf("kept %+v (%v)", list, err)
	}
	if files, _ := filepath.Glob(filepath.Join(r.dir, "blobs", "*", "*", "*")); len(files) != 0 {
		t.Errorf("kept %v", files)
	}
}

func TestRefusalAfterTheCallerLeftBecomesAReport(t *testing.T) {
	r := open(t, t.TempDir(), nil)
	sub, report, err := r.Submit(t.Context(), r.upload(t, "a", "bad file"), 0)
	if err != nil && models.CodeOf(err) == models.ErrUnreadable {
		t.Skip("the examination was faster than no wait at all")
	}
	if err != nil || report != nil {
		t.Fatalf("%v %v", report, err)
	}
	got := waitForReport(t, r, sub.ID)
	if got.Verdict != models.VerdictReject || !got.Retryable || got.Reasons[0].Code != models.ReasonFileTruncated {
		t.Errorf("%+v", got)
	}
}

func waitForReport(t *testing.T, r *room, id string) models.Report {
	t.Helper()
	for range 1000 {
		if got, err := r.Report(t.Context(), id, 0); err == nil {
			return got
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("no report came")
	return models.Report{}
}

func TestFailedExaminationIsNeverAccepted(t *testing.T) {
	r := open(t, t.TempDir(), nil)
	report := r.submit(t, "a", "crash it")
	if report.Verdict != models.VerdictReview || report.Retryable {
		t.Errorf("%s %+v", report.Verdict, report.Reasons)
	}
}

// A worker that was taken over cannot hide an upload from the search by sending a fingerprint that no index takes.
func TestMalformedFingerprintsAreNeverAccepted(t *testing.T) {
	r := open(t, t.TempDir(), nil)
	if report := r.submit(t, "a", "forged card"); report.Verdict != models.VerdictReview {
		t.Errorf("%s %+v", report.Verdict, report.Reasons)
	}
}

func TestBadUploads(t *testing.T) {
	r := open(t, t.TempDir(), nil)
	for name, change := range map[string]func(*pipeline.Upload){
		"no account":      func(u *pipeline.Upload) { u.Account = "" },
		"blank account":   func(u *pipeline.Upload) { u.Account = " " },
		"control in it":   func(u *pipeline.Upload) { u.Account = "a\x00b" },
		"long account":    func(u *pipeline.Upload) { u.Account = models.Account(strings.Repeat("é", 201)) },
		"no file":         func(u *pipeline.Upload) { u.Blob = models.Blob{} },
		"unknown kind":    func(u *pipeline.Upload) { u.Kind = "visa" },
		"unknown side":    func(u *pipeline.Upload) { u.Side = "top" },
		"not even a kind": func(u *pipeline.Upload) { u.Kind = "" },
		"two backs":       func(u *pipeline.Upload) { u.Side, u.Back = models.SideBack, &models.BackFile{SHA256: u.Blob.Key} },
		"back of a face": func(u *pipeline.Upload) {
			u.Kind, u.Back = models.KindProfilePhoto, &models.BackFile{SHA256: u.Blob.Key}
		},
	} {
		u := r.upload(t, "a", name)
		key := u.Blob.Key
		change(&u)
		if _, _, err := r.Submit(t.Context(), u, time.Second); models.CodeOf(err) != models.ErrInvalid {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := r.blobs.Size(t.Context(), key); u.Blob.Key != "" && models.CodeOf(err) != models.ErrNotFound {
			t.Errorf("%s: the file is still kept: %v", name, err)
		}
	}
}

func TestTooManyLiveUploads(t *testing.T) {
	r := open(t, t.TempDir(), func(c *pipeline.Config) { c.MaxLive = 1 })
	if _, _, err := r.Submit(t.Context(), r.upload(t, "a", "slow one"), 0); err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Submit(t.Context(), r.upload(t, "a", "second"), 0); models.CodeOf(err) != models.ErrBusy {
		t.Errorf("got %v", err)
	}
	close(r.dark.Release)
}

// A service that stops gives its jobs back; the next one finishes them, once.
func TestStopAndResume(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir, nil)
	sub, report, err := r.Submit(t.Context(), r.upload(t, "a", "slow upload"), 0)
	if err != nil || report != nil {
		t.Fatalf("%v %v", report, err)
	}
	r.close()
	if _, _, err := r.Submit(t.Context(), r.upload(t, "a", "late"), 0); models.CodeOf(err) != models.ErrUnavailable {
		t.Errorf("a stopped service took an upload: %v", err)
	}
	next := open(t, dir, nil)
	close(next.dark.Release)
	go next.Run(t.Context())
	if got := waitForReport(t, next, sub.ID); got.Verdict != models.VerdictAccept || got.Revision != 1 {
		t.Errorf("%+v", got)
	}
}

// Of two uploads at the same moment at least one sees the other, by what is known early and by what is known at the end.
func TestSimultaneousTwins(t *testing.T) {
	twins(t, open(t, t.TempDir(), nil), "twin%d same_capture %s")
	twins(t, openPapers(t), "number=%d picture=%s")
}

func twins(t *testing.T, r *room, text string) {
	t.Helper()
	for i := range 20 {
		var wg sync.WaitGroup
		var links atomic.Int64
		for _, account := range []string{"a", "b"} {
			wg.Go(func() {
				_, report, err := r.Submit(t.Context(), r.upload(t, account, fmt.Sprintf(text, i, account)), 10*time.Second)
				if err != nil {
					t.Error(err)
					return
				}
				links.Add(int64(len(report.Links)))
			})
		}
		if wg.Wait(); links.Load() == 0 {
			t.Fatalf("round %d: neither twin saw the other", i)
		}
	}
}

func TestKeys(t *testing.T) {
	r := open(t, t.TempDir(), nil)
	if required, err := r.KeysRequired(t.Context()); required || err != nil {
		t.Errorf("keys are required before one exists: %v", err)
	}
	key, err := r.CreateKey(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	if k, err := r.Authenticate(t.Context(), key); err != nil || !k.Admin || strings.Contains(k.Hash, key) {
		t.Errorf("%+v %v", k, err)
	}
	if _, err := r.Authenticate(t.Context(), key+"x"); models.CodeOf(err) != models.ErrUnauthorized {
		t.Errorf("a wrong key: %v", err)
	}
	if required, err := r.KeysRequired(t.Context()); !required || err != nil {
		t.Errorf("keys are not required: %v", err)
	}
}
