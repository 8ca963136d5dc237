package textedit_test

import (
	"image"
	"image/color"
	"math"
	"testing"

	"loupe/forensics/textedit"
)

// A field is painted over only if it is smoother than all its sides but one: beside a photograph or a heading it is not.
func TestSmoother(t *testing.T) {
	for _, c := range []struct {
		own, want float64
		sides     []float64
	}{
		{0.7, math.Log(1 / 2.0), []float64{1.7, 1.7, 1.7, 1.7}},
		{1.7, 0, []float64{1.7, 1.7, 9.7, 9.7}},
		{1.7, math.Log(2 / 3.0), []float64{0.2, 2.7, 9.7, 9.7}},
		{0, 0, []float64{0, 0}},
	} {
		if got := textedit.Smoother(c.own, c.sides); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%v among %v: %.3f, want %.3f", c.own, c.sides, got, c.want)
		}
	}
}

// A step counts by what the sides differ by among each other, a level at least.
func TestStep(t *testing.T) {
	for _, c := range []struct {
		own, want float64
		sides     []float64
	}{
		{200, -10, []float64{210, 210, 210, 210}},
		{200, 0, []float64{190, 210, 180, 220}},
		{200, 10 / 6.0, []float64{195, 185, 195, 185}},
	} {
		if got := textedit.Step(c.own, c.sides); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%v among %v: %.3f, want %.3f", c.own, c.sides, got, c.want)
		}
	}
}

// The parts of a field 60 wide and 20 high: its middle third above, its left and right, and the gap between.
func TestParts(t *testing.T) {
	for _, c := range []struct {
		u, v float64
		want int8
	}{{0, 0, 0}, {32, 0, 0}, {36, 0, -1}, {-45, 15, 1}, {45, -15, 8}, {-25, -25, 2}, {0, -25, 3}, {25, -25, 4}, {-25, 25, 5}, {0, 25, 6}, {50, 25, 7}, {0, 40, -1}} {
		if got := textedit.PartOf(60, 20, c.u, c.v); got != c.want {
			t.Errorf("%v,%v: part %d, want %d", c.u, c.v, got, c.want)
		}
	}
}

// Sums over squares are those of the pixels in the picture, at its corners too.
func TestSums(t *testing.T) {
	pixels := []int32{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12} // 4 by 3
	for _, c := range []struct {
		i, reach int
		want     int32
	}{{0, 0, 1}, {0, 1, 1 + 2 + 5 + 6}, {5, 1, 54}, {11, 1, 7 + 8 + 11 + 12}, {6, 9, 78}} {
		if got := textedit.SumAround(pixels, 4, c.i, c.reach); got != c.want {
			t.Errorf("pixel %d, reach %d: %d, want %d", c.i, c.reach, got, c.want)
		}
	}
}

// What is seen as one pixel is the mean of its pixels.
func TestMeanReader(t *testing.T) {
	img := image.NewGray(image.Rect(3, 5, 7, 9))
	for i := range img.Pix {
		img.Pix[i] = uint8(10 * i)
	}
	for unit, want := range map[int]uint8{1: 60, 2: (60 + 70 + 100 + 110) / 4} {
		if r, g, b := textedit.MeanReader(img, unit)(2, 1); (color.RGBA{r, g, b, 255}) != (color.RGBA{want, want, want, 255}) {
			t.Errorf("%d pixels a side: %d %d %d, want %d", unit, r, g, b, want)
		}
	}
}
