package pipeline

import (
	"context"
	"time"

	"loupe/models"
)

// LinkStore answers what rings and revisions ask.
type LinkStore interface {
	Link(ctx context.Context, id string) (models.LinkRecord, error)
	// AccountSince returns when an account sent its first submission, or an ErrNotFound.
	AccountSince(ctx context.Context, a models.Account) (time.Time, error)
	// LinksTouching returns the links with an end on any of the accounts, oldest first, at most limit.
	LinksTouching(ctx context.Context, accounts []models.Account, limit int) ([]models.LinkRecord, error)
}

// PersonStore keeps what persons said, with the work and the events that follow from it, in one transaction each. A
// submission of revise gets a job in models.QueueRevise unless one waits already.
type PersonStore interface {
	// Dispose appends a disposition. ErrNotFound when its link does not exist; a ring's existence is the caller's affair.
	Dispose(ctx context.Context, d models.Disposition, revise []string, events []models.Event) error
	// Dispositions lists newest first.
	Dispositions(ctx context.Context, q models.DispositionQuery) ([]models.Disposition, models.Cursor, error)
	// PutInBank keeps e in place of an earlier entry of the same submission. ErrNotFound when there is no such submission.
	PutInBank(ctx context.Context, e models.BankEntry, revise []string, events []models.Event) error
	// TakeFromBank is ErrNotFound when the submission is in none.
	TakeFromBank(ctx context.Context, submissionID string, revise []string, events []models.Event) error
	// Banks returns the bank of those of the submissions that are in one.
	Banks(ctx context.Context, submissionIDs []string) (map[string]models.Bank, error)
	// BankEntries lists newest first.
	BankEntries(ctx context.Context, q models.BankQuery) ([]models.BankEntry, models.Cursor, error)
	// Events lists oldest first. The cursor of the last page is not empty: it is where the next event will stand.
	Events(ctx context.Context, q models.EventQuery) ([]models.Event, models.Cursor, error)
}
