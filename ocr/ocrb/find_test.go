package ocrb_test

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"loupe/ocr/ocrb"
)

func white(w, h int) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, w, h))
	for i := range g.Pix {
		g.Pix[i] = 230
	}
	return g
}

func fill(g *image.Gray, r image.Rectangle) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			g.Pix[y*g.Stride+x] = 30
		}
	}
}

func TestBlobs(t *testing.T) {
	for _, c := range []struct {
		name  string
		rects []image.Rectangle
		want  int
	}{
		{"none", nil, 0},
		{"two", []image.Rectangle{image.Rect(20, 20, 26, 32), image.Rect(40, 20, 46, 32)}, 2},
		{"a U is one", []image.Rectangle{image.Rect(20, 20, 23, 40), image.Rect(33, 20, 36, 40), image.Rect(20, 37, 36, 40)}, 1},
		{"a comb is one", []image.Rectangle{image.Rect(20, 20, 23, 40), image.Rect(33, 20, 36, 40), image.Rect(46, 20, 49, 40), image.Rect(20, 37, 49, 40)}, 1},
		{"corners touch", []image.Rectangle{image.Rect(20, 20, 26, 26), image.Rect(26, 26, 32, 32)}, 1},
		{"specks are no glyphs", []image.Rectangle{image.Rect(20, 20, 22, 22)}, 0},
		{"a hairline is no glyph", []image.Rectangle{image.Rect(20, 20, 90, 21)}, 0},
	} {
		g := white(120, 80)
		for _, r := range c.rects {
			fill(g, r)
		}
		if got := ocrb.Blobs(g); got != c.want {
			t.Errorf("%s: %d pieces of ink, want %d", c.name, got, c.want)
		}
	}
}

func TestBlobsGivesUpOnNoise(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 1600, 1200))
	r := rand.New(rand.NewPCG(1, 1))
	for y := range g.Rect.Dy() {
		for x := range g.Rect.Dx() {
			if (x/4+y/4)%2 == 0 && r.IntN(2) == 0 {
				g.Pix[y*g.Stride+x] = 255
			}
		}
	}
	if got := ocrb.Blobs(g); got != 0 {
		t.Errorf("%d pieces of ink in noise, want none: the work is bounded", got)
	}
}

// Squares a pitch apart on lines two and a half pitches apart, as a zone has them, turned.
func TestDirections(t *testing.T) {
	for _, want := range []float64{0, 0.1, -0.15, 0.6, math.Pi / 2, math.Pi/2 - 0.1, 2} {
		g := white(600, 600)
		sin, cos := math.Sincos(want)
		for row := -2; row <= 2; row++ {
			for i := -12; i <= 12; i++ {
				u, v := float64(i)*16, float64(row)*40
				x, y := 300+int(u*cos-v*sin), 300+int(u*sin+v*cos)
				fill(g, image.Rect(x-5, y-6, x+5, y+6))
			}
		}
		got := ocrb.Directions(g)
		if len(got) == 0 || math.Abs(math.Remainder(got[0]-want, math.Pi)) > 0.03 {
			t.Errorf("directions %v, want %v first", got, want)
		}
	}
}

// A disc is equally long in all directions, a rectangle as its octagon is.
func TestExtent(t *testing.T) {
	disc, bar := white(100, 100), white(100, 100)
	for y := range 100 {
		for x := range 100 {
			if math.Hypot(float64(x)-49.5, float64(y)-49.5) < 15 {
				disc.Pix[y*disc.Stride+x] = 30
			}
		}
	}
	fill(bar, image.Rect(40, 30, 50, 60))
	for _, angle := range []float64{-2, 0, 0.3, math.Pi / 4, 1.2, math.Pi / 2, 2, 3.1} {
		if got := ocrb.Extent(disc, angle); math.Abs(got-30) > 3 {
			t.Errorf("disc along %.2f: %.1f, want 30", angle, got)
		}
		// The support of a 10 x 30 rectangle; an octagon exceeds it by less than a tenth between its directions.
		want := 10*math.Abs(math.Cos(angle)) + 30*math.Abs(math.Sin(angle))
		if got := ocrb.Extent(bar, angle); got < want-1.5 || got > 1.1*want+1 {
			t.Errorf("bar along %.2f: %.1f, want %.1f", angle, got, want)
		}
	}
}
