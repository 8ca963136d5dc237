package blob_test

import (
	"bytes"
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

func TestReopenKeepsBlobsAndSweepsOldLeftovers(t *testing.T) {
	dir := t.TempDir()
	kept, err := open(t, dir).Put(t.Context(), strings.NewReader("kept"))
	if err != nil {
		t.Fatal(err)
	}
	old, young := filepath.Join(dir, "tmp", "put-old"), filepath.Join(dir, "tmp", "put-young")
	for _, p := range []string{old, young} {
		if err := os.WriteFile(p, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	past := time.Now().Add(-61 * time.Minute)
	if err := os.Chtimes(old, past, past); err != nil {
		t.Fatal(err)
	}
	r, err := open(t, dir).Open(t.Context(), kept.Key)
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Close()
	if _, err := os.Stat(old); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("old leftover: %v, want it swept", err)
	}
	if _, err := os.Stat(young); err != nil {
		t.Errorf("young leftover: %v, want it kept", err)
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
