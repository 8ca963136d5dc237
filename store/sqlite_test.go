package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"loupe/models"
	"loupe/store"
)

func submission(id string) models.Submission {
	return models.Submission{ID: id, Account: "a", Kind: models.KindDiploma, SHA256: strings.Repeat("a", 64)}
}

// TestSQLiteSurvivesACrash copies the files as they are right after an answer, as a crash would leave them, and opens
// the copy; the first store is abandoned, not closed.
func TestSQLiteSurvivesACrash(t *testing.T) {
	dir, copied := t.TempDir(), t.TempDir()
	db := open(t, dir+"/loupe.db", store.Options{})
	job, err := db.CreateSubmission(t.Context(), submission("s"), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	report := &models.Report{ID: "r", SubmissionID: "s", Verdict: models.VerdictReview}
	if err := db.Complete(t.Context(), models.Completion{Job: job, Report: report}); err != nil {
		t.Fatal(err)
	}
	copyFile(t, dir, copied, "loupe.db")
	copyFile(t, dir, copied, "loupe.db-wal")
	for _, path := range []string{copied, dir} {
		again := open(t, path+"/loupe.db", store.Options{})
		got, err := again.Report(t.Context(), "s", 0)
		if err != nil || got.ID != "r" {
			t.Errorf("%s after the crash: report %q, %v", path, got.ID, err)
		}
		var verdict string
		if err := again.Writer().NewRaw("PRAGMA integrity_check").Scan(t.Context(), &verdict); err != nil || verdict != "ok" {
			t.Errorf("integrity_check = %q, %v", verdict, err)
		}
	}
}

func copyFile(t *testing.T, from, to, name string) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(from, name))
	if err == nil {
		err = os.WriteFile(filepath.Join(to, name), content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestSQLitePragmasOnEveryConnection holds several connections of the pool at once.
func TestSQLitePragmasOnEveryConnection(t *testing.T) {
	db := open(t, t.TempDir()+"/loupe.db", store.Options{Connections: 3, LockTimeout: 1500 * time.Millisecond})
	for range 3 {
		conn, err := db.Reader().Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "1500", "query_only": "1", "mmap_size": "0"} {
			var got string
			if err := conn.NewRaw("PRAGMA "+pragma).Scan(t.Context(), &got); err != nil || got != want {
				t.Errorf("%s = %q, %v, want %s", pragma, got, err, want)
			}
		}
	}
	var full string
	if err := db.Writer().NewRaw("PRAGMA synchronous").Scan(t.Context(), &full); err != nil || full != "2" {
		t.Errorf("writer's synchronous = %q, %v, want 2 (FULL)", full, err)
	}
}

func TestSQLiteFilesAreTheOwnersOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	db := open(t, dir+"/loupe.db", store.Options{})
	if err := db.CreateKey(t.Context(), models.APIKey{ID: "k", Hash: "h"}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]os.FileMode{"": 0o700, "loupe.db": 0o600, "loupe.db-wal": 0o600, "loupe.db-shm": 0o600} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%q: mode %v, %v, want %v", name, info.Mode(), err, want)
		}
	}
}

