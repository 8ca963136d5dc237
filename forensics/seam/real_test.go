package seam_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loupe/forensics"
	"loupe/forensics/picturetest"
	"loupe/models"
)

// TestMeasureReal counts what is found on real pictures: every other one (LOUPE_HALF 0 or 1).
func TestMeasureReal(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("SKIPPED: a measurement; set LOUPE_MEASURE=1")
	}
	half, n := 0, 0
	if os.Getenv("LOUPE_HALF") == "1" {
		half = 1
	}
	outcomes := map[models.Outcome]int{}
	for _, folder := range []string{"authentic", "formats/orientation", "formats/sharp", "faces", "nearduplicate", "mrz", "idfarm"} {
		kind := models.KindProfilePhoto
		if folder == "mrz" || folder == "idfarm" {
			kind = models.KindIdentityDocument
		}
		filepath.WalkDir(picturetest.Dir(t, filepath.FromSlash(folder)), func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.Contains(path, "lines") {
				return err
			}
			if n++; n%2 != half {
				return nil
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if x, refusal := forensics.Open(data, kind, forensics.DefaultLimits()); refusal == nil {
				f := find(t, x)
				outcomes[f.Outcome]++
				t.Logf("%s %s %v", path[len(path)-min(len(path), 40):], line(f), f.Regions)
			}
			return nil
		})
	}
	t.Logf("%v", outcomes)
}
