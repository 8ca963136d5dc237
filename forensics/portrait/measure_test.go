package portrait_test

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"loupe/forensics/portrait"
)

// waves is a smooth texture of grey levels at places that may lie between pixels.
type waves [24][4]float64

func newWaves(seed uint64) (w waves) {
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range w {
		angle, length := 2*math.Pi*r.Float64(), 5+7*r.Float64()
		w[i] = [4]float64{2 * math.Pi * math.Cos(angle) / length, 2 * math.Pi * math.Sin(angle) / length, 2 * math.Pi * r.Float64(), 8}
	}
	return w
}

func (w waves) at(x, y float64) float64 {
	v := 128.0
	for _, k := range w {
		v += k[3] * math.Sin(k[0]*x+k[1]*y+k[2])
	}
	return v
}

// plane draws the texture as it looks when what stands at x, y comes from move(x, y).
func (w waves) plane(move func(x, y float64) (float64, float64)) *image.Gray {
	frame := portrait.FineFrame()
	g := image.NewGray(image.Rect(0, 0, frame.W, frame.H))
	for i := range g.Pix {
		x, y := move(float64(i%frame.W), float64(i/frame.W))
		g.Pix[i] = uint8(min(max(w.at(x, y), 0), 255) + 0.5)
	}
	return g
}

func still(x, y float64) (float64, float64) { return x, y }

func TestShift(t *testing.T) {
	w := newWaves(3)
	a := w.plane(still)
	for _, want := range [][2]float64{{0, 0}, {0.3, 0}, {0, -0.2}, {-0.25, 0.25}} {
		b := w.plane(func(x, y float64) (float64, float64) { return x - want[0], y - want[1] })
		if dx, dy := portrait.Shift(a, b, 40, 50); math.Hypot(dx-want[0], dy-want[1]) > 0.03 {
			t.Errorf("shift %.3f %.3f, want %v", dx, dy, want)
		}
	}
}

// What lies flat is not bent, however it is turned and stretched; a hill of 0.6 pixels that half of the face lies on is.
func TestBend(t *testing.T) {
	w := newWaves(4)
	a := w.plane(still)
	const cx, cy = 64, 76
	for name, c := range map[string]struct {
		move     func(x, y float64) (float64, float64)
		low, top float64
	}{
		"itself": {still, 0, 1e-9},
		"affine": {func(x, y float64) (float64, float64) {
			return x + 0.2 + 0.004*(x-cx) - 0.005*(y-cy), y - 0.1 + 0.006*(x-cx)
		}, 0, 0.05},
		"a hill":   {func(x, y float64) (float64, float64) { return x + 0.6*math.Exp(-math.Hypot(x-cx, y-cy)/30), y }, 0.12, 0.4},
		"one side": {func(x, y float64) (float64, float64) { return x, y + 0.6/(1+math.Exp((cx-x)/3)) }, 0.12, 0.4},
	} {
		bent, n := portrait.Bend(a, w.plane(c.move))
		if t.Logf("%s: %.3f in %d windows", name, bent, n); !(bent >= c.low && bent <= c.top) || n < 80 {
			t.Errorf("%s: bent %.3f in %d windows, want %v to %v", name, bent, n, c.low, c.top)
		}
	}
	if bent, n := portrait.Bend(image.NewGray(a.Rect), a); n != 0 || !math.IsInf(bent, 1) {
		t.Errorf("even: %v in %d windows", bent, n)
	}
}

// A tone curve is undone; what lies outside the mask is neither learned from nor left out.
func TestToned(t *testing.T) {
	like, p := image.NewGray(image.Rect(0, 0, 256, 2)), image.NewGray(image.Rect(0, 0, 256, 2))
	mask := make([]float32, 512)
	for i := range 256 {
		v := float64(i) / 255
		like.Pix[i], p.Pix[i], mask[i] = uint8(i), uint8(40+200*math.Pow(v, 1.5)+0.5), 1
		like.Pix[256+i], p.Pix[256+i] = 7, uint8(i)
	}
	got := portrait.Toned(p, like, mask)
	for i := range 256 {
		if math.Abs(float64(got[i])-float64(i)) > 8 || i > 60 && math.Abs(float64(got[i])-float64(i)) > 1 {
			t.Errorf("level %d became %.1f", i, got[i])
		}
	}
	if got[511] != 255 || got[256] != 0 {
		t.Errorf("outside the mask: %v and %v", got[256], got[511])
	}
	if out := portrait.Toned(p, like, make([]float32, 512)); len(out) != 512 {
		t.Errorf("without a mask: %d", len(out))
	}
}
