package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"loupe/models"
)

type rescanRow struct {
	bun.BaseModel `bun:"table:rescans,alias:r"`

	ID         string `bun:"id,pk"`
	Reason     string `bun:"reason"`
	Filter     string `bun:"filter"`
	DryRun     bool   `bun:"dry_run"`
	State      string `bun:"state"`
	Total      int    `bun:"total"`
	Done       int    `bun:"done"`
	Changed    int    `bun:"changed"`
	Failed     int    `bun:"failed"`
	CreatedAt  int64  `bun:"created_at"`
	FinishedAt *int64 `bun:"finished_at"`
}

type changeRow struct {
	bun.BaseModel `bun:"table:rescan_changes,alias:c"`

	RescanID string `bun:"rescan_id,pk"`
	Position int    `bun:"position,pk"`
	Document string `bun:"document"`
}

func (r *rescanRow) model() (models.Rescan, error) {
	m := models.Rescan{
		ID: r.ID, Reason: r.Reason, DryRun: r.DryRun, State: models.RescanState(r.State), Total: r.Total, Done: r.Done,
		Changed: r.Changed, Failed: r.Failed, CreatedAt: instant(r.CreatedAt),
	}
	if r.FinishedAt != nil {
		at := instant(*r.FinishedAt)
		m.FinishedAt = &at
	}
	err := decode(r.Filter, &m.Filter)
	return m, err
}

// CreateRescan stores r and, by one statement, a bulk job for each submission with a report that matches the filter.
func (d *DB) CreateRescan(ctx context.Context, r models.Rescan, current models.Engine) (models.Rescan, error) {
	row, err := d.newRescanRow(r)
	if err != nil {
		return models.Rescan{}, err
	}
	key, err := engineKey(current)
	if err != nil {
		return models.Rescan{}, err
	}
	err = d.tx(ctx, "store rescan "+r.ID, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewInsert().Model(row).Exec(ctx); err != nil {
			return err
		}
		jobs, err := insertBulkJobs(ctx, tx, row, r.Filter, key)
		if err != nil {
			return err
		}
		row.Total = int(jobs)
		if jobs == 0 {
			now := micros(d.now())
			row.State, row.FinishedAt = string(models.RescanFinished), &now
		}
		_, err = tx.NewUpdate().Model(row).Column("total", "state", "finished_at").WherePK().Exec(ctx)
		return err
	})
	if err != nil {
		return models.Rescan{}, err
	}
	return row.model()
}

func (d *DB) newRescanRow(r models.Rescan) (*rescanRow, error) {
	if err := identifier("id", r.ID); err != nil {
		return nil, err
	}
	if err := storable("account", string(r.Filter.Account)); err != nil {
		return nil, err
	}
	filter, err := encode(r.Filter)
	if err != nil {
		return nil, err
	}
	return &rescanRow{ID: r.ID, Reason: shown(r.Reason), Filter: filter, DryRun: r.DryRun,
		State: string(models.RescanRunning), CreatedAt: micros(d.stamp(r.CreatedAt))}, nil
}

// insertBulkJobs names a job after its rescan and submission: unique, and nothing has to travel to make 100,000 of them.
func insertBulkJobs(ctx context.Context, tx bun.Tx, r *rescanRow, filter models.RescanFilter, engine string) (int64, error) {
	matching := tx.NewSelect().TableExpr("submissions AS s").
		ColumnExpr("? || '/' || s.id, ?, s.id, ?, 'waiting', 0, '', 0, ?, s.created_at", r.ID, string(models.QueueBulk), r.ID, r.CreatedAt).
		Where("s.revision > 0")
	equals(matching, "s.kind", string(filter.Kind))
	equals(matching, "s.account", string(filter.Account))
	equals(matching, "s.verdict", string(filter.Verdict))
	if filter.StaleOnly {
		matching.Where("s.engine_key <> ?", engine)
	}
	res, err := tx.NewRaw(`INSERT INTO jobs (id, queue, submission_id, rescan_id, state, attempts, lease_token, lease_until,
		enqueued_at, submitted_at) ?`, matching).Exec(ctx)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// Rescan returns one rescan with its counters.
func (d *DB) Rescan(ctx context.Context, id string) (models.Rescan, error) {
	if storable("id", id) != nil {
		return models.Rescan{}, missing("rescan", id)
	}
	var row rescanRow
	err := d.read.NewSelect().Model(&row).Where("r.id = ?", id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return models.Rescan{}, missing("rescan", id)
	}
	if err != nil {
		return models.Rescan{}, d.fault("read rescan "+id, err)
	}
	return row.model()
}

// Rescans lists newest first.
func (d *DB) Rescans(ctx context.Context, limit int) ([]models.Rescan, error) {
	size, err := pageSize(limit)
	if err != nil {
		return nil, err
	}
	var rows []rescanRow
	if err := d.read.NewSelect().Model(&rows).OrderExpr("r.created_at DESC, r.id DESC").Limit(size).Scan(ctx); err != nil {
		return nil, d.fault("list rescans", err)
	}
	return convert(rows, (*rescanRow).model)
}

const changeList = "changes"

// RescanChanges lists what changed or failed so far, in order of completion.
func (d *DB) RescanChanges(ctx context.Context, id string, limit int, after models.Cursor) ([]models.RescanChange, models.Cursor, error) {
	size, err := pageSize(limit)
	if err != nil {
		return nil, "", err
	}
	if _, err := d.Rescan(ctx, id); err != nil {
		return nil, "", err
	}
	query := d.read.NewSelect().Model((*changeRow)(nil)).Where("c.rescan_id = ?", id).OrderExpr("c.position").Limit(size + 1)
	var rows []changeRow
	if after != "" {
		at, err := parseCursor(changeList, after)
		if err == nil && at.id != id {
			err = models.Invalidf("cursor", "cursor %q is of another rescan: send back the one you were given, or none", after)
		}
		if err != nil {
			return nil, "", err
		}
		query.Where("c.position > ?", at.number)
	}
	if err := query.Scan(ctx, &rows); err != nil {
		return nil, "", d.fault("list the changes of rescan "+id, err)
	}
	rows, next := page(rows, size, func(r changeRow) place { return place{changeList, int64(r.Position), id} })
	changes, err := convert(rows, (*changeRow).model)
	return changes, next, err
}

func (r *changeRow) model() (models.RescanChange, error) {
	var c models.RescanChange
	err := decode(r.Document, &c)
	c.Changes = list(c.Changes)
	return c, err
}
