package models_test

import (
	"testing"

	"loupe/models"
)

// The corner that each stored corner pixel becomes, CIPA DC-008 tag 0x0112, for a 4 x 3 stored picture: where the stored
// top left and top right pixels are shown.
func TestOrientationBoxAndStored(t *testing.T) {
	for o, want := range map[models.Orientation]struct{ topLeft, topRight [2]int }{
		0: {[2]int{0, 0}, [2]int{3, 0}}, 1: {[2]int{0, 0}, [2]int{3, 0}}, 2: {[2]int{3, 0}, [2]int{0, 0}},
		3: {[2]int{3, 2}, [2]int{0, 2}}, 4: {[2]int{0, 2}, [2]int{3, 2}}, 5: {[2]int{0, 0}, [2]int{0, 3}},
		6: {[2]int{2, 0}, [2]int{2, 3}}, 7: {[2]int{2, 3}, [2]int{2, 0}}, 8: {[2]int{0, 3}, [2]int{0, 0}},
		9: {[2]int{0, 0}, [2]int{3, 0}},
	} {
		if x, y, _, _ := o.Box(0, 0, 1, 1, 4, 3); [2]int{x, y} != want.topLeft {
			t.Errorf("orientation %d: top left is shown at %d,%d, want %v", o, x, y, want.topLeft)
		}
		if x, y, _, _ := o.Box(3, 0, 1, 1, 4, 3); [2]int{x, y} != want.topRight {
			t.Errorf("orientation %d: top right is shown at %d,%d, want %v", o, x, y, want.topRight)
		}
		for _, b := range [][4]int{{0, 0, 4, 3}, {1, 2, 3, 1}, {3, 0, 1, 2}, {1, 1, 1, 1}} {
			x, y, w, h := o.Box(b[0], b[1], b[2], b[3], 4, 3)
			uw, uh := o.Upright(4, 3)
			if x < 0 || y < 0 || x+w > uw || y+h > uh {
				t.Errorf("orientation %d: %v leaves the shown picture", o, b)
			}
			if x, y, w, h = o.Stored(x, y, w, h, 4, 3); [4]int{x, y, w, h} != b {
				t.Errorf("orientation %d: %v comes back as %v", o, b, [4]int{x, y, w, h})
			}
		}
	}
}
