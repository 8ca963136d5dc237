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
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"loupe/models"
)

// Blobs is what a blob store offers; pipeline.Blobs has the same methods.
type Blobs interface {
	Put(ctx context.Context, r io.Reader) (models.Blob, error)
	Open(ctx context.Context, key string) (io.ReadCloser, error)
	Size(ctx context.Context, key string) (int64, error)
	Discard(ctx context.Context, key string, inUse func(context.Context) (bool, error)) error
	Each(ctx context.Context, after string, yield func(models.BlobInfo) error) error
	Tidy(ctx context.Context, before time.Time) (int, error)
}

// Exercise runs the conformance suite; open returns a fresh, empty store.
func Exercise(t *testing.T, open func(t *testing.T) Blobs) {
	t.Run("KeepsBytesUnderTheirHash", func(t *testing.T) { keepsBytes(t, open(t)) })
	t.Run("FailedReaderLeavesNothing", func(t *testing.T) { failedReader(t, open(t)) })
	t.Run("CancelledContext", func(t *testing.T) { cancelled(t, open(t)) })
	t.Run("MissingAndDeleted", func(t *testing.T) { missingAndDeleted(t, open(t)) })
	t.Run("DiscardKeepsWhatIsInUse", func(t *testing.T) { discardInUse(t, open(t)) })
	t.Run("DiscardBesidePut", func(t *testing.T) { discardBesidePut(t, open(t)) })
	t.Run("EachInOrder", func(t *testing.T) { each(t, open(t)) })
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
	if err := b.Discard(t.Context(), Key(content), unused); err != nil {
		t.Fatalf("Discard of a missing key = %v, want nil", err)
	}
	if _, err := b.Put(t.Context(), bytes.NewReader(content)); err != nil {
		t.Fatal(err)
	}
	if err := b.Discard(t.Context(), Key(content), unused); err != nil {
		t.Fatal(err)
	}
	wantCode(t, b, Key(content), models.ErrNotFound)
}

func unused(context.Context) (bool, error) { return false, nil }

// discardInUse: what is needed stays, also when that turns out late or cannot be found out.
func discardInUse(t *testing.T, b Blobs) {
	content := []byte("a picture")
	if _, err := b.Put(t.Context(), bytes.NewReader(content)); err != nil {
		t.Fatal(err)
	}
	if n, err := b.Size(t.Context(), Key(content)); n != int64(len(content)) || err != nil {
		t.Errorf("Size = %d, %v", n, err)
	}
	down := errors.New("the database is down")
	asked := 0
	for name, inUse := range map[string]func() (bool, error){
		"in use":          func() (bool, error) { return true, nil },
		"in use by then":  func() (bool, error) { asked++; return asked > 1, nil },
		"nobody can tell": func() (bool, error) { return false, down },
	} {
		err := b.Discard(t.Context(), Key(content), func(context.Context) (bool, error) { return inUse() })
		if err != nil && !errors.Is(err, down) {
			t.Errorf("%s: %v", name, err)
		}
		if name == "in use by then" && asked == 1 {
			return // a store that asks once only need not be asked twice
		}
		if got := read(t, b, Key(content)); !bytes.Equal(got, content) {
			t.Errorf("%s: the blob is now %q", name, got)
		}
	}
}

// discardBesidePut: whoever puts, then refers, then looks, finds the bytes; or sees that they are gone.
func discardBesidePut(t *testing.T, b Blobs) {
	content := []byte("the same picture")
	var mu sync.Mutex
	refers := 0
	inUse := func(context.Context) (bool, error) {
		mu.Lock()
		defer mu.Unlock()
		return refers > 0, nil
	}
	refer := func(n int) {
		mu.Lock()
		defer mu.Unlock()
		refers += n
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 50 {
				if _, err := b.Put(t.Context(), bytes.NewReader(content)); err != nil {
					t.Error(err)
				}
				refer(+1)
				if _, err := b.Size(t.Context(), Key(content)); err == nil {
					// From here on nobody may take it away; it may be hidden for a moment.
					if err := found(b, Key(content)); err != nil {
						t.Errorf("a blob that is referred to: %v", err)
					}
				}
				refer(-1)
				if err := b.Discard(t.Context(), Key(content), inUse); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if err := b.Discard(t.Context(), Key(content), unused); err != nil {
		t.Error(err)
	}
	wantCode(t, b, Key(content), models.ErrNotFound)
}

func found(b Blobs, key string) (err error) {
	for range 200 {
		if _, err = b.Size(context.Background(), key); err == nil {
			return nil
		}
		time.Sleep(time.Millisecond)
	}
	return err
}

func each(t *testing.T, b Blobs) {
	var want []string
	for i := range 40 {
		content := fmt.Append(nil, i)
		if _, err := b.Put(t.Context(), bytes.NewReader(content)); err != nil {
			t.Fatal(err)
		}
		want = append(want, Key(content))
	}
	slices.Sort(want)
	for _, from := range []int{0, 1, 17, 40} {
		after, got := "", []string{}
		if from > 0 {
			after = want[from-1]
		}
		err := b.Each(t.Context(), after, func(i models.BlobInfo) error {
			if i.Bytes < 1 || i.Bytes > 2 || time.Since(i.Kept) > time.Hour || time.Until(i.Kept) > time.Minute {
				t.Errorf("%+v", i)
			}
			got = append(got, i.Key)
			return nil
		})
		if err != nil || !slices.Equal(got, want[from:]) {
			t.Errorf("after %d: %d keys, %v, want %d in order", from, len(got), err, len(want)-from)
		}
	}
	stop := errors.New("stop")
	if err := b.Each(t.Context(), "", func(models.BlobInfo) error { return stop }); err != stop {
		t.Errorf("Each = %v, want yield's own error", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.Each(cancelled, "", func(models.BlobInfo) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func refusesKeys(t *testing.T, b Blobs) {
	good := Key(nil)
	for _, key := range []string{"", ".", "../../etc/passwd", good[:63], good + "0", strings.ToUpper(good), "g" + good[1:],
		"../" + good[3:], good[:32] + "/" + good[33:], good[:63] + "\x00"} {
		wantCode(t, b, key, models.ErrInvalid)
		if err := b.Discard(t.Context(), key, unused); models.CodeOf(err) != models.ErrInvalid {
			t.Errorf("Discard(%q) = %v, want %s", key, err, models.ErrInvalid)
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
