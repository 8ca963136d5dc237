package raster_test

import (
	"image"
	"image/color"
	"testing"

	"loupe/forensics/raster"
)

func TestFitColorKeepsCMYK(t *testing.T) {
	big := image.NewCMYK(image.Rect(3, 5, 43, 25)) // an origin that is not 0,0
	for y := 5; y < 25; y++ {
		for x := 3; x < 43; x++ {
			big.SetCMYK(x, y, color.CMYK{C: uint8(10 * (x % 2)), M: 40, Y: uint8(100 * (y % 2)), K: 200})
		}
	}
	small, ok := raster.FitColor(big, 20).(*image.CMYK)
	if !ok || small.Rect != image.Rect(0, 0, 20, 10) {
		t.Fatalf("%T %v", raster.FitColor(big, 20), small.Rect)
	}
	for _, p := range []image.Point{{0, 0}, {19, 9}, {7, 3}} {
		if got, want := small.CMYKAt(p.X, p.Y), (color.CMYK{C: 5, M: 40, Y: 50, K: 200}); got != want {
			t.Errorf("%v: %v, want the mean of four, %v", p, got, want)
		}
	}
}
