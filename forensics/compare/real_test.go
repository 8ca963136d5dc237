package compare_test

import (
	"bytes"
	"image"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	_ "image/png"

	"loupe/forensics"
	"loupe/forensics/picturetest"
	"loupe/models"
)

// testdata returns the file's bytes, or skips loudly.
func testdata(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(picturetest.Root(), path))
	if err != nil {
		t.Skipf("SKIPPED, no test pictures: set LOUPE_TESTDATA (%v)", err)
	}
	return data
}

// Fields of the SIDTD cards alb00 and alb01, in pixels, as they are seen.
var (
	sidtdPortrait = image.Rect(190, 250, 610, 805)
	sidtdSurname  = image.Rect(745, 235, 1000, 305)
	sidtdNumber   = image.Rect(1450, 490, 1800, 545)
)

func TestTemplateFarmOfTwoCards(t *testing.T) {
	a, b := testdata(t, "idfarm/sidtd/alb00.jpg"), testdata(t, "idfarm/sidtd/alb01.jpg")
	c := compared(t, a, b)
	if c.Relation != models.RelationSameCapture {
		t.Fatalf("%s, want same_capture: %v", c.Relation, c.Measures)
	}
	for name, field := range map[string]image.Rectangle{"portrait": sidtdPortrait, "surname": sidtdSurname, "number": sidtdNumber} {
		if covered(c.Changed, field) < 0.6 {
			t.Errorf("%s is not marked: %v", name, c.Changed)
		}
	}
	checkShape(t, c)
	checkArtifacts(t, c)
}

func TestReplacedPortrait(t *testing.T) {
	c := compared(t, testdata(t, "idfarm/sidtd/alb00.jpg"), testdata(t, "idfarm/sidtd/fake_alb00.jpg"))
	if c.Relation != models.RelationSameCapture || covered(c.Changed, sidtdPortrait) < 0.6 {
		t.Errorf("%s with %v, want same_capture with the portrait", c.Relation, c.Changed)
	}
	if covered(c.Changed, sidtdSurname) > 0 {
		t.Errorf("the surname is unchanged but marked: %v", c.Changed)
	}
}

// covered is the share of field that the regions cover, the best one alone.
func covered(regions []models.Region, field image.Rectangle) float64 {
	best := 0.0
	for _, r := range regions {
		in := image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H).Intersect(field)
		best = max(best, float64(in.Dx()*in.Dy())/float64(field.Dx()*field.Dy()))
	}
	return best
}

// checkArtifacts wants the difference map and the blink pair, decodable and of bounded size.
func checkArtifacts(t *testing.T, c models.Comparison) {
	t.Helper()
	names := []string{}
	for _, a := range c.Artifacts {
		names = append(names, a.Name+" "+a.MediaType)
		cfg, _, err := image.DecodeConfig(bytes.NewReader(a.Data))
		if err != nil || max(cfg.Width, cfg.Height) > forensics.SmallSide {
			t.Errorf("%s: %dx%d, error %v", a.Name, cfg.Width, cfg.Height, err)
		}
	}
	if got, want := strings.Join(names, ", "), "difference image/png, blink_a image/jpeg, blink_b image/jpeg"; got != want {
		t.Errorf("artifacts %s, want %s", got, want)
	}
}

func TestNearDuplicates(t *testing.T) {
	const j, f, m = "nearduplicate/jimagehash/src/test/resources/", "nearduplicate/jenssegers/tests/images/forest/", "nearduplicate/imagededup/tests/data/"
	for _, tt := range []struct {
		a, b string
		want models.Relation
	}{
		{j + "Lenna.png", j + "Lenna90.png", models.RelationNearDuplicate},
		{j + "Lenna.png", j + "Lenna180.png", models.RelationNearDuplicate},
		{j + "Lenna.png", j + "Lenna270.png", models.RelationNearDuplicate},
		{j + "highQualityBase.png", j + "highQualityBright.png", models.RelationNearDuplicate},
		{j + "highQualityBase.png", j + "highQualityDark.png", models.RelationNearDuplicate},
		{j + "highQualityBase.png", j + "highQualityHue.png", models.RelationNearDuplicate},
		{f + "forest-high.jpg", f + "forest-low.jpg", models.RelationNearDuplicate},
		{f + "forest-high.jpg", f + "forest-copyright.jpg", models.RelationSameCapture}, // a line of text laid over
		{m + "mixed_images/ukbench00120.jpg", m + "mixed_images/ukbench00120_hflip.jpg", models.RelationNearDuplicate},
		{m + "mixed_images/ukbench00120.jpg", m + "mixed_images/ukbench00120_resize.jpg", models.RelationNearDuplicate},
		{m + "mixed_images/ukbench00120.jpg", m + "ukbench00120_gray.jpg", models.RelationNearDuplicate},
		{m + "mixed_images/ukbench00120.jpg", m + "mixed_images/ukbench09268.jpg", models.RelationUnrelated},
		{j + "highQuality.jpg", j + "Lenna.png", models.RelationUnrelated},
	} {
		t.Run(filepath.Base(tt.a)+" "+filepath.Base(tt.b), func(t *testing.T) {
			c := compared(t, testdata(t, tt.a), testdata(t, tt.b))
			if c.Relation != tt.want {
				t.Errorf("%s, want %s; regions %v", c.Relation, tt.want, c.Changed)
			}
			checkShape(t, c)
		})
	}
}

// TestUnrelatedPictures compares neighbours in lists of pictures that have nothing to do with each other.
func TestUnrelatedPictures(t *testing.T) {
	pairs := 0
	for _, pattern := range []string{"authentic/exif_samples/jpg/*.jpg", "mrz/passporteye/passporteye/mrz/testdata/100_*.jpg"} {
		files, err := filepath.Glob(filepath.Join(picturetest.Root(), pattern))
		if err != nil || len(files) == 0 {
			t.Skipf("SKIPPED, no test pictures: set LOUPE_TESTDATA (%v)", err)
		}
		sort.Strings(files)
		if testing.Short() {
			files = files[:4]
		}
		var before *forensics.Exhibit
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			x, refusal := forensics.Open(data, models.KindIdentityDocument, forensics.DefaultLimits())
			if refusal != nil {
				continue
			}
			if before != nil {
				pairs++
				if c := compareExhibits(t, before, x); c.Relation.Links() {
					t.Errorf("%s and the file before it: %s %v", filepath.Base(file), c.Relation, c.Measures)
				}
			}
			before = x
		}
	}
	t.Logf("%d unrelated pairs", pairs)
}
