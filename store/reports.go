package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"loupe/models"
)

type reportRow struct {
	bun.BaseModel `bun:"table:reports,alias:r"`

	ID           string `bun:"id,pk"`
	SubmissionID string `bun:"submission_id"`
	Revision     int    `bun:"revision"`
	Verdict      string `bun:"verdict"`
	Retryable    bool   `bun:"retryable"`
	Reasons      string `bun:"reasons"`
	Engine       string `bun:"engine"`
	Document     string `bun:"document"`
	CreatedAt    int64  `bun:"created_at"`
}

type artifactRow struct {
	bun.BaseModel `bun:"table:artifacts,alias:f"`

	ID           string `bun:"id,pk"`
	SubmissionID string `bun:"submission_id"`
	Name         string `bun:"name"`
	MediaType    string `bun:"media_type"`
	BlobKey      string `bun:"blob_key"`
}

// appendReport stores the next revision and moves the submission's summary to it. Moving the summary first locks the
// submission, so that two jobs of one submission get two revisions.
func (d *DB) appendReport(ctx context.Context, tx bun.Tx, job jobRow, r models.Report) (revision int, err error) {
	if r.SubmissionID != job.SubmissionID {
		return 0, models.Invalidf("report", "the report is of submission %q, the job of %q", r.SubmissionID, job.SubmissionID)
	}
	if err := identifier("report", r.ID); err != nil {
		return 0, err
	}
	reasons, err := encode(list(r.Reasons))
	if err != nil {
		return 0, err
	}
	key, err := engineKey(r.Engine)
	if err != nil {
		return 0, err
	}
	err = tx.NewRaw(`UPDATE submissions SET revision = revision + 1, verdict = ?, retryable = ?, reasons = ?, thumbnail_id = ?, engine_key = ?
		WHERE id = ? RETURNING revision`, string(r.Verdict), r.Retryable, reasons, thumbnailID(r), key, r.SubmissionID).Scan(ctx, &revision)
	if err != nil {
		return 0, err
	}
	r.Revision, r.CreatedAt = revision, d.stamp(r.CreatedAt)
	return revision, insertReport(ctx, tx, r, reasons)
}

func insertReport(ctx context.Context, tx bun.Tx, r models.Report, reasons string) error {
	engine, err := encode(r.Engine)
	if err != nil {
		return err
	}
	document, err := encode(r)
	if err != nil {
		return err
	}
	_, err = tx.NewInsert().Model(&reportRow{
		ID: r.ID, SubmissionID: r.SubmissionID, Revision: r.Revision, Verdict: string(r.Verdict), Retryable: r.Retryable,
		Reasons: reasons, Engine: engine, Document: document, CreatedAt: micros(r.CreatedAt),
	}).Exec(ctx)
	return err
}

// thumbnailID looks among the artifacts of the file itself only: a finding may have a "thumbnail" of its own, the one
// embedded in the metadata, which is evidence and may show another picture.
func thumbnailID(r models.Report) string {
	for _, a := range r.Artifacts {
		if a.Name == "thumbnail" {
			return a.ID
		}
	}
	return ""
}

// Report returns a revision, or the latest when revision is 0.
func (d *DB) Report(ctx context.Context, submissionID string, revision int) (models.Report, error) {
	none := models.Errorf(models.ErrNotFound, "report.missing", "submission %q has no report revision %d", submissionID, revision)
	if revision == 0 {
		none = models.Errorf(models.ErrNotFound, "report.missing", "submission %q has no report, or does not exist", submissionID)
	}
	if storable("id", submissionID) != nil {
		return models.Report{}, none
	}
	query := d.read.NewSelect().Model((*reportRow)(nil)).Column("document").Where("r.submission_id = ?", submissionID).
		OrderExpr("r.revision DESC").Limit(1)
	if revision != 0 {
		query.Where("r.revision = ?", revision)
	}
	var document string
	err := query.Scan(ctx, &document)
	if errors.Is(err, sql.ErrNoRows) {
		return models.Report{}, none
	}
	if err != nil {
		return models.Report{}, d.fault("read the report of "+submissionID, err)
	}
	var r models.Report
	if err := decode(document, &r); err != nil {
		return models.Report{}, err
	}
	fillReport(&r)
	return r, nil
}

// Artifact returns the row that says which blob holds an artifact.
func (d *DB) Artifact(ctx context.Context, id string) (models.ArtifactRow, error) {
	if storable("id", id) != nil {
		return models.ArtifactRow{}, missing("artifact", id)
	}
	var row artifactRow
	err := d.read.NewSelect().Model(&row).Where("f.id = ?", id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return models.ArtifactRow{}, missing("artifact", id)
	}
	if err != nil {
		return models.ArtifactRow{}, d.fault("read artifact "+id, err)
	}
	return models.ArtifactRow{ID: row.ID, SubmissionID: row.SubmissionID, Name: row.Name, MediaType: row.MediaType, BlobKey: row.BlobKey}, nil
}
