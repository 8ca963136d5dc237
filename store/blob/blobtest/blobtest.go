// Package blobtest holds every blob store to one behaviour.
package blobtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"loupe/models"
)

// Blobs is what a blob store offers; pipeline.Blobs has the same methods.
type Blobs interface {
	Put(ctx context.Context, r io.Reader) (models.Blob, error)
	Open(ctx context.Context, key string) (io.ReadCloser, error)
	Delete(ctx context.Context, key string) error
}

// Exercise runs the conformance suite; open returns a fresh, empty store.
func Exercise(t *testing.T, open func(t *testing.T) Blobs) {
	t.Run("KeepsBytesUnderTheirHash", func(t *testing.T) { keepsBytes(t, open(t)) })
	t.Run("FailedReaderLeavesNothing", func(t *testing.T) { failedReader(t, open(t)) })
	t.Run("CancelledContext", func(t *testing.T) { cancelled(t, open(t)) })
	t.Run("MissingAndDeleted", func(t *testing.T) { missingAndDeleted(t, open(t)) })
	t.Run("RefusesWhatIsNoKey", func(t *testing.T) { refusesKeys(t, open(t)) })
	t.Run("ConcurrentEqualContent", func(t *testing.T) { concurrent(t, open(t)) })
}

// Key is the key that content must get.
func Key(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func keepsBytes(t *testing.T, b Blobs) {
	for _, size := range []int{0, 1, 4096, 1<<20 + 7} {
		content := bytes.Repeat([]byte{0xA5, byte(size), 0}, size/3+1)[:size]
		for range 2 { // the second Put finds the first one's
			got, err := b.Put(t.Context(), iotest.OneByteReader(bytes.NewReader(content[:min(size, 100)])))
			if want := (models.Blob{Key: Key(content[:min(size, 100)]), Bytes: int64(min(size, 100))}); err != nil || got != want {
				t.Fatalf("Put slow reader = %+v, %v, want %+v", got, err, want)
			}
			got, err = b.Put(t.Context(), bytes.NewReader(content))
			if want := (models.Blob{Key: Key(content), Bytes: int64(size)}); err != nil || got != want {
				t.Fatalf("Put %d bytes = %+v, %v, want %+v", size, got, err, want)
			}
		}
		if got := read(t, b, Key(content)); !bytes.Equal(got, content) {
			t.Fatalf("read %d bytes back, put %d", len(got), size)
		}
	}
}

func failedReader(t *testing.T, b Blobs) {
	content, broken := []byte("half a picture"), errors.New("connection reset")
	_, err := b.Put(t.Context(), io.MultiReader(bytes.NewReader(content), iotest.ErrReader(broken)))
	if err != broken {
		t.Fatalf("Put = %v, want the reader's own error", err)
	}
	wantCode(t, b, Key(content), models.ErrNotFound)
}

func cancelled(t *testing.T, b Blobs) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Put(ctx, strings.NewReader("late")); !errors.Is(err, context.Canceled) {
		t.Fatalf("Put = %v, want context.Canceled", err)
	}
	wantCode(t, b, Key([]byte("late")), models.ErrNotFound)
}

func missingAndDeleted(t *testing.T, b Blobs) {
	content := []byte("a picture")
	wantCode(t, b, Key(content), models.ErrNotFound)
	if err := b.Delete(t.Context(), Key(content)); err != nil {
		t.Fatalf("Delete of a missing key = %v, want nil", err)
	}
	if _, err := b.Put(t.Context(), bytes.NewReader(content)); err != nil {
		t.Fatal(err)
	}
	if err := b.Delete(t.Context(), Key(content)); err != nil {
		t.Fatal(err)
	}
	wantCode(t, b, Key(content), models.ErrNotFound)
}

func refusesKeys(t *testing.T, b Blobs) {
	good := Key(nil)
	for _, key := range []string{"", ".", "../../etc/passwd", good[:63], good + "0", strings.ToUpper(good), "g" + good[1:],
		"../" + good[3:], good[:32] + "/" + good[33:], good[:63] + "\x00"} {
		wantCode(t, b, key, models.ErrInvalid)
		if err := b.Delete(t.Context(), key); models.CodeOf(err) != models.ErrInvalid {
			t.Errorf("Delete(%q) = %v, want %s", key, err, models.ErrInvalid)
		}
	}
}

func concurrent(t *testing.T, b Blobs) {
	content := bytes.Repeat([]byte("the same capture "), 10_000)
	errs := make(chan error, 16)
	var group sync.WaitGroup
	for range cap(errs) {
		group.Go(func() {
			got, err := b.Put(t.Context(), bytes.NewReader(content))
			if err == nil && got.Key != Key(content) {
				err = fmt.Errorf("key %s", got.Key)
			}
			errs <- err
		})
	}
	group.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	if !bytes.Equal(read(t, b, Key(content)), content) {
		t.Error("content differs")
	}
}

func read(t *testing.T, b Blobs, key string) []byte {
	t.Helper()
	r, err := b.Open(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		t.Fatal(err)
	}
	return content
}

func wantCode(t *testing.T, b Blobs, key string, want models.ErrorCode) {
	t.Helper()
	r, err := b.Open(t.Context(), key)
	if err == nil {
		_ = r.Close()
	}
	if err == nil || models.CodeOf(err) != want {
		t.Errorf("Open(%q) = %v, want %s", key, err, want)
	}
}
