package portrait_test

import (
	"context"
	"image"
	"image/draw"
	"math"
	"syscall"
	"testing"

	"github.com/disintegration/imaging"

	"loupe/forensics"
	"loupe/forensics/portrait"
	"loupe/models"
	"loupe/samples"
)

// sitting photographs a person; equal sittings of one person are one picture.
func sitting(person, scene uint64) *image.RGBA {
	return samples.PortraitImage(samples.NewHolder(person).Face, samples.Scene{Seed: scene, Head: 0.7}, 336, 420)
}

func open(t testing.TB, img image.Image, quality int, kind models.Kind) *forensics.Exhibit {
	t.Helper()
	data, err := samples.EncodeJPEG(img, quality, nil)
	if err != nil {
		t.Fatal(err)
	}
	x, refusal := forensics.Open(data, kind, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal)
	}
	return x
}

func profile(t testing.TB, img image.Image) *forensics.Exhibit {
	return open(t, img, 85, models.KindProfilePhoto)
}

// surest compares and returns the first answer; a picture without a face gives unclear.
func surest(t testing.TB, a, b *forensics.Exhibit) models.Portraits {
	t.Helper()
	all, err := portrait.Compare(t.Context(), a, b)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		return models.Portraits{Answer: models.PortraitUnclear}
	}
	return all[0]
}

// changes are what happens to a portrait between two uploads.
func changes() map[string]func(image.Image) image.Image {
	return map[string]func(image.Image) image.Image{
		"as it is": func(p image.Image) image.Image { return p },
		"half":     func(p image.Image) image.Image { return imaging.Resize(p, 168, 0, imaging.Lanczos) },
		"double":   func(p image.Image) image.Image { return imaging.Resize(p, 672, 0, imaging.CatmullRom) },
		"mirrored": func(p image.Image) image.Image { return imaging.FlipH(p) },
		"lying":    func(p image.Image) image.Image { return imaging.Rotate90(p) },
		"upside":   func(p image.Image) image.Image { return imaging.Rotate180(p) },
		"turned 4": func(p image.Image) image.Image { return imaging.Rotate(p, 4, image.White) },
		"cropped":  func(p image.Image) image.Image { return imaging.Crop(p, image.Rect(40, 50, 300, 400)) },
		"grey":     func(p image.Image) image.Image { return imaging.Grayscale(p) },
		"re-toned": func(p image.Image) image.Image { return imaging.AdjustGamma(imaging.AdjustContrast(p, 20), 1.6) },
		"blurred":  func(p image.Image) image.Image { return imaging.Blur(p, 1.5) },
		"on a table": func(p image.Image) image.Image {
			return imaging.Paste(imaging.New(800, 700, image.Black), p, image.Pt(90, 200))
		},
	}
}

func TestOnePictureIsTheSame(t *testing.T) {
	original := sitting(301, 301)
	a := profile(t, original)
	for name, change := range changes() {
		got := surest(t, a, profile(t, change(original)))
		t.Logf("%s: %s %.3f", name, got.Answer, got.Score)
		if got.Answer != models.PortraitSame || got.FalseAlarmRate == nil || !(*got.FalseAlarmRate > 0) {
			t.Errorf("%s: %+v, want the same", name, got)
		}
	}
}

func TestOtherPeopleAreDifferent(t *testing.T) {
	a := profile(t, sitting(301, 301))
	for person := uint64(302); person < 308; person++ {
		if got := surest(t, a, profile(t, sitting(person, person))); got.Answer == models.PortraitSame {
			t.Errorf("person %d: %+v", person, got)
		}
	}
}

// Another sitting of one person, and a brother's picture taken in the same pose and light, are other pictures.
func TestAnotherSittingIsNotTheSame(t *testing.T) {
	for _, person := range []uint64{301, 330, 331} {
		a := profile(t, sitting(person, person))
		for name, other := range map[string]image.Image{"sitting": sitting(person, person+50), "sibling": sibling(person, person)} {
			got := surest(t, a, profile(t, other))
			if t.Logf("%d, %s: %s %.3f", person, name, got.Answer, got.Score); got.Answer == models.PortraitSame {
				t.Errorf("%d, %s: %+v", person, name, got)
			}
		}
	}
}

