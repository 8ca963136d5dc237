package store

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"loupe/models"
)

// DB is the store. It is safe for concurrent use.
type DB struct {
	write   *bun.DB // SQLite: one connection, so that writers queue here; Postgres: the pool
	read    *bun.DB // SQLite: a pool of read-only connections; Postgres: the same pool
	dialect dialect
	now     func() time.Time
}

// Options tune a store; the zero value is right for production.
type Options struct {
	Now         func() time.Time // the clock of leases and default times; nil means time.Now
	LockTimeout time.Duration    // how long a statement waits for another process's lock; 0 means 10 s
	Connections int              // readers of SQLite, pool of Postgres; 0 means 8
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.LockTimeout <= 0 {
		o.LockTimeout = 10 * time.Second
	}
	if o.Connections <= 0 {
		o.Connections = 8
	}
	return o
}

// Open opens the database that dsn names and brings its schema to the newest version. dsn is a file path or
// "sqlite:PATH" for SQLite (made when absent), or "postgres://..." for Postgres.
func Open(ctx context.Context, dsn string, opts Options) (*DB, error) {
	opts = opts.withDefaults()
	scheme, rest, hasScheme := strings.Cut(dsn, ":")
	switch {
	case strings.HasPrefix(dsn, "postgres://"), strings.HasPrefix(dsn, "postgresql://"):
		return openPostgres(ctx, dsn, opts)
	case hasScheme && scheme == "sqlite":
		return openSQLite(ctx, rest, opts)
	case strings.Contains(dsn, "://"):
		return nil, models.Invalidf("dsn", "database scheme %q is unknown: use a file path, sqlite:PATH or postgres://USER@HOST/NAME", scheme)
	}
	return openSQLite(ctx, dsn, opts)
}

// Ping reports whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	var keys int
	return d.fault("ping", d.read.NewRaw(`SELECT count(*) FROM (SELECT 1 FROM api_keys LIMIT 1) AS k`).Scan(ctx, &keys))
}

// Close closes the connections; running statements end first.
func (d *DB) Close() error {
	err := d.write.Close()
	if d.read != d.write {
		if e := d.read.Close(); err == nil {
			err = e
		}
	}
	return err
}

// tx runs do in one transaction of the writer. Also single statements go through it: only COMMIT says for certain
// that the data is on disk.
func (d *DB) tx(ctx context.Context, op string, do func(ctx context.Context, tx bun.Tx) error) error {
	return d.fault(op, d.write.RunInTx(ctx, nil, do))
}
