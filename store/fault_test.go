package store_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"

	"loupe/models"
	"loupe/store"
)

func TestDriverErrorsBecomeOurs(t *testing.T) {
	lite := func(code sqlite3.ErrNo, extended sqlite3.ErrNoExtended) error {
		return store.ExplainSQLite(fmt.Errorf("wrapped: %w", sqlite3.Error{Code: code, ExtendedCode: extended}))
	}
	pg := func(code string) error {
		return store.ExplainPostgres(fmt.Errorf("wrapped: %w", &pgconn.PgError{Code: code}))
	}
	for name, test := range map[string]struct {
		err    error
		code   models.ErrorCode
		reason string
	}{
		"sqlite unique":      {lite(sqlite3.ErrConstraint, sqlite3.ErrConstraintUnique), models.ErrConflict, "store.duplicate"},
		"sqlite primary key": {lite(sqlite3.ErrConstraint, sqlite3.ErrConstraintPrimaryKey), models.ErrConflict, "store.duplicate"},
		"sqlite foreign key": {lite(sqlite3.ErrConstraint, sqlite3.ErrConstraintForeignKey), models.ErrNotFound, "store.missing"},
		"sqlite not null":    {lite(sqlite3.ErrConstraint, sqlite3.ErrConstraintNotNull), models.ErrInternal, ""},
		"sqlite busy":        {lite(sqlite3.ErrBusy, 0), models.ErrUnavailable, "store.locked"},
		"sqlite full":        {lite(sqlite3.ErrFull, 0), models.ErrStorageFull, "system.storage_full"},
		"sqlite quota":       {store.ExplainSQLite(sqlite3.Error{Code: sqlite3.ErrIoErr, SystemErrno: syscall.EDQUOT}), models.ErrStorageFull, "system.storage_full"},
		"sqlite i/o":         {lite(sqlite3.ErrIoErr, 0), models.ErrUnavailable, "store.down"},
		"sqlite syntax":      {lite(sqlite3.ErrError, 0), models.ErrInternal, ""},
		"pg unique":          {pg("23505"), models.ErrConflict, "store.duplicate"},
		"pg foreign key":     {pg("23503"), models.ErrNotFound, "store.missing"},
		"pg lock timeout":    {pg("55P03"), models.ErrUnavailable, "store.locked"},
		"pg deadlock":        {pg("40P01"), models.ErrUnavailable, "store.locked"},
		"pg disk full":       {pg("53100"), models.ErrStorageFull, "system.storage_full"},
		"pg too many":        {pg("53300"), models.ErrUnavailable, "store.down"},
		"pg shutdown":        {pg("57P01"), models.ErrUnavailable, "store.down"},
		"pg standby":         {pg("25006"), models.ErrUnavailable, "store.down"},
		"pg syntax":          {pg("42601"), models.ErrInternal, ""},
		"pg no code":         {pg(""), models.ErrInternal, ""},
		"pg broken":          {store.ExplainPostgres(driver.ErrBadConn), models.ErrUnavailable, "store.down"},
		"ours":               {store.ExplainSQLite(models.Invalidf("x", "y")), models.ErrInvalid, "x.invalid"},
		"unknown":            {store.ExplainSQLite(errors.New("database is locked")), models.ErrInternal, ""}, // texts are not matched
	} {
		var e *models.Error
		reason := ""
		if errors.As(test.err, &e) {
			reason = e.Reason
		}
		if models.CodeOf(test.err) != test.code || reason != test.reason {
			t.Errorf("%s: %v = %s %s, want %s %s", name, test.err, models.CodeOf(test.err), reason, test.code, test.reason)
		}
	}
	if store.ExplainSQLite(nil) != nil {
		t.Error("no error became one")
	}
	if err := store.ExplainPostgres(context.Canceled); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled = %v", err)
	}
}
