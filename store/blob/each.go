package blob

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"loupe/models"
)

// Each calls yield for every blob whose key is greater than after, in order of keys, and stops at yield's first error,
// which it returns as it is. It holds one directory in memory at a time.
func (f *Files) Each(ctx context.Context, after string, yield func(models.BlobInfo) error) error {
	return f.walk(ctx, "", 2, after, yield)
}

// walk goes through the directory whose keys begin with prefix, which has the given number of levels below it.
func (f *Files) walk(ctx context.Context, prefix string, levels int, after string, yield func(models.BlobInfo) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	dir := f.root
	for i := 0; i < len(prefix); i += 2 {
		dir = filepath.Join(dir, prefix[i:i+2])
	}
	entries, err := os.ReadDir(dir) // sorted by name
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fault("list blobs", err)
	}
	for _, e := range entries {
		if levels > 0 {
			below := prefix + e.Name()
			if !e.IsDir() || len(e.Name()) != 2 || below < after[:min(len(after), len(below))] {
				continue
			}
			if err := f.walk(ctx, below, levels-1, after, yield); err != nil {
				return err
			}
			continue
		}
		if err := yieldFile(e, after, yield); err != nil {
			return err
		}
	}
	return nil
}

// yieldFile tells of one file. What is no blob is passed over: it is not ours to touch.
func yieldFile(e fs.DirEntry, after string, yield func(models.BlobInfo) error) error {
	if e.Name() <= after || CheckKey(e.Name()) != nil {
		return nil
	}
	info, err := e.Info()
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fault("list blobs", err)
	}
	return yield(models.BlobInfo{Blob: models.Blob{Key: e.Name(), Bytes: info.Size()}, Kept: info.ModTime()})
}
