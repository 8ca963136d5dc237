package store

import (
	"context"

	"github.com/uptrace/bun"

	"loupe/models"
)

type bankRow struct {
	bun.BaseModel `bun:"table:bank,alias:k"`

	SubmissionID string `bun:"submission_id,pk"`
	Bank         string `bun:"bank"`
	Note         string `bun:"note"`
	Reviewer     string `bun:"reviewer"`
	CreatedAt    int64  `bun:"created_at"`
}

func (r *bankRow) model() (models.BankEntry, error) {
	return models.BankEntry{SubmissionID: r.SubmissionID, Bank: models.Bank(r.Bank), Note: r.Note, Reviewer: r.Reviewer,
		CreatedAt: instant(r.CreatedAt)}, nil
}

// PutInBank keeps e in place of an earlier entry of its submission. A zero CreatedAt becomes now.
func (d *DB) PutInBank(ctx context.Context, e models.BankEntry, revise []string, events []models.Event) error {
	if _, err := models.ParseBank(string(e.Bank)); err != nil {
		return err
	}
	row := &bankRow{SubmissionID: e.SubmissionID, Bank: string(e.Bank), Note: shown(e.Note), Reviewer: shown(e.Reviewer),
		CreatedAt: micros(d.stamp(e.CreatedAt))}
	c := consequence{op: "put " + e.SubmissionID + " into a bank", about: e.SubmissionID, revise: revise, events: events}
	return d.change(ctx, c, func(ctx context.Context, tx bun.Tx, held map[string]int64) error {
		if _, exists := held[e.SubmissionID]; !exists {
			return missing("submission", e.SubmissionID)
		}
		_, err := tx.NewInsert().Model(row).On("CONFLICT (submission_id) DO UPDATE").
			Set("bank = EXCLUDED.bank, note = EXCLUDED.note, reviewer = EXCLUDED.reviewer, created_at = EXCLUDED.created_at").Exec(ctx)
		return err
	})
}

// TakeFromBank removes a submission's entry.
func (d *DB) TakeFromBank(ctx context.Context, submissionID string, revise []string, events []models.Event) error {
	none := models.Errorf(models.ErrNotFound, "bank.missing", "submission %q is in no bank", submissionID)
	if storable("id", submissionID) != nil {
		return none
	}
	c := consequence{op: "take " + submissionID + " from its bank", about: submissionID, revise: revise, events: events}
	return d.change(ctx, c, func(ctx context.Context, tx bun.Tx, _ map[string]int64) error {
		res, err := tx.NewRaw(`DELETE FROM bank WHERE submission_id = ?`, submissionID).Exec(ctx)
		if err != nil {
			return err
		}
		return mustAffect(res, none)
	})
}

// Banks returns the bank of those of the submissions that are in one.
func (d *DB) Banks(ctx context.Context, submissionIDs []string) (map[string]models.Bank, error) {
	out := map[string]models.Bank{}
	if len(submissionIDs) == 0 {
		return out, nil
	}
	var rows []bankRow
	if err := d.read.NewSelect().Model(&rows).Where("k.submission_id IN (?)", bun.In(submissionIDs)).Scan(ctx); err != nil {
		return nil, d.fault("read the bank", err)
	}
	for _, r := range rows {
		out[r.SubmissionID] = models.Bank(r.Bank)
	}
	return out, nil
}

const bankList = "bank"

// BankEntries lists newest first.
func (d *DB) BankEntries(ctx context.Context, q models.BankQuery) ([]models.BankEntry, models.Cursor, error) {
	size, err := pageSize(q.Limit)
	if err != nil {
		return nil, "", err
	}
	var rows []bankRow
	query := d.read.NewSelect().Model(&rows).OrderExpr("k.created_at DESC, k.submission_id DESC").Limit(size + 1)
	equals(query, "k.bank", string(q.Bank))
	equals(query, "k.submission_id", q.SubmissionID)
	if q.After != "" {
		at, err := parseCursor(bankList, q.After)
		if err != nil {
			return nil, "", err
		}
		query.Where("(k.created_at, k.submission_id) < (?, ?)", at.number, at.id)
	}
	if err := query.Scan(ctx); err != nil {
		return nil, "", d.fault("list the bank", err)
	}
	rows, next := page(rows, size, func(r bankRow) place { return place{bankList, r.CreatedAt, r.SubmissionID} })
	entries, err := convert(rows, (*bankRow).model)
	return entries, next, err
}
