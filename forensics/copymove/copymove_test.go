package copymove_test

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
	"syscall"
	"testing"

	"loupe/forensics"
	"loupe/forensics/copymove"
	"loupe/models"
)

// letters is a page of rows of one shape, printed honestly: equal structure, the noise of each place its own.
func letters(w, h int, sigma float64) *image.RGBA {
	r := rand.New(rand.NewPCG(3, 3))
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			u, v := float64(x%32)-14, float64(y%40)-18
			ink := 210.0
			if d := math.Hypot(u, v*0.8); d > 6 && d < 10 && !(u > 2 && v > 1 && v < 5) || math.Abs(v) < 1.5 && math.Abs(u) < 8 {
				ink = 60
			}
			g := uint8(min(max(ink+sigma*r.NormFloat64(), 0), 255))
			out.SetRGBA(x, y, color.RGBA{g, g, g, 255})
		}
	}
	return out
}

func TestCopies(t *testing.T) {
	source, offset := image.Rect(60, 50, 130, 100), image.Pt(151, 93)
	forged := func(img *image.RGBA) *image.RGBA { move(img, source, offset); return img }
	for _, tt := range []struct {
		name    string
		img     *image.RGBA
		quality int
		want    models.Outcome
	}{
		{"noise and soft shapes", texture(400, 300, 3, 1), 0, models.OutcomeClear},
		{"with a part moved", forged(texture(400, 300, 3, 1)), 0, models.OutcomeSuspect},
		{"with a part moved, saved again", forged(texture(400, 300, 4, 2)), 95, models.OutcomeSuspect},
		{"equal letters, each captured", letters(640, 400, 3), 0, models.OutcomeClear},
		{"equal letters, each captured, saved", letters(640, 400, 3), 90, models.OutcomeClear},
		{"equal letters, each captured, saved at a quality that leaves no noise", letters(640, 400, 3), 60, models.OutcomeInconclusive},
		{"equal letters and a part moved", forged(letters(640, 400, 3)), 0, models.OutcomeSuspect},
		{"equal letters, drawn", letters(640, 400, 0), 0, models.OutcomeInconclusive},
		{"nothing", image.NewRGBA(image.Rect(0, 0, 300, 300)), 0, models.OutcomeInconclusive},
		{"hardly a picture", texture(63, 300, 3, 1), 0, models.OutcomeInconclusive},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, ok := examine(t, saved(t, tt.img, tt.quality), models.KindIdentityDocument)
			if !ok || f.Outcome != tt.want {
				t.Fatalf("%s, want %s: %s %+v", f.Outcome, tt.want, f.Message, f.Evidence)
			}
			if tt.want.HasScore() && len(f.Evidence) != 2 {
				t.Errorf("evidence %+v, want two entries", f.Evidence)
			}
			if tt.want == models.OutcomeSuspect {
				shown(t, f, source, source.Add(offset))
			}
		})
	}
}

// shown checks what a suspect finding shows a person.
func shown(t *testing.T, f models.Finding, source, copied image.Rectangle) {
	t.Helper()
	if !hits(f, source, copied) {
		t.Errorf("regions %+v, want %v and %v", f.Regions, source, copied)
	}
	names := map[string]bool{}
	for _, a := range f.Artifacts {
		names[a.Name] = len(a.Data) > 0
	}
	for _, n := range []string{"heatmap", "legend", "region-1", "region-2"} {
		if !names[n] {
			t.Errorf("no picture %s", n)
		}
	}
}

// In a lossless picture made of a JPEG, the moved part carries its blocks with it and gives itself away.
func TestMovedPartIsOutOfPhase(t *testing.T) {
	img := pixels(t, saved(t, texture(400, 300, 5, 4), 88))
	source, offset := image.Rect(60, 50, 140, 110), image.Pt(149, 91)
	move(img, source, offset)
	f, _ := examine(t, saved(t, img, 0), models.KindIdentityDocument)
	if f.Outcome != models.OutcomeSuspect {
		t.Fatal(f.Outcome, f.Message)
	}
	if e := f.Evidence[1]; e.Group != models.GroupHistory || e.Value < 2 {
		t.Errorf("%+v, want a phase that is not the picture's", e)
	}
	for _, r := range f.Regions {
		box := image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H)
		if want := map[bool]string{true: "copy", false: "source"}[box.Overlaps(source.Add(offset))]; r.Label != want {
			t.Errorf("%v is called %q, want %q", box, r.Label, want)
		}
	}
}

