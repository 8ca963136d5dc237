package container_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loupe/forensics"
	"loupe/forensics/container"
	"loupe/forensics/picturetest"
	"loupe/forensics/survey"
	"loupe/models"
)

// TestAuthentic reports how often each reason is found on files that no one here made, under their own names, and names
// every file that is suspect. No picture may be called foreign; the rest was decided by looking.
func TestAuthentic(t *testing.T) {
	root := picturetest.Dir(t)
	for _, folder := range []string{"authentic", "formats", "mrz", "faces", "forgery", "idfarm", "nearduplicate", "ocr", "pdf417", "provenance"} {
		read, fired := 0, map[models.ReasonCode]int{}
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			seen := survey.Look(data)
			if seen.MediaType == "" || seen.Problem != "" || !seen.Complete {
				return nil // what is refused has no finding
			}
			read++
			f := container.Judge(seen, forensics.Declared{Name: d.Name()})
			if f.Outcome == models.OutcomeSuspect {
				fired[f.ReasonCode]++
				t.Logf("%s: %s", strings.TrimPrefix(path, root), f.Message)
			}
			if f.ReasonCode == models.ReasonFileForeign {
				t.Errorf("%s: foreign content in a picture that no one made for that", path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: n=%d, type mismatch %d, trailing data %d, foreign content %d", folder, read,
			fired[models.ReasonFileTypeMismatch], fired[models.ReasonFileTrailingData], fired[models.ReasonFileForeign])
	}
}
