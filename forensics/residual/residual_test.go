package residual_test

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"

	"loupe/forensics/residual"
)

func noisy(sigma float64, seed uint64) *image.Gray {
	r := rand.New(rand.NewPCG(seed, 1))
	g := image.NewGray(image.Rect(0, 0, 160, 120))
	for i := range g.Pix {
		g.Pix[i] = uint8(math.Round(128 + sigma*r.NormFloat64()))
	}
	return g
}

func histogram(g *image.Gray) *residual.Histogram {
	h := &residual.Histogram{}
	b := residual.Inside(g, g.Rect)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			h.Add(residual.Response(g.Pix, g.PixOffset(x, y), g.Stride))
		}
	}
	return h
}

// White noise of known deviation, rounded to levels (1/12 more variance), comes out as such.
func TestSigmaOfWhiteNoise(t *testing.T) {
	for _, sigma := range []float64{1, 2, 5, 10} {
		want := math.Sqrt(sigma*sigma + 1.0/12)
		if got := histogram(noisy(sigma, 3)).Sigma(); math.Abs(got/want-1) > 0.03 {
			t.Errorf("noise of %v levels is measured as %.2f, want %.2f", sigma, got, want)
		}
	}
}

func TestPlanesAndEdgesAreNoNoise(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 40, 30))
	for y := range 30 {
		for x := range 40 {
			v := uint8(2*x + 3*y)
			if x > 20 {
				v += 40
			}
			g.SetGray(x, y, color.Gray{Y: v})
		}
	}
	h := histogram(g)
	if h.Sigma() != 0 || h.Quantile(1) > 0.5 || h.Count() != 38*28 {
		t.Errorf("sigma %v, largest %v of %d", h.Sigma(), h.Quantile(1), h.Count())
	}
	if got := (&residual.Histogram{}).Quantile(0.5); got != 0 {
		t.Errorf("an empty histogram has quantile %v", got)
	}
}

// Letters are drawn as bars; edges are sharp or blurred over three pixels.
func writing(soft bool, paper, ink uint8, noise float64) *image.Gray {
	g := noisy(noise, 9)
	for i, v := range g.Pix {
		g.Pix[i] = uint8(min(max(int(paper)+int(v)-128, 0), 255))
	}
	for y := 40; y < 70; y++ {
		for x := 30; x < 130; x++ {
			share := 0.0
			switch x % 20 {
			case 5, 6, 7, 8:
				share = 1
			case 4, 9:
				if soft {
					share = 0.5
				}
			}
			at := g.PixOffset(x, y)
			g.Pix[at] = uint8((1-share)*float64(g.Pix[at]) + share*float64(ink))
		}
	}
	return g
}

func TestMeasure(t *testing.T) {
	box := image.Rect(30, 38, 130, 72)
	at := func(soft bool, paper, ink uint8, noise float64) residual.Writing {
		w, ok := residual.Measure(writing(soft, paper, ink, noise), box)
		if !ok {
			t.Fatal("not measured")
		}
		return w
	}
	plain := at(false, 200, 30, 3)
	if math.Abs(plain.Paper-200) > 2 || plain.Ink != 30 || plain.Share < 0.1 || plain.Share > 0.3 {
		t.Errorf("paper %v, ink %v, share %v", plain.Paper, plain.Ink, plain.Share)
	}
	if quiet := at(false, 200, 30, 1); quiet.Quiet >= plain.Quiet || quiet.Gaps >= plain.Gaps || quiet.GapsMean >= plain.GapsMean {
		t.Errorf("less noise: %+v, more: %+v", quiet, plain)
	}
	if soft := at(true, 200, 30, 3); soft.Edges >= plain.Edges {
		t.Errorf("soft edges %v, sharp ones %v", soft.Edges, plain.Edges)
	}
	if inverse := at(false, 30, 200, 3); inverse.Ink != 200 || math.Abs(inverse.Paper-30) > 2 {
		t.Errorf("light writing on dark paper: %+v", inverse)
	}
}

func TestNoWriting(t *testing.T) {
	g := noisy(2, 1)
	for name, box := range map[string]image.Rectangle{
		"paper only": image.Rect(20, 20, 60, 40), "outside": image.Rect(500, 500, 600, 600), "empty": {}, "thin": image.Rect(10, 10, 90, 13), "huge": image.Rect(-1e6, -1e6, 1e6, 1e6),
	} {
		if _, ok := residual.Measure(g, box); ok {
			t.Errorf("%s: measured", name)
		}
	}
}

// Any box of any plane, however small, is measured without a panic, and gives finite numbers or none.
func FuzzMeasure(f *testing.F) {
	f.Add([]byte{0, 255, 0, 255, 10, 200}, 3, 0, 0, 9, 9)
	f.Fuzz(func(t *testing.T, pix []byte, width, x, y, w, h int) {
		if width <= 0 || width > 64 || len(pix) < width || len(pix) > 1<<14 {
			return
		}
		g := &image.Gray{Pix: pix, Stride: width, Rect: image.Rect(0, 0, width, len(pix)/width)}
		m, ok := residual.Measure(g, image.Rect(x, y, x+w%256, y+h%256))
		if ok && (math.IsNaN(m.Quiet) || math.IsNaN(m.Edges) || math.IsInf(m.Edges, 0)) {
			t.Errorf("%+v", m)
		}
	})
}
