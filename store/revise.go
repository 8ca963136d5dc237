package store

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"loupe/models"
)

// hold keeps submissions from being deleted until tx ends, and returns when each that exists was made. What writes
// about several submissions holds them first: a deletion locks its submission and then what belongs to it, so it waits
// here, or has ended, and can deadlock with nobody.
func (d *DB) hold(ctx context.Context, tx bun.Tx, ids ...string) (map[string]int64, error) {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return storable("id", id) != nil })
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []submissionRow
	err := tx.NewRaw(`SELECT id, created_at FROM submissions WHERE id IN (?) ORDER BY id ?`,
		bun.In(ids), bun.Safe(d.dialect.keyShare)).Scan(ctx, &rows)
	held := make(map[string]int64, len(rows))
	for _, r := range rows {
		held[r.ID] = r.CreatedAt
	}
	return held, err
}

// revise lets each of the held submissions wait to be judged again; one that is gone needs no report. A job that waits
// already is enough, but it is locked: nobody may begin it before what it must see is committed. That is why the
// conflict updates, and does not do nothing.
func (d *DB) revise(ctx context.Context, tx bun.Tx, ids []string, held map[string]int64) error {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	now := micros(d.now())
	var jobs []jobRow
	for _, submission := range ids {
		created, exists := held[submission]
		if !exists {
			continue
		}
		id, err := newID()
		if err != nil {
			return err
		}
		jobs = append(jobs, jobRow{ID: id, Queue: string(models.QueueRevise), SubmissionID: submission, State: jobWaiting,
			EnqueuedAt: now, SubmittedAt: created})
	}
	if len(jobs) == 0 {
		return nil
	}
	_, err := tx.NewInsert().Model(&jobs).On("CONFLICT (submission_id) WHERE queue = 'revise' AND state = 'waiting' DO UPDATE").
		Set("submitted_at = EXCLUDED.submitted_at").Exec(ctx)
	return err
}

// consequence is what follows from a person's word, in the transaction that keeps the word.
type consequence struct {
	op     string   // named in errors
	about  string   // a submission to hold besides those of revise; "" for none
	revise []string // submissions
	events []models.Event
}

// change runs do with its consequences. Locks are taken in the order of Complete: submissions, jobs that wait to revise,
// what do writes, the journal.
func (d *DB) change(ctx context.Context, c consequence, do func(ctx context.Context, tx bun.Tx, held map[string]int64) error) error {
	events, err := d.newEventRows(c.events)
	if err != nil {
		return err
	}
	return d.tx(ctx, c.op, func(ctx context.Context, tx bun.Tx) error {
		held, err := d.hold(ctx, tx, append(slices.Clone(c.revise), c.about)...)
		if err != nil {
			return err
		}
		if err := d.revise(ctx, tx, c.revise, held); err != nil {
			return err
		}
		if err := do(ctx, tx, held); err != nil {
			return err
		}
		return record(ctx, tx, events)
	})
}
