package migrations

import (
	"context"
	"database/sql"
	"io/fs"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "github.com/mattn/go-sqlite3"    // the driver "sqlite3"
	"github.com/pressly/goose/v3"

	"loupe/store/pgtest"
)

// TestUpgrade takes databases of the second version, with rows in them, to the newest and back.
func TestUpgrade(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		upgrade(t, "sqlite3", "file:"+t.TempDir()+"/loupe.db?_foreign_keys=on", "sqlite", goose.DialectSQLite3, SQLite)
	})
	t.Run("Postgres", func(t *testing.T) {
		upgrade(t, "pgx", pgtest.Start(t).Database(t), "postgres", goose.DialectPostgres, Postgres)
	})
}

func upgrade(t *testing.T, driver, dsn, dir string, dialect goose.Dialect, up func(context.Context, *sql.DB) error) {
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	steps, err := fs.Sub(files, dir)
	if err != nil {
		t.Fatal(err)
	}
	provider, err := goose.NewProvider(dialect, db, steps, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{
		`INSERT INTO submissions (id, account, kind, side, claim, filename, declared_type, sha256, bytes, created_at)
			VALUES ('s', 'a', 'diploma', '', '{}', '', '', 'x', 1, 1), ('t', 'b', 'diploma', '', '{}', '', '', 'x', 1, 1)`,
		`INSERT INTO links (id, low_id, high_id, a_id, a_account, a_first_seen, b_id, b_account, b_first_seen, relation, comparison, conflicts, created_at)
			VALUES ('l', 's', 't', 's', 'a', 1, 't', 'b', 1, 'same_file', '{}', '[]', 1)`,
	} {
		if _, err := db.ExecContext(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if err := up(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		var also string
		if err := db.QueryRowContext(t.Context(), `SELECT also FROM links WHERE id = 'l'`).Scan(&also); err != nil || also != "[]" {
			t.Errorf("also = %q, %v, want []", also, err)
		}
		if _, err := provider.DownTo(t.Context(), 2); err != nil {
			t.Fatal(err)
		}
	}
}
