package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"loupe/models"
	"loupe/store/migrations"
)

func openPostgres(ctx context.Context, dsn string, opts Options) (*DB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, models.Invalidf("dsn", "the Postgres address cannot be read: use postgres://USER@HOST:PORT/NAME") // err may hold the password
	}
	configurePostgres(config, opts)
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(opts.Connections)
	pool.SetMaxIdleConns(opts.Connections)
	db := bun.NewDB(pool, pgdialect.New())
	d := &DB{write: db, read: db, now: opts.Now,
		dialect: dialect{name: "postgres", skipLocked: "FOR UPDATE SKIP LOCKED", keyShare: "FOR KEY SHARE", classify: classifyPostgres}}
	if err := d.checkEncoding(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	if err := migrations.Postgres(ctx, pool); err != nil {
		return nil, errors.Join(d.fault("open postgres", err), d.Close())
	}
	return d, nil
}

// configurePostgres pins, for every connection, what correctness rests on, whatever the server's defaults are.
func configurePostgres(config *pgx.ConnConfig, opts Options) {
	// bun writes values into the statement as quoted literals: each text is new, so preparing it would only fill the
	// server's cache, and its quoting is right only while backslashes are plain characters.
	config.DefaultQueryExecMode = pgx.QueryExecModeExec
	config.RuntimeParams["standard_conforming_strings"] = "on"
	config.RuntimeParams["client_encoding"] = "UTF8"
	config.RuntimeParams["synchronous_commit"] = "on"
	config.RuntimeParams["default_transaction_isolation"] = "read committed"
	config.RuntimeParams["lock_timeout"] = strconv.FormatInt(opts.LockTimeout.Milliseconds(), 10)
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "loupe"
	}
}

// checkEncoding refuses a database that could not hold every name.
func (d *DB) checkEncoding(ctx context.Context) error {
	var encoding string
	if err := d.read.NewRaw(`SHOW server_encoding`).Scan(ctx, &encoding); err != nil {
		return d.fault("open postgres", err)
	}
	if encoding != "UTF8" {
		return fmt.Errorf("store: the Postgres database has the encoding %s: create it with ENCODING 'UTF8'", encoding)
	}
	return nil
}

// classifyPostgres reads SQLSTATE codes (https://www.postgresql.org/docs/15/errcodes-appendix.html).
func classifyPostgres(err error) trouble {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		var connect *pgconn.ConnectError
		var network net.Error
		if errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.ErrUnexpectedEOF) {
			return troubleDown
		}
		return troubleOther
	}
	switch e.Code {
	case "23505": // unique_violation
		return troubleUnique
	case "23503": // foreign_key_violation
		return troubleForeign
	case "55P03", "40001", "40P01": // lock_not_available, serialization_failure, deadlock_detected
		return troubleLocked
	case "53100": // disk_full
		return troubleFull
	case "25006": // read_only_sql_transaction: a standby
		return troubleDown
	}
	switch e.Code[:min(2, len(e.Code))] {
	case "08", "53", "57", "58", "XX": // connection, resources, operator intervention, system, internal
		return troubleDown
	}
	return troubleOther
}
