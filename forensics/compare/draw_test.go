package compare_test

import (
	"bytes"
	"image"
	"image/color"
	"testing"

	"loupe/models"
)

// oriented inserts an EXIF segment with the given orientation (CIPA DC-008, one IFD0 entry) into a JPEG.
func oriented(jpeg []byte, orientation byte) []byte {
	exif := append([]byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"), orientation, 0, 0, 0, 0, 0, 0)
	out := append([]byte{}, jpeg[:2]...)
	out = append(out, 0xff, 0xe1, 0, byte(len(exif)+2))
	return append(append(out, exif...), jpeg[2:]...)
}

func TestArtifactsAreUpright(t *testing.T) {
	a := scene(12) // 702 x 442 stored
	b := cropped(a, a.Rect)
	box := image.Rect(80, 100, 240, 300)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			b.SetGray(x, y, color.Gray{Y: uint8(40 + 170*((x/11+y/13)%2))})
		}
	}
	c := compared(t, oriented(save{"", 1, 95}.file(t, a), 6), save{"", 1, 90}.file(t, b))
	if c.Relation != models.RelationSameCapture || len(c.Changed) != 1 || iou(c.Changed[0], box) < 0.75 {
		t.Fatalf("%s with %v, want same_capture with %v in stored pixels", c.Relation, c.Changed, box)
	}
	checkArtifacts(t, c)
	x, y, w, h := models.Orientation(6).Box(box.Min.X, box.Min.Y, box.Dx(), box.Dy(), a.Rect.Dx(), a.Rect.Dy())
	shown := image.Rect(x, y, x+w, y+h)
	for _, artifact := range c.Artifacts {
		img, _, err := image.Decode(bytes.NewReader(artifact.Data))
		if err != nil || img.Bounds().Dx() != a.Rect.Dy() || img.Bounds().Dy() != a.Rect.Dx() {
			t.Errorf("%s: bounds %v, error %v; want %d x %d", artifact.Name, img.Bounds(), err, a.Rect.Dy(), a.Rect.Dx())
			continue
		}
		if artifact.Name == "difference" {
			checkTint(t, img, shown)
		}
	}
}

// checkTint wants vermilion inside the changed rectangle and (nearly) none outside.
func checkTint(t *testing.T, img image.Image, changed image.Rectangle) {
	t.Helper()
	inside, outside := 0, 0
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
			r, _, b, _ := img.At(x, y).RGBA()
			switch tinted := int(r>>8)-int(b>>8) > 40; {
			case tinted && image.Pt(x, y).In(changed.Inset(-8)):
				inside++
			case tinted:
				outside++
			}
		}
	}
	if inside < changed.Dx()*changed.Dy()/2 || outside > 200 {
		t.Errorf("%d pixels tinted inside %v, %d outside", inside, changed, outside)
	}
}
