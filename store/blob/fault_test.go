package blob_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"loupe/models"
	"loupe/store/blob"
)

// failing is a disk whose n-th operation fails with err; 0 lets all pass.
type failing struct {
	blob.OS
	n    int
	err  error
	done []string // what was asked of it
}

func (d *failing) step(what string) error {
	d.done = append(d.done, what)
	if len(d.done) == d.n {
		return &os.PathError{Op: what, Path: "x", Err: d.err}
	}
	return nil
}

func (d *failing) Create(dir, pattern string) (blob.File, error) {
	if err := d.step("create"); err != nil {
		return nil, err
	}
	f, err := d.OS.Create(dir, pattern)
	return &failingFile{f, d}, err
}

func (d *failing) Link(from, to string) error {
	return errors.Join(d.step("link"), d.OS.Link(from, to))
}

func (d *failing) Mkdir(path string) error {
	if err := d.step("mkdir"); err != nil {
		return err
	}
	return d.OS.Mkdir(path)
}

func (d *failing) SyncDir(path string) error {
	if err := d.step("sync directory"); err != nil {
		return err
	}
	return d.OS.SyncDir(path)
}

type failingFile struct {
	blob.File
	disk *failing
}

func (f *failingFile) Write(p []byte) (int, error) {
	if err := f.disk.step("write"); err != nil {
		n, _ := f.File.Write(p[:len(p)/2]) // a full disk takes what fits
		return n, err
	}
	return f.File.Write(p)
}

func (f *failingFile) Sync() error {
	if err := f.disk.step("sync"); err != nil {
		return err
	}
	return f.File.Sync()
}

func (f *failingFile) Close() error { return errors.Join(f.disk.step("close"), f.File.Close()) }

// TestFailingDisk lets every single step of a Put fail in every way: the caller learns what it was, no half blob can be
// opened, no temporary file stays, and the same store takes the same upload when the trouble is over.
func TestFailingDisk(t *testing.T) {
	for cause, want := range map[error]struct {
		code   models.ErrorCode
		reason string
	}{
		syscall.ENOSPC: {models.ErrStorageFull, "system.storage_full"},
		syscall.EDQUOT: {models.ErrStorageFull, "system.storage_full"},
		syscall.EIO:    {models.ErrUnavailable, "blob.disk"},
		syscall.EROFS:  {models.ErrUnavailable, "blob.disk"},
		syscall.EMFILE: {models.ErrUnavailable, "blob.disk"},
	} {
		steps := putWith(t, 0, cause, want.code, want.reason)
		if len(steps) < 8 {
			t.Fatalf("a Put has %d steps: %q", len(steps), steps)
		}
		for n := range steps {
			putWith(t, n+1, cause, want.code, want.reason)
		}
	}
}

func putWith(t *testing.T, n int, cause error, code models.ErrorCode, reason string) []string {
	t.Helper()
	dir := t.TempDir()
	disk := &failing{err: cause}
	b, err := blob.OpenOn(dir, disk)
	if err != nil {
		t.Fatal(err)
	}
	disk.done, disk.n = nil, n
	content := strings.Repeat("picture ", 1000)
	_, err = b.Put(t.Context(), strings.NewReader(content))
	steps := disk.done
	what := fmt.Sprintf("step %d of %q: %v", n, steps, cause)
	var known *models.Error
	if n > 0 && (!errors.As(err, &known) || known.Code != code || known.Reason != reason) {
		t.Errorf("%s: %v, want %s", what, err, reason)
	}
	for _, name := range files(t, dir) {
		if strings.HasPrefix(name, "tmp") {
			t.Errorf("%s: %s is left", what, name)
		}
	}
	disk.n = 0
	again, err := b.Put(t.Context(), strings.NewReader(content))
	if err != nil {
		t.Fatalf("%s: afterwards: %v", what, err)
	}
	if size, err := b.Size(t.Context(), again.Key); size != int64(len(content)) || err != nil {
		t.Errorf("%s: afterwards %d bytes, %v", what, size, err)
	}
	return steps
}
