package quality_test

import (
	"context"
	"image"
	"math"
	"slices"
	"strings"
	"testing"

	"loupe/forensics"
	"loupe/forensics/quality"
	"loupe/models"
)

// run measures a picture whose frame is the document's.
func run(t testing.TB, data []byte, kind models.Kind) models.Finding {
	t.Helper()
	return runAt(t, open(t, data, kind), frame)
}

// frame is the place of a document that fills the picture.
func frame(w, h float64) models.Place {
	return models.Place{Quad: [4][2]float64{{0, 0}, {w, 0}, {w, h}, {0, h}}, Frame: true}
}

func runAt(t testing.TB, x *forensics.Exhibit, place func(w, h float64) models.Place) models.Finding {
	t.Helper()
	p := quality.DefaultPolicy()
	if _, grey := x.Pixels().(*image.Gray); grey {
		p.Kinds[models.KindIdentityDocument].Limits["chroma"] = nil // drawn without colour for what it tests
	}
	var f models.Finding
	var err error
	if x.Kind == models.KindProfilePhoto {
		f, err = quality.New(p).Run(context.Background(), x)
	} else {
		f, err = quality.FindingAt(context.Background(), p, x, place(float64(x.File.Width), float64(x.File.Height)))
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Validate(x.File.Width, x.File.Height); err != nil {
		t.Fatal(err)
	}
	return f
}

func value(t testing.TB, f models.Finding, name string) float64 {
	t.Helper()
	i := slices.IndexFunc(f.Measures, func(m models.Measure) bool { return m.Name == name })
	if i < 0 {
		t.Fatalf("no measure %q in %v", name, f.Measures)
	}
	return f.Measures[i].Value
}

// degradation is one way to spoil a picture, by steps from mild to severe.
type degradation struct {
	name  string
	steps []float64
	apply func(testing.TB, *image.Gray, float64) *image.Gray
}

func jpegged(t testing.TB, g *image.Gray, quality float64) *image.Gray {
	return compressed(t, g, int(quality))
}

func degradations() []degradation {
	return []degradation{
		{"blur", []float64{0.5, 1, 1.5, 2, 3, 4}, func(_ testing.TB, g *image.Gray, s float64) *image.Gray { return blurred(g, s) }},
		{"darkness", []float64{0.9, 0.7, 0.5, 0.35}, func(_ testing.TB, g *image.Gray, s float64) *image.Gray { return exposed(g, s) }},
		{"contrast", []float64{0.9, 0.7, 0.5, 0.35}, func(_ testing.TB, g *image.Gray, s float64) *image.Gray { return contrasted(g, s) }},
		{"compression", []float64{95, 80, 60, 40, 20, 10}, jpegged},
		{"mild compression", []float64{95, 90, 80, 70}, jpegged},
	}
}

// TestResponse holds every measure to METHODS 5.1: monotone in its own degradation, within 10 % under the others.
// A measure's value under another degradation is left out where the two are one thing: a gain scales contrast, too, and
// blur takes contrast from fine print and smooths the grid away.
func TestResponse(t *testing.T) {
	tests := []struct {
		measure, own string
		rises        bool
		indifferent  []string
	}{
		{"edge_width", "blur", true, []string{"darkness", "contrast", "mild compression"}},
		{"mean_luminance_low", "darkness", false, []string{"blur", "contrast", "compression"}},
		{"contrast", "contrast", false, []string{"mild compression"}},
		{"blockiness", "compression", true, []string{"blur", "darkness", "contrast"}},
	}
	for kind, original := range map[models.Kind]*image.Gray{
		models.KindIdentityDocument: page(1000, 640), models.KindProfilePhoto: portrait(900, 1000),
	} {
		sharp := run(t, pngBytes(t, original), kind)
		for _, d := range degradations() {
			var findings []models.Finding
			for _, s := range d.steps {
				findings = append(findings, run(t, pngBytes(t, d.apply(t, original, s)), kind))
			}
			for _, tt := range tests {
				values := []float64{value(t, sharp, tt.measure)}
				for _, f := range findings {
					values = append(values, value(t, f, tt.measure))
				}
				if d.name == tt.own {
					if rho := rankCorrelation(values); (tt.rises && rho != 1) || (!tt.rises && rho != -1) {
						t.Errorf("%s: %s under %s is %.3f, not monotone (rank correlation %.2f)", kind, tt.measure, d.name, values, rho)
					}
				}
				if slices.Contains(tt.indifferent, d.name) && spread(values) > 0.10 {
					t.Errorf("%s: %s under %s is %.3f, moves by %.0f %%", kind, tt.measure, d.name, values, 100*spread(values))
				}
			}
		}
	}
}

// spread is the largest relative deviation from the first value.
func spread(v []float64) float64 {
	worst := 0.0
	for _, x := range v {
		worst = max(worst, math.Abs(x-v[0])/v[0])
	}
	return worst
}

// TestScoreFollowsBadness spoils a page further and further: the score never falls, and suspect begins past 0.5.
func TestScoreFollowsBadness(t *testing.T) {
	last := -1.0
	for _, sigma := range []float64{0.5, 1, 2, 3, 4, 6, 8} {
		f := run(t, pngBytes(t, blurred(page(1000, 640), sigma)), models.KindIdentityDocument)
		if *f.Score < last {
			t.Errorf("sigma %v: score %.2f falls below %.2f", sigma, *f.Score, last)
		}
		last = *f.Score
		if (f.Outcome == models.OutcomeSuspect) != (*f.Score > 0.5) {
			t.Errorf("sigma %v: %s with score %.2f", sigma, f.Outcome, *f.Score)
		}
	}
	if last <= 0.5 {
		t.Errorf("sigma 8 at 1000 pixels passes with score %.2f", last)
	}
}

func TestReasons(t *testing.T) {
	id, photo := models.KindIdentityDocument, models.KindProfilePhoto
	black := image.NewGray(image.Rect(0, 0, 1000, 700))
	white := mapped(black, func(float64) float64 { return 255 })
	paper := mapped(black, func(float64) float64 { return 250 })
	fill(paper, image.Rect(100, 100, 300, 140), 20) // a few black words on a white page: not over-exposed
	lamp := mapped(black, func(float64) float64 { return 5 })
	fill(lamp, image.Rect(400, 300, 500, 420), 200) // something light on black: not too dark
	ramp := image.NewGray(image.Rect(0, 0, 1000, 700))
	for i := range ramp.Pix {
		ramp.Pix[i] = uint8(i % ramp.Stride * 255 / ramp.Stride)
	}
	tests := []struct {
		name string
		data []byte
		kind models.Kind
		want []models.ReasonCode // the worst first; the others in any place
	}{
		{"page", pngBytes(t, page(1000, 640)), id, nil},
		{"portrait", pngBytes(t, portrait(600, 700)), photo, nil},
		{"soft page", pngBytes(t, blurred(page(1000, 640), 1.5)), id, nil},
		{"blurred page", pngBytes(t, blurred(page(1000, 640), 5)), id, []models.ReasonCode{models.ReasonQualityBlur}},
		{"nothing but a ramp", pngBytes(t, ramp), id, []models.ReasonCode{models.ReasonQualityBlur}},
		{"small page", pngBytes(t, page(500, 320)), id, []models.ReasonCode{models.ReasonQualityLowResolution}},
		{"small portrait is enough", pngBytes(t, portrait(300, 320)), photo, nil},
		{"tiny portrait", pngBytes(t, portrait(120, 150)), photo, []models.ReasonCode{models.ReasonQualityLowResolution}},
		{"dark page", pngBytes(t, exposed(page(1000, 640), 0.06)), id, []models.ReasonCode{models.ReasonQualityDark}},
		{"light on black", pngBytes(t, lamp), photo, nil},
		{"bright page", pngBytes(t, mapped(page(1000, 640), func(v float64) float64 { return v/8 + 225 })), id, []models.ReasonCode{models.ReasonQualityBright}},
		{"ink on white paper", pngBytes(t, paper), id, nil},
		{"washed out", pngBytes(t, contrasted(page(1000, 640), 0.15)), id, []models.ReasonCode{models.ReasonQualityLowContrast}},
		{"black", pngBytes(t, black), id, []models.ReasonCode{models.ReasonQualityDark, models.ReasonQualityLowContrast}},
		{"white", pngBytes(t, white), id, []models.ReasonCode{models.ReasonQualityBright, models.ReasonQualityLowContrast}},
		{"JPEG quality 75", jpegBytes(t, page(1000, 640), 75), id, nil},
		{"JPEG quality 8", jpegBytes(t, page(1000, 640), 8), id, []models.ReasonCode{models.ReasonQualityCompression}},
		{"PNG made of JPEG quality 3", pngBytes(t, compressed(t, portrait(800, 900), 3)), photo, []models.ReasonCode{models.ReasonQualityCompression}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := run(t, tt.data, tt.kind)
			var got []models.ReasonCode
			for _, m := range f.Measures {
				if m.ReasonCode != "" && !slices.Contains(got, m.ReasonCode) {
					got = append(got, m.ReasonCode)
				}
			}
			for _, want := range tt.want {
				if !slices.Contains(got, want) {
					t.Errorf("reasons %v lack %s: %s", got, want, f.Message)
				}
			}
			if len(tt.want) == 0 && (f.Outcome != models.OutcomeClear || len(got) > 0) {
				t.Fatalf("%s with %v: %s", f.Outcome, got, f.Message)
			}
			if len(tt.want) > 0 && (f.Outcome != models.OutcomeSuspect || f.ReasonCode != tt.want[0]) {
				t.Errorf("%s with %q, want suspect with %q: %s %+v", f.Outcome, f.ReasonCode, tt.want[0], f.Message, f.Measures)
			}
		})
	}
}

