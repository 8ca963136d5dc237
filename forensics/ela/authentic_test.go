package ela_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"loupe/forensics"
	"loupe/forensics/ela"
	"loupe/forensics/picturetest"
	"loupe/models"
)

func examine(t testing.TB, data []byte) (models.Finding, *forensics.Exhibit) {
	t.Helper()
	x, refusal := forensics.Open(data, models.KindIdentityDocument, forensics.DefaultLimits())
	if refusal != nil {
		t.Skipf("not opened: %s", refusal.Message)
	}
	f, err := ela.New().Run(context.Background(), x)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Validate(x.File.Width, x.File.Height); err != nil {
		t.Fatal(err)
	}
	return f, x
}

// distinctPictures lists the JPEGs below the folders, each content once, in order.
func distinctPictures(t *testing.T, folders ...string) []string {
	t.Helper()
	seen, files := map[string]bool{}, []string{}
	for _, folder := range folders {
		err := filepath.WalkDir(picturetest.Dir(t, filepath.FromSlash(folder)), func(path string, d os.DirEntry, err error) error {
			if ext := strings.ToLower(filepath.Ext(path)); err != nil || ext != ".jpg" && ext != ".jpeg" {
				return err
			}
			data, err := os.ReadFile(path)
			if err == nil && !seen[string(data)] {
				seen[string(data)] = true
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(files)
	return files
}

// Camera pictures as they left the camera or a viewer. Nothing was tuned on them.
func TestFalseAlarmsOnAuthenticPictures(t *testing.T) {
	outcomes, total := map[models.Outcome]int{}, 0
	for _, path := range distinctPictures(t, "authentic", "formats/orientation", "formats/sharp") {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		x, refusal := forensics.Open(data, models.KindProfilePhoto, forensics.DefaultLimits())
		if refusal != nil {
			continue
		}
		f, err := ela.New().Run(context.Background(), x)
		if err != nil {
			t.Fatalf("%s: %v", filepath.Base(path), err)
		}
		outcomes[f.Outcome]++
		total++
		if f.Outcome == models.OutcomeSuspect {
			t.Log(filepath.Base(path), brief(f))
		}
	}
	t.Logf("%d pictures: %v", total, outcomes)
	if n := outcomes[models.OutcomeSuspect]; float64(n) > 0.02*float64(total) {
		t.Errorf("%d of %d authentic pictures are suspect", n, total)
	}
}

// Honest pictures that somebody saved again. The first set was used to choose maxLogNFA; the second was not looked at
// before it was chosen.
func TestFalseAlarmsOnResavedPictures(t *testing.T) {
	sets := map[string][]string{
		"calibration": {"authentic", "formats/orientation", "formats/sharp"},
		"held out":    {"forgery/imd2020/orig", "forgery/patchmatch_copymove/original", "nearduplicate", "faces", "mrz", "ocr"},
	}
	for _, name := range []string{"calibration", "held out"} {
		for _, last := range []int{0, 95, 90} {
			t.Run(fmt.Sprintf("%s/last%d", name, last), func(t *testing.T) {
				suspect, judged, total, evidence := resave(t, distinctPictures(t, sets[name]...), last)
				t.Logf("%d suspect, %d judged, of %d; strongest evidence %.1f", suspect, judged, total, evidence[max(len(evidence)-8, 0):])
				if float64(suspect) > 0.02*float64(total)+1 {
					t.Errorf("%d of %d re-saved pictures are suspect", suspect, total)
				}
			})
		}
	}
}

// resave saves pictures again (last 0 is PNG), counts outcomes and sorts the evidence: every eighth picture, or all with
// LOUPE_ELA_ROUNDS set.
func resave(t *testing.T, paths []string, last int) (suspect, judged, total int, evidence []float64) {
	for i, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		cfg, err := jpeg.DecodeConfig(bytes.NewReader(data))
		if strings.Contains(path, "copyright") {
			continue // a line of text was written into this one: not an untouched picture
		}
		if err != nil || cfg.Width*cfg.Height > 4_000_000 || cfg.Width < 64 || cfg.Height < 64 || os.Getenv("LOUPE_ELA_ROUNDS") == "" && i%8 != 0 {
			continue
		}
		img, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			continue
		}
		rgb := image.NewRGBA(img.Bounds())
		draw.Draw(rgb, rgb.Rect, img, img.Bounds().Min, draw.Src)
		f, _ := examine(t, save(t, rgb, last))
		total++
		if f.Outcome.HasScore() {
			judged++
		}
		for _, e := range f.Evidence {
			evidence = append(evidence, e.Value)
		}
		if f.Outcome == models.OutcomeSuspect {
			suspect++
			t.Log(filepath.Base(path), brief(f))
		}
	}
	slices.Sort(evidence)
	return suspect, judged, total, evidence
}

func brief(f models.Finding) string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s", f.Outcome)
	for _, m := range f.Measures {
		fmt.Fprintf(&b, " %s=%.3g", m.Name, m.Value)
	}
	for _, r := range f.Regions {
		fmt.Fprintf(&b, " [%d,%d %dx%d %.2f]", r.X, r.Y, r.W, r.H, r.Score)
	}
	return b.String()
}
