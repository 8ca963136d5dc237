package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/uptrace/bun"

	"loupe/models"
)

// linkView is a link with what persons said of it and of its ends.
type linkView struct {
	linkRow
	ABank string `bun:"a_bank"`
	BBank string `bun:"b_bank"`
	Word  word   `bun:"embed:d_"` // the latest; without id when there is none
}

func (v *linkView) record() (models.LinkRecord, error) {
	l, err := v.model()
	if err != nil {
		return l, err
	}
	l.Banks = [2]models.Bank{models.Bank(v.ABank), models.Bank(v.BBank)}
	if v.Word.ID == "" {
		l.Dispose(nil)
		return l, nil
	}
	m, err := v.Word.model()
	l.Dispose(&m)
	return l, err
}

// viewLinks adds to the links that query selects, all at one moment, what persons said. order is that of the query's
// times: ASC or DESC.
func (d *DB) viewLinks(ctx context.Context, query *bun.SelectQuery, order string) ([]linkView, error) {
	var rows []linkView
	err := d.read.NewRaw(`SELECT l.*, a.bank AS a_bank, b.bank AS b_bank, d.id AS d_id, d.link_id AS d_link_id, d.word AS d_word,
			d.note AS d_note, d.reviewer AS d_reviewer, d.known AS d_known, d.created_at AS d_created_at
		FROM (?) AS l LEFT JOIN bank AS a ON a.submission_id = l.a_id LEFT JOIN bank AS b ON b.submission_id = l.b_id
		LEFT JOIN dispositions AS d ON d.number = (SELECT max(number) FROM dispositions WHERE link_id = l.id)
		ORDER BY l.created_at ?, l.id ?`, query, bun.Safe(order), bun.Safe(order)).Scan(ctx, &rows)
	return rows, d.fault("list links", err)
}

// Link returns one link.
func (d *DB) Link(ctx context.Context, id string) (models.LinkRecord, error) {
	if storable("id", id) != nil {
		return models.LinkRecord{}, missing("link", id)
	}
	rows, err := d.viewLinks(ctx, d.read.NewSelect().Model((*linkRow)(nil)).Where("l.id = ?", id), "ASC")
	if err != nil {
		return models.LinkRecord{}, err
	}
	if len(rows) == 0 {
		return models.LinkRecord{}, missing("link", id)
	}
	return rows[0].record()
}

// AccountSince returns when the account sent its first submission.
func (d *DB) AccountSince(ctx context.Context, a models.Account) (time.Time, error) {
	if storable("account", string(a)) != nil {
		return time.Time{}, missing("account", string(a))
	}
	var first sql.NullInt64
	err := d.read.NewRaw(`SELECT min(created_at) FROM submissions WHERE account = ?`, string(a)).Scan(ctx, &first)
	if err == nil && !first.Valid {
		return time.Time{}, missing("account", string(a))
	}
	return instant(first.Int64), d.fault("read when an account came", err)
}

// LinksTouching returns the links with an end on any of the accounts, oldest first, at most limit of them.
func (d *DB) LinksTouching(ctx context.Context, accounts []models.Account, limit int) ([]models.LinkRecord, error) {
	if limit < 0 {
		return nil, models.Invalidf("limit", "limit %d is negative", limit)
	}
	for _, a := range accounts {
		if err := storable("account", string(a)); err != nil {
			return nil, err
		}
	}
	if len(accounts) == 0 || limit == 0 {
		return []models.LinkRecord{}, nil
	}
	in := bun.In(accounts)
	query := d.read.NewSelect().Model((*linkRow)(nil)).Where("(l.a_account IN (?) OR l.b_account IN (?))", in, in).
		OrderExpr("l.created_at, l.id").Limit(limit)
	rows, err := d.viewLinks(ctx, query, "ASC")
	if err != nil {
		return nil, err
	}
	return convert(rows, (*linkView).record)
}

const linkList = "links"

// Links lists newest first, each as it was found: from A to B.
func (d *DB) Links(ctx context.Context, q models.LinkQuery) ([]models.LinkRecord, models.Cursor, error) {
	size, err := pageSize(q.Limit)
	if err != nil {
		return nil, "", err
	}
	if err := storable("account", string(q.Account)); err != nil {
		return nil, "", err
	}
	if err := storable("submission_id", q.SubmissionID); err != nil {
		return nil, "", err
	}
	query := d.read.NewSelect().Model((*linkRow)(nil)).OrderExpr("l.created_at DESC, l.id DESC").Limit(size + 1)
	equals(query, "l.relation", string(q.Relation))
	if q.SubmissionID != "" {
		query.Where("(l.a_id = ? OR l.b_id = ?)", q.SubmissionID, q.SubmissionID)
	}
	if q.Account != "" {
		query.Where("(l.a_account = ? OR l.b_account = ?)", string(q.Account), string(q.Account))
	}
	if q.After != "" {
		at, err := parseCursor(linkList, q.After)
		if err != nil {
			return nil, "", err
		}
		query.Where("(l.created_at, l.id) < (?, ?)", at.number, at.id)
	}
	rows, err := d.viewLinks(ctx, query, "DESC")
	if err != nil {
		return nil, "", err
	}
	rows, next := page(rows, size, func(r linkView) place { return place{linkList, r.CreatedAt, r.ID} })
	records, err := convert(rows, (*linkView).record)
	return records, next, err
}
