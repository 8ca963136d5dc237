package textedit_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"loupe/forensics"
	"loupe/forensics/picturetest"
	"loupe/forensics/textedit"
	"loupe/models"
)

// TestMeasureReal reads every other picture (LOUPE_TEXTEDIT_HALF 0 or 1) of documents and pages that others published and
// counts what is suspect. Most were scanned, reduced and saved again by someone; specimens were often drawn or masked.
func TestMeasureReal(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" || os.Getenv("LOUPE_TEXTEDIT_HALF") == "" {
		t.Skip("SKIPPED: a measurement; set LOUPE_MEASURE=1 and LOUPE_TEXTEDIT_HALF")
	}
	reader := newReader(t)
	outcomes := map[models.Outcome]int{}
	for i, path := range published(t) {
		if (i%2 == 1) != (os.Getenv("LOUPE_TEXTEDIT_HALF") == "1") {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		x, refusal := forensics.Open(data, models.KindIdentityDocument, forensics.DefaultLimits())
		if refusal != nil {
			continue
		}
		x.SetReader(t.Context(), reader)
		f, err := textedit.New().Run(t.Context(), x)
		if err != nil {
			t.Logf("%s: %v", filepath.Base(path), err)
			continue
		}
		outcomes[f.Outcome]++
		if len(f.Evidence) > 0 {
			t.Logf("%s: %s, %s %v %v", filepath.Base(path), f.Outcome, f.Message, f.Evidence, f.Regions)
		}
	}
	t.Logf("%v", outcomes)
}

// published lists the pictures, each folder's in order.
func published(t *testing.T) (list []string) {
	for _, folder := range []string{"mrz", "ocr", "idfarm"} {
		err := filepath.WalkDir(picturetest.Dir(t, folder), func(path string, d fs.DirEntry, err error) error {
			ext := strings.ToLower(filepath.Ext(path))
			if err == nil && slices.Contains([]string{".jpg", ".jpeg", ".png", ".tif", ".tiff"}, ext) && !strings.Contains(path, "lines") {
				list = append(list, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return list
}
