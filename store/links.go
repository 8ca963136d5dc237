package store

import (
	"context"
	"sort"

	"github.com/uptrace/bun"

	"loupe/models"
)

type linkRow struct {
	bun.BaseModel `bun:"table:links,alias:l"`

	ID         string `bun:"id,pk"`
	LowID      string `bun:"low_id"`
	HighID     string `bun:"high_id"`
	AID        string `bun:"a_id"`
	AAccount   string `bun:"a_account"`
	AFirstSeen int64  `bun:"a_first_seen"`
	BID        string `bun:"b_id"`
	BAccount   string `bun:"b_account"`
	BFirstSeen int64  `bun:"b_first_seen"`
	Relation   string `bun:"relation"`
	Comparison string `bun:"comparison"`
	Also       string `bun:"also"`
	Conflicts  string `bun:"conflicts"`
	CreatedAt  int64  `bun:"created_at"`
}

// newLinkRows returns the rows by pair: concurrent completions lock them in the same order.
func (d *DB) newLinkRows(links []models.LinkRecord) ([]linkRow, error) {
	rows := make([]linkRow, 0, len(links))
	for _, l := range links {
		row, err := d.newLinkRow(l)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	sort.SliceStable(rows, func(i, j int) bool {
		if rows[i].LowID != rows[j].LowID {
			return rows[i].LowID < rows[j].LowID
		}
		return rows[i].HighID < rows[j].HighID
	})
	return rows, nil
}

func (d *DB) newLinkRow(l models.LinkRecord) (linkRow, error) {
	for _, id := range []string{l.ID, l.A.SubmissionID, l.B.SubmissionID, l.A.Account, l.B.Account} {
		if err := identifier("link", id); err != nil {
			return linkRow{}, err
		}
	}
	if l.A.SubmissionID == l.B.SubmissionID {
		return linkRow{}, models.Invalidf("link", "link %q ties submission %q to itself", l.ID, l.A.SubmissionID)
	}
	comparison, err := encode(l.Comparison)
	if err != nil {
		return linkRow{}, err
	}
	also, err := encode(list(l.Also))
	if err != nil {
		return linkRow{}, err
	}
	conflicts, err := encode(list(l.Conflicts))
	if err != nil {
		return linkRow{}, err
	}
	return linkRow{
		ID: l.ID, LowID: min(l.A.SubmissionID, l.B.SubmissionID), HighID: max(l.A.SubmissionID, l.B.SubmissionID),
		AID: l.A.SubmissionID, AAccount: l.A.Account, AFirstSeen: micros(l.A.FirstSeen),
		BID: l.B.SubmissionID, BAccount: l.B.Account, BFirstSeen: micros(l.B.FirstSeen),
		Relation: string(l.Comparison.Relation), Comparison: comparison, Also: also, Conflicts: conflicts, CreatedAt: micros(d.stamp(l.CreatedAt)),
	}, nil
}

func (r *linkRow) model() (models.LinkRecord, error) {
	l := models.LinkRecord{
		ID:        r.ID,
		A:         models.LinkEnd{SubmissionID: r.AID, Account: r.AAccount, FirstSeen: instant(r.AFirstSeen)},
		B:         models.LinkEnd{SubmissionID: r.BID, Account: r.BAccount, FirstSeen: instant(r.BFirstSeen)},
		CreatedAt: instant(r.CreatedAt),
	}
	if err := decode(r.Comparison, &l.Comparison); err != nil {
		return l, err
	}
	if err := decode(r.Also, &l.Also); err != nil {
		return l, err
	}
	err := decode(r.Conflicts, &l.Conflicts)
	fillLink(&l)
	return l, err
}

// upsertLinks keeps one link for a pair, whichever side found it: the first id and time stay; the ends come with the
// comparison, because its transform and regions are directed from A to B.
func upsertLinks(ctx context.Context, tx bun.Tx, rows []linkRow) error {
	for i := range rows {
		_, err := tx.NewInsert().Model(&rows[i]).On("CONFLICT (low_id, high_id) DO UPDATE").
			Set("a_id = EXCLUDED.a_id, a_account = EXCLUDED.a_account, a_first_seen = EXCLUDED.a_first_seen").
			Set("b_id = EXCLUDED.b_id, b_account = EXCLUDED.b_account, b_first_seen = EXCLUDED.b_first_seen").
			Set("relation = EXCLUDED.relation, comparison = EXCLUDED.comparison, also = EXCLUDED.also, conflicts = EXCLUDED.conflicts").
			Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}
