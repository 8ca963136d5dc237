// Package blob keeps bytes under the SHA-256 of their content, in files.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"loupe/models"
)

// Files keeps blobs below one directory, as ab/cd/<sha256>. It is safe for concurrent use, also by several processes.
type Files struct {
	root string
	tmp  string // on the same filesystem, so that a finished file moves by name only
	disk Disk

	mu      sync.Mutex
	durable map[string]bool // directories whose entry in their parent this process has seen on disk
}

// Open opens the directory, makes it when it is absent, and finishes what a crash interrupted.
func Open(dir string) (*Files, error) { return OpenOn(dir, OS{}) }

// OpenOn is Open with another disk.
func OpenOn(dir string, disk Disk) (*Files, error) {
	root, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	f := &Files{root: root, tmp: filepath.Join(root, "tmp"), disk: disk, durable: map[string]bool{}}
	if err := os.MkdirAll(f.tmp, 0o700); err != nil {
		return nil, fault("open the blob directory", err)
	}
	if err := errors.Join(disk.SyncDir(filepath.Dir(root)), disk.SyncDir(root)); err != nil {
		return nil, fault("open the blob directory", err)
	}
	_, err = f.restore()
	return f, err
}

// Put stores everything r yields and returns its key and size; when it returns, the bytes survive a power loss.
// Equal content is kept once. An error of r is returned as it is and leaves nothing behind.
func (f *Files) Put(ctx context.Context, r io.Reader) (models.Blob, error) {
	tmp, err := f.disk.Create(f.tmp, putPrefix+"*")
	if err != nil {
		return models.Blob{}, fault("store a blob", err)
	}
	defer func() { _ = f.disk.Remove(tmp.Name()) }() // gone already when it was moved
	blob, err := fill(ctx, tmp, r)
	if e := tmp.Close(); err == nil && e != nil {
		err = fault("store a blob", e)
	}
	if err != nil {
		return models.Blob{}, err
	}
	if err := f.publish(tmp.Name(), blob.Key); err != nil {
		return models.Blob{}, fault("store a blob", err)
	}
	return blob, nil
}

// fill copies r to tmp and on to the disk, hashing on the way.
func fill(ctx context.Context, tmp File, r io.Reader) (models.Blob, error) {
	hash := sha256.New()
	source := &source{ctx: ctx, r: r}
	n, err := io.Copy(io.MultiWriter(tmp, hash), source)
	if source.err != nil {
		return models.Blob{}, source.err
	}
	if err == nil {
		err = tmp.Chmod(0o400) // the original bytes never change
	}
	if err == nil {
		err = tmp.Sync()
	}
	if err != nil {
		return models.Blob{}, fault("store a blob", err)
	}
	return models.Blob{Key: hex.EncodeToString(hash.Sum(nil)), Bytes: n}, nil
}

// source tells errors of the reader from errors of the disk, and stops when the context ends.
type source struct {
	ctx context.Context
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	if s.err = s.ctx.Err(); s.err != nil {
		return 0, s.err
	}
	n, err := s.r.Read(p)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

// publish gives a finished file its name unless the name exists, and makes that durable. The directory is synced in
// both cases: whoever made the name may not have come that far yet.
func (f *Files) publish(tmp, key string) error {
	dir, err := f.makeDirs(key)
	if err != nil {
		return err
	}
	final := filepath.Join(dir, key)
	for {
		err = f.disk.Link(tmp, final)
		if !errors.Is(err, fs.ErrExist) {
			break
		}
		// Young again: the sweep leaves alone what was put lately. Gone again: somebody discarded it just now.
		now := time.Now()
		if err = os.Chtimes(final, now, now); !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.ENOTSUP) || errors.Is(err, syscall.EMLINK) {
		err = f.disk.Rename(tmp, final) // a filesystem without links: replaces equal content
	}
	if err != nil {
		return err
	}
	return f.disk.SyncDir(dir)
}

// makeDirs makes ab/ and ab/cd/ and their entries durable, once in this process's life.
func (f *Files) makeDirs(key string) (string, error) {
	dir := f.root
	for _, name := range []string{key[:2], key[2:4]} {
		parent := dir
		dir = filepath.Join(parent, name)
		if f.isDurable(dir) {
			continue
		}
		if err := f.disk.Mkdir(dir); err != nil && !errors.Is(err, fs.ErrExist) {
			return "", err
		}
		if err := f.disk.SyncDir(parent); err != nil {
			return "", err
		}
		f.mu.Lock()
		f.durable[dir] = true
		f.mu.Unlock()
	}
	return dir, nil
}

func (f *Files) isDurable(dir string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.durable[dir]
}

// Open returns the bytes under key; ErrNotFound when there are none, ErrInvalid when key is no lower-case hex SHA-256.
func (f *Files) Open(_ context.Context, key string) (io.ReadCloser, error) {
	path, err := f.path(key)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, models.Errorf(models.ErrNotFound, "blob.missing", "no blob has the key %s", key)
	}
	if err != nil {
		return nil, fault("open a blob", err)
	}
	return file, nil
}

// Size returns how many bytes are kept under key, or an ErrNotFound.
func (f *Files) Size(_ context.Context, key string) (int64, error) {
	path, err := f.path(key)
	if err != nil {
		return 0, err
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, models.Errorf(models.ErrNotFound, "blob.missing", "no blob has the key %s", key)
	}
	if err != nil {
		return 0, fault("look at a blob", err)
	}
	return info.Size(), nil
}

func (f *Files) path(key string) (string, error) {
	if err := CheckKey(key); err != nil {
		return "", err
	}
	return filepath.Join(f.root, key[:2], key[2:4], key), nil
}
