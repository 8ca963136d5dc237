package quality_test

import (
	"context"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/disintegration/imaging"

	"loupe/forensics"
	"loupe/forensics/quality"
	"loupe/models"
	"loupe/samples"
)

func reasons(f models.Finding) (out []models.ReasonCode) {
	for _, m := range f.Measures {
		if m.ReasonCode != "" && !slices.Contains(out, m.ReasonCode) {
			out = append(out, m.ReasonCode)
		}
	}
	return out
}

// TestHarms spoils a photographed card in every way until a person would send it back: each is named,
// and the untouched picture has no fault.
func TestHarms(t *testing.T) {
	s := studio(t)
	for which, seed := range []uint64{9001} {
		base := capture(t, s, which, seed, samples.CaptureOptions{Width: 1280, Height: 960})
		if f := base.finding(t); f.Outcome != models.OutcomeClear || len(reasons(f)) > 0 {
			t.Errorf("untouched: %s %v: %s", f.Outcome, reasons(f), f.Message)
		}
		diploma := base.grey(1)
		diploma.kind, diploma.format = models.KindDiploma, models.FormatUnknown
		if f := diploma.finding(t); slices.Contains(reasons(f), models.ReasonQualityGreyCopy) {
			t.Errorf("a diploma printed in black is called a grey copy: %s", f.Message)
		}
		for _, harm := range []struct {
			name   string
			spoilt scene
			want   models.ReasonCode
			label  string
		}{
			{"blur", base.soft(6), models.ReasonQualityBlur, "blurred"},
			{"motion", base.shaken(22, 0.1), models.ReasonQualityMotionBlur, ""},
			{"glare", base.glaring(0.12), models.ReasonQualityGlare, "glare"},
			{"downscale", base.resized(0.25, imaging.Box), models.ReasonQualityLowResolution, ""},
			{"small text", base.resized(0.2, imaging.Box), models.ReasonQualitySmallText, ""},
			{"crop", base.cropped(0.15), models.ReasonQualityCutOff, "side cut off"},
			{"desaturation", base.grey(1), models.ReasonQualityGreyCopy, ""},
			{"moire", base.screened(0.15), models.ReasonQualityScreen, ""},
			{"JPEG", withQuality(base, 5), models.ReasonQualityCompression, ""},
			{"tilt", withTilt(base, 35), models.ReasonQualityTilted, ""},
		} {
			f := harm.spoilt.finding(t)
			if !slices.Contains(reasons(f), harm.want) {
				t.Errorf("%s: %v lacks %s: %s", harm.name, reasons(f), harm.want, f.Message)
			}
			if harm.label != "" && !slices.ContainsFunc(f.Regions, func(r models.Region) bool { return strings.Contains(r.Label, harm.label) }) {
				t.Errorf("%s: no region says %q: %v", harm.name, harm.label, f.Regions)
			}
			if soft := harm.want == models.ReasonQualityTilted; soft && f.Outcome != models.OutcomeClear {
				t.Errorf("%s alone makes it %s: %s", harm.name, f.Outcome, f.Message)
			}
		}
	}
}

func withQuality(s scene, q int) scene { s.quality = q; return s }

func withTilt(s scene, degrees float64) scene { s.tilt = degrees; return s }

// blank is a picture of which only the place of the document matters.
func blank(t testing.TB, w, h int, kind models.Kind) *forensics.Exhibit {
	t.Helper()
	g := image.NewGray(image.Rect(0, 0, w, h))
	for i := range g.Pix {
		g.Pix[i] = uint8(120 + i%7)
	}
	return open(t, pngBytes(t, g), kind)
}

