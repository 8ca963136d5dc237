package noise_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"loupe/forensics"
	"loupe/forensics/noise"
	"loupe/models"
)

// scene is a photograph of soft shapes whose noise grows with brightness; in patch it is scaled.
func scene(w, h int, patch image.Rectangle, scale float64) *image.Gray {
	r := rand.New(rand.NewPCG(5, 6))
	g := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			v := 120 + 60*math.Sin(float64(x)/90)*math.Cos(float64(y)/70)
			sigma := math.Sqrt(v) / 3
			if image.Pt(x, y).In(patch) {
				sigma *= scale
			}
			g.Pix[y*g.Stride+x] = uint8(min(max(v+sigma*r.NormFloat64(), 0), 255))
		}
	}
	return g
}

func exhibit(t testing.TB, g *image.Gray) *forensics.Exhibit {
	var b bytes.Buffer
	if err := png.Encode(&b, g); err != nil {
		t.Fatal(err)
	}
	x, refusal := forensics.Open(b.Bytes(), models.KindProfilePhoto, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	return x
}

func run(t testing.TB, g *image.Gray) models.Finding {
	t.Helper()
	x := exhibit(t, g)
	f, err := noise.New().Run(context.Background(), x)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Validate(x.File.Width, x.File.Height); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestRegionOfOtherNoise(t *testing.T) {
	patch := image.Rect(240, 200, 360, 290)
	for _, c := range []struct {
		scale float64
		want  models.Outcome
		says  string
	}{{0.04, models.OutcomeSuspect, "less noisy"}, {1, models.OutcomeClear, "alike"}, {0.8, models.OutcomeClear, "alike"}} {
		f := run(t, scene(900, 700, patch, c.scale))
		if f.Outcome != c.want || !strings.Contains(f.Message, c.says) || len(f.Evidence) != 2 {
			t.Errorf("noise times %v: %s, %s, %+v", c.scale, f.Outcome, f.Message, f.Evidence)
		}
		for _, r := range f.Regions {
			if in := image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H); !in.In(patch.Inset(-30)) || in.Dx() < 60 {
				t.Errorf("region %v, want about %v", in, patch)
			}
		}
	}
}

func TestWhatCannotBeJudged(t *testing.T) {
	flat := image.NewGray(image.Rect(0, 0, 900, 700))
	for i := range flat.Pix {
		flat.Pix[i] = 180
	}
	for name, g := range map[string]*image.Gray{"flat": flat, "small": scene(100, 80, image.Rectangle{}, 1), "tiny": scene(20, 17, image.Rectangle{}, 1), "no noise": scene(900, 700, image.Rect(0, 0, 900, 700), 0)} {
		if f := run(t, g); f.Outcome != models.OutcomeInconclusive || len(f.Evidence) > 0 {
			t.Errorf("%s: %s, %s", name, f.Outcome, f.Message)
		}
	}
}

func TestSameInputGivesTheSameFinding(t *testing.T) {
	g := scene(700, 500, image.Rect(100, 100, 250, 220), 0.2)
	if a, b := run(t, g), run(t, g); !reflect.DeepEqual(a, b) {
		t.Error("two runs differ")
	}
}

func TestEndedContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := noise.New().Run(ctx, exhibit(t, scene(700, 500, image.Rectangle{}, 1))); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}

func Benchmark12MP(b *testing.B) {
	x := exhibit(b, scene(4000, 3000, image.Rect(1000, 1000, 1500, 1400), 0.2))
	x.Luma()
	for b.Loop() {
		if _, err := noise.New().Run(b.Context(), x); err != nil {
			b.Fatal(err)
		}
	}
}

// What was painted over shows under a last save of quality 75 as well, and that save alone flags nothing.
func TestUnderCompression(t *testing.T) {
	patch := image.Rect(240, 200, 400, 290)
	for scale, want := range map[float64]models.Outcome{0.04: models.OutcomeSuspect, 1: models.OutcomeClear} {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, scene(900, 700, patch, scale), &jpeg.Options{Quality: 75}); err != nil {
			t.Fatal(err)
		}
		g, err := jpeg.Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		if f := run(t, g.(*image.Gray)); f.Outcome != want {
			t.Errorf("noise times %v: %s, %+v", scale, f.Outcome, f.Evidence)
		}
	}
}
