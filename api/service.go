// Package api is HTTP in and out: it translates requests into use cases and answers into JSON, and decides nothing.
//
// The contract is openapi.yaml, which a test holds against the routes. Echo stays inside this folder.
package api

import (
	"context"
	"io"
	"time"

	"loupe/models"
	"loupe/pipeline"
)

// Service is what the HTTP side needs of the use cases; *pipeline.Service satisfies it. Errors that the caller may
// read are *models.Error; anything else is answered as an internal error without detail.
type Service interface {
	Door
	// Keep stores one file durably, to be handed on with Submit or SubmitOnce, or given back with Drop.
	Keep(ctx context.Context, r io.Reader) (models.Blob, error)
	// Drop gives back files that were not handed on.
	Drop(ctx context.Context, keys ...string)
	// Submit stores and examines one upload. The report is nil when it was not finished within wait.
	Submit(ctx context.Context, u pipeline.Upload, wait time.Duration) (models.Submission, *models.Report, error)
	// SubmitOnce is Submit under an idempotency key: what render made of the first request is the answer to every equal
	// one. An error means that no answer was kept.
	SubmitOnce(ctx context.Context, key models.IdempotencyKey, u pipeline.Upload, wait time.Duration, render pipeline.Render) (a models.Answer, replayed bool, err error)
	Submission(ctx context.Context, id string) (models.Submission, error)
	Submissions(ctx context.Context, q models.SubmissionQuery) ([]models.SubmissionSummary, models.Cursor, error)
	// Report returns a revision, or the latest when revision is 0.
	Report(ctx context.Context, submissionID string, revision int) (models.Report, error)
	Artifact(ctx context.Context, id string) (models.ArtifactRow, io.ReadCloser, error)
	// Original returns the untouched bytes of an upload.
	Original(ctx context.Context, submissionID string) (models.Submission, io.ReadCloser, error)
	// Back returns the untouched bytes of the back of a card, or an ErrNotFound when one file was sent.
	Back(ctx context.Context, submissionID string) (models.Submission, io.ReadCloser, error)
	Links(ctx context.Context, q models.LinkQuery) ([]models.LinkRecord, models.Cursor, error)
	// Search says what is near a picture, a fingerprint or what a document says. Nothing of the query is kept.
	Search(ctx context.Context, q pipeline.Query) ([]models.Found, models.Cursor, error)
	Link(ctx context.Context, id string) (models.LinkRecord, error)
	// Ring returns the ring of the given id, Rings those of the newest links, RingOf an account's, nil without one.
	Ring(ctx context.Context, id string) (models.Ring, error)
	Rings(ctx context.Context, limit int) ([]models.Ring, error)
	RingOf(ctx context.Context, a models.Account) (*models.Ring, error)
	// AccountSince returns when an account was first seen, or an ErrNotFound.
	AccountSince(ctx context.Context, a models.Account) (time.Time, error)
	Dispose(ctx context.Context, d models.Disposition) (models.Disposition, error)
	Dispositions(ctx context.Context, q models.DispositionQuery) ([]models.Disposition, models.Cursor, error)
	PutInBank(ctx context.Context, e models.BankEntry) (models.BankEntry, error)
	TakeFromBank(ctx context.Context, submissionID string) error
	BankEntries(ctx context.Context, q models.BankQuery) ([]models.BankEntry, models.Cursor, error)
	Events(ctx context.Context, q models.EventQuery) ([]models.Event, models.Cursor, error)
	StartRescan(ctx context.Context, reason string, f models.RescanFilter, dryRun bool) (models.Rescan, error)
	Rescan(ctx context.Context, id string) (models.Rescan, error)
	Rescans(ctx context.Context, limit int) ([]models.Rescan, error)
	RescanChanges(ctx context.Context, id string, limit int, after models.Cursor) ([]models.RescanChange, models.Cursor, error)
	// Authenticate returns the key record, or ErrUnauthorized for an unknown key.
	Authenticate(ctx context.Context, key string) (models.APIKey, error)
	// KeysRequired is true as soon as one key exists or the address is not loopback.
	KeysRequired(ctx context.Context) (bool, error)
	// Ready reports what keeps the service from taking uploads.
	Ready(ctx context.Context) error
}
