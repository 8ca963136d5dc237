// Package storetest holds every store to one behaviour. The suite runs on SQLite and on Postgres.
package storetest

import (
	"context"
	"testing"
	"time"

	"loupe/models"
)

// Store is what a store offers; pipeline.Store has the same methods.
type Store interface {
	CreateSubmission(ctx context.Context, s models.Submission, lease time.Duration) (models.Job, error)
	DeleteSubmission(ctx context.Context, id string) (othersWithBlob int, err error)
	Submission(ctx context.Context, id string) (models.Submission, error)
	Submissions(ctx context.Context, q models.SubmissionQuery) ([]models.SubmissionSummary, models.Cursor, error)
	SaveFingerprints(ctx context.Context, submissionID string, fps []models.Fingerprint) error
	AddFingerprints(ctx context.Context, submissionID string, page []models.Fingerprint) (bool, error)
	EachFingerprint(ctx context.Context, yield func(models.IndexEntry) error) error

	Complete(ctx context.Context, c models.Completion) error
	Report(ctx context.Context, submissionID string, revision int) (models.Report, error)
	Artifact(ctx context.Context, id string) (models.ArtifactRow, error)
	Links(ctx context.Context, q models.LinkQuery) ([]models.LinkRecord, models.Cursor, error)

	Link(ctx context.Context, id string) (models.LinkRecord, error)
	AccountSince(ctx context.Context, a models.Account) (time.Time, error)
	LinksTouching(ctx context.Context, accounts []models.Account, limit int) ([]models.LinkRecord, error)

	Dispose(ctx context.Context, d models.Disposition, revise []string, events []models.Event) error
	Dispositions(ctx context.Context, q models.DispositionQuery) ([]models.Disposition, models.Cursor, error)
	PutInBank(ctx context.Context, e models.BankEntry, revise []string, events []models.Event) error
	TakeFromBank(ctx context.Context, submissionID string, revise []string, events []models.Event) error
	Banks(ctx context.Context, submissionIDs []string) (map[string]models.Bank, error)
	BankEntries(ctx context.Context, q models.BankQuery) ([]models.BankEntry, models.Cursor, error)
	Events(ctx context.Context, q models.EventQuery) ([]models.Event, models.Cursor, error)

	Lease(ctx context.Context, q models.Queue, lease time.Duration) (models.Job, error)
	Extend(ctx context.Context, j models.Job, lease time.Duration) error
	Release(ctx context.Context, j models.Job) error
	WaitingJobs(ctx context.Context, q models.Queue) (int, error)

	CreateRescan(ctx context.Context, r models.Rescan, current models.Engine) (models.Rescan, error)
	Rescan(ctx context.Context, id string) (models.Rescan, error)
	Rescans(ctx context.Context, limit int) ([]models.Rescan, error)
	RescanChanges(ctx context.Context, id string, limit int, after models.Cursor) ([]models.RescanChange, models.Cursor, error)

	CreateKey(ctx context.Context, k models.APIKey) error
	KeyByHash(ctx context.Context, hash string) (models.APIKey, error)
	CountKeys(ctx context.Context) (int, error)

	CreateKeyed(ctx context.Context, s models.Submission, lease time.Duration, r models.KeyedRequest) (models.Job, error)
	KeyedRequest(ctx context.Context, k models.IdempotencyKey) (models.KeyedRequest, error)
	Relock(ctx context.Context, r models.KeyedRequest, until time.Time) error
	SaveAnswer(ctx context.Context, r models.KeyedRequest, a models.Answer) (models.Answer, error)
	ForgetKey(ctx context.Context, r models.KeyedRequest) error
	ForgetKeysBefore(ctx context.Context, before time.Time, limit int) (int, error)

	BlobsInUse(ctx context.Context, keys []string) (map[string]bool, error)
	EachReceived(ctx context.Context, before time.Time, yield func(s models.Submission, hasJob bool) error) error

	Ping(ctx context.Context) error
	Close() error
}

// Open returns a fresh, empty store that takes its time from now; the suite does not close it.
type Open func(t *testing.T, now func() time.Time) Store

// Exercise runs the conformance suite.
func Exercise(t *testing.T, open Open) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, *bench)
	}{
		{"SubmissionRoundTrip", submissionRoundTrip},
		{"SubmissionDefaultsAndRefusals", submissionRefusals},
		{"SubmissionFilters", submissionFilters},
		{"SubmissionPagesStayStable", submissionPages},
		{"Limits", limits},
		{"MalformedCursors", malformedCursors},
		{"HostileText", hostileText},
		{"Deletion", deletion},
		{"DeletionCountsBlobUsers", deletionCountsBlobUsers},
		{"SubmissionWithABack", submissionWithABack},
		{"KeyedRequests", keyedRequests},
		{"KeyedIsAtomic", keyedIsAtomic},
		{"KeyedRelock", keyedRelock},
		{"KeyedFirstAnswerStays", keyedFirstAnswer},
		{"KeyedForgotten", keyedForgotten},
		{"KeyedConcurrently", keyedConcurrently},
		{"BlobsInUse", blobsInUse},
		{"EachReceived", eachReceived},
		{"Fingerprints", fingerprints},
		{"FingerprintsPageByPage", pageByPage},
		{"FingerprintsConcurrently", fingerprintsConcurrently},
		{"ReportRevisions", reportRevisions},
		{"ReportNilSlices", reportNilSlices},
		{"ReportThumbnail", reportThumbnail},
		{"ReportRefusals", reportRefusals},
		{"CompleteIsAtomic", completeIsAtomic},
		{"LinkUpsert", linkUpsert},
		{"LinkQueries", linkQueries},
		{"LinkRefusals", linkRefusals},
		{"LinksTouching", linksTouching},
		{"Dispositions", dispositions},
		{"DispositionRefusals", dispositionRefusals},
		{"Banks", banks},
		{"BanksOfMany", banksOfMany},
		{"AccountSince", accountSince},
		{"Revisions", revisions},
		{"RevisionNeedsAReport", revisionNeedsAReport},
		{"RevisionComesLast", revisionComesLast},
		{"RevisionRelease", revisionRelease},
		{"RevisionsAreNotLost", revisionsAreNotLost},
		{"DeletionTakesWords", deletionTakesWords},
		{"EventPages", eventPages},
		{"EventsConcurrently", eventsConcurrently},
		{"CursorsOfOtherLists", cursorsOfOtherLists},
		{"LeaseOrder", leaseOrder},
		{"LeaseExpiry", leaseExpiry},
		{"LeaseExtend", leaseExtend},
		{"LeaseRelease", leaseRelease},
		{"LeaseConcurrently", leaseConcurrently},
		{"CompleteConcurrently", completeConcurrently},
		{"RevisionsConcurrently", revisionsConcurrently},
		{"LinksConcurrently", linksConcurrently},
		{"DeletionConcurrently", deletionConcurrently},
		{"RescanFilters", rescanFilters},
		{"RescanOfFast", rescanOfFast},
		{"RescanCounters", rescanCounters},
		{"RescanFailureAndChange", rescanOutcomes},
		{"RescanOrder", rescanOrder},
		{"RescanChangePages", rescanChangePages},
		{"RescanEmpty", rescanEmpty},
		{"RescansNewestFirst", rescansNewestFirst},
		{"Keys", keys},
		{"Cancelled", cancelled},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, newBench(t, open)) })
	}
}
