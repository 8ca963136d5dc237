package samples_test

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"loupe/models"
	"loupe/samples"
)

func smallShot(t *testing.T, studio *samples.Studio) (*samples.Sheet, *samples.Shot) {
	t.Helper()
	sheet, err := studio.CardFront(samples.NewHolder(11), samples.Print{DPI: 220})
	if err != nil {
		t.Fatal(err)
	}
	shot, err := samples.Capture(sheet, 12, samples.CaptureOptions{Width: 960, Height: 720})
	if err != nil {
		t.Fatal(err)
	}
	return sheet, shot
}

// Before re-compression an edit changes its truth regions and nothing else.
func TestEditsStayInsideTheirTruth(t *testing.T) {
	studio := newStudio(t)
	sheet, shot := smallShot(t, studio)
	other := samples.NewHolder(99)
	for name, change := range map[string]func(*samples.Edit) error{
		"retype": func(e *samples.Edit) error { return studio.Retype(e, sheet.Areas["name"], "HOLLOWAY", "name") },
		"paste": func(e *samples.Edit) error {
			e.Paste(samples.PortraitImage(other.Face, samples.Scene{Seed: 1}, 200, 256), sheet.Areas["portrait"], "portrait")
			return nil
		},
		"transplant": func(e *samples.Edit) error {
			replaced, err := studio.CardFront(other, samples.Print{DPI: 220})
			if err != nil {
				return err
			}
			return e.Transplant(replaced, 5, 0.7, samples.FarmAreas()...)
		},
	} {
		t.Run(name, func(t *testing.T) {
			edit := samples.NewEdit(shot.Image, shot)
			if err := change(edit); err != nil {
				t.Fatal(err)
			}
			inside, outside := changedPixels(shot.Image, edit.Image, edit.Regions)
			if outside != 0 {
				t.Errorf("%d pixels changed outside the truth regions", outside)
			}
			if inside < 500 {
				t.Errorf("only %d pixels changed inside them", inside)
			}
		})
	}
}

func changedPixels(a, b *image.RGBA, regions []models.Region) (inside, outside int) {
	for y := range a.Rect.Dy() {
		for x := range a.Rect.Dx() {
			if a.RGBAAt(x, y) == b.RGBAAt(x, y) {
				continue
			}
			in := false
			for _, r := range regions {
				in = in || image.Pt(x, y).In(image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H))
			}
			if in {
				inside++
			} else {
				outside++
			}
		}
	}
	return inside, outside
}

func TestTransplantRefusesAnotherSize(t *testing.T) {
	studio := newStudio(t)
	_, shot := smallShot(t, studio)
	other, err := studio.CardFront(samples.NewHolder(1), samples.Print{DPI: 150})
	if err != nil {
		t.Fatal(err)
	}
	if err := samples.NewEdit(shot.Image, shot).Transplant(other, 1, 1, "name"); err == nil {
		t.Error("a sheet of another size was accepted")
	}
}

// ToSheet undoes ToPicture, through perspective, lens and bend.
func TestGeometryRoundTrip(t *testing.T) {
	studio := newStudio(t)
	sheet, shot := smallShot(t, studio)
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		x, y := r.Float64()*float64(sheet.Image.Rect.Dx()), r.Float64()*float64(sheet.Image.Rect.Dy())
		bx, by := shot.ToSheet(shot.ToPicture(x, y))
		if d := math.Hypot(bx-x, by-y); d > 0.02 {
			t.Fatalf("%v,%v comes back as %v,%v: %.4f pixels away", x, y, bx, by, d)
		}
	}
}

// The sensor's noise is that of a phone, and its gain scales the variance: measured against a capture without noise.
func TestNoiseScalesWithItsGain(t *testing.T) {
	studio := newStudio(t)
	sheet, err := studio.CardBack(samples.NewHolder(11), samples.Print{DPI: 220})
	if err != nil {
		t.Fatal(err)
	}
	sigma := func(noise float64) float64 {
		shot, err := samples.Capture(sheet, 4, samples.CaptureOptions{Width: 800, Height: 600, Noise: noise})
		if err != nil {
			t.Fatal(err)
		}
		clean, err := samples.Capture(sheet, 4, samples.CaptureOptions{Width: 800, Height: 600, Noise: 1e-9})
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for i := range shot.Image.Pix {
			d := float64(shot.Image.Pix[i]) - float64(clean.Image.Pix[i])
			sum += d * d
		}
		return math.Sqrt(sum / float64(len(shot.Image.Pix)))
	}
	one, four := sigma(1), sigma(4)
	if one < 0.5 || one > 6 {
		t.Errorf("noise of %.2f levels: a phone in daylight has one to five", one)
	}
	if ratio := four / one; ratio < 1.7 || ratio > 2.2 { // the gain scales the variance
		t.Errorf("four times the variance gives %.2f times the noise, want about 2", ratio)
	}
}

func BenchmarkCapture(b *testing.B) {
	studio := newStudio(b)
	sheet, err := studio.CardFront(samples.NewHolder(1), samples.Print{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := samples.Capture(sheet, 1, samples.CaptureOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCardFront(b *testing.B) {
	studio := newStudio(b)
	for b.Loop() {
		if _, err := studio.CardFront(samples.NewHolder(1), samples.Print{}); err != nil {
			b.Fatal(err)
		}
	}
}
