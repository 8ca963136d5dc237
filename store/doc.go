// Package store keeps rows in SQLite (the default) or Postgres, with one behaviour: both are held to the conformance
// suite in store/storetest. Every method is one transaction, and a method that returned nil has survived a power loss
// (SQLite: WAL with synchronous=FULL; Postgres: synchronous_commit=on).
//
// Rows are written by one code path; what differs between the two databases stands in sqlite.go, postgres.go and the
// table in dialect.go. Missing things are *models.Error with models.ErrNotFound, lost leases and duplicates with
// models.ErrConflict, a locked or unreachable database with models.ErrUnavailable, a full one with
// models.ErrStorageFull.
package store
