package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"github.com/uptrace/bun"

	"loupe/models"
)

// SaveFingerprints replaces the fingerprints of a submission; none removes them.
func (d *DB) SaveFingerprints(ctx context.Context, submissionID string, fps []models.Fingerprint) error {
	if storable("id", submissionID) != nil {
		return missing("submission", submissionID)
	}
	document, err := encodeFingerprints(fps)
	if err != nil {
		return err
	}
	return d.tx(ctx, "save fingerprints of "+submissionID, func(ctx context.Context, tx bun.Tx) error {
		exists, err := tx.NewSelect().Model((*submissionRow)(nil)).Where("id = ?", submissionID).Exists(ctx)
		switch {
		case err != nil:
			return err
		case !exists:
			return missing("submission", submissionID)
		case len(fps) == 0:
			_, err = tx.NewRaw(`DELETE FROM fingerprints WHERE submission_id = ?`, submissionID).Exec(ctx)
			return err
		}
		_, err = tx.NewRaw(`INSERT INTO fingerprints (submission_id, document) VALUES (?, ?)
			ON CONFLICT (submission_id) DO UPDATE SET document = excluded.document`, submissionID, document).Exec(ctx)
		return err
	})
}

// AddFingerprints adds a page's fingerprints behind those of earlier pages; false when some of this page or a later one are
// held. It changes only what it has read, so that of several writers none undoes what another one wrote.
func (d *DB) AddFingerprints(ctx context.Context, submissionID string, page []models.Fingerprint) (added bool, err error) {
	if storable("id", submissionID) != nil {
		return false, missing("submission", submissionID)
	}
	err = d.tx(ctx, "add fingerprints of "+submissionID, func(ctx context.Context, tx bun.Tx) error {
		exists, err := d.hold(ctx, tx, submissionID)
		if err != nil {
			return err
		}
		if len(exists) == 0 {
			return missing("submission", submissionID)
		}
		added, err = addFingerprints(ctx, tx, submissionID, page)
		return err
	})
	return added && err == nil, err
}

func addFingerprints(ctx context.Context, tx bun.Tx, submissionID string, page []models.Fingerprint) (added bool, err error) {
	var document string
	err = tx.NewRaw(`SELECT document FROM fingerprints WHERE submission_id = ?`, submissionID).Scan(ctx, &document)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, err
	}
	var held []models.Fingerprint
	if document != "" {
		if held, err = decodeFingerprints(document, kinds{}); err != nil {
			return false, err
		}
	}
	for _, f := range held {
		if slices.ContainsFunc(page, func(p models.Fingerprint) bool { return p.Page <= f.Page }) {
			return false, nil
		}
	}
	extended, err := encodeFingerprints(append(held, page...))
	if err != nil || len(page) == 0 {
		return false, err
	}
	res, err := tx.NewRaw(`INSERT INTO fingerprints (submission_id, document) VALUES (?, ?)
		ON CONFLICT (submission_id) DO UPDATE SET document = excluded.document WHERE fingerprints.document = ?`,
		submissionID, extended, document).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// EachFingerprint calls yield for every submission that has fingerprints, from one snapshot, and stops at its first
// error, which it returns as it is.
func (d *DB) EachFingerprint(ctx context.Context, yield func(models.IndexEntry) error) error {
	rows, err := d.read.QueryContext(ctx, `SELECT s.id, s.account, s.kind, s.created_at, f.document
		FROM fingerprints AS f JOIN submissions AS s ON s.id = f.submission_id`)
	if err != nil {
		return d.fault("read fingerprints", err)
	}
	defer func() { _ = rows.Close() }() // rows.Err has the news
	known := kinds{}
	for rows.Next() {
		var e models.IndexEntry
		var created int64
		var document string
		if err := rows.Scan(&e.SubmissionID, &e.Account, &e.Kind, &created, &document); err != nil {
			return d.fault("read fingerprints", err)
		}
		if e.Fingerprints, err = decodeFingerprints(document, known); err != nil {
			return err
		}
		e.CreatedAt = instant(created)
		if err := yield(e); err != nil {
			return err
		}
	}
	return d.fault("read fingerprints", rows.Err())
}