func TestCutOff(t *testing.T) {
	all := [4]float64{1, 1, 1, 1}
	tests := []struct {
		name    string
		quad    [4][2]float64
		seen    [4]float64
		format  models.DocumentFormat
		orient  int
		want    float64
		message string
	}{
		{"inside", [4][2]float64{{100, 100}, {900, 100}, {900, 600}, {100, 600}}, all, models.FormatID1, 1, 0, ""},
		{"a hair outside", [4][2]float64{{100, 100}, {1005, 100}, {1005, 600}, {100, 600}}, all, models.FormatID1, 1, 0.01, ""},
		{"lower right corner", [4][2]float64{{100, 100}, {900, 200}, {1090, 700}, {250, 600}}, all, models.FormatID1, 1, 90 / math.Hypot(150, 500), "the lower right corner is cut off"},
		{"the same shown upside down", [4][2]float64{{100, 100}, {900, 200}, {1090, 700}, {250, 600}}, all, models.FormatID1, 3, 90 / math.Hypot(150, 500), "the upper left corner is cut off"},
		{"shown by a quarter turn clockwise", [4][2]float64{{100, 100}, {900, 200}, {1090, 700}, {250, 600}}, all, models.FormatID1, 6, 90 / math.Hypot(150, 500), "the lower left corner is cut off"},
		{"two corners", [4][2]float64{{100, 100}, {1100, 100}, {1100, 600}, {100, 600}}, all, models.FormatID1, 1, 0.2, "the right side is cut off"},
		{"an unseen edge at the frame", [4][2]float64{{200, 100}, {1000, 100}, {1000, 700}, {200, 700}}, [4]float64{1, 0, 1, 1}, models.FormatUnknown, 1, 0.15, "the right side is cut off"},
		{"a side that is guessed to lie outside", [4][2]float64{{200, 100}, {1020, 100}, {1020, 617}, {200, 617}}, [4]float64{1, 0, 1, 1}, models.FormatID1, 1, 0.15, "the right side is cut off"},
		{"a side far outside and a corner beside it", [4][2]float64{{-400, 100}, {900, 60}, {900, 860}, {-400, 700}}, [4]float64{1, 1, 1, 0}, models.FormatID1, 1, 2. / 3, "the left side and lower right corner are cut off"},
		{"an unseen edge at the frame of a whole card", [4][2]float64{{200, 100}, {1000, 100}, {1000, 605}, {200, 605}}, [4]float64{1, 0, 1, 1}, models.FormatID1, 1, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := blank(t, 1000, 800, models.KindIdentityDocument)
			x.File.Orientation = tt.orient
			f := runAt(t, x, func(_, _ float64) models.Place {
				return models.Place{Quad: tt.quad, Seen: tt.seen, Format: tt.format, DPI: 250}
			})
			if got := value(t, f, "cut_off"); math.Abs(got-tt.want) > 1e-9 {
				t.Errorf("cut off %.4f, want %.4f", got, tt.want)
			}
			if tt.message != "" && !strings.Contains(f.Message, tt.message) {
				t.Errorf("message %q lacks %q", f.Message, tt.message)
			}
			if cut := slices.Contains(reasons(f), models.ReasonQualityCutOff); cut != (tt.message != "") {
				t.Errorf("cut off %v: %s", cut, f.Message)
			}
		})
	}
	if f := run(t, pngBytes(t, page(900, 600)), models.KindIdentityDocument); slices.ContainsFunc(f.Measures, func(m models.Measure) bool { return m.Name == "cut_off" }) {
		t.Error("a crop without an outline is said to be cut off or not")
	}
}

