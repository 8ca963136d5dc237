package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"

	"loupe/ocr/mrz"
	"loupe/ocr/ocrb/net"
	"loupe/ocr/ocrb/strip"
)

const fontDir = "/usr/share/fonts/opentype/ocr-b"

func fonts(t testing.TB) faces {
	t.Helper()
	if _, err := os.Stat(filepath.Join(fontDir, "OCRBS.otf")); err != nil {
		t.Skipf("SKIPPED, nothing was tested: %v: install fonts-ocr-b", err)
	}
	f, err := loadFaces(fontDir)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestEveryCharacterHasAGlyph(t *testing.T) {
	for i, f := range fonts(t).ocrb {
		for _, c := range mrz.Alphabet {
			g := f.glyph(c)
			low, high := math.Inf(1), math.Inf(-1)
			g.walk(func(_ sfnt.SegmentOp, p [3][2]float64) { low, high = min(low, p[0][1]), max(high, p[0][1]) })
			if len(g.segments) == 0 || math.Abs(g.advance-1.02) > 0.05 || low < -0.7 || high > 0.7 || high-low < 0.3 {
				t.Errorf("face %d %q: advance %.2f, from %.2f to %.2f capitals: want about 1.02 and within a capital", i, c, g.advance, low, high)
			}
		}
	}
}

func TestLoadFacesSaysWhatIsMissing(t *testing.T) {
	if _, err := loadFaces(t.TempDir()); err == nil || !strings.Contains(err.Error(), "fonts-ocr-b") {
		t.Errorf("%v, want an error that names the package", err)
	}
}

func TestTextIsOfTheAlphabet(t *testing.T) {
	counts := map[rune]int{}
	for i := range 300 {
		s := text(seeded(1, i), letters)
		if len(s) != letters {
			t.Fatalf("%q has %d characters", s, len(s))
		}
		for _, c := range s {
			counts[c]++
		}
	}
	for _, c := range mrz.Alphabet {
		if counts[c] < 20 {
			t.Errorf("%q occurs %d times in 6000", c, counts[c])
		}
	}
}

// The labels stand where the ink is: a place labelled as a character has more ink around than one labelled as a gap.
func TestLabelsStandOnTheInk(t *testing.T) {
	f := fonts(t)
	var on, off, ons, offs float64
	for i := range 12 {
		all, err := makeExamples(seeded(3, i), f, 0.3)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range all {
			for x, label := range e.labels {
				sum := 0.0
				for y := range strip.Height {
					sum += float64(e.strip[y*columns+x*net.Stride] + e.strip[y*columns+x*net.Stride+1])
				}
				switch {
				case label == int8(net.Blank):
					off, offs = off+sum, offs+1
				case label >= 0:
					on, ons = on+sum, ons+1
				}
			}
		}
	}
	if ons < 200 || offs < 200 || on/ons < off/offs+5 {
		t.Errorf("ink %.1f at %v characters, %.1f at %v gaps: want much more at characters", on/ons, ons, off/offs, offs)
	}
}

func TestMark(t *testing.T) {
	labels := make([]int8, 12)
	for i := range labels {
		labels[i] = int8(net.Blank)
	}
	mark(labels, 11, 5) // place 5 covers columns 10 and 11
	b, ig := int8(net.Blank), int8(ignored)
	want := []int8{b, b, b, ig, 5, 5, 5, ig, b, b, b, b}
	for i := range want {
		if labels[i] != want[i] {
			t.Fatalf("%v, want %v", labels, want)
		}
	}
}

func TestClass(t *testing.T) {
	for _, c := range []struct {
		c    byte
		k    kind
		want int8
	}{{'<', upright, 0}, {'Z', upright, 36}, {' ', upright, int8(net.Blank)}, {'a', other, int8(net.Blank)}, {'O', reversed, ignored}, {'<', reversed, int8(net.Blank)}} {
		if got := class(c.c, c.k); got != c.want {
			t.Errorf("%q of kind %d: %d, want %d", c.c, c.k, got, c.want)
		}
	}
}

// Joined examples are answered as each one is alone, but for what lies at the very ends.
func TestJoinKeepsExamplesApart(t *testing.T) {
	f := fonts(t)
	all, err := makeExamples(seeded(9, 1), f, 1)
	if err != nil {
		t.Fatal(err)
	}
	all = append(all, all[0])
	n := net.New(2)
	joined := join(all)
	together := n.Read(joined.strip)
	for i, e := range all {
		for x, s := range n.Read(e.strip) {
			at := i*(columns+between)/net.Stride + x
			if joined.labels[at] != e.labels[x] {
				t.Fatalf("example %d place %d: label %d, want %d", i, x, joined.labels[at], e.labels[x])
			}
			for c := range s {
				if x > 4 && x < len(e.labels)-5 && math.Abs(float64(s[c]-together[at][c])) > 1e-4 {
					t.Fatalf("example %d place %d class %d: %v joined, %v alone", i, x, c, together[at][c], s[c])
				}
			}
		}
	}
}

// The derivatives agree with finite differences.
func TestGradient(t *testing.T) {
	f := fonts(t)
	all, err := makeExamples(seeded(4, 2), f, 1)
	if err != nil {
		t.Fatal(err)
	}
	e := all[0]
	n := net.New(6)
	g := newGradient(n)
	g.add(n, e)
	loss := func() float64 { l, _ := newGradient(n).add(n, e); return l }
	for i := range n.Layers {
		for _, target := range []struct{ values, derivatives []float32 }{{n.Layers[i].Weights, g.weights[i]}, {n.Layers[i].Bias, g.bias[i]}} {
			for _, j := range []int{0, len(target.values) / 2, len(target.values) - 1} {
				const h = 2e-3
				old := target.values[j]
				target.values[j] = old + h
				up := loss()
				target.values[j] = old - h
				down := loss()
				target.values[j] = old
				want, got := (up-down)/(2*h), float64(target.derivatives[j])
				if math.Abs(want-got) > 0.03*math.Abs(want)+0.15 {
					t.Errorf("layer %d value %d: derivative %.4f, finite difference %.4f", i, j, got, want)
				}
			}
		}
	}
}

// A few steps already bring the loss down, and the same recipe gives the same bytes.
func TestTrainingIsDeterministicAndLearns(t *testing.T) {
	f := fonts(t)
	r := recipe{seed: 5, steps: 25, batch: 2, rate: 3e-3, workers: 2, heldOut: 4}
	say := func(string, ...any) {}
	a, err := r.train(f, say)
	if err != nil {
		t.Fatal(err)
	}
	b, err := r.train(f, say)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Marshal(), b.Marshal()) {
		t.Error("two runs of one recipe gave two models")
	}
	before, after := 0.0, 0.0
	for i := range 5 {
		all, err := makeExamples(seeded(77, i), f, 1)
		if err != nil {
			t.Fatal(err)
		}
		e := join(all)
		l0, _ := newGradient(a).add(net.New(5), e)
		l1, _ := newGradient(a).add(a, e)
		before, after = before+l0, after+l1
	}
	if after > 0.85*before {
		t.Errorf("loss %.1f after 25 steps, %.1f before: it does not learn", after, before)
	}
}

