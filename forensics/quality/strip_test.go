package quality_test

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"loupe/models"
)

func pngOf(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A strip is reduced to a single row or column: too few pixels to measure edges in, and no reason to fall over.
func TestStrips(t *testing.T) {
	for _, size := range []image.Point{{12000, 16}, {16, 12000}, {12000, 33}, {40, 12000}} {
		img := image.NewGray(image.Rect(0, 0, size.X, size.Y))
		for i := range img.Pix {
			img.Pix[i] = uint8(i * i / 7)
		}
		f := run(t, pngOf(t, img), models.KindIdentityDocument)
		if f.Outcome != models.OutcomeSuspect {
			t.Errorf("%v: %s %s", size, f.Outcome, f.Message)
		}
	}
}
