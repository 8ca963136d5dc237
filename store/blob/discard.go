package blob

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Names in tmp/: a file that is being written, and a blob that is being discarded, followed by its key.
const (
	putPrefix     = "put-"
	discardPrefix = "discard-"
)

// Discard removes the bytes under key unless inUse says that they are needed; a missing key is no error.
//
// Whoever refers to a blob first commits the reference and then looks whether the blob is there. Discard does the
// reverse: it hides the blob, then asks inUse, and shows it again when it is needed. So whatever the two do at one moment
// and in whichever processes, at least one of them sees the other. A crash in between is mended by Open and Tidy. The
// hidden name is durable before the other goes, so that a power loss leaves at least one.
func (f *Files) Discard(ctx context.Context, key string, inUse func(context.Context) (bool, error)) error {
	path, err := f.path(key)
	if err != nil {
		return err
	}
	if used, err := inUse(ctx); used || err != nil {
		return err
	}
	hidden := filepath.Join(f.tmp, discardPrefix+key)
	err = f.disk.Link(path, hidden)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil || errors.Is(err, fs.ErrExist) {
		err = f.hide(path)
	}
	if err != nil {
		return fault("discard a blob", err)
	}
	used, err := inUse(ctx)
	if used || err != nil {
		return errors.Join(err, f.show(hidden))
	}
	if err := f.disk.Remove(hidden); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fault("discard a blob", err)
	}
	return fault("discard a blob", f.disk.SyncDir(filepath.Dir(path)))
}

// hide removes the blob's own name once the hidden one is durable.
func (f *Files) hide(path string) error {
	if err := f.disk.SyncDir(f.tmp); err != nil {
		return err
	}
	if err := f.disk.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// show gives a hidden blob its name again. That another process did it meanwhile is no error.
func (f *Files) show(hidden string) error {
	path, err := f.path(strings.TrimPrefix(filepath.Base(hidden), discardPrefix))
	if err != nil {
		return err
	}
	err = f.disk.Link(hidden, path)
	if err != nil && !errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrNotExist) {
		return fault("keep a blob", err)
	}
	if err := f.disk.SyncDir(filepath.Dir(path)); err != nil {
		return fault("keep a blob", err)
	}
	if err := f.disk.Remove(hidden); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fault("keep a blob", err)
	}
	return nil
}

// restore shows every hidden blob: if nobody needs it, the next sweep finds it.
func (f *Files) restore() (shown int, err error) {
	hidden, err := filepath.Glob(filepath.Join(f.tmp, discardPrefix+"*"))
	if err != nil {
		return 0, err
	}
	for _, path := range hidden {
		if err := f.show(path); err != nil {
			return shown, err
		}
		shown++
	}
	return shown, nil
}

// Tidy removes the temporary files that were last written before the given time, and shows again what a crash left
// hidden. It returns how many it removed.
func (f *Files) Tidy(ctx context.Context, before time.Time) (removed int, err error) {
	if _, err := f.restore(); err != nil {
		return 0, err
	}
	entries, err := os.ReadDir(f.tmp)
	if err != nil {
		return 0, fault("tidy up temporary files", err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(e.Name(), putPrefix) || (err == nil && !info.ModTime().Before(before)) {
			continue // finished meanwhile, or still in use
		}
		if err == nil {
			err = errors.Join(ctx.Err(), f.disk.Remove(filepath.Join(f.tmp, e.Name())))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return removed, fault("tidy up temporary files", err)
		}
		removed++
	}
	return removed, nil
}
