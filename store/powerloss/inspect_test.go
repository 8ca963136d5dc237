package powerloss_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"loupe/models"
	"loupe/store/blob"
)

// later is the clock of the program that starts after the power loss: every lock has ended and nothing is young.
func later() time.Time { return time.Now().Add(2 * time.Hour) }

// inspect starts the real program on what a power loss at moment n left, and returns everything that must not be.
func inspect(ctx context.Context, dir string, uploads []*sent, n int) (wrong []error) {
	blame := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf(format, args...)) }
	o, err := open(ctx, dir, blob.OS{}, later)
	if err != nil {
		return []error{fmt.Errorf("does not start: %w", err)}
	}
	defer func() {
		if err := o.close(); err != nil {
			blame("does not stop: %w", err)
		}
	}()
	if err := integrity(ctx, dir); err != nil {
		blame("%w", err)
	}
	swept, err := o.Sweep(ctx)
	if err != nil || swept.Damaged > 0 || swept.Jobless > 0 || !swept.Finished {
		blame("sweep: %+v %v", swept, err)
	}
	held, err := o.all(ctx)
	if err != nil {
		blame("list: %w", err)
	}
	for i, s := range uploads {
		for _, err := range s.check(ctx, o, held[s.account], s.acknowledged > 0 && s.acknowledged <= n) {
			blame("%s (key %q, acknowledged at %d): %w", s.account, s.key, s.acknowledged, err)
		}
		if s.key != "" && (i+n)%4 == 0 { // a quarter of the callers send again
			if err := s.again(ctx, o, s.acknowledged > 0 && s.acknowledged <= n); err != nil {
				blame("%s sends again (acknowledged at %d): %w", s.account, s.acknowledged, err)
			}
		}
	}
	return wrong
}

func integrity(ctx context.Context, dir string) error {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, "loupe.db")+"?_query_only=on")
	if err != nil {
		return err
	}
	var verdict string
	err = db.QueryRowContext(ctx, "PRAGMA integrity_check").Scan(&verdict)
	if err == nil && verdict != "ok" {
		err = errors.New(verdict)
	}
	if err = errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("integrity_check: %w", err)
	}
	return nil
}

// all lists the submissions by account.
func (o *office) all(ctx context.Context) (map[string][]models.SubmissionSummary, error) {
	out := map[string][]models.SubmissionSummary{}
	q := models.SubmissionQuery{Limit: 100}
	for {
		rows, next, err := o.Submissions(ctx, q)
		for _, row := range rows {
			out[string(row.Account)] = append(out[string(row.Account)], row)
		}
		if q.After = next; err != nil || next == "" {
			return out, err
		}
	}
}

// check compares what is held for the upload with what its caller was told.
func (s *sent) check(ctx context.Context, o *office, held []models.SubmissionSummary, acknowledged bool) (wrong []error) {
	if len(held) > 1 {
		wrong = append(wrong, fmt.Errorf("is there %d times", len(held)))
	}
	if acknowledged && s.id != "" && (len(held) == 0 || held[0].ID != s.id || held[0].Revision != 1) {
		wrong = append(wrong, fmt.Errorf("is lost: %+v", held))
	}
	if acknowledged && s.id == "" && len(held) > 0 {
		wrong = append(wrong, errors.New("was refused and is there"))
	}
	for _, row := range held { // whoever has a row has its bytes, acknowledged or not
		wrong = append(wrong, s.bytes(ctx, o, row)...)
	}
	return slices.DeleteFunc(wrong, func(err error) bool { return err == nil })
}

func (s *sent) bytes(ctx context.Context, o *office, row models.SubmissionSummary) []error {
	wrong := []error{same(s.text, func() (models.Submission, io.ReadCloser, error) { return o.Original(ctx, row.ID) })}
	if s.back != "" {
		wrong = append(wrong, same(s.back, func() (models.Submission, io.ReadCloser, error) { return o.Back(ctx, row.ID) }))
	}
	if row.Revision == 0 {
		return wrong
	}
	report, err := o.Report(ctx, row.ID, 1)
	if err != nil {
		return append(wrong, err)
	}
	for _, a := range report.Artifacts {
		_, body, err := o.Artifact(ctx, a.ID)
		if err == nil {
			err = body.Close()
		}
		wrong = append(wrong, err)
	}
	return wrong
}

func same(want string, open func() (models.Submission, io.ReadCloser, error)) error {
	_, body, err := open()
	if err != nil {
		return err
	}
	got, err := io.ReadAll(body)
	if err = errors.Join(err, body.Close()); err == nil && !bytes.Equal(got, []byte(want)) {
		err = fmt.Errorf("has other bytes: %d, %d were sent", len(got), len(want))
	}
	return err
}

// again repeats the request: who was answered gets that answer, who was not gets one, and nothing is there twice.
func (s *sent) again(ctx context.Context, o *office, acknowledged bool) error {
	u, err := s.upload(ctx, o)
	if err != nil {
		return err
	}
	a, replayed, err := o.SubmitOnce(ctx, models.IdempotencyKey{Name: s.key}, u, 0, render)
	if err != nil {
		return err
	}
	if acknowledged && (!replayed || a.Status != s.answer.Status || !bytes.Equal(a.Body, s.answer.Body)) {
		return fmt.Errorf("gets %d %q, had got %d %q", a.Status, a.Body, s.answer.Status, s.answer.Body)
	}
	rows, _, err := o.Submissions(ctx, models.SubmissionQuery{Account: models.Account(s.account)})
	if err == nil && len(rows) > 1 {
		err = fmt.Errorf("is there %d times", len(rows))
	}
	return err
}