func TestSQLiteLockedIsUnavailable(t *testing.T) {
	path := t.TempDir() + "/loupe.db"
	holder := open(t, path, store.Options{})
	tx, err := holder.Writer().BeginTx(t.Context(), nil) // immediate: holds the write lock
	if err != nil {
		t.Fatal(err)
	}
	db := open(t, path, store.Options{LockTimeout: 20 * time.Millisecond})
	_, err = db.CreateSubmission(t.Context(), submission("s"), time.Minute)
	wantReason(t, err, models.ErrUnavailable, "store.locked")
	if _, _, err := db.Submissions(t.Context(), models.SubmissionQuery{}); err != nil {
		t.Errorf("reading meanwhile: %v", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if _, err := db.CreateSubmission(t.Context(), submission("s"), time.Minute); err != nil {
		t.Errorf("after the lock: %v", err)
	}
}

// TestSQLiteFull caps the file instead of filling a disk; nothing of the refused write stays, and when there is room
// again the same store takes it.
func TestSQLiteFull(t *testing.T) {
	db := open(t, t.TempDir()+"/loupe.db", store.Options{})
	var pages int
	if err := db.Writer().NewRaw("PRAGMA max_page_count = 1").Scan(t.Context(), &pages); err != nil { // not below what is in use
		t.Fatal(err)
	}
	big := submission("big")
	big.Claim = models.Claim{"name": strings.Repeat("x", 1<<20)}
	keyed := models.KeyedRequest{IdempotencyKey: models.IdempotencyKey{Name: "k"}, SubmissionID: "big"}
	_, err := db.CreateKeyed(t.Context(), big, time.Minute, keyed)
	wantReason(t, err, models.ErrStorageFull, "system.storage_full")
	if _, err := db.KeyedRequest(t.Context(), keyed.IdempotencyKey); models.CodeOf(err) != models.ErrNotFound {
		t.Errorf("the key after a full disk: %v", err)
	}
	if _, err := db.Submission(t.Context(), "big"); models.CodeOf(err) != models.ErrNotFound {
		t.Errorf("after a full disk: %v", err)
	}
	if n, err := db.WaitingJobs(t.Context(), models.QueueLive); err != nil || n != 0 {
		t.Errorf("%d jobs, %v", n, err)
	}
	if err := db.Writer().NewRaw("PRAGMA max_page_count = 1000000").Scan(t.Context(), &pages); err != nil {
		t.Fatal(err)
	}
	if _, err := db.CreateKeyed(t.Context(), big, time.Minute, keyed); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

func wantReason(t *testing.T, err error, code models.ErrorCode, reason string) {
	t.Helper()
	var e *models.Error
	if !errors.As(err, &e) || e.Code != code || e.Reason != reason {
		t.Errorf("error = %v, want %s %s", err, code, reason)
	}
}

// openTogether opens one database from several "processes" at once.
func openTogether(t *testing.T, dsn string) {
	t.Helper()
	var group sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		group.Go(func() {
			db, err := store.Open(context.Background(), dsn, store.Options{Connections: 2})
			if err == nil {
				err = errors.Join(db.Ping(context.Background()), db.Close())
			}
			errs[i] = err
		})
	}
	group.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
}

func TestSQLiteProcessesStartAtOnce(t *testing.T) {
	for range 5 {
		openTogether(t, t.TempDir()+"/loupe.db")
	}
}

func TestOpenRefuses(t *testing.T) {
	garbage := t.TempDir() + "/garbage.db"
	if err := os.WriteFile(garbage, []byte(strings.Repeat("this is no database ", 500)), 0o600); err != nil {
		t.Fatal(err)
	}
	for dsn, want := range map[string]models.ErrorCode{
		"": models.ErrInvalid, "sqlite:": models.ErrInvalid, ":memory:": models.ErrInvalid, "sqlite::memory:": models.ErrInvalid,
		"mysql://root:secret@host/db": models.ErrInvalid, "postgres://user:secret@host:port/db": models.ErrInvalid,
		garbage: models.ErrUnavailable, "postgres:///x?host=/nowhere&password=secret": models.ErrUnavailable,
	} {
		db, err := store.Open(t.Context(), dsn, store.Options{})
		if err == nil {
			_ = db.Close()
		}
		if models.CodeOf(err) != want || err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("Open(%q) = %v (%s), want %s and no password", dsn, err, models.CodeOf(err), want)
		}
	}
}

func TestOlderProgramRefusesNewerSchema(t *testing.T) {
	path := t.TempDir() + "/loupe.db"
	db := open(t, path, store.Options{})
	if _, err := db.Writer().NewRaw("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)").Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	if again, err := store.Open(t.Context(), path, store.Options{}); err == nil || !strings.Contains(err.Error(), "99999") {
		t.Errorf("Open = %v, %v, want a refusal that names the version", again, err)
	}
}
