package ela_test

import (
	"image"
	"testing"

	"loupe/models"
)

// A card that was a JPEG, was cropped, and had a word retyped: its grid begins elsewhere, and the region lies where the word is.
func TestCropped(t *testing.T) {
	c := newCard(t, 77)
	c.compress(t, 85, true)
	cut := image.Rect(11, 5, 990, 620)
	f, _ := examine(t, asPNG(t, c.img.SubImage(cut)))
	if f.Outcome != models.OutcomeClear {
		t.Errorf("untouched: %s", brief(f))
	}
	box := c.retype().Sub(cut.Min)
	f, _ = examine(t, asPNG(t, c.img.SubImage(cut)))
	if f.Outcome != models.OutcomeSuspect || !overlaps(f.Regions, box) {
		t.Errorf("retyped at %v: %s", box, brief(f))
	}
}
