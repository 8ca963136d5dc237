// Package migrations embeds the numbered schema changes of both databases and applies what is missing.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed sqlite/*.sql postgres/*.sql
var files embed.FS

// lockID is the Postgres advisory lock that serialises starting processes; any number that nobody else uses.
const lockID = 0x6c6f757065 // "loupe"

// SQLite brings a SQLite database to the newest version. Each step is one transaction. Two processes that start at
// once on a new file collide in a step: one fails without effect and finds nothing left to do when it tries again.
func SQLite(ctx context.Context, db *sql.DB) error {
	err := up(ctx, goose.DialectSQLite3, db, "sqlite")
	for again := 0; err != nil && again < 3 && ctx.Err() == nil; again++ {
		err = up(ctx, goose.DialectSQLite3, db, "sqlite")
	}
	return err
}

// Postgres brings a Postgres database to the newest version. Processes that start at once wait for each other: the
// advisory lock is our own because goose reads and creates its version table before it takes its lock.
func Postgres(ctx context.Context, db *sql.DB) (err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	defer func() { _ = conn.Close() }() // returned to the pool
	if _, err := conn.ExecContext(ctx, `SET lock_timeout = '5min'`); err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if _, err := conn.ExecContext(ctx, fmt.Sprintf(`SELECT pg_advisory_lock(%d)`, lockID)); err != nil {
		return fmt.Errorf("migrations: wait for the process that migrates: %w", err)
	}
	defer func() {
		unlock := fmt.Sprintf(`SELECT pg_advisory_unlock(%d)`, lockID)
		for _, q := range []string{unlock, `RESET lock_timeout`} {
			if _, e := conn.ExecContext(context.WithoutCancel(ctx), q); e != nil && err == nil {
				err = fmt.Errorf("migrations: release the lock: %w", e)
			}
		}
	}()
	return up(ctx, goose.DialectPostgres, db, "postgres")
}

func up(ctx context.Context, dialect goose.Dialect, db *sql.DB, dir string) error {
	steps, err := fs.Sub(files, dir)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	provider, err := goose.NewProvider(dialect, db, steps, goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	have, known, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("migrations: read the version: %w", err)
	}
	if have > known {
		return fmt.Errorf("migrations: the database has schema version %d, this program knows %d: start the newer program", have, known)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	return nil
}
