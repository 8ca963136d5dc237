// Package memblob keeps blobs in memory, for tests.
package memblob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"sync"

	"loupe/models"
	"loupe/store/blob"
)

// Blobs is an empty store when zero. It is safe for concurrent use.
type Blobs struct {
	mu   sync.RWMutex
	kept map[string][]byte
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
		b.kept = map[string][]byte{}
	}
	b.kept[key] = content
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

// Delete removes the bytes under key; a missing key is no error.
func (b *Blobs) Delete(_ context.Context, key string) error {
	if err := blob.CheckKey(key); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.kept, key)
	return nil
}

// Len counts the blobs kept.
func (b *Blobs) Len() int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return len(b.kept)
}
