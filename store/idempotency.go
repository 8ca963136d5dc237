package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"loupe/models"
)

type requestRow struct {
	bun.BaseModel `bun:"table:idempotency_keys,alias:i"`

	Scope        string `bun:"scope,pk"`
	Name         string `bun:"name,pk"`
	Digest       string `bun:"digest"`
	SubmissionID string `bun:"submission_id"`
	LockedUntil  int64  `bun:"locked_until"`
	Status       int    `bun:"status"`
	Header       string `bun:"header"`
	Body         []byte `bun:"body"`
	CreatedAt    int64  `bun:"created_at"`
}

func (r *requestRow) model() (models.KeyedRequest, error) {
	m := models.KeyedRequest{
		IdempotencyKey: models.IdempotencyKey{Scope: r.Scope, Name: r.Name}, Digest: r.Digest, SubmissionID: r.SubmissionID,
		LockedUntil: instant(r.LockedUntil), CreatedAt: instant(r.CreatedAt),
	}
	if r.Status == 0 {
		return m, nil
	}
	m.Answer = &models.Answer{Status: r.Status, Body: list(r.Body)}
	return m, decode(r.Header, &m.Answer.Header)
}

// CreateKeyed is CreateSubmission with r in the same transaction, so that neither is ever there without the other.
// ErrConflict, and nothing is stored, when the key is in use.
func (d *DB) CreateKeyed(ctx context.Context, s models.Submission, lease time.Duration, r models.KeyedRequest) (models.Job, error) {
	if err := identifier("idempotency key", r.Name); err != nil {
		return models.Job{}, err
	}
	row := &requestRow{Scope: r.Scope, Name: r.Name, Digest: r.Digest, SubmissionID: s.ID, LockedUntil: micros(r.LockedUntil),
		Header: "{}", CreatedAt: micros(d.stamp(r.CreatedAt))}
	return d.create(ctx, s, lease, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewInsert().Model(row).Exec(ctx)
		return err
	})
}

// KeyedRequest returns what is kept under a key, or an ErrNotFound.
func (d *DB) KeyedRequest(ctx context.Context, k models.IdempotencyKey) (models.KeyedRequest, error) {
	return d.keyedRequest(ctx, d.read, k)
}

func (d *DB) keyedRequest(ctx context.Context, db bun.IDB, k models.IdempotencyKey) (models.KeyedRequest, error) {
	none := models.Errorf(models.ErrNotFound, "idempotency.missing", "nothing is kept under this idempotency key")
	if storable("key", k.Name) != nil || storable("scope", k.Scope) != nil {
		return models.KeyedRequest{}, none
	}
	var row requestRow
	err := db.NewSelect().Model(&row).Where("scope = ? AND name = ?", k.Scope, k.Name).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return models.KeyedRequest{}, none
	}
	if err != nil {
		return models.KeyedRequest{}, d.fault("read an idempotency key", err)
	}
	return row.model()
}

// Relock takes over a request that has no answer; ErrConflict when it changed since r was read.
func (d *DB) Relock(ctx context.Context, r models.KeyedRequest, until time.Time) error {
	return d.tx(ctx, "take over an idempotency key", func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewRaw(`UPDATE idempotency_keys SET locked_until = ? WHERE scope = ? AND name = ? AND submission_id = ?
			AND locked_until = ? AND status = 0`, micros(until), r.Scope, r.Name, r.SubmissionID, micros(r.LockedUntil)).Exec(ctx)
		if err != nil {
			return err
		}
		return mustAffect(res, requestChanged())
	})
}

// SaveAnswer keeps the first answer to a request and returns the one that is kept. ErrNotFound when the request is
// forgotten or another one has its key.
func (d *DB) SaveAnswer(ctx context.Context, r models.KeyedRequest, a models.Answer) (kept models.Answer, err error) {
	header, err := encode(table(a.Header))
	if err != nil {
		return kept, err
	}
	err = d.tx(ctx, "keep an answer", func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewRaw(`UPDATE idempotency_keys SET status = ?, header = ?, body = ?
			WHERE scope = ? AND name = ? AND submission_id = ? AND status = 0`,
			a.Status, header, list(a.Body), r.Scope, r.Name, r.SubmissionID).Exec(ctx)
		if err != nil {
			return err
		}
		now, err := d.keyedRequest(ctx, tx, r.IdempotencyKey)
		if err != nil {
			return err
		}
		if now.SubmissionID != r.SubmissionID || now.Answer == nil {
			return models.Errorf(models.ErrNotFound, "idempotency.missing", "another request has this idempotency key now")
		}
		kept = *now.Answer
		return nil
	})
	return kept, err
}

// ForgetKey frees a key; ErrConflict when it changed since r was read.
func (d *DB) ForgetKey(ctx context.Context, r models.KeyedRequest) error {
	return d.tx(ctx, "free an idempotency key", func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewRaw(`DELETE FROM idempotency_keys WHERE scope = ? AND name = ? AND submission_id = ?
			AND locked_until = ? AND (status <> 0) = ?`, r.Scope, r.Name, r.SubmissionID, micros(r.LockedUntil), r.Answer != nil).Exec(ctx)
		if err != nil {
			return err
		}
		return mustAffect(res, requestChanged())
	})
}

// ForgetKeysBefore frees at most limit keys that were used before the given time, and returns how many.
func (d *DB) ForgetKeysBefore(ctx context.Context, before time.Time, limit int) (freed int, err error) {
	err = d.tx(ctx, "free old idempotency keys", func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewRaw(`DELETE FROM idempotency_keys WHERE (scope, name) IN
			(SELECT scope, name FROM idempotency_keys WHERE created_at < ? ORDER BY created_at LIMIT ?)`, micros(before), limit).Exec(ctx)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		freed = int(n)
		return err
	})
	return freed, err
}

func requestChanged() error {
	return models.Errorf(models.ErrConflict, "idempotency.changed", "the request under this idempotency key changed meanwhile: read it again")
}
