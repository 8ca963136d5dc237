package portraitedit_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loupe/forensics"
	"loupe/forensics/picturetest"
	"loupe/models"
)

// TestMeasureAuthentic counts what is found on camera pictures, taken as profile photos. Nothing was tuned on them.
func TestMeasureAuthentic(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("SKIPPED: a measurement; set LOUPE_MEASURE=1")
	}
	outcomes := map[models.Outcome]int{}
	for _, folder := range []string{"authentic", "formats/orientation", "formats/sharp", "faces"} {
		err := filepath.WalkDir(picturetest.Dir(t, filepath.FromSlash(folder)), func(path string, _ fs.DirEntry, err error) error {
			if ext := strings.ToLower(filepath.Ext(path)); err != nil || ext != ".jpg" && ext != ".jpeg" {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			x, refusal := forensics.Open(data, models.KindProfilePhoto, forensics.DefaultLimits())
			if refusal != nil {
				return nil
			}
			f := run(t, x)
			outcomes[f.Outcome]++
			if f.Outcome == models.OutcomeSuspect {
				t.Logf("%s: %s %+v", filepath.Base(path), f.Message, f.Evidence)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%v", outcomes)
}
