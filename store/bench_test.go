package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"loupe/models"
	"loupe/store"
)

// filled returns a SQLite store with n examined submissions, written in bulk.
func filled(tb testing.TB, n int) *store.DB {
	tb.Helper()
	db := open(tb, tb.TempDir()+"/loupe.db", store.Options{})
	_, err := db.Writer().ExecContext(tb.Context(), `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
		INSERT INTO submissions (id, account, kind, side, claim, filename, declared_type, sha256, bytes, created_at, revision, verdict, reasons, engine_key)
		SELECT printf('old-%07d', i), 'account ' || (i % 1000), 'diploma', '', '{}', 'x.jpg', 'image/jpeg', 'none', 1, i, 1, 'review', '[]', 'old' FROM n`, n)
	if err != nil {
		tb.Fatal(err)
	}
	return db
}

// bigReport is of the size that a text page makes: 600 words, 8 findings.
func bigReport(submissionID string) *models.Report {
	r := &models.Report{ID: "rep-" + submissionID, SubmissionID: submissionID, Verdict: models.VerdictReview, Text: &models.Text{}}
	for i := range 600 {
		r.Text.Words = append(r.Text.Words, models.Word{Text: fmt.Sprint("word", i), Confidence: 90})
	}
	for range 8 {
		r.Findings = append(r.Findings, models.Finding{Check: "ela", Outcome: models.OutcomeClear, Measures: make([]models.Measure, 6), Regions: make([]models.Region, 10)})
	}
	return r
}

func BenchmarkCreateSubmission(b *testing.B) {
	db := filled(b, 10_000)
	for i := 0; b.Loop(); i++ {
		if _, err := db.CreateSubmission(b.Context(), submission(fmt.Sprint("new-", i)), time.Minute); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkComplete(b *testing.B) {
	db := filled(b, 10_000)
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		id := fmt.Sprint("new-", i)
		job, err := db.CreateSubmission(b.Context(), submission(id), time.Minute)
		if err != nil {
			b.Fatal(err)
		}
		c := models.Completion{Job: job, Report: bigReport(id)}
		for k := range 5 {
			c.Artifacts = append(c.Artifacts, models.ArtifactRow{ID: fmt.Sprint(id, "-", k), SubmissionID: id, BlobKey: strings.Repeat("b", 64)})
		}
		b.StartTimer()
		if err := db.Complete(b.Context(), c); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSubmissions(b *testing.B) {
	db := filled(b, 10_000)
	for name, q := range map[string]models.SubmissionQuery{
		"newest": {}, "account": {Account: "account 7"}, "verdict": {Verdict: models.VerdictReview}, "none": {Verdict: models.VerdictAccept},
		"deep": {After: store.Cursor("submissions", 5000, "old-0005000")},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := db.Submissions(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkLeaseOf100kJobs(b *testing.B) {
	db := filled(b, 100_000)
	if _, err := db.CreateRescan(b.Context(), models.Rescan{ID: "r"}, models.Engine{}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := db.Lease(b.Context(), models.QueueBulk, time.Hour); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCreateRescanOf100k(b *testing.B) {
	db := filled(b, 100_000)
	for i := 0; b.Loop(); i++ {
		r, err := db.CreateRescan(b.Context(), models.Rescan{ID: fmt.Sprint("r", i), Filter: models.RescanFilter{StaleOnly: true}}, models.Engine{})
		if err != nil || r.Total != 100_000 {
			b.Fatalf("total %d, %v", r.Total, err)
		}
	}
}
