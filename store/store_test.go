package store_test

import (
	"testing"
	"time"

	"loupe/store"
	"loupe/store/pgtest"
	"loupe/store/storetest"
)

func open(t testing.TB, dsn string, opts store.Options) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), dsn, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func TestSQLite(t *testing.T) {
	storetest.Exercise(t, func(t *testing.T, now func() time.Time) storetest.Store {
		return open(t, "sqlite:"+t.TempDir()+"/dir with ? and %41/loupe.db", store.Options{Now: now})
	})
}

func TestPostgres(t *testing.T) {
	server := pgtest.Start(t)
	storetest.Exercise(t, func(t *testing.T, now func() time.Time) storetest.Store {
		return open(t, server.Database(t), store.Options{Now: now})
	})
}