// Adam's first step moves every weight by the rate against the sign of its derivative, whatever the size (section 2.1).
func TestAdamFirstStep(t *testing.T) {
	n := net.New(1)
	g := newGradient(n)
	g.weights[0][0], g.weights[0][1] = 50, -0.5
	w0, w1, w2 := n.Layers[0].Weights[0], n.Layers[0].Weights[1], n.Layers[0].Weights[2]
	newAdam(n).update(n, g, 10, 0.01)
	w := n.Layers[0].Weights
	if math.Abs(float64(w[0]-w0+0.01)) > 1e-4 || math.Abs(float64(w[1]-w1-0.01)) > 1e-4 || math.Abs(float64(w[2]-w2)) > 1e-4 {
		t.Errorf("moved by %v, %v, %v: want -0.01, 0.01, 0", w[0]-w0, w[1]-w1, w[2]-w2)
	}
}

// A stroke grows below a threshold of a half and shrinks above it.
func TestSpread(t *testing.T) {
	width := func(threshold float32) (sum float64) {
		s := newSheet(40, 10)
		for y := range 10 {
			for x := 16; x < 24; x++ {
				s.ink[y*40+x] = 1
			}
		}
		s.spread(2, threshold)
		for _, v := range s.ink[5*40 : 6*40] {
			sum += float64(v)
		}
		return sum
	}
	// The edge of a blurred step lies where the normal distribution reaches the threshold: 0.2 is 0.84 sigma outside.
	for threshold, want := range map[float32]float64{0.5: 8, 0.2: 8 + 2*0.84*2, 0.8: 8 - 2*0.84*2} {
		if got := width(threshold); math.Abs(got-want) > 0.5 {
			t.Errorf("threshold %v: %.2f wide, want %.2f", threshold, got, want)
		}
	}
}

func BenchmarkExamples(b *testing.B) {
	f, i := fonts(b), 0
	for b.Loop() {
		i++
		if _, err := makeExamples(seeded(5, i), f, 1); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkGradient(b *testing.B) {
	f := fonts(b)
	all, err := makeExamples(seeded(5, 1), f, 1)
	if err != nil {
		b.Fatal(err)
	}
	n := net.New(1)
	g := newGradient(n)
	for b.Loop() {
		g.add(n, all[0])
	}
}
