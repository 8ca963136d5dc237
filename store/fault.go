package store

import (
	"context"
	"errors"
	"fmt"

	"loupe/models"
)

// fault turns a driver's error into the project's: codes are matched, never texts. The cause stays wrapped for logs;
// the *models.Error in front is what callers show.
func (d *DB) fault(op string, err error) error {
	var known *models.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return err
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("store: %s: %w", op, err)
	}
	if known = d.explain(op, err); known != nil {
		return fmt.Errorf("%w (%w)", known, err)
	}
	return fmt.Errorf("store: %s: %w", op, err)
}

func (d *DB) explain(op string, err error) *models.Error {
	switch d.dialect.classify(err) {
	case troubleUnique:
		return models.Errorf(models.ErrConflict, "store.duplicate", "%s: a row with this id or key exists already: use a new id", op)
	case troubleForeign:
		return models.Errorf(models.ErrNotFound, "store.missing", "%s: something it refers to does not exist, or no longer", op)
	case troubleLocked:
		return models.Errorf(models.ErrUnavailable, "store.locked", "%s: the database is locked by another process: try again", op)
	case troubleFull:
		return models.Errorf(models.ErrStorageFull, "system.storage_full", "%s: the database's disk is full: free space, then try again", op)
	case troubleDown:
		return models.Errorf(models.ErrUnavailable, "store.down", "%s: the database cannot be reached or cannot write now: try again", op)
	}
	return nil
}

// missing is the error for a thing that is not there.
func missing(noun, id string) error {
	return models.Errorf(models.ErrNotFound, noun+".missing", "no %s has the id %q", noun, id)
}
