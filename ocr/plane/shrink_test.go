package plane_test

import (
	"image"
	"math/rand/v2"
	"testing"

	"loupe/ocr/plane"
)

// Every pixel is the mean of its block, rounded, whatever the block's size and wherever the part lies in its picture.
func TestShrink(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	whole := image.NewGray(image.Rect(0, 0, 37, 29))
	for i := range whole.Pix {
		whole.Pix[i] = uint8(r.IntN(256))
	}
	part := whole.SubImage(image.Rect(5, 3, 33, 27)).(*image.Gray)
	for f := 2; f <= 9; f++ {
		got := plane.Shrink(part, f)
		if want := image.Rect(0, 0, part.Rect.Dx()/f, part.Rect.Dy()/f); got.Rect != want {
			t.Fatalf("by %d: %v, want %v", f, got.Rect, want)
		}
		for y := range got.Rect.Dy() {
			for x := range got.Rect.Dx() {
				sum := 0
				for i := range f * f {
					sum += int(part.GrayAt(5+x*f+i%f, 3+y*f+i/f).Y)
				}
				if want := uint8((sum + f*f/2) / (f * f)); got.GrayAt(x, y).Y != want {
					t.Errorf("by %d at %d,%d: %d, want %d", f, x, y, got.GrayAt(x, y).Y, want)
				}
			}
		}
	}
	if plane.Shrink(part, 1) != part {
		t.Error("a shrinking by 1 is a copy")
	}
	if got := plane.Shrink(part, 100).Rect; got != image.Rect(0, 0, 1, 1) {
		t.Errorf("by more than the picture: %v", got)
	}
}
