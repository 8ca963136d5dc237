// Package memblob keeps blobs in memory, for tests.
package memblob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"loupe/models"
	"loupe/store/blob"
)

// Blobs is an empty store when zero. It is safe for concurrent use.
type Blobs struct {
	mu   sync.RWMutex
	kept map[string][]byte
	put  map[string]time.Time // when
}

// Put stores everything r yields. An error of r is returned as it is and leaves nothing behind.
func (b *Blobs) Put(ctx context.Context, r io.Reader) (models.Blob, error) {
	if err := ctx.Err(); err != nil {
		return models.Blob{}, err
	}
	content, err := io.ReadAll(r)
	if err != nil {
		return models.Blob{}, err
	}
	sum := sha256.Sum256(content)
	key := hex.EncodeToString(sum[:])
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.kept == nil {
		b.kept, b.put = map[string][]byte{}, map[string]time.Time{}
	}
	b.kept[key], b.put[key] = content, time.Now()
	return models.Blob{Key: key, Bytes: int64(len(content))}, nil
}

// Open returns the bytes under key, or an ErrNotFound.
func (b *Blobs) Open(_ context.Context, key string) (io.ReadCloser, error) {
	if err := blob.CheckKey(key); err != nil {
		return nil, err
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	content, ok := b.kept[key]
	if !ok {
		return nil, models.Errorf(models.ErrNotFound, "blob.missing", "no blob has the key %s", key)
	}
	return io.NopCloser(bytes.NewReader(content)), nil
}

// Size returns how many bytes are kept under key, or an ErrNotFound.
func (b *Blobs) Size(_ context.Context, key string) (int64, error) {
	if err := blob.CheckKey(key); err != nil {
		return 0, err
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	content, ok := b.kept[key]
	if !ok {
		return 0, models.Errorf(models.ErrNotFound, "blob.missing", "no blob has the key %s", key)
	}
	return int64(len(content)), nil
}

// Discard removes the bytes under key unless inUse says that they are needed.
func (b *Blobs) Discard(ctx context.Context, key string, inUse func(context.Context) (bool, error)) error {
	if err := blob.CheckKey(key); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	used, err := inUse(ctx)
	if err == nil && !used {
		delete(b.kept, key)
		delete(b.put, key)
	}
	return err
}

// Each calls yield for every blob whose key is greater than after, in order of keys.
func (b *Blobs) Each(ctx context.Context, after string, yield func(models.BlobInfo) error) error {
	b.mu.RLock()
	var all []models.BlobInfo
	for key, content := range b.kept {
		if key > after {
			all = append(all, models.BlobInfo{Blob: models.Blob{Key: key, Bytes: int64(len(content))}, Kept: b.put[key]})
		}
	}
	b.mu.RUnlock()
	slices.SortFunc(all, func(x, y models.BlobInfo) int { return strings.Compare(x.Key, y.Key) })
	for _, info := range all {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := yield(info); err != nil {
			return err
		}
	}
	return nil
}

// Tidy has nothing to do: a crash leaves nothing of a memory.
func (b *Blobs) Tidy(context.Context, time.Time) (int, error) { return 0, nil }

// Len counts the blobs kept.
func (b *Blobs) Len() int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return len(b.kept)
}
