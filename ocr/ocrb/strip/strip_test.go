package strip_test

import (
	"image"
	"math"
	"testing"

	"loupe/ocr/ocrb/strip"
)

// bars draws a line of upright bars, one a pitch, each a third of a pitch wide and tall high, turned by angle about its beginning.
func bars(l strip.Line, w, h int) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			g.Pix[y*g.Stride+x] = 200
			dx, dy := float64(x)+0.5-l.X, float64(y)+0.5-l.Y
			along, across := dx*l.DX+dy*l.DY, dy*l.DX-dx*l.DY
			phase := along/l.Pitch - math.Floor(along/l.Pitch)
			if along >= 0 && along < l.Length && math.Abs(across) < l.Tall/2 && math.Abs(phase-0.5) < 1.0/6 {
				g.Pix[y*g.Stride+x] = 40
			}
		}
	}
	return g
}

// Whatever the angle and the size, the bars stand in the strip at Margin + (i+1/2) Pitch, upright, as tall as a capital.
func TestCutIsLevelAndAtScale(t *testing.T) {
	for _, c := range []struct{ angle, pitch, tall float64 }{
		{0, 14, 14}, {0, 30, 28}, {0, 50, 60}, {0.15, 20, 22}, {math.Pi / 2, 20, 20}, {math.Pi, 24, 20}, {-2.3, 33, 30}, {0, 9, 10},
	} {
		l := strip.Line{X: 500, Y: 500, DX: math.Cos(c.angle), DY: math.Sin(c.angle), Length: 8 * c.pitch, Pitch: c.pitch, Tall: c.tall}
		g := bars(l, 1000, 1000)
		width := l.Width(1000)
		if want := 8*strip.Pitch + 2*strip.Margin; width != want {
			t.Fatalf("%+v: width %d, want %d", c, width, want)
		}
		s := strip.Cut(g, l, width)
		for i := range 8 {
			centre := strip.Margin + i*strip.Pitch + strip.Pitch/2
			ink, gap := s[strip.Height/2*width+centre], s[strip.Height/2*width+centre+strip.Pitch/2]
			above := s[1*width+centre]
			if ink < 0.8 || gap > 0 || above > 0.1 {
				t.Errorf("%+v: bar %d: ink %.2f, gap %.2f, above %.2f: want ink positive and all else negative", c, i, ink, gap, above)
			}
		}
	}
}

func TestReversedReadsTheSameBackwards(t *testing.T) {
	l := strip.Line{X: 40, Y: 60, DX: 1, Length: 140, Pitch: 14, Tall: 14, Bend: 0.001}
	g := image.NewGray(image.Rect(0, 0, 220, 120))
	for i := range g.Pix {
		g.Pix[i] = uint8(i * 2654435761 >> 7)
	}
	width := l.Width(1000)
	there, back := strip.Cut(g, l, width), strip.Cut(g, l.Reversed(), width)
	for i := range there {
		if d := math.Abs(float64(there[i] - back[len(back)-1-i])); d > 1e-3 {
			t.Fatalf("value %d differs by %g from its mirror", i, d)
		}
	}
}

// At puts a bent line's middle where Bend says: Bend times the square of half the length below its chord.
func TestAtBends(t *testing.T) {
	l := strip.Line{X: 10, Y: 20, DX: 1, Length: 100, Pitch: 10, Tall: 10, Bend: 0.002}
	for _, c := range []struct{ along, wantY float64 }{{0, 20}, {50, 25}, {100, 20}, {25, 20 + 0.002*(2500-625)}} {
		x, y := l.At(strip.Margin+c.along*strip.Pitch/l.Pitch, strip.Height/2)
		if math.Abs(x-10-c.along) > 1e-9 || math.Abs(y-c.wantY) > 1e-9 {
			t.Errorf("along %v: %v, %v, want %v, %v", c.along, x, y, 10+c.along, c.wantY)
		}
	}
}

// Contrast and brightness do not matter, nor does a slow change of the light.
func TestCutForgetsLight(t *testing.T) {
	l := strip.Line{X: 20, Y: 50, DX: 1, Length: 280, Pitch: 14, Tall: 14}
	g := bars(l, 340, 100)
	dim := image.NewGray(g.Rect)
	for i, v := range g.Pix {
		dim.Pix[i] = uint8(30 + float64(v)*0.4 + float64(i%g.Stride)*0.1)
	}
	width := l.Width(1000)
	a, b := strip.Cut(g, l, width), strip.Cut(dim, l, width)
	sum := 0.0
	for i := range a {
		sum += math.Abs(float64(a[i] - b[i]))
	}
	if mean := sum / float64(len(a)); mean > 0.1 {
		t.Errorf("mean difference %.3f, want almost none", mean)
	}
}

func TestCutOfNothing(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 1, 1))
	l := strip.Line{X: -1e4, Y: 1e4, DX: 1, Length: 100, Pitch: 10, Tall: 10}
	for i, v := range strip.Cut(g, l, l.Width(200)) {
		if v != 0 {
			t.Fatalf("value %d is %v: an even picture has no ink", i, v)
		}
	}
}

func BenchmarkCut(b *testing.B) {
	l := strip.Line{X: 20, Y: 50, DX: 1, Length: 44 * 28, Pitch: 28, Tall: 28}
	g := bars(l, 1300, 100)
	for b.Loop() {
		strip.Cut(g, l, l.Width(1000))
	}
}
