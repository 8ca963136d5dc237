package raster_test

import (
	"image"
	"testing"

	"loupe/forensics/raster"
)

// Without a budget the tiles cover the part once; with one, those with edges are kept.
func TestTiles(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 130, 70))
	for i := range 3 * 70 {
		g.Pix[i/3*g.Stride+42+8*(i%3)] = 200 // edges in x 40 to 64: the second tile of each row
	}
	inner := image.Rect(2, 2, 128, 66)
	all, whole := raster.Tiles(g, inner, 32, 1<<30)
	sum := 0
	for _, r := range all {
		sum += r.Dx() * r.Dy()
	}
	if len(all) != 8 || whole != 126*64 || sum != whole || all[7] != image.Rect(98, 34, 128, 66) {
		t.Errorf("%v, %d pixels of %d", all, sum, whole)
	}
	some, _ := raster.Tiles(g, inner, 32, 2*32*32)
	if len(some) != 2 || some[0] != image.Rect(34, 2, 66, 34) || some[1] != image.Rect(34, 34, 66, 66) {
		t.Errorf("with a budget: %v", some)
	}
}
