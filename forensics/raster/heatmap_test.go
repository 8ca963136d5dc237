package raster_test

import (
	"image"
	"image/color"
	"math"
	"testing"

	"loupe/forensics/raster"
)

func luminance(c color.Color) int {
	r, g, b, _ := c.RGBA()
	return int(299*r+587*g+114*b) / 1000 >> 8
}

// corner is a 4 x 2 grid, hot in its stored top left cell only, not measured in its bottom right one.
func corner() raster.Heat {
	return raster.Heat{
		Values: []float64{10, 0, 0, 0, 0, 0, 0, math.NaN()}, Columns: 4, Rows: 2,
		Cover: image.Pt(40, 20), Low: 0, High: 10, Unit: "standard deviations",
	}
}

func TestHeatIsDrawnUpright(t *testing.T) {
	// Where the stored top left corner is seen, per CIPA DC-008 orientation.
	cases := map[int]image.Point{
		1: {1, 1}, 2: {38, 1}, 3: {38, 18}, 4: {1, 18}, 5: {1, 1}, 6: {18, 1}, 7: {18, 38}, 8: {1, 38},
	}
	for orientation, want := range cases {
		out := corner().Draw(image.Pt(40, 20), 1000, orientation)
		w, h := 40, 20
		if orientation >= 5 {
			w, h = 20, 40
		}
		if out.Rect.Dx() != w || out.Rect.Dy() != h {
			t.Errorf("orientation %d: size %v, want %dx%d", orientation, out.Rect, w, h)
		}
		if l := luminance(out.At(want.X, want.Y)); l < 200 {
			t.Errorf("orientation %d: luminance %d at %v, want the bright end", orientation, l, want)
		}
		if l := luminance(out.At(w/2, h/2)); l > 60 {
			t.Errorf("orientation %d: luminance %d in the middle, want the dark end", orientation, l)
		}
	}
}

func TestHeatScaleRisesInLuminance(t *testing.T) {
	values := make([]float64, 100)
	for i := range values {
		values[i] = float64(i)
	}
	h := raster.Heat{Values: values, Columns: 100, Rows: 1, Cover: image.Pt(100, 10), Low: 0, High: 99, Unit: "u"}
	out := h.Draw(image.Pt(100, 10), 1000, 1)
	last := -1
	for x := range 100 {
		l := luminance(out.At(x, 5))
		if l < last {
			t.Fatalf("luminance falls from %d to %d at value %d: the scale is not readable in grey", last, l, x)
		}
		last = l
	}
}

func TestHeatMarksWhatWasNotMeasured(t *testing.T) {
	out := corner().Draw(image.Pt(48, 20), 1000, 1) // 8 columns of pixels lie outside the grid
	missing, beyond := out.At(35, 15), out.At(44, 5)
	if missing != beyond {
		t.Errorf("NaN is drawn %v, outside the grid %v: both are not measured", missing, beyond)
	}
	r, g, b, _ := missing.RGBA()
	if max(r, g, b)-min(r, g, b) > 0x1000 {
		t.Errorf("not measured is drawn %v, want grey", missing)
	}
}

func TestHeatKeepsWithinSide(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {9000, 30}, {30, 9000}, {3000, 2000}} {
		h := raster.Heat{Values: []float64{math.Inf(1)}, Columns: 1, Rows: 1, Cover: size, Low: 0, High: 1}
		b := h.Draw(size, 1200, 6).Bounds()
		if b.Dx() > 1200 || b.Dy() > 1200 || b.Dx() < 1 {
			t.Errorf("%v is drawn as %v", size, b)
		}
	}
}

func TestHeatLegendCarriesNumbers(t *testing.T) {
	h := corner()
	h.Values = make([]float64, 8)
	a := h.Legend(600)
	h.High = 77
	b := h.Legend(600)
	differs := false
	for y := range raster.LegendHeight {
		for x := range 600 {
			differs = differs || a.At(x, y) != b.At(x, y)
		}
	}
	if !differs {
		t.Error("legends of scales 0..10 and 0..77 look the same")
	}
}
