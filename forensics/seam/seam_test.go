package seam_test

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
	"testing"

	"loupe/forensics"
	"loupe/forensics/seam"
	"loupe/models"
)

// scene is a photograph of soft shapes, with the blur and the noise of a camera; in the patch stands another one.
func scene(w, h int, patch image.Rectangle) *image.Gray {
	r := rand.New(rand.NewPCG(5, 6))
	g := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			v := 120 + 50*math.Tanh(4*math.Sin(float64(x)/60+float64(y)/300)*math.Cos(float64(y)/50))
			if image.Pt(x, y).In(patch) {
				v = 128 + 50*math.Sin(float64(x+y)/45)
			}
			g.Pix[y*g.Stride+x] = uint8(min(max(v+3*r.NormFloat64(), 0), 255))
		}
	}
	return g
}

func open(t testing.TB, g *image.Gray, kind models.Kind) *forensics.Exhibit {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, g); err != nil {
		t.Fatal(err)
	}
	x, refusal := forensics.Open(b.Bytes(), kind, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	return x
}

func run(t testing.TB, g *image.Gray, kind models.Kind) models.Finding {
	t.Helper()
	x := open(t, g, kind)
	f, err := seam.New().Run(context.Background(), x)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Validate(x.File.Width, x.File.Height); err != nil {
		t.Fatal(err)
	}
	return f
}

// saved is g after a JPEG save.
func saved(t *testing.T, g *image.Gray, quality int) *image.Gray {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, g, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	out, err := jpeg.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	return out.(*image.Gray)
}

func fill(g *image.Gray, box image.Rectangle, v uint8) *image.Gray {
	draw.Draw(g, box, image.NewUniform(color.Gray{v}), image.Point{}, draw.Src)
	return g
}

// A pasted rectangle is found on its pixel, under a save of quality 75 as well, whatever its place on the JPEG's grid.
func TestPastedRectangle(t *testing.T) {
	for _, patch := range []image.Rectangle{image.Rect(203, 151, 391, 262), image.Rect(400, 400, 480, 560), image.Rect(61, 333, 301, 401)} {
		for _, quality := range []int{0, 75} {
			g := scene(900, 700, patch)
			if quality > 0 {
				g = saved(t, g, quality)
			}
			f := run(t, g, models.KindProfilePhoto)
			if f.Outcome != models.OutcomeSuspect || len(f.Regions) != 1 || len(f.Artifacts) != 3 {
				t.Errorf("%v at %d: %s, %+v", patch, quality, f.Outcome, f.Evidence)
				continue
			}
			r := f.Regions[0]
			in := image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H)
			if !in.In(patch.Inset(-4)) || !patch.In(in.Inset(-4)) {
				t.Errorf("%v at %d: region %v", patch, quality, in)
			}
		}
	}
}

func TestHonestPictures(t *testing.T) {
	letterbox := scene(900, 700, image.Rectangle{})
	fill(fill(letterbox, image.Rect(0, 0, 900, 80), 0), image.Rect(0, 620, 900, 700), 0)
	table := scene(900, 700, image.Rectangle{})
	for k := range 6 {
		fill(table, image.Rect(100, 100+80*k, 800, 102+80*k), 20)
		fill(table, image.Rect(100+140*k, 100, 102+140*k, 500), 20)
	}
	for name, g := range map[string]*image.Gray{
		"a photograph": scene(900, 700, image.Rectangle{}), "saved at 75": saved(t, scene(900, 700, image.Rectangle{}), 75),
		"saved at 30": saved(t, scene(900, 700, image.Rectangle{}), 30), "a letterbox": letterbox, "a table": table,
		"flat": fill(image.NewGray(image.Rect(0, 0, 900, 700)), image.Rect(0, 0, 900, 700), 180), "a strip": scene(24, 11000, image.Rectangle{}),
	} {
		if f := run(t, g, models.KindProfilePhoto); f.Outcome != models.OutcomeClear || len(f.Evidence) != 1 {
			t.Errorf("%s: %s %s %+v %+v", name, f.Outcome, f.Message, f.Evidence, f.Regions)
		}
	}
}

// On a document that fills the frame a box may be printed; in a small picture a window is as sharp as a seam.
func TestWhatCannotBeSaid(t *testing.T) {
	patch := image.Rect(203, 151, 391, 262)
	if f := run(t, scene(900, 700, patch), models.KindDiploma); f.Outcome != models.OutcomeInconclusive || len(f.Evidence) != 1 || len(f.Regions) != 1 {
		t.Errorf("a page: %s %+v", f.Outcome, f.Evidence)
	}
	for _, size := range []image.Point{{400, 300}, {20, 17}, {16, 16}} {
		if f := run(t, scene(size.X, size.Y, image.Rect(50, 50, 150, 150)), models.KindProfilePhoto); f.Outcome != models.OutcomeInconclusive || len(f.Evidence) > 0 {
			t.Errorf("%v: %s", size, f.Outcome)
		}
	}
}

// Where everything is a rectangle, a rectangle tells nothing.
func TestCollage(t *testing.T) {
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 1))
		g := image.NewGray(image.Rect(0, 0, 900, 700))
		for range 60 {
			at := image.Pt(r.IntN(900), r.IntN(700))
			box := image.Rectangle{at, at.Add(image.Pt(10+r.IntN(300), 10+r.IntN(233)))}
			draw.Draw(g, box, image.NewUniform(color.Gray{uint8(r.IntN(256))}), image.Point{}, draw.Src)
		}
		for i, v := range g.Pix {
			g.Pix[i] = uint8(min(max(int(v)+r.IntN(13)-6, 0), 255))
		}
		if f := run(t, saved(t, g, 92), models.KindProfilePhoto); f.Outcome == models.OutcomeSuspect {
			t.Errorf("seed %d: %s", seed, f.Message)
		}
	}
}

func TestSameInputGivesTheSameFinding(t *testing.T) {
	g := scene(900, 700, image.Rect(203, 151, 391, 262))
	if a, b := run(t, g, models.KindProfilePhoto), run(t, g, models.KindProfilePhoto); !reflect.DeepEqual(a, b) {
		t.Error("two runs differ")
	}
}

func TestEndedContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := seam.New().Run(ctx, open(t, scene(900, 700, image.Rectangle{}), models.KindProfilePhoto)); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}

// A finding is drawn, which costs more than to look.
func Benchmark12MP(b *testing.B) {
	for name, patch := range map[string]image.Rectangle{"untouched": {}, "pasted": image.Rect(1000, 1000, 1500, 1400)} {
		b.Run(name, func(b *testing.B) {
			x := open(b, scene(4000, 3000, patch), models.KindProfilePhoto)
			x.Luma()
			for b.Loop() {
				if _, err := seam.New().Run(b.Context(), x); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
