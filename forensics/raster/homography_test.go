package raster_test

import (
	"math"
	"testing"

	"loupe/forensics/raster"
)

func near(t *testing.T, what string, x, y, wantX, wantY float64) {
	t.Helper()
	if math.Hypot(x-wantX, y-wantY) > 1e-9*(1+math.Hypot(wantX, wantY)) {
		t.Errorf("%s: %v,%v, want %v,%v", what, x, y, wantX, wantY)
	}
}

func TestHomography(t *testing.T) {
	quad := [4][2]float64{{10, 20}, {310, 40}, {290, 260}, {-5, 200}}
	h, err := raster.Square(85.6, 53.98, quad)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range [4][2]float64{{0, 0}, {85.6, 0}, {85.6, 53.98}, {0, 53.98}} {
		x, y := h.At(c[0], c[1])
		near(t, "corner", x, y, quad[i][0], quad[i][1])
		x, y = h.Inverse().At(quad[i][0], quad[i][1])
		near(t, "corner back", x, y, c[0], c[1])
	}
	// The diagonals' crossing is kept by every projective map.
	x, y := h.At(42.8, 26.99)
	t1, t2 := quad[2], quad[0]
	cross := (x-t2[0])*(t1[1]-t2[1]) - (y-t2[1])*(t1[0]-t2[0])
	if math.Abs(cross) > 1e-6 {
		t.Errorf("the centre does not lie on the diagonal: %v", cross)
	}
	half := raster.Homography{0.5, 0, 0, 0, 0.5, 0, 0, 0, 1}
	x, y = h.After(half).At(171.2, 107.96)
	near(t, "after a halving", x, y, quad[2][0], quad[2][1])
	x, y = raster.Identity().At(3, 4)
	near(t, "identity", x, y, 3, 4)
}

func TestSquareRefusesDegenerateCorners(t *testing.T) {
	for _, quad := range [][4][2]float64{{}, {{0, 0}, {1, 1}, {2, 2}, {3, 3}}, {{0, 0}, {math.NaN(), 0}, {1, 1}, {0, 1}}} {
		if h, err := raster.Square(1, 1, quad); err == nil {
			t.Errorf("%v: %v", quad, h)
		}
	}
	if _, err := raster.Square(0, 1, [4][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}}); err == nil {
		t.Error("a width of 0 was taken")
	}
}
