package blob

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"loupe/models"
)

// Disk is everything of the operating system by which Files changes what a power loss leaves. Tests put faults and a
// recorder in its place.
type Disk interface {
	// Create makes a new file with a name of its own in dir.
	Create(dir, pattern string) (File, error)
	Link(from, to string) error
	Rename(from, to string) error
	Remove(path string) error
	Mkdir(path string) error
	// SyncDir makes the entries of a directory durable.
	SyncDir(path string) error
}

// File is a file that is being written.
type File interface {
	io.WriteCloser
	Name() string
	Chmod(mode os.FileMode) error
	// Sync makes the content durable, not the name.
	Sync() error
}

// OS is the real disk.
type OS struct{}

// Create makes a new file with a name of its own in dir.
func (OS) Create(dir, pattern string) (File, error) {
	f, err := os.CreateTemp(dir, pattern)
	if err != nil {
		return nil, err // a nil *os.File must not become a File
	}
	return f, nil
}

// Link gives a file a second name.
func (OS) Link(from, to string) error { return os.Link(from, to) }

// Rename moves a file.
func (OS) Rename(from, to string) error { return os.Rename(from, to) }

// Remove removes a name.
func (OS) Remove(path string) error { return os.Remove(path) }

// Mkdir makes a directory for the owner only.
func (OS) Mkdir(path string) error { return os.Mkdir(path, 0o700) }

// SyncDir makes the entries of a directory durable.
func (OS) SyncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// fault turns a full, failing or read-only disk into an error for the caller; the cause stays wrapped for logs.
func fault(op string, err error) error {
	var known *models.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return err
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		known = models.Errorf(models.ErrStorageFull, "system.storage_full", "%s: the disk is full: free space, then try again", op)
	case errors.Is(err, syscall.EIO), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		known = models.Errorf(models.ErrUnavailable, "blob.disk", "%s: the disk cannot be used now: try again", op)
	default:
		return fmt.Errorf("blob: %s: %w", op, err)
	}
	return fmt.Errorf("%w (%w)", known, err)
}
