package ocr_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	_ "golang.org/x/image/tiff"

	"loupe/forensics/picturetest"
	"loupe/models"
	"loupe/ocr"
)

// words counts the words of s, lower case, without marks.
func words(s string) map[string]int {
	bag := map[string]int{}
	for _, w := range regexp.MustCompile(`[\p{L}\p{N}]+`).FindAllString(strings.ToLower(s), -1) {
		bag[w]++
	}
	return bag
}

// Recall of words on tesseract's own test pages; plain tesseract at full scale has the same within a percent.
func TestRecallOnGoldPages(t *testing.T) {
	dir := filepath.Join(picturetest.Dir(t, "ocr/tesseract_test"), "testing")
	r := newReader(t)
	for _, c := range []struct {
		picture, gold string
		least         float64
	}{
		{"phototest.tif", "phototest.gold.txt", 0.98},
		{"8071_093.3B.tif", "8071_093.3B.txt", 0.98},
		{"8087_054.3B.tif", "8087_054.3B.txt", 0.93},
		{"eurotext.tif", "eurotext.txt", 0.85}, // six languages, read with the English model
	} {
		gold, err := os.ReadFile(filepath.Join(dir, c.gold))
		if err != nil {
			t.Fatal(err)
		}
		text := read(t, r, ocr.Page{Plane: load(t, filepath.Join(dir, c.picture)), Kind: models.KindDiploma}).Text
		var all strings.Builder
		for _, w := range text.Words {
			all.WriteString(w.Text + " ")
		}
		found, total := 0, 0
		got := words(all.String())
		for w, n := range words(string(gold)) {
			found, total = found+min(n, got[w]), total+n
		}
		recall := float64(found) / float64(total)
		t.Logf("%s: %d of %d words, recall %.3f", c.picture, found, total, recall)
		if recall < c.least {
			t.Errorf("%s: recall %.3f, want at least %.2f", c.picture, recall, c.least)
		}
	}
}

// No page of text and no portrait has a machine readable zone.
func TestNoZoneWhereThereIsNone(t *testing.T) {
	r := newReader(t)
	for _, folder := range []string{"ocr/tesseract_test/testing", "faces/face_recognition"} {
		n := 0
		err := filepath.WalkDir(picturetest.Dir(t, folder), func(path string, d os.DirEntry, err error) error {
			if ext := filepath.Ext(path); err != nil || d.IsDir() || n >= 6 || ext != ".tif" && ext != ".jpg" {
				return err
			}
			n++
			result, err := r.Read(context.Background(), ocr.Page{Plane: load(t, path), Kind: models.KindIdentityDocument})
			if err != nil || zone(result) != nil {
				t.Errorf("%s: %+v, %v", path, zone(result), err)
			}
			return nil
		})
		if err != nil || n == 0 {
			t.Fatalf("%s: %d pictures, %v", folder, n, err)
		}
	}
}

func BenchmarkReadCard(b *testing.B) { benchmark(b, "card12.jpg", models.KindIdentityDocument) }

func BenchmarkReadPage(b *testing.B) { benchmark(b, "page12.jpg", models.KindDiploma) }

// benchmark reads a 12-megapixel picture that lies beside the test data, model initialised before. Run it with
// OMP_THREAD_LIMIT=1.
func benchmark(b *testing.B, name string, kind models.Kind) {
	g := load(b, filepath.Join(picturetest.Dir(b, "."), "..", "bench", name))
	r, err := ocr.New(ocr.DefaultConfig())
	if err != nil {
		b.Skip(err)
	}
	for b.Loop() {
		if _, err := r.Read(context.Background(), ocr.Page{Plane: g, Kind: kind}); err != nil {
			b.Fatal(err)
		}
	}
}
