package history_test

import (
	"image"
	"testing"

	"loupe/forensics/raster"
)

// A crop of a JPEG keeps its grid, and its history shows on it; without a JPEG, and in a picture too small to ask, the grid is
// that from the top left corner.
func TestCropKeepsItsGrid(t *testing.T) {
	cut := func(g *image.Gray, r image.Rectangle) *image.Gray { return raster.Luma(g.SubImage(r)) }
	_, before := compressed(t, scene(5), 85)
	tests := []struct {
		name string
		img  *image.Gray
		want image.Point
		show bool
	}{
		{"whole", before, image.Point{}, true},
		{"cropped", cut(before, image.Rect(3, 6, 500, 380)), image.Pt(5, 2), true},
		{"never a JPEG", cut(scene(5), image.Rect(3, 6, 500, 380)), image.Point{}, false},
		{"tiny", cut(before, image.Rect(3, 6, 12, 17)), image.Point{}, false},
	}
	for _, tt := range tests {
		h := of(t, tt.img, nil)
		if h.Spectrum.Origin != tt.want || h.First.Shown() != tt.show {
			t.Errorf("%s: grid from %v, history %v, want %v, %v", tt.name, h.Spectrum.Origin, h.First.Shown(), tt.want, tt.show)
		}
		if tt.show && h.Blocks.Origin != tt.want {
			t.Errorf("%s: blocks from %v", tt.name, h.Blocks.Origin)
		}
	}
}
