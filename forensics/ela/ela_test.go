package ela_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"reflect"
	"strings"
	"testing"

	"loupe/forensics"
	"loupe/forensics/ela"
	"loupe/models"
)

func measureOf(t *testing.T, f models.Finding, name string) float64 {
	t.Helper()
	for _, m := range f.Measures {
		if m.Name == name {
			return m.Value
		}
	}
	t.Fatalf("no measure %s in %s", name, brief(f))
	return 0
}

func TestInfo(t *testing.T) {
	info := ela.New().Info()
	if info.ID != "ela" || info.Group != models.GroupHistory || len(info.Kinds) != len(models.Kinds()) || info.Version < 1 {
		t.Errorf("info is %+v", info)
	}
}

// An edited word in a picture whose history is known: the check must name the first quality exactly, put the region on
// the word and nowhere else, and give every number it was held against.
func TestEditedWordIsLocated(t *testing.T) {
	c := newCard(t, 42)
	c.compress(t, 85, true)
	box := c.retype()
	f, x := examine(t, asPNG(t, c.img))
	if f.Outcome != models.OutcomeSuspect || f.ReasonCode != models.ReasonCompressionELA || f.Score == nil || *f.Score < 0.5 {
		t.Fatalf("got %s, want suspect", brief(f))
	}
	if q := measureOf(t, f, "first_quality"); q != 85 {
		t.Errorf("first quality is %v, want 85", q)
	}
	if e := measureOf(t, f, "first_quality_exact"); e != 1 {
		t.Errorf("%v of the steps are those of quality 85, want all", e)
	}
	near := box.Inset(-16)
	for _, r := range f.Regions {
		if !image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H).In(near) {
			t.Errorf("region %+v lies outside the edited word %v", r, box)
		}
	}
	if nfa := measureOf(t, f, "log10_expected_by_chance"); len(f.Evidence) != 1 || f.Evidence[0].Value != -nfa {
		t.Errorf("evidence is %+v, want %v", f.Evidence, -nfa)
	}
	for _, m := range f.Measures {
		if m.ReasonCode != "" && (m.Threshold == nil || m.Value > *m.Threshold) {
			t.Errorf("measure %+v carries the reason without crossing its threshold", m)
		}
	}
	assertHeatmap(t, f, x.File.Width, x.File.Height, box)
}

// assertHeatmap checks the size of the map and that it is brighter on the edit than beside it.
func assertHeatmap(t *testing.T, f models.Finding, w, h int, box image.Rectangle) {
	t.Helper()
	if len(f.Artifacts) != 2+len(f.Regions) || f.Artifacts[0].Name != "heatmap" || f.Artifacts[0].MediaType != "image/png" {
		t.Fatalf("artifacts are %+v", f.Artifacts)
	}
	img, err := png.Decode(bytes.NewReader(f.Artifacts[0].Data))
	if err != nil {
		t.Fatal(err)
	}
	if img.Bounds().Dx() != w || img.Bounds().Dy() != h {
		t.Fatalf("heat map is %v, want %dx%d", img.Bounds(), w, h)
	}
	sum := func(r image.Rectangle) (total float64) {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				total += float64(color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y)
			}
		}
		return total / float64(r.Dx()*r.Dy())
	}
	other := box.Add(image.Pt(0, 90))
	if other.Max.Y > h {
		other = box.Add(image.Pt(0, -90))
	}
	if sum(box) < sum(other)+50 {
		t.Errorf("heat map has mean %.0f on the edit, %.0f on the next word", sum(box), sum(other))
	}
}

func twice(t *testing.T, quality int) []byte {
	c := newCard(t, 3)
	c.compress(t, quality, true)
	return asJPEG(t, c.img, quality)
}

func TestWhatCannotBeJudged(t *testing.T) {
	flat := image.NewGray(image.Rect(0, 0, 400, 300))
	for i := range flat.Pix {
		flat.Pix[i] = 180
	}
	c := newCard(t, 3)
	small := c.img.SubImage(image.Rect(0, 0, 40, 40))
	cases := []struct {
		name string
		data []byte
		want models.Outcome
		says string
	}{
		{"flat JPEG", asJPEG(t, flat, 95), models.OutcomeInconclusive, "flat"},
		{"flat PNG", asPNG(t, flat), models.OutcomeNotApplicable, "no JPEG compression"},
		{"small JPEG", asJPEG(t, small, 95), models.OutcomeInconclusive, "hide any"},
		{"strongly compressed once", asJPEG(t, c.img, 60), models.OutcomeInconclusive, "hides any"},
		{"compressed once, finely", asJPEG(t, c.img, 97), models.OutcomeInconclusive, "Insufficient data"},
		{"compressed twice at 95", twice(t, 95), models.OutcomeInconclusive, "Insufficient data"},
		{"never compressed", asPNG(t, c.img), models.OutcomeNotApplicable, "no JPEG compression"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			f, _ := examine(t, tc.data)
			if f.Outcome != tc.want || !strings.Contains(f.Message, tc.says) {
				t.Errorf("got %s (%s), want %s", f.Outcome, f.Message, tc.want)
			}
			if (f.Score != nil) != f.Outcome.HasScore() || len(f.Regions) > 0 {
				t.Errorf("score %v, regions %v", f.Score, f.Regions)
			}
		})
	}
}

// Text, edges and clipped areas must not stand out by themselves: black bars and white paper in one history.
func TestContentDoesNotGlow(t *testing.T) {
	c := newCard(t, 5)
	for y := range 624 {
		for x := range 1000 {
			if x > 500 && y < 200 {
				c.img.SetRGBA(x, y, color.RGBA{255, 255, 255, 255})
			}
			if y > 560 && x/8%7 < 3 {
				c.img.SetRGBA(x, y, color.RGBA{0, 0, 0, 255})
			}
		}
	}
	for _, rounded := range []bool{true, false} {
		for _, last := range []int{0, 95} {
			again := newCard(t, 5)
			copy(again.img.Pix, c.img.Pix)
			again.compress(t, 85, rounded)
			if f, _ := examine(t, save(t, again.img, last)); f.Outcome != models.OutcomeClear {
				t.Errorf("last save %d, rounded %v: %s", last, rounded, brief(f))
			}
		}
	}
}

func TestSameInputGivesTheSameFinding(t *testing.T) {
	c := newCard(t, 8)
	c.compress(t, 85, true)
	c.paste()
	data := asPNG(t, c.img)
	a, _ := examine(t, data)
	b, _ := examine(t, data)
	if !reflect.DeepEqual(a, b) {
		t.Error("two runs differ")
	}
}

func TestCancelledContextReturns(t *testing.T) {
	x, refusal := forensics.Open(asJPEG(t, newCard(t, 1).img, 90), models.KindDiploma, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := ela.New().Run(ctx, x); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, want context.Canceled", err)
	}
}
