package history_test

import (
	"image/color"
	"math"
	"math/rand/v2"
	"testing"

	"loupe/forensics/history"
)

// The transform against the definition in T.81 A.3.3.
func TestTransformIsTheDCT(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var block [64]float32
	for i := range block {
		block[i] = float32(rng.IntN(256))
	}
	got := block
	history.Transform(&got)
	back := got
	history.Restore(&back)
	for i := range back {
		if math.Abs(float64(back[i]-block[i])) > 1e-3 {
			t.Fatalf("sample %d comes back as %v, want %v", i, back[i], block[i])
		}
	}
	for v := range 8 {
		for u := range 8 {
			want := 0.0
			for y := range 8 {
				for x := range 8 {
					want += float64(block[8*y+x]) * basis(u, x) * basis(v, y)
				}
			}
			if math.Abs(float64(got[8*v+u])-want) > 1e-3 {
				t.Errorf("coefficient %d,%d is %v, want %v", u, v, got[8*v+u], want)
			}
		}
	}
}

func basis(k, n int) float64 {
	if k == 0 {
		return math.Sqrt(0.125)
	}
	return 0.5 * math.Cos(float64(2*n+1)*float64(k)*math.Pi/16)
}

// Unquantised coefficients are off a lattice of step q by q^2/12 on average (eighths of a level: times 64); what the
// present quantiser explains is taken off: multiples of 4 lie at 0, 4, 8, 1, 5 from multiples of 9 ... never more than 4.
func TestChance(t *testing.T) {
	for _, step := range []int{2, 5, 16, 64} {
		want := float64(step*step) * 64 / 12
		if got := history.Chance(step, 0); math.Abs(got/want-1) > 0.01 {
			t.Errorf("step %d: %v, want %v", step, got, want)
		}
	}
	if got := history.Chance(3, 2); got != 0 {
		t.Errorf("a present step of 2 hides a first step of 3 from this measure, got %v", got)
	}
	if got := history.Chance(6, 6); got != 0 {
		t.Errorf("an equal step hides all, got %v", got)
	}
	if got, want := history.Chance(5, 3), 2.0/5*16; got != want { // residues 0 3 1 4 2: 3 and 2 lie half a level beyond 1.5
		t.Errorf("present 3, first 5: %v, want %v", got, want)
	}
}

// Every Y that a decoder turned into RGB without clipping must be told again, but for the few that share an RGB value.
func TestOriginLumaInvertsDecoders(t *testing.T) {
	const half = 1 << 15
	rounding := func(y, cb, cr int32) (r, g, b int32) { // as libjpeg
		return y + (91881*cr+half)>>16, y + (-22554*cb-46802*cr+half)>>16, y + (116130*cb+half)>>16
	}
	standard := func(y, cb, cr int32) (int32, int32, int32) {
		r, g, b := color.YCbCrToRGB(uint8(y), uint8(cb+128), uint8(cr+128))
		return int32(r), int32(g), int32(b)
	}
	assertInverts(t, "rounding", rounding, 0)
	assertInverts(t, "image/color", standard, 0.02)
}

func assertInverts(t *testing.T, name string, decode func(y, cb, cr int32) (r, g, b int32), allowed float64) {
	t.Helper()
	n, wrong, plain := 0, 0, 0
	for y := int32(0); y < 256; y += 3 {
		for cb := int32(-60); cb <= 60; cb += 3 {
			for cr := int32(-60); cr <= 60; cr += 3 {
				r, g, b := decode(y, cb, cr)
				if min(r, g, b) <= 0 || max(r, g, b) >= 255 {
					continue
				}
				n++
				if got, _ := history.OriginLuma(r, g, b); int32(got) != y {
					wrong++
				}
				if (19595*r+38470*g+7471*b+1<<15)>>16 != y {
					plain++
				}
			}
		}
	}
	t.Logf("%s: %d of %d lost, %d by the plain conversion", name, wrong, n, plain)
	if float64(wrong) > allowed*float64(n) {
		t.Errorf("%s: %d of %d luma values lost", name, wrong, n)
	}
}
