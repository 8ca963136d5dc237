package raster_test

import (
	"image"
	"image/color"
	"testing"

	"loupe/forensics/raster"
)

func ramp(w, h int) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			g.Pix[y*g.Stride+x] = uint8(10*x + 3*y)
		}
	}
	return g
}

func TestBoxAverages(t *testing.T) {
	got := raster.Box(ramp(8, 4), 4, 2)
	for y := range 2 {
		for x := range 4 {
			// mean of 10*(2x, 2x+1) + 3*(2y, 2y+1) = 20x + 5 + 6y + 1.5, rounded half up
			if want := uint8(20*x + 6*y + 7); got.GrayAt(x, y).Y != want {
				t.Errorf("%d,%d: %d, want %d", x, y, got.GrayAt(x, y).Y, want)
			}
		}
	}
}

func TestBoxOfUnevenSizesKeepsTheMean(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 101, 67))
	for i := range g.Pix {
		g.Pix[i] = 200
	}
	for _, size := range []image.Point{{1, 1}, {7, 5}, {100, 66}, {101, 67}} {
		for _, v := range raster.Box(g, size.X, size.Y).Pix {
			if v != 200 {
				t.Fatalf("%v: %d", size, v)
			}
		}
	}
}

// 3 pixels to 2: the middle one counts half on each side.
func TestBoxSharesBorderPixels(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 3, 1))
	copy(g.Pix, []uint8{10, 100, 220})
	got := raster.Box(g, 2, 1)
	// (10 + 50) / 1.5 = 40; (50 + 220) / 1.5 = 180
	if got.Pix[0] != 40 || got.Pix[1] != 180 {
		t.Errorf("got %v, want 40 180", got.Pix[:2])
	}
}

func TestBoxOfAMirroredPictureIsMirrored(t *testing.T) {
	g := ramp(137, 91)
	for i := range g.Pix {
		g.Pix[i] ^= uint8(i * 31)
	}
	mirrored := raster.Upright(g, 2).(*image.Gray)
	a, b := raster.Upright(raster.Box(g, 100, 60), 2).(*image.Gray), raster.Box(mirrored, 100, 60)
	for i := range a.Pix {
		if a.Pix[i] != b.Pix[i] {
			t.Fatalf("pixel %d: %d and %d", i, a.Pix[i], b.Pix[i])
		}
	}
}

func TestFitNeverEnlarges(t *testing.T) {
	g := ramp(30, 20)
	if raster.Fit(g, 30) != g || raster.FitColor(g, 100) != image.Image(g) {
		t.Error("a picture that fits was copied")
	}
	if b := raster.Fit(ramp(300, 10), 30).Rect; b != image.Rect(0, 0, 30, 1) {
		t.Errorf("300x10 became %v", b)
	}
}

func TestFitColorKeepsColours(t *testing.T) {
	for _, ratio := range []image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio411} {
		p := image.NewYCbCr(image.Rect(0, 0, 403, 301), ratio)
		for i := range p.Y {
			p.Y[i] = 120
		}
		for i := range p.Cb {
			p.Cb[i], p.Cr[i] = 90, 180
		}
		got := raster.FitColor(p, 100)
		if b := got.Bounds(); b.Dx() != 100 || b.Dy() != 74 {
			t.Errorf("%v: %v", ratio, b)
		}
		want := color.RGBAModel.Convert(color.YCbCr{Y: 120, Cb: 90, Cr: 180})
		for _, at := range []image.Point{{0, 0}, {99, 73}, {50, 40}} {
			if c := color.RGBAModel.Convert(got.At(at.X, at.Y)); c != want {
				t.Errorf("%v at %v: %v, want %v", ratio, at, c, want)
			}
		}
	}
}

func TestLumaSharesPlanes(t *testing.T) {
	p := image.NewYCbCr(image.Rect(0, 0, 20, 10), image.YCbCrSubsampleRatio420)
	p.Y[3] = 77
	if g := raster.Luma(p); &g.Pix[3] != &p.Y[3] {
		t.Error("the Y plane was copied")
	}
	sub := ramp(20, 10).SubImage(image.Rect(5, 2, 15, 9))
	g := raster.Luma(sub)
	if g.Rect != image.Rect(0, 0, 10, 7) || g.GrayAt(0, 0).Y != 56 {
		t.Errorf("a part has origin %v and first value %d", g.Rect, g.GrayAt(0, 0).Y)
	}
}

// Upright pictures of every orientation: stored 3x2 with the values of a ramp; expectations written out by hand
// from the definition of the tag (row 0 and column 0 of the stored picture show as ...).
func TestUpright(t *testing.T) {
	stored := image.NewGray(image.Rect(0, 0, 3, 2))
	copy(stored.Pix, []uint8{1, 2, 3, 4, 5, 6})
	want := map[int][][]uint8{
		1: {{1, 2, 3}, {4, 5, 6}}, 2: {{3, 2, 1}, {6, 5, 4}}, 3: {{6, 5, 4}, {3, 2, 1}}, 4: {{4, 5, 6}, {1, 2, 3}},
		5: {{1, 4}, {2, 5}, {3, 6}}, 6: {{4, 1}, {5, 2}, {6, 3}}, 7: {{6, 3}, {5, 2}, {4, 1}}, 8: {{3, 6}, {2, 5}, {1, 4}},
	}
	colour := image.NewNRGBA(stored.Rect)
	for i, v := range stored.Pix {
		colour.SetNRGBA(i%3, i/3, color.NRGBA{v, v, v, 255})
	}
	for o, rows := range want {
		for _, img := range []image.Image{stored, colour} {
			got := raster.Upright(img, o)
			for y, row := range rows {
				for x, v := range row {
					if g := color.GrayModel.Convert(got.At(x, y)).(color.Gray).Y; g != v {
						t.Errorf("orientation %d of %T at %d,%d: %d, want %d", o, img, x, y, g, v)
					}
				}
			}
		}
	}
}

func BenchmarkFit12MP(b *testing.B) {
	g := image.NewGray(image.Rect(0, 0, 4000, 3000))
	for b.Loop() {
		raster.Fit(g, 1000)
	}
}
