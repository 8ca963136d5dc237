package console

import (
	"context"
	"time"

	"loupe/models"
)

// Service is what the pages read, and the few words of a reviewer that they hand on.
type Service interface {
	Submission(ctx context.Context, id string) (models.Submission, error)
	Submissions(ctx context.Context, q models.SubmissionQuery) ([]models.SubmissionSummary, models.Cursor, error)
	Report(ctx context.Context, submissionID string, revision int) (models.Report, error)
	Links(ctx context.Context, q models.LinkQuery) ([]models.LinkRecord, models.Cursor, error)
	Ring(ctx context.Context, id string) (models.Ring, error)
	Rings(ctx context.Context, limit int) ([]models.Ring, error)
	RingOf(ctx context.Context, a models.Account) (*models.Ring, error)
	AccountSince(ctx context.Context, a models.Account) (time.Time, error)
	BankEntries(ctx context.Context, q models.BankQuery) ([]models.BankEntry, models.Cursor, error)
	Rescan(ctx context.Context, id string) (models.Rescan, error)
	Rescans(ctx context.Context, limit int) ([]models.Rescan, error)
	RescanChanges(ctx context.Context, id string, limit int, after models.Cursor) ([]models.RescanChange, models.Cursor, error)

	Dispose(ctx context.Context, d models.Disposition) (models.Disposition, error)
	PutInBank(ctx context.Context, e models.BankEntry) (models.BankEntry, error)
	TakeFromBank(ctx context.Context, submissionID string) error
}
