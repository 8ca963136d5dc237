package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"loupe/models"
)

// CreateSubmission stores s and its live job, leased to the caller (attempt 1). A zero CreatedAt becomes now.
func (d *DB) CreateSubmission(ctx context.Context, s models.Submission, lease time.Duration) (models.Job, error) {
	return d.create(ctx, s, lease, func(context.Context, bun.Tx) error { return nil })
}

// create stores s, its live job, and what belongs to it in the same transaction.
func (d *DB) create(ctx context.Context, s models.Submission, lease time.Duration, also func(context.Context, bun.Tx) error) (models.Job, error) {
	row, err := d.newSubmissionRow(s)
	if err != nil {
		return models.Job{}, err
	}
	job, err := d.newLiveJob(row, lease)
	if err != nil {
		return models.Job{}, err
	}
	err = d.tx(ctx, "store submission "+s.ID, func(ctx context.Context, tx bun.Tx) error {
		if err := also(ctx, tx); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(row).Exec(ctx); err != nil {
			return err
		}
		_, err := tx.NewInsert().Model(job).Exec(ctx)
		return err
	})
	if err != nil {
		return models.Job{}, err
	}
	return job.model(), nil
}

// DeleteSubmission removes a submission that has no report, with its jobs, fingerprints and links. What is returned
// counts the other submissions that use one of its blobs, as their file, as their back or as an artifact: 0 means that
// the blobs may go.
func (d *DB) DeleteSubmission(ctx context.Context, id string) (othersWithBlob int, err error) {
	if storable("id", id) != nil {
		return 0, missing("submission", id)
	}
	err = d.tx(ctx, "delete submission "+id, func(ctx context.Context, tx bun.Tx) error {
		var front, back string
		err := tx.NewRaw(`DELETE FROM submissions WHERE id = ? AND revision = 0 RETURNING sha256, coalesce(back_sha256, sha256)`, id).
			Scan(ctx, &front, &back)
		if errors.Is(err, sql.ErrNoRows) {
			return whyNotDeleted(ctx, tx, id)
		}
		if err != nil {
			return err
		}
		keys := bun.In([]string{front, back})
		return tx.NewRaw(`SELECT count(*) FROM (SELECT id FROM submissions WHERE sha256 IN (?) OR back_sha256 IN (?)
			UNION SELECT submission_id FROM artifacts WHERE blob_key IN (?)) AS users`, keys, keys, keys).Scan(ctx, &othersWithBlob)
	})
	return othersWithBlob, err
}

func whyNotDeleted(ctx context.Context, tx bun.Tx, id string) error {
	exists, err := tx.NewSelect().Model((*submissionRow)(nil)).Where("id = ?", id).Exists(ctx)
	if err != nil {
		return err
	}
	if !exists {
		return missing("submission", id)
	}
	return models.Errorf(models.ErrConflict, "submission.examined", "submission %q has a report and is kept: only one without a report can be deleted", id)
}

// Submission returns one submission.
func (d *DB) Submission(ctx context.Context, id string) (models.Submission, error) {
	if storable("id", id) != nil {
		return models.Submission{}, missing("submission", id)
	}
	var row submissionRow
	err := d.read.NewSelect().Model(&row).Where("s.id = ?", id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return models.Submission{}, missing("submission", id)
	}
	if err != nil {
		return models.Submission{}, d.fault("read submission "+id, err)
	}
	return row.model()
}

const submissionList = "submissions"

// Submissions lists newest first, from the summary columns: no report is parsed.
func (d *DB) Submissions(ctx context.Context, q models.SubmissionQuery) ([]models.SubmissionSummary, models.Cursor, error) {
	size, err := pageSize(q.Limit)
	if err != nil {
		return nil, "", err
	}
	if err := storable("account", string(q.Account)); err != nil {
		return nil, "", err
	}
	var rows []submissionRow
	query := d.read.NewSelect().Model(&rows).ColumnExpr("s.*").
		ColumnExpr("(SELECT count(*) FROM links AS l WHERE l.a_id = s.id OR l.b_id = s.id) AS links").
		OrderExpr("s.created_at DESC, s.id DESC").Limit(size + 1)
	equals(query, "s.account", string(q.Account))
	equals(query, "s.kind", string(q.Kind))
	equals(query, "s.verdict", string(q.Verdict))
	if q.After != "" {
		at, err := parseCursor(submissionList, q.After)
		if err != nil {
			return nil, "", err
		}
		query.Where("(s.created_at, s.id) < (?, ?)", at.number, at.id)
	}
	if err := query.Scan(ctx); err != nil {
		return nil, "", d.fault("list submissions", err)
	}
	rows, next := page(rows, size, func(r submissionRow) place { return place{submissionList, r.CreatedAt, r.ID} })
	summaries, err := convert(rows, (*submissionRow).summary)
	return summaries, next, err
}

// equals adds a condition unless value is empty: empty fields of a filter match everything.
func equals(query *bun.SelectQuery, column, value string) {
	if value != "" {
		query.Where("? = ?", bun.Safe(column), value)
	}
}

// convert turns rows into models; the result is never nil.
func convert[Row, Model any](rows []Row, model func(*Row) (Model, error)) ([]Model, error) {
	out := make([]Model, 0, len(rows))
	for i := range rows {
		m, err := model(&rows[i])
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}
