package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"loupe/models"
)

// The states of a job; docs/states.md draws them.
const (
	jobWaiting = "waiting"
	jobLeased  = "leased"
	jobDone    = "done"
)

type jobRow struct {
	bun.BaseModel `bun:"table:jobs,alias:j"`

	ID           string `bun:"id,pk"`
	Queue        string `bun:"queue"`
	SubmissionID string `bun:"submission_id"`
	RescanID     string `bun:"rescan_id,nullzero"`
	State        string `bun:"state"`
	Attempts     int    `bun:"attempts"`
	LeaseToken   string `bun:"lease_token"`
	LeaseUntil   int64  `bun:"lease_until"`
	EnqueuedAt   int64  `bun:"enqueued_at"`
	SubmittedAt  int64  `bun:"submitted_at"`
	DoneAt       int64  `bun:"done_at,nullzero"`
}

func (r *jobRow) model() models.Job {
	return models.Job{ID: r.ID, Queue: models.Queue(r.Queue), SubmissionID: r.SubmissionID, RescanID: r.RescanID,
		Attempts: r.Attempts, LeaseToken: r.LeaseToken}
}

// newLiveJob is the job of a fresh submission, leased to whoever stores it.
func (d *DB) newLiveJob(s *submissionRow, lease time.Duration) (*jobRow, error) {
	id, err := newID()
	if err != nil {
		return nil, err
	}
	token, err := newID()
	if err != nil {
		return nil, err
	}
	now := d.now()
	return &jobRow{
		ID: id, Queue: string(models.QueueLive), SubmissionID: s.ID, State: jobLeased, Attempts: 1, LeaseToken: token,
		LeaseUntil: micros(now.Add(lease)), EnqueuedAt: micros(now), SubmittedAt: s.CreatedAt,
	}, nil
}

func newID() (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("store: new id: %w", err)
	}
	return id.String(), nil
}

// mayRevise is what a job of revision waits for: a report, and that nobody else holds a job of its submission, whose
// report could come later than this one's and know less.
const mayRevise = `EXISTS (SELECT 1 FROM submissions AS s WHERE s.id = j.submission_id AND s.revision > 0)
	AND NOT EXISTS (SELECT 1 FROM jobs AS o WHERE o.submission_id = j.submission_id AND o.id <> j.id AND o.state = 'leased' AND o.lease_until > ?)`

// Lease takes the oldest job of the queue that waits or whose lease ran out, and counts the attempt. A job of revision
// waits until its submission has a report and no other job of it is held.
func (d *DB) Lease(ctx context.Context, q models.Queue, lease time.Duration) (models.Job, error) {
	token, err := newID()
	if err != nil {
		return models.Job{}, err
	}
	now := d.now()
	var row jobRow
	err = d.tx(ctx, "lease a job", func(ctx context.Context, tx bun.Tx) error {
		pick := tx.NewSelect().TableExpr("jobs AS j").Column("j.id").Where("j.queue = ?", string(q)).Where("j.state <> 'done'").
			Where("(j.state = 'waiting' OR j.lease_until <= ?)", micros(now)).
			OrderExpr("j.enqueued_at, j.submitted_at, j.id").Limit(1)
		if q == models.QueueRevise {
			pick.Where(mayRevise, micros(now))
		}
		return tx.NewRaw(`UPDATE jobs SET state = 'leased', attempts = attempts + 1, lease_token = ?, lease_until = ?
			WHERE id = (? ?) RETURNING id, queue, submission_id, rescan_id, attempts, lease_token`,
			token, micros(now.Add(lease)), pick, bun.Safe(d.dialect.skipLocked)).Scan(ctx, &row)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return models.Job{}, models.Errorf(models.ErrNotFound, "job.none", "no job waits in the %s queue", q)
	}
	if err != nil {
		return models.Job{}, err
	}
	return row.model(), nil
}

// Extend prolongs a lease, also one that ran out but was not taken over; ErrConflict when it was lost.
func (d *DB) Extend(ctx context.Context, j models.Job, lease time.Duration) error {
	until := micros(d.now().Add(lease))
	return d.tx(ctx, "extend the lease of job "+j.ID, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewRaw(`UPDATE jobs SET lease_until = ? WHERE id = ? AND lease_token = ? AND state = 'leased'`,
			until, j.ID, j.LeaseToken).Exec(ctx)
		if err != nil {
			return err
		}
		return mustAffect(res, leaseLost(j))
	})
}

// Release gives a job back without counting the attempt. Losing the lease before is no error. A job of revision whose
// submission came to wait again in the meantime is dropped instead: one that waits is enough.
func (d *DB) Release(ctx context.Context, j models.Job) error {
	err := d.ofHolder(ctx, j, `UPDATE jobs SET state = 'waiting', attempts = attempts - 1, lease_token = '', lease_until = 0`)
	if j.Queue == models.QueueRevise && models.CodeOf(err) == models.ErrConflict && err != nil {
		return d.ofHolder(ctx, j, `DELETE FROM jobs`)
	}
	return err
}

// ofHolder runs a change of the job if the caller still holds its lease.
func (d *DB) ofHolder(ctx context.Context, j models.Job, change string) error {
	return d.tx(ctx, "release job "+j.ID, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewRaw(`? WHERE id = ? AND lease_token = ? AND state = 'leased'`, bun.Safe(change), j.ID, j.LeaseToken).Exec(ctx)
		return err
	})
}

// WaitingJobs counts the jobs of a queue that are not completed, leased ones included.
func (d *DB) WaitingJobs(ctx context.Context, q models.Queue) (int, error) {
	var n int
	err := d.read.NewRaw(`SELECT count(*) FROM jobs WHERE queue = ? AND state <> 'done'`, string(q)).Scan(ctx, &n)
	return n, d.fault("count jobs", err)
}

func leaseLost(j models.Job) error {
	return models.Errorf(models.ErrConflict, "job.lease_lost", "job %q is no longer leased by this holder: drop the result", j.ID)
}

func mustAffect(res sql.Result, otherwise error) error {
	n, err := res.RowsAffected()
	if err != nil {
		return err
	}
	if n == 0 {
		return otherwise
	}
	return nil
}
