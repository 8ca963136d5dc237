package store_test

import (
	"testing"
	"time"

	"loupe/models"
	"loupe/store"
	"loupe/store/pgtest"
)

func TestPostgresServer(t *testing.T) {
	server := pgtest.Start(t)
	t.Run("ProcessesStartAtOnce", func(t *testing.T) {
		for range 3 {
			openTogether(t, server.Database(t))
		}
	})
	t.Run("LockedIsUnavailable", func(t *testing.T) { postgresLocked(t, server.Database(t)) })
	t.Run("JournalKeepsOrder", func(t *testing.T) { postgresJournal(t, server.Database(t)) })
	t.Run("SettingsAreOurs", func(t *testing.T) { postgresSettings(t, server.Database(t)) })
}

func postgresLocked(t *testing.T, dsn string) {
	db := open(t, dsn, store.Options{LockTimeout: 20 * time.Millisecond})
	job, err := db.CreateSubmission(t.Context(), submission("s"), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.Writer().BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(t.Context(), "SELECT * FROM jobs FOR UPDATE"); err != nil {
		t.Fatal(err)
	}
	wantReason(t, db.Extend(t.Context(), job, time.Minute), models.ErrUnavailable, "store.locked")
	_, err = db.Lease(t.Context(), models.QueueLive, time.Minute)
	wantReason(t, err, models.ErrNotFound, "job.none") // skipped, not waited for
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := db.Extend(t.Context(), job, time.Minute); err != nil {
		t.Errorf("after the lock: %v", err)
	}
}

// postgresSettings: a server or role whose defaults are dangerous must not decide.
func postgresSettings(t *testing.T, dsn string) {
	first := open(t, dsn, store.Options{})
	for _, q := range []string{"ALTER ROLE postgres SET synchronous_commit = off", "ALTER ROLE postgres SET standard_conforming_strings = off"} {
		if _, err := first.Writer().ExecContext(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	db := open(t, dsn, store.Options{})
	for _, name := range []string{"synchronous_commit", "standard_conforming_strings"} {
		var got string
		if err := db.Reader().NewRaw("SHOW "+name).Scan(t.Context(), &got); err != nil || got != "on" {
			t.Errorf("%s = %q, %v, want on", name, got, err)
		}
	}
	s := submission("s")
	s.Account = `\'; DELETE FROM submissions; --`
	if _, err := db.CreateSubmission(t.Context(), s, time.Minute); err != nil {
		t.Fatal(err)
	}
	if got, err := db.Submission(t.Context(), "s"); err != nil || got.Account != s.Account {
		t.Errorf("account = %q, %v, want %q", got.Account, err, s.Account)
	}
}
