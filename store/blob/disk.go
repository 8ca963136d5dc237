package blob

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"loupe/models"
)

// syncDir makes the entries of a directory durable.
func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// fault turns a full, failing or read-only disk into ErrUnavailable; the cause stays wrapped for logs.
func fault(op string, err error) error {
	var known *models.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return err
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		known = models.Errorf(models.ErrUnavailable, "blob.full", "%s: the disk is full: free space, then try again", op)
	case errors.Is(err, syscall.EIO), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		known = models.Errorf(models.ErrUnavailable, "blob.disk", "%s: the disk cannot be used now: try again", op)
	default:
		return fmt.Errorf("blob: %s: %w", op, err)
	}
	return fmt.Errorf("%w (%w)", known, err)
}
