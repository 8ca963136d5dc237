// Package pipeline holds the use cases: submit, link, rescan. It decides what happens in which order and declares the
// small interfaces it needs; store, darkroom and reuse satisfy them.
package pipeline

import (
	"context"
	"io"
	"time"

	"loupe/models"
)

// Blobs keeps bytes under the SHA-256 of their content. Object storage fits behind it.
type Blobs interface {
	// Put stores everything r yields and returns its key and size. When Put returns, the bytes survive a power loss.
	// An error of r is returned as it is and leaves nothing behind.
	Put(ctx context.Context, r io.Reader) (models.Blob, error)
	// Open returns the bytes under key, or an ErrNotFound.
	Open(ctx context.Context, key string) (io.ReadCloser, error)
	// Size returns how many bytes are kept under key, or an ErrNotFound.
	Size(ctx context.Context, key string) (int64, error)
	// Discard removes the bytes under key unless inUse says that they are needed; a missing key is no error. inUse is
	// asked once more when nobody can open the bytes any longer, so that of a Discard and somebody who commits a
	// reference and then looks for the bytes, at least one sees the other.
	Discard(ctx context.Context, key string, inUse func(context.Context) (bool, error)) error
	// Each calls yield for every blob whose key is greater than after, in order of keys, without holding them all.
	Each(ctx context.Context, after string, yield func(models.BlobInfo) error) error
	// Tidy removes what Puts left that were cut off before the given time, and returns how many.
	Tidy(ctx context.Context, before time.Time) (int, error)
}

// Store keeps rows. Every method is one transaction; a method that returns nil has survived a power loss.
// Missing things are *models.Error with models.ErrNotFound.
type Store interface {
	SubmissionStore
	ReportStore
	LinkStore
	PersonStore
	JobStore
	RescanStore
	KeyStore
	IdempotencyStore
	SweepStore
	// Ping reports whether the database answers.
	Ping(ctx context.Context) error
	Close() error
}

// SubmissionStore keeps uploads and what finds them again.
type SubmissionStore interface {
	// CreateSubmission stores s and its live job, leased to the caller for the given time (attempt 1), and returns the job.
	CreateSubmission(ctx context.Context, s models.Submission, lease time.Duration) (models.Job, error)
	// DeleteSubmission removes a submission that was refused, with its jobs, fingerprints, bank entry, links and their
	// dispositions, and returns how many other submissions still refer to the same blob. A submission that has a report
	// cannot be deleted: ErrConflict.
	DeleteSubmission(ctx context.Context, id string) (othersWithBlob int, err error)
	Submission(ctx context.Context, id string) (models.Submission, error)
	// Submissions lists newest first.
	Submissions(ctx context.Context, q models.SubmissionQuery) ([]models.SubmissionSummary, models.Cursor, error)
	// SaveFingerprints replaces the fingerprints of a submission. Committed before the search for reuse begins, so that
	// of two simultaneous uploads at least one sees the other.
	SaveFingerprints(ctx context.Context, submissionID string, fps []models.Fingerprint) error
	// AddFingerprints adds the fingerprints of a page to those of the pages before it, and reports whether it did: where
	// fingerprints of this page or a later one are held already, it leaves them as they are.
	AddFingerprints(ctx context.Context, submissionID string, page []models.Fingerprint) (added bool, err error)
	// EachFingerprint calls yield for every submission that has fingerprints, in any order, to build the index.
	EachFingerprint(ctx context.Context, yield func(models.IndexEntry) error) error
}

// ReportStore keeps reports, links and artifacts.
type ReportStore interface {
	// Complete finishes a job in one transaction: report (its Revision is set to the next one), artifacts, links, what is
	// to be revised, events, and, for a job of a rescan, the item's result and the rescan's counters (finished when the
	// last item is in).
	// A job that is no longer leased by the caller (lease lost and taken over, or completed): ErrConflict, nothing is written.
	Complete(ctx context.Context, c models.Completion) error
	// Report returns a revision, or the latest when revision is 0.
	Report(ctx context.Context, submissionID string, revision int) (models.Report, error)
	Artifact(ctx context.Context, id string) (models.ArtifactRow, error)
	// Links lists newest first. Every link comes with its banks, disposition and status (models.LinkRecord.Dispose).
	Links(ctx context.Context, q models.LinkQuery) ([]models.LinkRecord, models.Cursor, error)
}

