package quality_test

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

// TestAuthentic reports how often each fault is found on pictures that no one here made. The thresholds were chosen with
// the first five folders in view; the last three were not looked at before. It asserts nothing: what a person would
// agree with was decided by looking.
func TestAuthentic(t *testing.T) {
	root := picturetest.Dir(t)
	for _, set := range []struct {
		folder string
		kind   models.Kind
	}{
		{"authentic/exif_samples", models.KindProfilePhoto}, {"mrz/passporteye", models.KindIdentityDocument},
		{"idfarm/sidtd", models.KindIdentityDocument}, {"faces", models.KindProfilePhoto}, {"ocr", models.KindDiploma},
		{"forgery/imd2020/orig", models.KindProfilePhoto}, {"forgery/comofod", models.KindProfilePhoto}, {"nearduplicate", models.KindProfilePhoto},
	} {
		opened, fired := 0, map[models.ReasonCode]int{}
		err := filepath.WalkDir(filepath.Join(root, set.folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			x, refusal := forensics.Open(data, set.kind, forensics.DefaultLimits())
			if refusal != nil {
				return nil
			}
			opened++
			f := run(t, data, set.kind)
			seen := map[models.ReasonCode]bool{}
			for _, m := range f.Measures {
				if m.ReasonCode != "" && !seen[m.ReasonCode] {
					seen[m.ReasonCode] = true
					fired[m.ReasonCode]++
				}
			}
			if f.Outcome == models.OutcomeSuspect {
				t.Logf("%s %dx%d: %s", strings.TrimPrefix(path, root), x.File.Width, x.File.Height, f.Message)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s as %s: n=%d", set.folder, set.kind, opened)
		for _, r := range models.ReasonTexts() {
			if n := fired[r.Code]; n > 0 {
				t.Logf("    %-24s %d (%.1f %%)", r.Code, n, 100*float64(n)/float64(opened))
			}
		}
	}
}