// TestSizes: a document of 1000 x 500 pixels of which 800 x 500 lie in a picture of 1600 x 1000.
func TestSizes(t *testing.T) {
	f := runAt(t, blank(t, 1600, 1000, models.KindIdentityDocument), func(_, _ float64) models.Place {
		return models.Place{Quad: [4][2]float64{{-200, 100}, {800, 100}, {800, 600}, {-200, 600}}, Format: models.FormatID1, DPI: 236, Tilt: 12}
	})
	for name, want := range map[string]float64{"document_megapixels": 0.4, "frame_fill": 0.5, "document_dpi": 236, "tilt": 12, "cut_off": 0.4} {
		if got := value(t, f, name); math.Abs(got-want) > 1e-9 {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
}

// A document far away is a fault only when it has too few pixels for it.
func TestFarAway(t *testing.T) {
	for dpi, want := range map[float64]bool{400: false, 160: true} {
		f := runAt(t, blank(t, 2400, 2000, models.KindIdentityDocument), func(_, _ float64) models.Place {
			return models.Place{Quad: [4][2]float64{{900, 900}, {1780, 900}, {1780, 1480}, {900, 1480}}, Format: models.FormatID1, DPI: dpi}
		})
		if got := slices.Contains(reasons(f), models.ReasonQualityTooFar); got != want {
			t.Errorf("%.0f dpi: too small in the frame is %v: %s", dpi, got, f.Message)
		}
	}
}

type reader struct{ forensics.Reading }

func (r reader) Read(context.Context, *forensics.Exhibit) (forensics.Reading, error) {
	return r.Reading, nil
}

func TestTextSize(t *testing.T) {
	line := func(text string, w, h int) (words []models.Word) {
		for i := range 6 {
			words = append(words, models.Word{Text: text, Box: [4]int{100 + 120*i, 200, w, h}, Confidence: 90, Line: i})
		}
		return words
	}
	tilted := func(angle, w, h float64) (int, int) {
		sin, cos := math.Sincos(angle)
		return int(math.Round(w*cos + h*sin)), int(math.Round(w*sin + h*cos))
	}
	bw, bh := tilted(0.3, 100, 20)
	for _, tt := range []struct {
		name    string
		reading forensics.Reading
		angle   float64
		want    float64 // 0: not measured
	}{
		{"small letters", forensics.Reading{Text: &models.Text{Words: line("nemo", 80, 14)}}, 0, 14},
		{"capitals", forensics.Reading{Text: &models.Text{Words: line("NEMO", 80, 14)}}, 0, 10},
		{"ascenders and descenders", forensics.Reading{Text: &models.Text{Words: line("daybook", 80, 18)}}, 0, 10},
		{"descenders only", forensics.Reading{Text: &models.Text{Words: line("spray", 80, 14)}}, 0, 10},
		{"turned by a quarter", forensics.Reading{Turn: 1, Text: &models.Text{Words: line("nemo", 14, 80)}}, 0, 14},
		{"on a slanting document", forensics.Reading{Text: &models.Text{Words: line("nemo", bw, bh)}}, 0.3, 20},
		{"at 45 degrees", forensics.Reading{Text: &models.Text{Words: line("nemo", 80, 80)}}, math.Pi / 4, 0},
		{"too few words", forensics.Reading{Text: &models.Text{Words: line("nemo", 80, 14)[:4]}}, 0, 0},
		{"unsure words", forensics.Reading{Text: &models.Text{}}, 0, 0},
		{"as the reader measured it", forensics.Reading{XHeight: 17, Text: &models.Text{Words: line("nemo", 80, 14)}}, 0, 17},
	} {
		x := blank(t, 1000, 800, models.KindIdentityDocument)
		x.SetReader(context.Background(), reader{tt.reading})
		f := runAt(t, x, func(_, _ float64) models.Place {
			sin, cos := math.Sincos(tt.angle)
			p := models.Place{Format: models.FormatID1, DPI: 250}
			for i, c := range [4][2]float64{{-300, -180}, {300, -180}, {300, 180}, {-300, 180}} {
				p.Quad[i] = [2]float64{500 + c[0]*cos - c[1]*sin, 400 + c[0]*sin + c[1]*cos}
			}
			return p
		})
		i := slices.IndexFunc(f.Measures, func(m models.Measure) bool { return m.Name == "x_height" })
		if (i >= 0) != (tt.want > 0) {
			t.Errorf("%s: measured %v", tt.name, i >= 0)
		} else if i >= 0 && math.Abs(f.Measures[i].Value-tt.want) > 0.05*tt.want {
			t.Errorf("%s: x-height %.2f, want %.2f", tt.name, f.Measures[i].Value, tt.want)
		}
	}
}

// picture paints a document of w x h by its colour at each place.
func picture(w, h int, at func(x, y int) color.RGBA) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		img.SetRGBA(i%w, i/w, at(i%w, i/w))
	}
	return img
}

func TestGlare(t *testing.T) {
	level := func(v float64) color.RGBA { u := uint8(min(v, 255)); return color.RGBA{u, u, u, 255} }
	lamp := func(ground float64) func(x, y int) color.RGBA {
		return func(x, y int) color.RGBA { // burnt out to where exp(-d^2) is 55/200, d^2 = 1.29: an area of pi 1.29 80^2
			return level(ground + 200*math.Exp(-(math.Pow(float64(x)-500, 2)+math.Pow(float64(y)-300, 2))/6400))
		}
	}
	for _, tt := range []struct {
		name string
		at   func(x, y int) color.RGBA
		want float64
	}{
		{"a lamp", lamp(200), math.Pi * 1.35 * 6400 / 600000},
		{"a lamp on white paper", lamp(252), 0},
		{"a white label", func(x, y int) color.RGBA {
			if x > 400 && x < 600 && y > 200 && y < 400 {
				return level(255)
			}
			return level(200)
		}, 0},
		{"a yellow lamp is no burnt-out spot", func(x, y int) color.RGBA {
			c := lamp(200)(x, y)
			c.B = 90
			return c
		}, 0},
		{"white paper, one side burnt out, print showing", func(x, y int) color.RGBA {
			if x/6%2 == 0 && y/12%2 == 0 {
				return level(40)
			}
			return level(200 + float64(x)/10)
		}, 0},
	} {
		f := run(t, pngBytes(t, picture(1000, 600, tt.at)), models.KindIdentityDocument)
		if got := value(t, f, "glare"); math.Abs(got-tt.want) > 0.1*tt.want+0.002 {
			t.Errorf("%s: glare %.4f, want %.4f", tt.name, got, tt.want)
		}
	}
}