// TestMessage: a reviewer reads the value and the threshold.
func TestMessage(t *testing.T) {
	f := run(t, pngBytes(t, page(500, 320)), models.KindIdentityDocument)
	for _, want := range []string{"has 0.16 megapixels, at least 0.2"} {
		if !strings.Contains(f.Message, want) {
			t.Errorf("message %q lacks %q", f.Message, want)
		}
	}
}

// TestResolution: the same scene at 1, 4 and 12 megapixels is equally sharp.
func TestResolution(t *testing.T) {
	big := blurred(page(4000, 3000), 6)
	want := value(t, run(t, pngBytes(t, reduced(big, 4)), models.KindIdentityDocument), "edge_width")
	for _, by := range []int{1, 2} {
		got := value(t, run(t, pngBytes(t, reduced(big, by)), models.KindIdentityDocument), "edge_width")
		if math.Abs(got-want) > 0.1*want {
			t.Errorf("1/%d of 12 megapixels: edge width %.2f, at 0.75 megapixels %.2f", by, got, want)
		}
	}
}

// reduced averages by x by boxes.
func reduced(g *image.Gray, by int) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, g.Rect.Dx()/by, g.Rect.Dy()/by))
	for i := range out.Pix {
		x, y, sum := i%out.Stride*by, i/out.Stride*by, 0
		for j := range by * by {
			sum += int(g.Pix[(y+j/by)*g.Stride+x+j%by])
		}
		out.Pix[i] = uint8((sum + by*by/2) / (by * by))
	}
	return out
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	x := open(t, pngBytes(t, page(300, 300)), models.KindDiploma)
	if _, err := quality.New(quality.DefaultPolicy()).Run(ctx, x); err == nil {
		t.Error("a cancelled context gives an answer")
	}
}
