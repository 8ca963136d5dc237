package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/mattn/go-sqlite3"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"

	"loupe/models"
	"loupe/store/migrations"
)

// oldestSQLite is the first version without the WAL-reset bug, which can corrupt a database when two connections write
// and checkpoint at once (https://www.sqlite.org/wal.html, "The WAL Reset Bug").
const oldestSQLite = 3051003 // 3.51.3

func openSQLite(ctx context.Context, path string, opts Options) (*DB, error) {
	if _, number, _ := sqlite3.Version(); number < oldestSQLite {
		version, _, _ := sqlite3.Version()
		return nil, fmt.Errorf("store: SQLite %s can corrupt a WAL database: build with 3.51.3 or newer", version)
	}
	path, err := prepareFile(path)
	if err != nil {
		return nil, err
	}
	d := &DB{now: opts.Now, dialect: dialect{name: "sqlite", classify: classifySQLite}}
	write, err := sql.Open("sqlite3", sqliteDSN(path, opts, false))
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	write.SetMaxOpenConns(1)
	d.write = bun.NewDB(write, sqlitedialect.New())
	d.read = d.write
	if err := migrations.SQLite(ctx, write); err != nil {
		return nil, errors.Join(d.fault("open "+path, err), d.Close())
	}
	read, err := sql.Open("sqlite3", sqliteDSN(path, opts, true))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("store: %w", err), d.Close())
	}
	read.SetMaxOpenConns(opts.Connections)
	read.SetMaxIdleConns(opts.Connections)
	d.read = bun.NewDB(read, sqlitedialect.New())
	return d, nil
}

// prepareFile makes the database file when it is absent, readable by the owner only (the -wal and -shm files inherit
// that), and its directory entry durable.
func prepareFile(path string) (string, error) {
	if path == "" || strings.HasPrefix(path, ":memory:") {
		return "", models.Invalidf("dsn", "database path %q is not a file: name one, e.g. sqlite:loupe.db", path)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("store: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", fmt.Errorf("store: %w", err)
	}
	// O_EXCL: closing a file that SQLite has open elsewhere in this process would drop SQLite's locks on it
	// (https://www.sqlite.org/howtocorrupt.html, 2.2).
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return path, nil
	}
	if err != nil {
		return "", fmt.Errorf("store: the database file cannot be made: %w", err)
	}
	if err := f.Close(); err != nil {
		return "", fmt.Errorf("store: %w", err)
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return "", fmt.Errorf("store: %w", err)
	}
	return path, errors.Join(dir.Sync(), dir.Close())
}

// sqliteDSN carries every pragma, because a pragma executed once reaches one connection of a pool only.
func sqliteDSN(path string, opts Options, readOnly bool) string {
	pragmas := url.Values{
		"_busy_timeout": {strconv.FormatInt(opts.LockTimeout.Milliseconds(), 10)},
		"_foreign_keys": {"on"},
		"_journal_mode": {"WAL"},
		"_synchronous":  {"FULL"},
		"_txlock":       {"immediate"}, // a transaction that reads first must not fail when it comes to write
	}
	if readOnly {
		pragmas.Set("_query_only", "on")
		pragmas.Set("_txlock", "deferred")
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + pragmas.Encode()
}

func classifySQLite(err error) trouble {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return troubleOther
	}
	switch e.ExtendedCode {
	case sqlite3.ErrConstraintUnique, sqlite3.ErrConstraintPrimaryKey:
		return troubleUnique
	case sqlite3.ErrConstraintForeignKey:
		return troubleForeign
	}
	// SQLite says FULL for ENOSPC only; a quota that is used up or a file at its size limit is an I/O error to it.
	if e.SystemErrno == syscall.EDQUOT || e.SystemErrno == syscall.EFBIG || e.SystemErrno == syscall.ENOSPC {
		return troubleFull
	}
	switch e.Code {
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return troubleLocked
	case sqlite3.ErrFull:
		return troubleFull
	case sqlite3.ErrIoErr, sqlite3.ErrCantOpen, sqlite3.ErrReadonly, sqlite3.ErrCorrupt, sqlite3.ErrNotADB, sqlite3.ErrProtocol, sqlite3.ErrPerm:
		return troubleDown
	}
	return troubleOther
}
