package noise_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loupe/forensics"
	"loupe/forensics/noise"
	"loupe/forensics/picturetest"
	"loupe/models"
)

// TestMeasureAuthentic counts what is found on camera pictures: every other one (LOUPE_NOISE_HALF 0 or 1).
func TestMeasureAuthentic(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("SKIPPED: a measurement; set LOUPE_MEASURE=1")
	}
	half, n := 0, 0
	if os.Getenv("LOUPE_NOISE_HALF") == "1" {
		half = 1
	}
	outcomes := map[models.Outcome]int{}
	for _, folder := range []string{"authentic", "formats/orientation", "formats/sharp", "faces"} {
		filepath.WalkDir(picturetest.Dir(t, filepath.FromSlash(folder)), func(path string, d os.DirEntry, err error) error {
			if ext := strings.ToLower(filepath.Ext(path)); err != nil || ext != ".jpg" && ext != ".jpeg" {
				return err
			}
			if n++; n%2 != half {
				return nil
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			x, refusal := forensics.Open(data, models.KindProfilePhoto, forensics.DefaultLimits())
			if refusal != nil {
				return nil
			}
			f, err := noise.New().Run(t.Context(), x)
			if err != nil {
				t.Fatal(err)
			}
			outcomes[f.Outcome]++
			if len(f.Evidence) > 0 {
				t.Logf("%s %s %.2f", filepath.Base(path), f.Outcome, f.Evidence[0].Value)
			}
			return nil
		})
	}
	t.Logf("%v", outcomes)
}