// A picture photographed at an angle lies flat; the same picture with the middle of the face pushed aside by a hundredth of
// its width does not.
func TestFlatAndBent(t *testing.T) {
	original := sitting(341, 341)
	a := profile(t, original)
	for name, c := range map[string]struct {
		move func(x, y float64) (float64, float64)
		same bool
	}{
		"at an angle": {func(x, y float64) (float64, float64) { w := 0.9 + 0.2*x/336; return x / w, y / w }, true},
		"pushed": {func(x, y float64) (float64, float64) {
			return x + 3.4*math.Exp(-((x-168)*(x-168)+(y-230)*(y-230))/5000), y
		}, false},
	} {
		out := image.NewRGBA(original.Rect)
		for y := range 420 {
			for x := range 336 {
				px, py := c.move(float64(x), float64(y))
				out.Set(x, y, original.At(int(min(max(px, 0), 335)+0.5), int(min(max(py, 0), 419)+0.5)))
			}
		}
		if got := surest(t, a, profile(t, out)); (got.Answer == models.PortraitSame) != c.same {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// The order of the two pictures does not change the answer, and equal pictures give equal answers.
func TestEitherOrder(t *testing.T) {
	a, b := profile(t, sitting(311, 311)), profile(t, imaging.Resize(sitting(311, 311), 200, 0, imaging.Lanczos))
	p, q, again := surest(t, a, b), surest(t, b, a), surest(t, a, b)
	if p.Answer != q.Answer || math.Abs(p.Score-q.Score) > 0.05 || p.A != q.B || p.Score != again.Score {
		t.Errorf("%+v, the other way round %+v, again %+v", p, q, again)
	}
}

// A document that bears somebody's profile photo, photographed lying on its side.
func TestOnADocument(t *testing.T) {
	photo := sitting(321, 321)
	shot := pasted(t, 400, photo, samples.CaptureOptions{})
	for name, turned := range map[string]image.Image{"upright": shot, "on its side": imaging.Rotate90(shot), "upside down": imaging.Rotate180(shot)} {
		got := surest(t, profile(t, photo), open(t, turned, 85, models.KindIdentityDocument))
		t.Logf("%s: %+v", name, got)
		if got.Answer != models.PortraitSame {
			t.Errorf("%s: %+v, want the same", name, got)
		}
	}
}

// pasted photographs a card whose portrait was replaced.
func pasted(t testing.TB, holder uint64, photo image.Image, o samples.CaptureOptions) *image.RGBA {
	t.Helper()
	studio, err := samples.NewStudio(samples.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := studio.CardFront(samples.NewHolder(holder), samples.Print{DPI: 300})
	if err != nil {
		t.Fatal(err)
	}
	box := sheet.Areas["portrait"].Box
	draw.Draw(sheet.Image, box, imaging.Fill(photo, box.Dx(), box.Dy(), imaging.Center, imaging.Lanczos), image.Point{}, draw.Src)
	shot, err := samples.Capture(sheet, holder, o)
	if err != nil {
		t.Fatal(err)
	}
	return shot.Image
}

func TestWithoutFaces(t *testing.T) {
	blank := profile(t, image.NewGray(image.Rect(0, 0, 300, 300)))
	all, err := portrait.Compare(t.Context(), blank, profile(t, sitting(301, 301)))
	if err != nil || all == nil || len(all) > 0 {
		t.Errorf("%v, %v; want an empty list", all, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	x := profile(t, sitting(301, 301))
	if _, err := portrait.Compare(ctx, x, x); err != context.Canceled {
		t.Errorf("%v of a cancelled comparison", err)
	}
}

// One pair of faces: planes and faces are there already.
func BenchmarkCompare(b *testing.B) {
	x, y, z := profile(b, sitting(301, 301)), profile(b, imaging.Resize(sitting(301, 301), 200, 0, imaging.Lanczos)), profile(b, sitting(304, 304))
	for name, other := range map[string]*forensics.Exhibit{"same": y, "different": z} {
		surest(b, x, other)
		b.Run(name, func(b *testing.B) {
			start := processorTime(b)
			for b.Loop() {
				surest(b, x, other)
			}
			b.ReportMetric(float64(processorTime(b)-start)/1e6/float64(b.N), "cpu-ms/op")
		})
	}
}

// processorTime is that of the process, because on a shared machine the clock says little.
func processorTime(b *testing.B) int64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return u.Utime.Nano() + u.Stime.Nano()
}
