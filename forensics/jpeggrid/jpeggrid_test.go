package jpeggrid_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"loupe/forensics"
	"loupe/forensics/jpeggrid"
	"loupe/models"
)

func measureOf(f models.Finding, name string) float64 {
	for _, m := range f.Measures {
		if m.Name == name {
			return m.Value
		}
	}
	return -1
}

func evidenceOf(f models.Finding, name string) float64 {
	for _, e := range f.Evidence {
		if e.Statistic == name {
			return e.Value
		}
	}
	return -1e9
}

// A PNG that was a JPEG says so, and where its grid begins once it was cropped: 8 less what was cut off, modulo 8.
func TestAPNGTellsThatItWasAJPEG(t *testing.T) {
	g := compressed(t, scene(1, 600, 400, 3), 80)
	for _, at := range []image.Point{{0, 0}, {3, 0}, {8, 16}, {5, 7}} {
		f := examine(t, stored(t, cropped(g, image.Rectangle{at, g.Rect.Max}), 0), jpeggrid.Within(jpeggrid.Fast))
		if f.Outcome != models.OutcomeClear || *f.Score != 0 || len(f.Regions) != 0 {
			t.Fatalf("cut at %v: %s", at, brief(f))
		}
		x, y := (8-at.X%8)%8, (8-at.Y%8)%8
		if measureOf(f, "grid_x") != float64(x) || measureOf(f, "grid_y") != float64(y) {
			t.Errorf("cut at %v: %+v", at, f.Measures)
		}
		if says := strings.Contains(f.Message, "cropped"); says != (x+y > 0) {
			t.Errorf("cut at %v: %s", at, f.Message)
		}
	}
}

func TestAPastedPartLiesOnAnotherGrid(t *testing.T) {
	host, from := rgba(compressed(t, scene(1, 600, 400, 3), 85)), compressed(t, scene(2, 600, 400, 3), 80)
	box := image.Rect(203, 101, 363, 221)
	draw.Draw(host, box, from, image.Pt(0, 0), draw.Src) // its grid begins at 203 and 101: 3, 5 modulo 8
	f := examine(t, stored(t, host, 0), jpeggrid.Within(jpeggrid.Fast))
	if f.Outcome != models.OutcomeSuspect || f.ReasonCode != models.ReasonCompressionGrid || !overlap(f.Regions, box) {
		t.Fatalf("%s: %s", brief(f), f.Message)
	}
	for _, r := range f.Regions {
		if !image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H).In(box.Inset(-16)) {
			t.Errorf("region %+v lies outside %v", r, box)
		}
	}
	if evidenceOf(f, "foreign_log_nfa") < 50 || len(f.Artifacts) != 2+len(f.Regions) {
		t.Errorf("%s, %d artifacts", brief(f), len(f.Artifacts))
	}
}

// A smooth part that was never compressed lacks the grid, which it would show.
func TestAPartLacksTheGrid(t *testing.T) {
	host := rgba(compressed(t, scene(1, 600, 400, 2), 85))
	box := image.Rect(203, 101, 363, 221)
	draw.Draw(host, box, scene(2, 600, 400, 0.5), image.Pt(0, 0), draw.Src)
	f := examine(t, stored(t, host, 0), jpeggrid.Within(jpeggrid.Fast))
	if f.Outcome != models.OutcomeSuspect || !overlap(f.Regions, box) || f.Regions[0].Label != "no compression grid" {
		t.Fatalf("%s: %s", brief(f), f.Message)
	}
}

func TestHonestPictures(t *testing.T) {
	g := compressed(t, scene(3, 600, 400, 3), 80)
	white := image.NewGray(image.Rect(0, 0, 600, 400))
	draw.Draw(white, white.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	page := rgba(white)
	draw.Draw(page, image.Rect(50, 60, 300, 250), g, image.Point{}, draw.Src)
	for name, c := range map[string]struct {
		data []byte
		want models.Outcome
		says string
	}{
		"jpeg":                     {stored(t, g, 85), models.OutcomeNotApplicable, "The last save"},
		"fine jpeg":                {stored(t, g, 98), models.OutcomeClear, "No part"},
		"cropped and saved again":  {stored(t, cropped(g, image.Rect(3, 2, 600, 400)), 97), models.OutcomeClear, "No part"},
		"never compressed":         {stored(t, scene(3, 600, 400, 3), 0), models.OutcomeClear, "No part"},
		"white":                    {stored(t, white, 0), models.OutcomeInconclusive, "Too little"},
		"a photograph on a page":   {stored(t, page, 0), models.OutcomeClear, "screenshot"},
		"small":                    {stored(t, cropped(g, image.Rect(0, 0, 100, 300)), 0), models.OutcomeInconclusive, "small"},
		"larger than is looked at": {stored(t, scene(3, 2400, 1600, 3), 98), models.OutcomeClear, "Looked at"},
	} {
		f := examine(t, c.data, jpeggrid.Within(jpeggrid.Fast))
		if f.Outcome != c.want || !strings.Contains(f.Message, c.says) || len(f.Regions) > 0 {
			t.Errorf("%s: %s %s", name, brief(f), f.Message)
		}
	}
}

func TestSameInputGivesTheSameFinding(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	edit, _ := pasted(r, rgba(compressed(t, scene(1, 500, 400, 3), 85)), rgba(compressed(t, scene(2, 500, 400, 3), 75)))
	data := stored(t, edit, 0)
	a, b := examine(t, data, jpeggrid.Within(jpeggrid.Fast)), examine(t, data, jpeggrid.Within(jpeggrid.Fast))
	if !reflect.DeepEqual(a, b) {
		t.Error("two runs differ")
	}
}

func TestCancelledContextReturns(t *testing.T) {
	x, refusal := forensics.Open(stored(t, scene(1, 600, 400, 3), 0), models.KindDiploma, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	ctx, cancel := context.WithCancel(context.Background())
	if _, err := x.History(ctx); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := jpeggrid.Within(jpeggrid.Fast).Run(ctx, x); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}

func BenchmarkCheck12MP(b *testing.B) {
	for name, pixels := range map[string]int{"fast": jpeggrid.Fast, "full": jpeggrid.Full} {
		for _, quality := range []int{0, 98} {
			b.Run(fmt.Sprintf("%s/%s", name, label(quality)), func(b *testing.B) {
				data := stored(b, compressed(b, scene(1, 4000, 3000, 3), 85), quality)
				x, refusal := forensics.Open(data, models.KindDiploma, forensics.DefaultLimits())
				if refusal != nil {
					b.Fatal(refusal.Message)
				}
				if _, err := x.History(context.Background()); err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					if _, err := jpeggrid.Within(pixels).Run(context.Background(), x); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
