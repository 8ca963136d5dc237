package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"loupe/models"
)

type eventRow struct {
	bun.BaseModel `bun:"table:events,alias:e"`

	Number       int64  `bun:"number,pk"`
	Type         string `bun:"type"`
	Account      string `bun:"account"`
	SubmissionID string `bun:"submission_id"`
	LinkID       string `bun:"link_id"`
	RingID       string `bun:"ring_id"`
	Data         string `bun:"data"` // JSON object
	CreatedAt    int64  `bun:"created_at"`
}

func (d *DB) newEventRows(events []models.Event) ([]eventRow, error) {
	rows := make([]eventRow, 0, len(events))
	now := micros(d.now())
	for _, e := range events {
		for _, text := range []string{string(e.Type), string(e.Account), e.SubmissionID, e.LinkID, e.RingID} {
			if err := storable("event", text); err != nil {
				return nil, err
			}
		}
		data, err := encode(table(e.Data))
		if err != nil {
			return nil, err
		}
		rows = append(rows, eventRow{Type: string(e.Type), Account: string(e.Account), SubmissionID: e.SubmissionID,
			LinkID: e.LinkID, RingID: e.RingID, Data: data, CreatedAt: now})
	}
	return rows, nil
}

func (r *eventRow) model() (models.Event, error) {
	e := models.Event{ID: fmt.Sprintf("evt_%016x", r.Number), Type: models.EventType(r.Type), Account: models.Account(r.Account),
		SubmissionID: r.SubmissionID, LinkID: r.LinkID, RingID: r.RingID, CreatedAt: instant(r.CreatedAt)}
	err := decode(r.Data, &e.Data)
	e.Data = table(e.Data)
	return e, err
}

// numbers takes n numbers that follow each other and returns the first. From here until its end no other transaction
// takes any: whoever sees a number sees every smaller one that will ever be used. So this is a transaction's last lock.
func numbers(ctx context.Context, tx bun.Tx, n int) (first int64, err error) {
	err = tx.NewRaw(`UPDATE journal SET last = last + ? RETURNING last`, n).Scan(ctx, &first)
	return first - int64(n) + 1, err
}

// record appends events.
func record(ctx context.Context, tx bun.Tx, rows []eventRow) error {
	if len(rows) == 0 {
		return nil
	}
	first, err := numbers(ctx, tx, len(rows))
	if err != nil {
		return err
	}
	for i := range rows {
		rows[i].Number = first + int64(i)
	}
	_, err = tx.NewInsert().Model(&rows).Exec(ctx)
	return err
}

const eventList = "events"

// Events lists oldest first. The cursor is never empty: after the last page it says where the next event will stand.
func (d *DB) Events(ctx context.Context, q models.EventQuery) ([]models.Event, models.Cursor, error) {
	size, err := pageSize(q.Limit)
	if err != nil {
		return nil, "", err
	}
	if err := storable("account", string(q.Account)); err != nil {
		return nil, "", err
	}
	at := place{list: eventList}
	if q.After != "" {
		if at, err = parseCursor(eventList, q.After); err != nil {
			return nil, "", err
		}
	}
	var rows []eventRow
	query := d.read.NewSelect().Model(&rows).Where("e.number > ?", at.number).OrderExpr("e.number").Limit(size)
	equals(query, "e.type", string(q.Type))
	equals(query, "e.account", string(q.Account))
	if err := query.Scan(ctx); err != nil {
		return nil, "", d.fault("list events", err)
	}
	if len(rows) > 0 {
		at.number = rows[len(rows)-1].Number
	}
	events, err := convert(rows, (*eventRow).model)
	return events, at.cursor(), err
}
