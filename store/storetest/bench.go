package storetest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"loupe/models"
)

// bench is a fresh store with a clock that the test moves.
type bench struct {
	Store

	mu    sync.Mutex
	clock time.Time
	made  int
}

// start has more digits than are kept: microseconds are.
func start() time.Time {
	return time.Date(2026, 11, 21, 9, 30, 0, 123_456_789, time.FixedZone("UTC+7", 7*3600))
}

func newBench(t *testing.T, open Open) *bench {
	b := &bench{clock: start()}
	b.Store = open(t, b.now)
	return b
}

func (b *bench) now() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.clock
}

func (b *bench) advance(by time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.clock = b.clock.Add(by)
}

// id numbers things in order, so that ids sort as they were made.
func (b *bench) id(prefix string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.made++
	return fmt.Sprintf("%s-%04d", prefix, b.made)
}

// submission returns a new submission, one second younger than the last.
func (b *bench) submission(account models.Account) models.Submission {
	b.advance(time.Second)
	id := b.id("sub")
	return models.Submission{
		ID: id, Account: account, Kind: models.KindIdentityDocument, Side: models.SideFront, Claim: models.Claim{"name": "A B"},
		Filename: "card.jpg", DeclaredType: "image/jpeg", SHA256: strings.Repeat("a", 60) + id[4:], Bytes: 1234, CreatedAt: b.now(),
	}
}

func (b *bench) create(t *testing.T, s models.Submission) models.Job {
	t.Helper()
	job, err := b.CreateSubmission(t.Context(), s, time.Minute)
	check(t, err)
	return job
}

func (b *bench) report(submissionID string, v models.Verdict) *models.Report {
	return &models.Report{ID: b.id("rep"), SubmissionID: submissionID, CreatedAt: b.now(), Engine: engine(1), Kind: models.KindIdentityDocument, Verdict: v}
}

// examined stores a submission with a report and returns it.
func (b *bench) examined(t *testing.T, s models.Submission, v models.Verdict) models.Submission {
	t.Helper()
	check(t, b.Complete(t.Context(), models.Completion{Job: b.create(t, s), Report: b.report(s.ID, v)}))
	return s
}

func (b *bench) link(from, to models.Submission, relation models.Relation) models.LinkRecord {
	b.advance(time.Second)
	return models.LinkRecord{
		ID: b.id("link"), CreatedAt: b.now(),
		A:          models.LinkEnd{SubmissionID: from.ID, Account: string(from.Account), FirstSeen: kept(from.CreatedAt)},
		B:          models.LinkEnd{SubmissionID: to.ID, Account: string(to.Account), FirstSeen: kept(to.CreatedAt)},
		Comparison: models.Comparison{Relation: relation, Score: 0.5},
	}
}

func engine(ela int) models.Engine {
	return models.Engine{Version: "1.0", Policy: 3, Checks: map[string]int{"quality": 2, "ela": ela}}
}

// kept is a time as a store keeps it: UTC, microseconds.
func kept(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantCode(t *testing.T, what string, err error, want models.ErrorCode) {
	t.Helper()
	var e *models.Error
	if !errors.As(err, &e) || e.Code != want {
		t.Errorf("%s: error %v (%s), want code %s", what, err, models.CodeOf(err), want)
	}
}

func wantEqual[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func ids[T any](items []T, id func(T) string) string {
	var out []string
	for _, item := range items {
		out = append(out, id(item))
	}
	return strings.Join(out, " ")
}

func summaryIDs(s []models.SubmissionSummary) string {
	return ids(s, func(s models.SubmissionSummary) string { return s.ID })
}

func linkIDs(l []models.LinkRecord) string {
	return ids(l, func(l models.LinkRecord) string { return l.ID })
}
