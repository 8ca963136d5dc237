package store

// dialect is what differs between the two databases beyond opening them.
type dialect struct {
	name       string
	skipLocked string // appended to the SELECT that picks a job, so that two processes pick two jobs
	keyShare   string // appended to a SELECT: its rows are not deleted before the transaction ends
	classify   func(error) trouble
}

// trouble is what a driver's error code means to us.
type trouble int

const (
	troubleOther   trouble = iota // our fault, or nothing we know
	troubleUnique                 // a unique key exists already
	troubleForeign                // a row that must exist does not
	troubleLocked                 // another process holds the database or the row
	troubleFull                   // disk or quota is full
	troubleDown                   // unreachable, read-only, damaged, shutting down
)
