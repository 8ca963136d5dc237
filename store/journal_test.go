package store_test

import (
	"testing"
	"time"

	"github.com/uptrace/bun"

	"loupe/models"
	"loupe/store"
)

// holdJournal takes the journal as a transaction does that has its numbers and is not committed yet.
func holdJournal(t *testing.T, db *store.DB) bun.Tx {
	t.Helper()
	tx, err := db.Writer().BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = tx.ExecContext(t.Context(), `UPDATE journal SET last = last + 1;
		INSERT INTO events SELECT last, 'first', '', '', '', '', '{}', 0 FROM journal`)
	if err != nil {
		t.Fatal(err)
	}
	return tx
}

// waiting starts do, returns when it waits for a lock, and hands on its error.
func waiting(t *testing.T, db *store.DB, do func() error) <-chan error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- do() }()
	for range 500 {
		var n int
		err := db.Reader().NewRaw(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(t.Context(), &n)
		if err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			return done
		}
		select {
		case err := <-done:
			t.Fatalf("it did not wait: %v", err)
		case <-time.After(10 * time.Millisecond):
		}
	}
	t.Fatal("it does not wait for a lock")
	return nil
}

// postgresJournal: who comes later is seen later, and a job that waits to revise is not begun before what asked for it.
func postgresJournal(t *testing.T, dsn string) {
	db := open(t, dsn, store.Options{})
	live, err := db.CreateSubmission(t.Context(), submission("s"), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	c := models.Completion{Job: live, Report: &models.Report{ID: "r", SubmissionID: "s"}, Revise: []string{"s"}}
	if err := db.Complete(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	first := holdJournal(t, db)
	done := waiting(t, db, func() error {
		e := models.BankEntry{SubmissionID: "s", Bank: models.BankBad}
		return db.PutInBank(t.Context(), e, []string{"s"}, []models.Event{{Type: "second"}})
	})
	if got, _, err := db.Events(t.Context(), models.EventQuery{}); err != nil || len(got) != 0 {
		t.Errorf("before the commits: %v, %v", got, err)
	}
	_, err = db.Lease(t.Context(), models.QueueRevise, time.Minute)
	wantReason(t, err, models.ErrNotFound, "job.none")
	if err := first.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	got, _, err := db.Events(t.Context(), models.EventQuery{})
	if err != nil || len(got) != 2 || got[0].Type != "first" || got[1].Type != "second" {
		t.Errorf("events = %v, %v", got, err)
	}
	if _, err := db.Lease(t.Context(), models.QueueRevise, time.Minute); err != nil {
		t.Errorf("after the commits: %v", err)
	}
}
