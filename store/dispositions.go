package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"loupe/models"
)

// word is what a person said, without its place in the journal.
type word struct {
	ID        string `bun:"id"`
	LinkID    string `bun:"link_id,nullzero"`
	RingID    string `bun:"ring_id,nullzero"`
	Word      string `bun:"word"`
	Note      string `bun:"note"`
	Reviewer  string `bun:"reviewer"`
	Known     string `bun:"known"` // JSON array
	CreatedAt int64  `bun:"created_at"`
}

type dispositionRow struct {
	bun.BaseModel `bun:"table:dispositions,alias:d"`

	Number int64 `bun:"number,pk"`
	word
}

func (d *DB) newDispositionRow(m models.Disposition) (*dispositionRow, error) {
	if err := identifier("id", m.ID); err != nil {
		return nil, err
	}
	if (m.LinkID == "") == (m.RingID == "") {
		return nil, models.Invalidf("disposition", "disposition %q is of link %q and ring %q: name one of them", m.ID, m.LinkID, m.RingID)
	}
	if err := storable("ring_id", m.RingID); err != nil {
		return nil, err
	}
	if _, err := models.ParseRuling(string(m.Word)); err != nil {
		return nil, err
	}
	known, err := encode(list(m.Known))
	if err != nil {
		return nil, err
	}
	return &dispositionRow{word: word{ID: m.ID, LinkID: m.LinkID, RingID: m.RingID, Word: string(m.Word), Note: shown(m.Note),
		Reviewer: shown(m.Reviewer), Known: known, CreatedAt: micros(d.stamp(m.CreatedAt))}}, nil
}

func (w *word) model() (models.Disposition, error) {
	m := models.Disposition{ID: w.ID, LinkID: w.LinkID, RingID: w.RingID, Word: models.Ruling(w.Word), Note: w.Note,
		Reviewer: w.Reviewer, CreatedAt: instant(w.CreatedAt)}
	err := decode(w.Known, &m.Known)
	m.Known = list(m.Known)
	return m, err
}

// Dispose appends a disposition, which from now on is the one that stands. A zero CreatedAt becomes now.
func (d *DB) Dispose(ctx context.Context, m models.Disposition, revise []string, events []models.Event) error {
	row, err := d.newDispositionRow(m)
	if err != nil {
		return err
	}
	w := consequence{op: "store disposition " + m.ID, revise: revise, events: events}
	return d.change(ctx, w, func(ctx context.Context, tx bun.Tx, _ map[string]int64) error {
		if m.LinkID != "" {
			if err := d.holdLink(ctx, tx, m.LinkID); err != nil {
				return err
			}
		}
		if row.Number, err = numbers(ctx, tx, 1); err != nil {
			return err
		}
		_, err := tx.NewInsert().Model(row).Exec(ctx)
		return err
	})
}

// holdLink keeps a link from being deleted until tx ends.
func (d *DB) holdLink(ctx context.Context, tx bun.Tx, id string) error {
	if storable("id", id) != nil {
		return missing("link", id)
	}
	var found string
	err := tx.NewRaw(`SELECT id FROM links WHERE id = ? ?`, id, bun.Safe(d.dialect.keyShare)).Scan(ctx, &found)
	if errors.Is(err, sql.ErrNoRows) {
		return missing("link", id)
	}
	return err
}

const dispositionList = "dispositions"

// Dispositions lists newest first: the first one of a link or ring is the one that stands.
func (d *DB) Dispositions(ctx context.Context, q models.DispositionQuery) ([]models.Disposition, models.Cursor, error) {
	size, err := pageSize(q.Limit)
	if err != nil {
		return nil, "", err
	}
	if err := storable("link_id", q.LinkID+q.RingID); err != nil {
		return nil, "", err
	}
	var rows []dispositionRow
	query := d.read.NewSelect().Model(&rows).OrderExpr("d.number DESC").Limit(size + 1)
	equals(query, "d.link_id", q.LinkID)
	equals(query, "d.ring_id", q.RingID)
	if q.After != "" {
		at, err := parseCursor(dispositionList, q.After)
		if err != nil {
			return nil, "", err
		}
		query.Where("d.number < ?", at.number)
	}
	if err := query.Scan(ctx); err != nil {
		return nil, "", d.fault("list dispositions", err)
	}
	rows, next := page(rows, size, func(r dispositionRow) place { return place{dispositionList, r.Number, r.ID} })
	words, err := convert(rows, func(r *dispositionRow) (models.Disposition, error) { return r.model() })
	return words, next, err
}