func TestChroma(t *testing.T) {
	// Ink of the given colour on a tenth of a tinted ground.
	page := func(ground, ink color.RGBA) *image.RGBA {
		return picture(1000, 600, func(x, y int) color.RGBA {
			if y > 300 && y < 400 && x > 200 && x < 800 {
				return ink
			}
			return ground
		})
	}
	white, warm := color.RGBA{200, 200, 200, 255}, color.RGBA{220, 190, 140, 255}
	for _, tt := range []struct {
		name        string
		ground, ink color.RGBA
		want        float64
	}{
		{"black on white", white, color.RGBA{20, 20, 20, 255}, 0},
		{"black on white under a warm lamp", warm, color.RGBA{22, 19, 14, 255}, 0},
		{"red on white", white, color.RGBA{150, 20, 20, 255}, 130.0 / (200 - (150+20+20)/3.0)},
		{"the same under a warm lamp", warm, color.RGBA{165, 19, 14, 255}, 130.0 / (200 - (150+20+20)/3.0)},
		{"the same four stops darker", color.RGBA{50, 50, 50, 255}, color.RGBA{38, 5, 5, 255}, 132.0 / (200 - (152+20+20)/3.0)},
	} {
		f := run(t, pngBytes(t, page(tt.ground, tt.ink)), models.KindIdentityDocument)
		if got := value(t, f, "chroma"); math.Abs(got-tt.want) > 0.03 {
			t.Errorf("%s: chroma %.3f, want %.3f", tt.name, got, tt.want)
		}
	}
}

// grain is a picture with detail and noise up to its finest pixels, and no rhythm.
func grain(w, h int) *image.Gray {
	r := rand.New(rand.NewPCG(5, 6))
	g := page(w, h)
	for i := range g.Pix {
		g.Pix[i] = uint8(min(max(int(g.Pix[i])+r.IntN(17)-8, 0), 255))
	}
	return g
}

func TestUpscale(t *testing.T) {
	for _, k := range []float64{1, 1.25, 1.7, 2.5, 3} {
		small := grain(int(1000/k), int(700/k))
		for name, filter := range map[string]imaging.ResampleFilter{"linear": imaging.Linear, "cubic": imaging.CatmullRom} {
			if k > 2 && name == "linear" {
				continue // leaves detail that looks like that of a factor below 2
			}
			big := imaging.Resize(small, int(float64(small.Rect.Dx())*k), int(float64(small.Rect.Dy())*k), filter)
			if k == 1 {
				big = imaging.Clone(small)
			}
			f := run(t, pngBytes(t, big), models.KindDiploma)
			if got := value(t, f, "upscale"); math.Abs(got-k) > 0.05*k {
				t.Errorf("%s, enlarged %.2f times: %.3f", name, k, got)
			}
			if f.ReasonCode == models.ReasonQualityUpscaled {
				t.Errorf("enlarged %.2f times and sent back for it: %s", k, f.Message)
			}
		}
	}
}

