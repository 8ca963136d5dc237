package portraitedit_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/draw"
	"image/png"
	"reflect"
	"testing"

	"loupe/forensics"
	"loupe/forensics/portraitedit"
	"loupe/models"
	"loupe/samples"
)

// photo is a photograph of a drawn face, saved as JPEG by its camera.
func photo(t testing.TB, seed uint64, quality int) *image.RGBA {
	scene := samples.PortraitImage(samples.NewFace(seed, "F", 30), samples.Scene{Seed: seed, Head: 0.55}, 560, 720)
	shot, err := samples.Snapshot(scene, seed)
	if err != nil {
		t.Fatal(err)
	}
	img, err := samples.Recompress(shot.Image, quality)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func exhibit(t testing.TB, img image.Image, quality int) *forensics.Exhibit {
	var data []byte
	var err error
	if quality == 0 {
		var b bytes.Buffer
		err = png.Encode(&b, img)
		data = b.Bytes()
	} else {
		data, err = samples.EncodeJPEG(img, quality, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	x, refusal := forensics.Open(data, models.KindProfilePhoto, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	return x
}

func run(t testing.TB, x *forensics.Exhibit) models.Finding {
	t.Helper()
	f, err := portraitedit.New().Run(context.Background(), x)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Validate(x.File.Width, x.File.Height); err != nil {
		t.Fatal(err)
	}
	return f
}

// Another face, off the grid, in a photograph of quality 82: found while the last save lets the first one show.
func TestSwappedFace(t *testing.T) {
	base, other := photo(t, 4, 82), photo(t, 9, 90)
	faces, err := exhibit(t, base, 0).Faces()
	if err != nil || len(faces) == 0 {
		t.Skipf("SKIPPED: no face is found on the drawn portrait: %v", err)
	}
	b := faces[0].Box
	box := image.Rect(b[0], b[1], b[0]+b[2], b[1]+b[3])
	swapped := image.NewRGBA(base.Rect)
	copy(swapped.Pix, base.Pix)
	draw.Draw(swapped, box.Inset(-6), other, box.Inset(-6).Min.Add(image.Pt(3, 2)), draw.Src)
	for _, c := range []struct {
		name string
		img  *image.RGBA
		last int
		want models.Outcome
	}{
		{"swapped, png", swapped, 0, models.OutcomeSuspect}, {"swapped, q95", swapped, 95, models.OutcomeSuspect}, {"swapped, q60", swapped, 60, models.OutcomeInconclusive},
		{"untouched, png", base, 0, models.OutcomeClear}, {"untouched, q95", base, 95, models.OutcomeClear}, {"untouched, q60", base, 60, models.OutcomeInconclusive},
	} {
		f := run(t, exhibit(t, c.img, c.last))
		if f.Outcome != c.want {
			t.Errorf("%s: %s, %s %+v", c.name, f.Outcome, f.Message, f.Measures)
		}
		if f.Outcome == models.OutcomeSuspect && (len(f.Regions) != 1 || len(f.Artifacts) != 1) {
			t.Errorf("%s: %d regions, %d artifacts", c.name, len(f.Regions), len(f.Artifacts))
		}
	}
}

func TestNoFace(t *testing.T) {
	if f := run(t, exhibit(t, image.NewGray(image.Rect(0, 0, 300, 200)), 0)); f.Outcome != models.OutcomeNotApplicable {
		t.Errorf("%s: %s", f.Outcome, f.Message)
	}
}

func TestSameInputGivesTheSameFinding(t *testing.T) {
	img := photo(t, 4, 85)
	if a, b := run(t, exhibit(t, img, 95)), run(t, exhibit(t, img, 95)); !reflect.DeepEqual(a, b) {
		t.Error("two runs differ")
	}
}

func TestEndedContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	x := exhibit(t, photo(t, 4, 85), 0)
	if faces, err := x.Faces(); err != nil || len(faces) == 0 {
		t.Skip("SKIPPED: no face is found on the drawn portrait")
	}
	if _, err := portraitedit.New().Run(ctx, x); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}

func Benchmark12MP(b *testing.B) {
	small := photo(b, 4, 85)
	big := image.NewRGBA(image.Rect(0, 0, 3000, 4000))
	for y := range 4000 {
		for x := range 3000 {
			big.SetRGBA(x, y, small.RGBAAt(x*small.Rect.Dx()/3000, y*small.Rect.Dy()/4000))
		}
	}
	x := exhibit(b, big, 95)
	if faces, err := x.Faces(); err != nil || len(faces) == 0 {
		b.Skip("SKIPPED: no face is found")
	}
	if _, err := x.History(b.Context()); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		run(b, x)
	}
}
