package metadata_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"loupe/forensics"
	"loupe/forensics/picturetest"
	"loupe/models"
)

// TestAuthentic reports how often each reason is found on unedited camera files, with every file that is suspect. Each
// flag was looked at: the editors named there did write these files. A thumbnail mismatch would be a false alarm.
func TestAuthentic(t *testing.T) {
	root := filepath.Join(picturetest.Dir(t), "authentic", "exif_samples")
	opened, fired, compared := 0, map[models.ReasonCode]int{}, 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if _, refusal := forensics.Open(data, models.KindProfilePhoto, forensics.DefaultLimits()); refusal != nil {
			return nil
		}
		opened++
		f := run(t, data)
		for _, m := range f.Measures {
			if m.ReasonCode != "" {
				fired[m.ReasonCode]++
			}
			if m.Name == "thumbnail_correlation" {
				compared++
			}
			if m.ReasonCode == models.ReasonMetadataThumbnail {
				t.Errorf("false alarm: %s: %s", filepath.Base(path), f.Message)
			}
		}
		if f.Outcome == models.OutcomeSuspect {
			t.Logf("%s: %s", filepath.Base(path), f.Message)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("n=%d, thumbnails compared %d", opened, compared)
	for _, r := range models.ReasonTexts() {
		if fired[r.Code] > 0 {
			t.Logf("%-28s %d (%.1f %%)", r.Code, fired[r.Code], 100*float64(fired[r.Code])/float64(opened))
		}
	}
}
