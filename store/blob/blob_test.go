package blob_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"loupe/models"
	"loupe/store/blob"
	"loupe/store/blob/blobtest"
	"loupe/store/blob/memblob"
)

func open(t *testing.T, dir string) *blob.Files {
	t.Helper()
	b, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestConformance(t *testing.T) {
	t.Run("Files", func(t *testing.T) {
		blobtest.Exercise(t, func(t *testing.T) blobtest.Blobs { return open(t, filepath.Join(t.TempDir(), "made", "for", "us")) })
	})
	t.Run("Memory", func(t *testing.T) {
		blobtest.Exercise(t, func(*testing.T) blobtest.Blobs { return new(memblob.Blobs) })
	})
}

// files lists the regular files below dir.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, _ := filepath.Rel(dir, path)
			found = append(found, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestLayoutAndNothingLeftBehind(t *testing.T) {
	dir := t.TempDir()
	b := open(t, dir)
	content := []byte("picture")
	for range 2 {
		if _, err := b.Put(t.Context(), bytes.NewReader(content)); err != nil {
			t.Fatal(err)
		}
	}
	broken := errors.New("broken")
	if _, err := b.Put(t.Context(), io.MultiReader(strings.NewReader("x"), iotest.ErrReader(broken))); err != broken {
		t.Fatalf("Put = %v", err)
	}
	key := blobtest.Key(content)
	want := filepath.Join(key[:2], key[2:4], key)
	if got := files(t, dir); len(got) != 1 || got[0] != want {
		t.Fatalf("files = %q, want only %q", got, want)
	}
	info, err := os.Stat(filepath.Join(dir, want))
	if err != nil || info.Mode().Perm() != 0o400 {
		t.Errorf("mode = %v, %v, want 0400", info.Mode(), err)
	}
}

func TestTidyRemovesOldLeftovers(t *testing.T) {
	dir := t.TempDir()
	b := open(t, dir)
	kept, err := b.Put(t.Context(), strings.NewReader("kept"))
	if err != nil {
		t.Fatal(err)
	}
	old, young, foreign := filepath.Join(dir, "tmp", "put-old"), filepath.Join(dir, "tmp", "put-young"), filepath.Join(dir, "tmp", "README")
	for _, p := range []string{old, young, foreign} {
		if err := os.WriteFile(p, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	past := time.Now().Add(-61 * time.Minute)
	if err := errors.Join(os.Chtimes(old, past, past), os.Chtimes(foreign, past, past)); err != nil {
		t.Fatal(err)
	}
	if n, err := b.Tidy(t.Context(), time.Now().Add(-time.Hour)); n != 1 || err != nil {
		t.Errorf("Tidy = %d, %v", n, err)
	}
	if got := files(t, dir); len(got) != 3 || got[0] != kept.Key[:2]+"/"+kept.Key[2:4]+"/"+kept.Key {
		t.Errorf("left: %q", got)
	}
}

// A process dies in the middle of Discard: the blob is there again for whoever opens the directory next.
func TestInterruptedDiscardIsUndone(t *testing.T) {
	dir := t.TempDir()
	b := open(t, dir)
	kept, err := b.Put(t.Context(), strings.NewReader("kept"))
	if err != nil {
		t.Fatal(err)
	}
	died := errors.New("died")
	hidden := false
	func() {
		defer func() { _ = recover() }()
		asked := 0
		_ = b.Discard(t.Context(), kept.Key, func(context.Context) (bool, error) {
			if asked++; asked == 2 {
				_, err := b.Size(t.Context(), kept.Key)
				hidden = models.CodeOf(err) == models.ErrNotFound
				panic(died)
			}
			return false, nil
		})
	}()
	if !hidden {
		t.Fatal("the blob was not hidden when inUse was asked again")
	}
	if _, err := open(t, dir).Size(t.Context(), kept.Key); err != nil {
		t.Error(err)
	}
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("files: %q", got)
	}
}

func TestOpenRefusesAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := blob.Open(path); err == nil {
		t.Error("Open of a regular file succeeded")
	}
}

func FuzzCheckKey(f *testing.F) {
	f.Add(blobtest.Key(nil))
	f.Add("../../../../etc/passwd")
	f.Add(strings.Repeat("/", 64))
	f.Fuzz(func(t *testing.T, key string) {
		if err := blob.CheckKey(key); err != nil {
			if models.CodeOf(err) != models.ErrInvalid {
				t.Fatalf("CheckKey(%q) = %v", key, err)
			}
			return
		}
		if len(key) != 64 || strings.Trim(key, "0123456789abcdef") != "" {
			t.Fatalf("CheckKey accepts %q", key)
		}
	})
}

func BenchmarkPut2MB(b *testing.B) {
	store, err := blob.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	content := make([]byte, 2<<20)
	b.SetBytes(int64(len(content)))
	for i := 0; b.Loop(); i++ {
		content[0], content[1], content[2] = byte(i), byte(i>>8), byte(i>>16)
		if _, err := store.Put(b.Context(), bytes.NewReader(content)); err != nil {
			b.Fatal(err)
		}
	}
}
