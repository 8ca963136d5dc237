package colour_test

import (
	"image"
	"image/color"
	"math/rand/v2"
	"testing"

	"loupe/forensics/colour"
)

// Large pictures go through a grid: what it gives differs from the exact conversion by a fraction of a level in the mean.
func TestLargePicturesAreConvertedAlike(t *testing.T) {
	for _, code := range []struct {
		name                string
		primaries, transfer int
		most                int // levels of 255, of random colours: the outermost ones, which sRGB lacks, are clipped near black
		mean                float64
	}{{"Display P3", 12, 13, 25, 0.2}, {"BT.2020", 9, 14, 25, 0.2}, {"HLG", 9, 18, 32, 0.4}} {
		p, ok := colour.FromCICP(code.primaries, code.transfer, 0, true)
		if !ok {
			t.Fatal(code.name)
		}
		r := rand.New(rand.NewPCG(1, 2))
		large := image.NewNRGBA(image.Rect(0, 0, 640, 400))
		for y := range 400 {
			for x := range 640 {
				large.SetNRGBA(x, y, color.NRGBA{uint8(r.IntN(256)), uint8(r.IntN(256)), uint8(r.IntN(256)), 255})
			}
		}
		got := p.ToSRGB(large).(*image.NRGBA)
		most, sum, n := 0, 0, 0
		for y := 0; y < 400; y += 40 { // a strip at a time is small, and converted exactly
			strip := large.SubImage(image.Rect(0, y, 640, y+10))
			want := p.ToSRGB(strip).(*image.NRGBA)
			for yy := y; yy < y+10; yy++ {
				for x := range 640 {
					a, b := got.NRGBAAt(x, yy), want.NRGBAAt(x, yy)
					for _, d := range []int{int(a.R) - int(b.R), int(a.G) - int(b.G), int(a.B) - int(b.B)} {
						d = max(d, -d)
						most, sum, n = max(most, d), sum+d, n+1
					}
				}
			}
		}
		mean := float64(sum) / float64(n)
		if most > code.most || mean > code.mean {
			t.Errorf("%s: at most %d levels apart (want %d), %.3f in the mean (want %.1f)", code.name, most, code.most, mean, code.mean)
		}
		t.Logf("%s: at most %d levels apart, %.3f in the mean", code.name, most, mean)
	}
}