// JobStore hands out jobs under leases, so that a killed process loses nothing.
type JobStore interface {
	// Lease takes the oldest waiting job of the queue, or one whose lease ran out, for the given time and counts the
	// attempt. ErrNotFound when there is none. A job in models.QueueRevise waits until its submission has a report and
	// nobody holds another job of it, so that the latest report is the one that knows most.
	Lease(ctx context.Context, q models.Queue, lease time.Duration) (models.Job, error)
	// Extend prolongs a lease; ErrConflict when it was lost.
	Extend(ctx context.Context, j models.Job, lease time.Duration) error
	// Release gives a job back without counting the attempt (shutdown); one of revision is dropped when another waits.
	// Losing the lease before is no error.
	Release(ctx context.Context, j models.Job) error
	// WaitingJobs counts jobs of a queue that are not completed.
	WaitingJobs(ctx context.Context, q models.Queue) (int, error)
}

// RescanStore keeps bulk jobs.
type RescanStore interface {
	// CreateRescan stores r and one bulk job per submission that has a report and matches the filter, and returns r with
	// Total and State set (finished when Total is 0). current is the engine of this program, for StaleOnly: a report is
	// stale when its engine's checks or policy differ from current's.
	CreateRescan(ctx context.Context, r models.Rescan, current models.Engine) (models.Rescan, error)
	Rescan(ctx context.Context, id string) (models.Rescan, error)
	// Rescans lists newest first.
	Rescans(ctx context.Context, limit int) ([]models.Rescan, error)
	// RescanChanges lists what changed so far, in order of completion.
	RescanChanges(ctx context.Context, id string, limit int, after models.Cursor) ([]models.RescanChange, models.Cursor, error)
}

// KeyStore keeps API keys.
type KeyStore interface {
	CreateKey(ctx context.Context, k models.APIKey) error
	KeyByHash(ctx context.Context, hash string) (models.APIKey, error)
	CountKeys(ctx context.Context) (int, error)
}

// IdempotencyStore keeps what was answered under a caller's own name of a request. It keeps and compares; what a second
// request under one name means is the pipeline's to decide.
type IdempotencyStore interface {
	// CreateKeyed is CreateSubmission with r in the same transaction; r's SubmissionID is s.ID. ErrConflict, and nothing
	// is stored, when the key is in use.
	CreateKeyed(ctx context.Context, s models.Submission, lease time.Duration, r models.KeyedRequest) (models.Job, error)
	KeyedRequest(ctx context.Context, k models.IdempotencyKey) (models.KeyedRequest, error)
	// Relock takes over a request without an answer; ErrConflict when it changed since r was read.
	Relock(ctx context.Context, r models.KeyedRequest, until time.Time) error
	// SaveAnswer keeps the first answer to a request and returns the one that is kept; ErrNotFound when another request
	// has the key now, or none.
	SaveAnswer(ctx context.Context, r models.KeyedRequest, a models.Answer) (models.Answer, error)
	// ForgetKey frees a key; ErrConflict when it changed since r was read.
	ForgetKey(ctx context.Context, r models.KeyedRequest) error
	// ForgetKeysBefore frees at most limit keys that were used before the given time, and returns how many.
	ForgetKeysBefore(ctx context.Context, before time.Time, limit int) (int, error)
}

// SweepStore answers what the sweep asks.
type SweepStore interface {
	// BlobsInUse returns those of keys that a row refers to.
	BlobsInUse(ctx context.Context, keys []string) (map[string]bool, error)
	// EachReceived calls yield for every submission made before the given time that has no report, and says whether it
	// has a job that will bring one.
	EachReceived(ctx context.Context, before time.Time, yield func(s models.Submission, hasJob bool) error) error
}

// Darkroom examines and compares files in worker processes. Its results are validated facts; an error is our fault
// (crash, time-out, shutdown), never the file's: a file that cannot be opened comes back with Refused set.
type Darkroom interface {
	// early, which may be nil, hears what each page is found by as soon as it is decoded, once or more, in order of pages,
	// and not after Examine has returned. Blank pages, and perhaps others, are not heard of.
	Examine(ctx context.Context, files []models.Original, b models.Brief, p models.Priority, early func(page []models.Fingerprint)) (models.Examination, error)
	Compare(ctx context.Context, a, b models.Sheaf, p models.Priority) (models.Comparison, error)
}
