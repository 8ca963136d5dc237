package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"loupe/models"
)

// Complete finishes a job in one transaction: the job, the next report revision with its artifacts, the links, the work
// and the events that follow, and for a rescan the item's change and the counters. On success Report.Revision is set.
// Locks are taken in one order (submissions against deletion, job, its submission, links by pair, jobs that wait to
// revise by submission, rescan, journal), so that completions cannot deadlock.
func (d *DB) Complete(ctx context.Context, c models.Completion) error {
	links, err := d.newLinkRows(c.Links)
	if err != nil {
		return err
	}
	events, err := d.newEventRows(c.Events)
	if err != nil {
		return err
	}
	var revision int
	err = d.tx(ctx, "complete job "+c.Job.ID, func(ctx context.Context, tx bun.Tx) (err error) {
		revision, err = d.complete(ctx, tx, c, links, events)
		return err
	})
	if err == nil && c.Report != nil {
		c.Report.Revision = revision
	}
	return err
}

func (d *DB) complete(ctx context.Context, tx bun.Tx, c models.Completion, links []linkRow, events []eventRow) (revision int, err error) {
	held, err := d.hold(ctx, tx, refersTo(c)...)
	if err != nil {
		return 0, err
	}
	job, err := d.finishJob(ctx, tx, c.Job)
	if err != nil {
		return 0, err
	}
	if c.Report != nil {
		if revision, err = d.appendReport(ctx, tx, job, *c.Report); err != nil {
			return 0, err
		}
	}
	if err := insertArtifacts(ctx, tx, c.Artifacts); err != nil {
		return 0, err
	}
	if err := upsertLinks(ctx, tx, links); err != nil {
		return 0, err
	}
	if err := d.revise(ctx, tx, c.Revise, held); err != nil {
		return 0, err
	}
	if err := d.finishItem(ctx, tx, job, c.Change); err != nil {
		return 0, err
	}
	return revision, record(ctx, tx, events)
}

// refersTo lists the submissions that c names.
func refersTo(c models.Completion) []string {
	ids := append([]string{c.Job.SubmissionID}, c.Revise...)
	for _, l := range c.Links {
		ids = append(ids, l.A.SubmissionID, l.B.SubmissionID)
	}
	return ids
}

// finishJob closes the job if the caller still holds its lease.
func (d *DB) finishJob(ctx context.Context, tx bun.Tx, j models.Job) (jobRow, error) {
	var row jobRow
	err := tx.NewRaw(`UPDATE jobs SET state = ?, lease_token = '', lease_until = 0, done_at = ?
		WHERE id = ? AND lease_token = ? AND state = ? RETURNING id, submission_id, rescan_id`,
		jobDone, micros(d.now()), j.ID, j.LeaseToken, jobLeased).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return row, leaseLost(j)
	}
	return row, err
}

func insertArtifacts(ctx context.Context, tx bun.Tx, artifacts []models.ArtifactRow) error {
	if len(artifacts) == 0 {
		return nil
	}
	rows := make([]artifactRow, 0, len(artifacts))
	for _, a := range artifacts {
		if err := identifier("artifact", a.ID); err != nil {
			return err
		}
		rows = append(rows, artifactRow{ID: a.ID, SubmissionID: a.SubmissionID, Name: shown(a.Name), MediaType: shown(a.MediaType), BlobKey: a.BlobKey})
	}
	_, err := tx.NewInsert().Model(&rows).Exec(ctx)
	return err
}

// finishItem counts a rescan's item and keeps its change. The rescan is finished with its last item.
func (d *DB) finishItem(ctx context.Context, tx bun.Tx, job jobRow, change *models.RescanChange) error {
	if job.RescanID == "" {
		if change != nil {
			return models.Invalidf("change", "job %q belongs to no rescan: send no change with it", job.ID)
		}
		return nil
	}
	changed, failed := 0, 0
	if change != nil && change.Error != "" {
		failed = 1
	} else if change != nil {
		changed = 1
	}
	var position int
	err := tx.NewRaw(`UPDATE rescans SET done = done + 1, changed = changed + ?, failed = failed + ?,
			state = CASE WHEN done + 1 >= total THEN ? ELSE state END,
			finished_at = CASE WHEN done + 1 >= total THEN ? ELSE finished_at END
		WHERE id = ? RETURNING done`,
		changed, failed, string(models.RescanFinished), micros(d.now()), job.RescanID).Scan(ctx, &position)
	if err != nil {
		return fmt.Errorf("count the item of rescan %s: %w", job.RescanID, err)
	}
	if change == nil {
		return nil
	}
	return insertChange(ctx, tx, job.RescanID, position, *change)
}

func insertChange(ctx context.Context, tx bun.Tx, rescanID string, position int, change models.RescanChange) error {
	document, err := encode(change)
	if err != nil {
		return err
	}
	_, err = tx.NewInsert().Model(&changeRow{RescanID: rescanID, Position: position, Document: document}).Exec(ctx)
	return err
}
