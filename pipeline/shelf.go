package pipeline

import (
	"context"
	"io"
	"sync"

	"loupe/models"
)

// shelf knows the blobs that this process keeps though no row refers to them yet. Equal files are one blob: an upload
// that is refused must not take away the bytes of another one that is just arriving.
type shelf struct {
	discards sync.RWMutex // held by readers from a file's last byte until its blob is pinned; by the writer while it discards
	mu       sync.Mutex
	pins     map[string]int
}

func (h *shelf) pin(key string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.pins == nil {
		h.pins = map[string]int{}
	}
	h.pins[key]++
}

func (h *shelf) unpin(keys ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, key := range keys {
		if h.pins[key]--; h.pins[key] <= 0 {
			delete(h.pins, key)
		}
	}
}

func (h *shelf) pinned(key string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.pins[key] > 0
}

// Keep stores a file durably before anything refers to it. Whoever keeps one hands it on with Submit or SubmitOnce, or
// gives it back with Drop. An error of r is returned as it is and leaves nothing behind.
func (s *Service) Keep(ctx context.Context, r io.Reader) (models.Blob, error) {
	ending := &ending{r: r, began: s.shelf.discards.RLock}
	blob, err := s.blobs.Put(ctx, ending)
	if err == nil {
		s.shelf.pin(blob.Key)
	}
	if ending.seen {
		s.shelf.discards.RUnlock()
	}
	return blob, err
}

// ending calls began once, before it reports the end of r.
type ending struct {
	r     io.Reader
	began func()
	seen  bool
}

func (e *ending) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	if err != nil && !e.seen {
		e.seen = true
		e.began()
	}
	return n, err
}

// Drop gives back files that came from Keep and were not handed on. Nothing stays of them unless a row refers to equal
// bytes.
func (s *Service) Drop(ctx context.Context, keys ...string) {
	s.shelf.unpin(keys...)
	s.discardAll(ctx, keys)
}

// discardAll removes blobs unless something needs them; what cannot be removed now is left to the sweep.
func (s *Service) discardAll(ctx context.Context, keys []string) {
	ctx = context.WithoutCancel(ctx)
	for _, key := range keys {
		if _, err := s.discard(ctx, key); err != nil {
			s.log.Warn("a blob that nothing refers to stays until the sweep", "error", err)
		}
	}
}

// discard removes a blob unless something needs it, and reports whether it did.
func (s *Service) discard(ctx context.Context, key string) (removed bool, err error) {
	s.shelf.discards.Lock()
	defer s.shelf.discards.Unlock()
	if s.shelf.pinned(key) {
		return false, nil
	}
	err = s.blobs.Discard(ctx, key, func(ctx context.Context) (bool, error) {
		used, err := s.store.BlobsInUse(ctx, []string{key})
		removed = !used[key]
		return used[key], err
	})
	return removed && err == nil, err
}
