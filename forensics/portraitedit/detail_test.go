package portraitedit

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"
)

// grating is a picture of 8-pixel squares of random brightness with noise; in soft it is averaged over so many pixels a side.
func grating(soft image.Rectangle, over int) *image.Gray {
	r := rand.New(rand.NewPCG(3, 4))
	sharp, g := image.NewGray(image.Rect(0, 0, 400, 300)), image.NewGray(image.Rect(0, 0, 400, 300))
	var levels [51 * 38]float64
	for i := range levels {
		levels[i] = 60 + 130*r.Float64()
	}
	for y := range 300 {
		for x := range 400 {
			sharp.Pix[y*sharp.Stride+x] = uint8(levels[(y+3)/8*51+(x+3)/8] + 3*r.NormFloat64())
		}
	}
	copy(g.Pix, sharp.Pix)
	for y := soft.Min.Y; y < soft.Max.Y; y++ {
		for x := soft.Min.X; x < soft.Max.X; x++ {
			sum := 0
			for v := range over {
				for u := range over {
					sum += int(sharp.Pix[(y+v)*sharp.Stride+x+u])
				}
			}
			g.Pix[y*g.Stride+x] = uint8(sum / (over * over))
		}
	}
	return g
}

func TestCutOff(t *testing.T) {
	z := zones{inner: image.Rect(96, 80, 240, 224), border: image.Rect(80, 64, 256, 240)}
	for _, c := range []struct {
		over     int
		low, top float64
	}{
		{1, -0.4, 0.4}, // the same sharpness
		{2, -3, -0.5},  // interpolated half way between pixels
		{4, -12, -1},   // blurred: the first zero of four pixels' mean lies among the fine frequencies
	} {
		if got := z.cutOff(grating(z.inner.Inset(-8), c.over)); !(got >= c.low && got <= c.top) {
			t.Errorf("averaged over %d pixels: %.2f powers of two, want %v to %v", c.over, got, c.low, c.top)
		}
	}
	if got := (zones{inner: image.Rect(0, 0, 40, 40)}).cutOff(grating(image.Rectangle{}, 1)); !math.IsNaN(got) {
		t.Errorf("25 blocks were compared: %v", got)
	}
	if got := z.cutOff(image.NewGray(image.Rect(0, 0, 7, 5))); !math.IsNaN(got) {
		t.Errorf("a picture without a block: %v", got)
	}
}

// Both must be missing: fine edges and noise. Small or never photographed portraits and profile photos are not judged so.
func TestSofter(t *testing.T) {
	soft := sides{portrait: math.NaN(), noiseIn: 0.5, noiseOutside: 1.5, cutOff: -1.5, printed: true}
	if d := soft.quiet(); math.Abs(d-2*math.Log2(1.6/0.6)) > 1e-12 {
		t.Errorf("noise of .5 against 1.5 levels: %v", d)
	}
	for name, c := range map[string]struct {
		change func(*sides)
		want   bool
	}{
		"soft and smooth":   {func(*sides) {}, true},
		"as noisy":          {func(s *sides) { s.noiseIn, s.cutOff = 1.5, -4 }, false},
		"as sharp":          {func(s *sides) { s.noiseIn, s.cutOff = 0.2, 0 }, false},
		"a little of both":  {func(s *sides) { s.noiseIn, s.cutOff = 1.2, -1 }, false},
		"a profile photo":   {func(s *sides) { s.printed = false }, false},
		"no noise anywhere": {func(s *sides) { s.noiseIn, s.noiseOutside, s.cutOff = 0, 0, -4 }, false},
		"too few pixels":    {func(s *sides) { s.noiseIn, s.noiseOutside = math.NaN(), math.NaN() }, false},
		"too few blocks":    {func(s *sides) { s.cutOff = math.NaN() }, false},
	} {
		s := soft
		if c.change(&s); s.softer() != c.want {
			t.Errorf("%s: %v, deficit %.2f", name, s.softer(), s.deficit())
		}
	}
}
