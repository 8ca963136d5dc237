package recompression_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"loupe/forensics"
	"loupe/forensics/recompression"
	"loupe/models"
)

// scene is a grey picture with waves and noise.
func scene(seed uint64, w, h int) *image.Gray {
	r := rand.New(rand.NewPCG(seed, 3))
	g := image.NewGray(image.Rect(0, 0, w, h))
	phase := 6 * r.Float64()
	for y := range h {
		for x := range w {
			v := 128 + 40*math.Sin(float64(x)/9+float64(y)/31+phase) + 25*math.Sin(float64(x)*float64(y)/900) + 4*r.NormFloat64()
			g.SetGray(x, y, color.Gray{uint8(min(max(v, 5), 250))})
		}
	}
	return g
}

func file(t testing.TB, img image.Image, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
	if quality == 0 {
		b.Reset()
		err = png.Encode(&b, img)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func resaved(t testing.TB, img image.Image, quality int) *image.RGBA {
	t.Helper()
	got, err := jpeg.Decode(bytes.NewReader(file(t, img, quality)))
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewRGBA(got.Bounds())
	draw.Draw(out, out.Rect, got, image.Point{}, draw.Src)
	return out
}

func examine(t testing.TB, data []byte) models.Finding {
	t.Helper()
	x, refusal := forensics.Open(data, models.KindProfilePhoto, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	f, err := recompression.Within(recompression.Fast).Run(context.Background(), x)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Validate(x.File.Width, x.File.Height); err != nil {
		t.Fatal(err)
	}
	return f
}

func measureOf(f models.Finding, name string) float64 {
	for _, m := range f.Measures {
		if m.Name == name {
			return m.Value
		}
	}
	return -1
}

// A part that was never compressed before the last save is found on the picture's own grid.
func TestAPartThatWasCompressedOnceIsFound(t *testing.T) {
	for _, c := range []struct{ first, last int }{{75, 92}, {85, 90}, {50, 75}} {
		img := resaved(t, scene(1, 800, 640), c.first)
		clean := examine(t, file(t, img, c.last))
		box := image.Rect(200, 104, 456, 360)
		draw.Draw(img, box, scene(2, 800, 640), image.Point{}, draw.Src)
		f := examine(t, file(t, img, c.last))
		if f.Outcome != models.OutcomeSuspect || clean.Outcome == models.OutcomeSuspect {
			t.Errorf("%d then %d: %s %s %+v; clean %s %+v", c.first, c.last, f.Outcome, f.Message, f.Evidence, clean.Outcome, clean.Evidence)
		}
		for _, r := range f.Regions {
			if !image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H).In(box.Inset(-32)) {
				t.Errorf("%d then %d: region %+v lies outside %v", c.first, c.last, r, box)
			}
		}
	}
}

// A part of another JPEG, put 3 and 5 pixels off the grid, is found where it lies, with its quality and grid.
func TestAPastedPartIsFound(t *testing.T) {
	for _, last := range []int{90, 95} {
		img := resaved(t, scene(1, 640, 480), 88)
		box := image.Rect(203, 101, 403, 261) // its grid begins at 203 and 101: 3, 5 modulo 8
		draw.Draw(img, box, resaved(t, scene(2, 640, 480), 75), image.Point{}, draw.Src)
		f := examine(t, file(t, img, last))
		if f.Outcome != models.OutcomeSuspect || f.ReasonCode != models.ReasonCompressionRegion {
			t.Fatalf("last %d: %s %s %+v", last, f.Outcome, f.Message, f.Evidence)
		}
		for _, r := range f.Regions {
			if !image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H).In(box.Inset(-64)) {
				t.Errorf("last %d: region %+v lies outside %v", last, r, box)
			}
		}
		if measureOf(f, "region_quality") != 75 || measureOf(f, "region_grid_x") != 3 || measureOf(f, "region_grid_y") != 5 {
			t.Errorf("last %d: %+v", last, f.Measures)
		}
		if len(f.Artifacts) != 2+len(f.Regions) || len(f.Evidence) != 2 || f.Evidence[0].Value < 6 {
			t.Errorf("last %d: %d artifacts, evidence %+v", last, len(f.Artifacts), f.Evidence)
		}
	}
}

func TestHonestPictures(t *testing.T) {
	twice := resaved(t, scene(3, 640, 480), 80)
	cut := twice.SubImage(image.Rect(5, 2, 640, 480))
	flat := image.NewGray(image.Rect(0, 0, 400, 300))
	for name, c := range map[string]struct {
		data []byte
		want models.Outcome
		says string
	}{
		"once":                    {file(t, scene(3, 640, 480), 92), models.OutcomeClear, "No compression shows before"},
		"twice":                   {file(t, twice, 95), models.OutcomeClear, "at least twice: first at quality about 8"},
		"cropped and saved again": {file(t, cut, 95), models.OutcomeClear, "grid begins at 3,6"},
		"strongly compressed":     {file(t, twice, 30), models.OutcomeInconclusive, "Insufficient data"},
		"no JPEG":                 {file(t, twice, 0), models.OutcomeNotApplicable, "Not a JPEG"},
		"small":                   {file(t, scene(3, 100, 300), 92), models.OutcomeInconclusive, "small"},
		"flat":                    {file(t, flat, 92), models.OutcomeClear, ""},
	} {
		f := examine(t, c.data)
		if f.Outcome != c.want || !strings.Contains(f.Message, c.says) || len(f.Regions) > 0 {
			t.Errorf("%s: %s %s %+v %+v", name, f.Outcome, f.Message, f.Regions, f.Measures)
		}
	}
}

func TestSameInputGivesTheSameFinding(t *testing.T) {
	data := file(t, resaved(t, scene(1, 640, 480), 80), 92)
	if !reflect.DeepEqual(examine(t, data), examine(t, data)) {
		t.Error("two runs differ")
	}
}

func TestCancelledContextReturns(t *testing.T) {
	x, refusal := forensics.Open(file(t, scene(1, 640, 480), 90), models.KindDiploma, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	ctx, cancel := context.WithCancel(context.Background())
	if _, err := x.History(ctx); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := recompression.Within(recompression.Fast).Run(ctx, x); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}