// TestScreen: guillochés, lines of one ink and the dots of a press are no screen, however regular.
func TestScreen(t *testing.T) {
	wave := func(u, v, phase float64) float64 { return 40 * math.Cos(2*math.Pi*(u+v)+phase) }
	rgb := func(r, g, b float64) color.RGBA { return color.RGBA{uint8(r), uint8(g), uint8(b), 255} }
	for _, tt := range []struct {
		name string
		at   func(x, y float64) color.RGBA
		want bool
	}{
		{"stripes out of step", func(x, y float64) color.RGBA {
			x += 8 * math.Sin(y/400)
			return rgb(150+wave(0.13*x, 0.03*y, 0), 150+wave(0.13*x, 0.03*y, 2.1), 150+wave(0.13*x, 0.03*y, 4.2))
		}, true},
		{"lines of one ink", func(x, y float64) color.RGBA {
			v := wave(0.13*x, 0.03*y, 0)
			return rgb(150+v, 150+v/2, 150+v/3)
		}, false},
		{"a press's dots, each ink at its angle", func(x, y float64) color.RGBA {
			return rgb(150+wave(0.13*x, 0.03*y, 0), 150+wave(0.09*x, 0.1*y, 0), 150+wave(-0.05*x, 0.12*y, 0))
		}, false},
		{"guilloché of two inks, turning", func(x, y float64) color.RGBA {
			d := math.Hypot(x-500, y-300) * 0.15
			return rgb(150+wave(d, 0, 0), 150, 150+wave(d, 0, 2))
		}, false},
	} {
		img := picture(1000, 600, func(x, y int) color.RGBA { return tt.at(float64(x), float64(y)) })
		if got := value(t, run(t, pngBytes(t, img), models.KindIdentityDocument), "screen"); (got > 0.012) != tt.want {
			t.Errorf("%s: %.3f", tt.name, got)
		}
	}
}

func TestScreenshot(t *testing.T) {
	shot := func(w, h, bar int) []byte {
		r := rand.New(rand.NewPCG(1, 1))
		g := image.NewGray(image.Rect(0, 0, w, h))
		for i := range g.Pix {
			g.Pix[i] = uint8(r.IntN(200))
			if y := i / w; y < bar || y >= h-bar {
				g.Pix[i] = 30
			}
		}
		return pngBytes(t, g)
	}
	said := shot(400, 600, 0)
	comment := []byte("tEXtComment\x00Screenshot")
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(comment)-4))
	chunk = binary.BigEndian.AppendUint32(append(chunk, comment...), crc32.ChecksumIEEE(comment))
	said = slices.Concat(said[:33], chunk, said[33:]) // after IHDR
	for _, tt := range []struct {
		name string
		data []byte
		want float64
	}{
		{"a phone's screen with its bars", shot(1080, 2340, 90), 3},
		{"a screen's size only", shot(1080, 2340, 0), 1},
		{"bars only", shot(1000, 2000, 90), 0},
		{"letterbox of half the picture", shot(1080, 2340, 500), 1},
		{"says so itself", said, 3},
	} {
		f := run(t, tt.data, models.KindIdentityDocument)
		if got := value(t, f, "screenshot"); got != tt.want {
			t.Errorf("%s: %v signs, want %v", tt.name, got, tt.want)
		}
		if got := slices.Contains(reasons(f), models.ReasonQualityScreenshot); got != (tt.want > 1.5) {
			t.Errorf("%s: screenshot is %v", tt.name, got)
		}
	}
}

// TestRun finds the document itself: a card photographed on a desk, and the same in the dark. The desk is bright.
func TestRun(t *testing.T) {
	s := studio(t)
	for stops, want := range map[float64]models.Outcome{0: models.OutcomeClear, -6: models.OutcomeSuspect} {
		sc := capture(t, s, 0, 9003, samples.CaptureOptions{Stops: stops, Desk: samples.DeskWood, Width: 1280, Height: 960})
		x := sc.exhibit(t)
		f, err := quality.New(quality.DefaultPolicy()).Run(context.Background(), x)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Validate(x.File.Width, x.File.Height); err != nil {
			t.Error(err)
		}
		if f.Outcome != want {
			t.Errorf("%v stops: %s: %s", stops, f.Outcome, f.Message)
		}
	}
}

// BenchmarkRun measures the check on a card that fills most of a 12 megapixel photograph; decoding, finding and flattening
// are not counted.
func BenchmarkRun(b *testing.B) {
	sc := capture(b, studio(b), 0, 3, samples.CaptureOptions{Width: 2000, Height: 1500}).resized(2, imaging.CatmullRom)
	c := quality.New(quality.DefaultPolicy())
	for b.Loop() {
		b.StopTimer()
		x := sc.exhibit(b)
		if _, err := x.View(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if _, err := c.Run(context.Background(), x); err != nil {
			b.Fatal(err)
		}
	}
}
