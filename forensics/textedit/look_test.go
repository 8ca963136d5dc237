package textedit_test

import (
	"image"
	"math"
	"testing"

	"loupe/forensics/raster"
	"loupe/forensics/textedit"
	"loupe/models"
)

// The upright rectangle around a turned word tells its sides, unless it is turned by half a right angle.
func TestSite(t *testing.T) {
	const x, y, w, h = 300.0, 200.0, 120.0, 24.0
	for _, c := range []struct {
		degrees, scale float64
		ok             bool
	}{{0, 1, true}, {8, 1, true}, {-12, 1.5, true}, {90, 0.8, true}, {180, 1, true}, {30, 1, true}, {45, 1, false}} {
		sin, cos := math.Sincos(c.degrees * math.Pi / 180)
		m := raster.Homography{c.scale * cos, -c.scale * sin, 900, c.scale * sin, c.scale * cos, 700, 0, 0, 1}
		x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
		for _, p := range [4][2]float64{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
			u, v := m.At(x+p[0]*w/2, y+p[1]*h/2)
			x0, y0, x1, y1 = min(x0, u), min(y0, v), max(x1, u), max(y1, v)
		}
		box := image.Rect(int(math.Round(x0)), int(math.Round(y0)), int(math.Round(x1)), int(math.Round(y1)))
		gx, gy, gw, gh, ok := textedit.Site(m, box)
		if ok != c.ok {
			t.Errorf("%v degrees: ok %v", c.degrees, ok)
		}
		if ok && (math.Hypot(gx-x, gy-y) > 1.5 || math.Abs(gw-w) > 3 || math.Abs(gh-h) > 3) {
			t.Errorf("%v degrees: %.1f,%.1f %.1fx%.1f", c.degrees, gx, gy, gw, gh)
		}
	}
	if _, _, _, _, ok := textedit.Site(raster.Homography{}, image.Rect(0, 0, 9, 9)); ok {
		t.Error("a map that maps nothing lays a word flat")
	}
}

// A line that leans by 1 in 100 is a line; the word that stands two pixels low is not on it.
func TestBaselines(t *testing.T) {
	var list []textedit.Standing
	for i := range 6 {
		list = append(list, textedit.Standing{X: 100 * float64(i), Baseline: 50 + float64(i), Height: 20})
	}
	list[3].Baseline += 2
	list = append(list, textedit.Standing{Line: 1, X: 100, Baseline: 90, Height: 20})
	got := textedit.Baselines(list)
	for i, want := range []float64{0, 0, 0, 0.1, 0, 0, math.NaN()} {
		if math.Abs(got[i]-want) > 0.01 || math.IsNaN(got[i]) != math.IsNaN(want) {
			t.Errorf("word %d: %v, want %v", i, got[i], want)
		}
	}
}

// Two honest weights are no novelty, a third one is; a word without others of its size is not compared.
func TestNovelties(t *testing.T) {
	var list []textedit.Standing
	for i := range 12 {
		list = append(list, textedit.Standing{Height: 20, Size: float64(i%2) + 0.01*float64(i)})
	}
	list = append(list, textedit.Standing{Height: 20, Size: 0.5}, textedit.Standing{Height: 60, Size: 7})
	got := textedit.Novelties(list, 0.03)
	for i, z := range got[:12] {
		if z > 3 {
			t.Errorf("word %d is a novelty of %.1f", i, z)
		}
	}
	if got[12] < 5 || !math.IsNaN(got[13]) {
		t.Errorf("the odd word %.1f, the lonely one %.1f", got[12], got[13])
	}
}

func TestLettering(t *testing.T) {
	for text, want := range map[string]struct {
		advance float64
		lower   bool
	}{"12": {1112, false}, "IM": {1111, false}, "il": {444, true}, "Éж\xff": {694 + 556 + 556, true}, "": {}} {
		if a, lower := textedit.Lettering(text); a != want.advance || lower != want.lower {
			t.Errorf("%q: %v %v", text, a, lower)
		}
	}
}

// Plain paper under one word shows after a last save that hides the history, and so does another ink.
func TestPaperOutlivesTheLastSave(t *testing.T) {
	value := func(edit func(*sheet)) map[string]float64 {
		s := newSheet(5, 8, 7)
		s.guilloche()
		s.compress(t, 85)
		edit(s)
		out := map[string]float64{}
		for _, e := range run(t, s.exhibit(t, 75)).Evidence {
			out[e.Statistic] = e.Value
		}
		return out
	}
	before := value(func(*sheet) {})
	plain := value(func(s *sheet) { s.retype(12) })
	pale := value(func(s *sheet) { s.pale(12) })
	if a, b := before["word_paper_log_nfa"], plain["word_paper_log_nfa"]; b < a+0.5 {
		t.Errorf("paper: %.1f before, %.1f painted over", a, b)
	}
	if a, b := before["word_ink_log_nfa"], pale["word_ink_log_nfa"]; b < a+2 {
		t.Errorf("ink: %.1f before, %.1f with another", a, b)
	}
}

// guilloche prints fine waves on what is paper.
func (s *sheet) guilloche() {
	for y := range s.Rect.Dy() {
		for x := range s.Rect.Dx() {
			if v := &s.Pix[y*s.Stride+x]; *v > 150 && math.Mod(float64(y)+3*math.Sin(float64(x)/9), 9) < 1.5 {
				*v -= 25
			}
		}
	}
}

// pale makes a word's ink lighter.
func (s *sheet) pale(i int) {
	w := s.words[i].Box
	for y := w[1]; y < w[1]+w[3]; y++ {
		for x := w[0]; x < w[0]+w[2]; x++ {
			if v := &s.Pix[y*s.Stride+x]; *v < 200 {
				*v += (200 - *v) / 5
			}
		}
	}
}

// What no word can be, is measured without a panic, and the words beside it still are.
func TestHostileBoxes(t *testing.T) {
	s := newSheet(4, 6, 8)
	for _, b := range [][4]int{{0, 0, 1 << 40, 1 << 40}, {-9, -9, 1, 1}, {0, 0, 640, 400}, {3, 3, 8, 390}, {3, 3, 600, 8}, {1 << 62, 1 << 62, 9, 9}, {5, 5, -50, -50}} {
		s.words = append(s.words, models.Word{Text: "WORD", Box: b, Confidence: 99})
	}
	if f := run(t, s.exhibit(t, 75)); len(f.Evidence) < 3 {
		t.Errorf("%s: %+v", f.Outcome, f.Evidence)
	}
}