// A part that was turned and enlarged before it was pasted.
func TestTurnedCopy(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 640, 480))
	draw.Draw(img, img.Rect, texture(640, 480, 3, 9), image.Point{}, draw.Src)
	r := rand.New(rand.NewPCG(5, 5))
	for range 500 { // corners that features can find
		x, y, n := r.IntN(630), r.IntN(470), 3+r.IntN(8)
		for v := y; v < min(y+n, 480); v++ {
			for u := x; u < min(x+n, 640); u++ {
				p := img.RGBAAt(u, v)
				img.SetRGBA(u, v, color.RGBA{p.R / 2, p.G / 2, p.B / 2, 255})
			}
		}
	}
	from, to := image.Pt(150, 150), image.Pt(450, 300)
	paste(img, from, to, 70, change{25, 1.1, 1, 0}, r)
	f, _ := examine(t, saved(t, img, 0), models.KindProfilePhoto)
	if f.Outcome != models.OutcomeSuspect {
		t.Fatal(f.Outcome, f.Message, f.Evidence)
	}
	around := func(p image.Point) image.Rectangle { return image.Rectangle{Min: p, Max: p}.Inset(-70) }
	shown(t, f, around(from), around(to))
}

func TestFastSaysWhatItLeft(t *testing.T) {
	x, refusal := forensics.Open(saved(t, texture(400, 300, 3, 1), 0), models.KindProfilePhoto, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	x.Profile = models.ProfileFast
	f, err := copymove.New().Run(t.Context(), x)
	if err != nil || f.Outcome != models.OutcomeClear || f.Left == "" {
		t.Fatal(f.Outcome, f.Left, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if f, err := copymove.New().Run(ctx, x); err == nil {
		t.Errorf("%s although the context had ended", f.Outcome)
	}
}

// Whatever the pixels are, the answer is a valid finding.
func FuzzPixels(f *testing.F) {
	f.Add([]byte{0, 9, 200, 31, 7}, uint8(70), uint8(66))
	f.Add([]byte{255}, uint8(120), uint8(64))
	f.Add([]byte{1, 250, 1, 250, 90, 12, 44, 131, 17}, uint8(64), uint8(200))
	f.Fuzz(func(t *testing.T, data []byte, w, h uint8) {
		if len(data) == 0 || w < 64 || h < 64 {
			t.Skip()
		}
		img := image.NewGray(image.Rect(0, 0, int(w), int(h)))
		for i := range img.Pix {
			img.Pix[i] = data[i%len(data)] ^ uint8(i/len(data)*37)
		}
		examine(t, saved(t, img, 0), models.KindProfilePhoto)
	})
}

func benchmark(b *testing.B, profile models.Profile) {
	img := texture(1000, 750, 3, 1)
	sheet := image.NewRGBA(image.Rect(0, 0, 4000, 3000))
	r := rand.New(rand.NewPCG(1, 1))
	for i := range sheet.Pix {
		y, x := i/sheet.Stride, i%sheet.Stride/4
		sheet.Pix[i] = uint8(int(img.Pix[img.PixOffset(x/4, y/4)]) + r.IntN(5))
	}
	x, refusal := forensics.Open(saved(b, sheet, 95), models.KindIdentityDocument, forensics.DefaultLimits())
	if refusal != nil {
		b.Fatal(refusal.Message)
	}
	x.Profile = profile
	x.Luma()
	began, n := cpu(b), 0
	for b.Loop() {
		n++
		if _, err := copymove.New().Run(b.Context(), x); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((cpu(b)-began)/float64(n), "cpu-s/op")
}

// cpu is what the process has used, in seconds: other work on the machine does not count.
func cpu(b *testing.B) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

func BenchmarkFull12MP(b *testing.B) { benchmark(b, models.ProfileFull) }
func BenchmarkFast12MP(b *testing.B) { benchmark(b, models.ProfileFast) }
