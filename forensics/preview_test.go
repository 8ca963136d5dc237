package forensics_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"loupe/forensics"
	"loupe/models"
)

// withOrientation puts an EXIF segment with nothing but the orientation behind a JPEG's SOI.
func withOrientation(data []byte, o uint16) []byte {
	tiff := []byte("II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00")
	tiff = append(binary.LittleEndian.AppendUint16(tiff, o), 0, 0, 0, 0, 0, 0)
	payload := append([]byte("Exif\x00\x00"), tiff...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(payload)+2))
	return append(append(append(bytes.Clone(data[:2]), segment...), payload...), data[2:]...)
}

// A white mark in a corner of the stored picture must be seen, upright, where models.Orientation says.
func TestPreviewsAreUpright(t *testing.T) {
	const w, h, mark = 96, 64, 16
	img := image.NewGray(image.Rect(0, 0, w, h))
	for y := range mark {
		for x := range 2 * mark {
			img.SetGray(x, y, color.Gray{255})
		}
	}
	stored := jpegOf(t, img)
	for o := 1; o <= 8; o++ {
		x, refusal := forensics.Open(withOrientation(stored, uint16(o)), models.KindProfilePhoto, forensics.DefaultLimits())
		if refusal != nil {
			t.Fatal(refusal.Message)
		}
		if x.File.Orientation != o || x.File.Width != w || x.File.Height != h {
			t.Fatalf("orientation %d: %+v", o, x.File)
		}
		previews, err := forensics.Previews(x)
		if err != nil {
			t.Fatal(err)
		}
		shown, err := jpeg.Decode(bytes.NewReader(previews[0].Data))
		if err != nil {
			t.Fatal(err)
		}
		uw, uh := models.Orientation(o).Upright(w, h)
		if shown.Bounds() != image.Rect(0, 0, uw, uh) {
			t.Errorf("orientation %d: shown as %v", o, shown.Bounds())
		}
		bx, by, bw, bh := models.Orientation(o).Box(0, 0, 2*mark, mark, w, h)
		checkMark(t, o, shown, image.Rect(bx, by, bx+bw, by+bh))
	}
}

func checkMark(t *testing.T, o int, shown image.Image, mark image.Rectangle) {
	t.Helper()
	b := shown.Bounds()
	for y := b.Min.Y + 2; y < b.Max.Y; y += 5 {
		for x := b.Min.X + 2; x < b.Max.X; x += 5 {
			p := image.Pt(x, y)
			if p.In(mark) != p.In(mark.Inset(-4)) || p.In(mark) != p.In(mark.Inset(4)) {
				continue // at the edge, where the re-encoding rings
			}
			v, _, _, _ := shown.At(x, y).RGBA()
			if bright := v > 0x8000; bright != p.In(mark) {
				t.Fatalf("orientation %d: pixel %v is bright: %v, the mark is %v", o, p, bright, mark)
			}
		}
	}
}

func TestPreviewsAreBounded(t *testing.T) {
	x, refusal := forensics.Open(jpegOf(t, scene(3000, 1000)), models.KindProfilePhoto, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	previews, err := forensics.Previews(x)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []image.Point{{1600, 533}, {320, 106}} {
		c, err := jpeg.DecodeConfig(bytes.NewReader(previews[i].Data))
		if err != nil || c.Width != want.X || c.Height != want.Y {
			t.Errorf("%s is %dx%d (%v), want %v", previews[i].Name, c.Width, c.Height, err, want)
		}
	}
}

func TestPreviewPaintsTransparencyWhite(t *testing.T) {
	x, refusal := forensics.Open(pngOf(t, image.NewNRGBA(image.Rect(0, 0, 64, 64))), models.KindDiploma, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	previews, err := forensics.Previews(x)
	if err != nil {
		t.Fatal(err)
	}
	shown, err := jpeg.Decode(bytes.NewReader(previews[0].Data))
	if err != nil {
		t.Fatal(err)
	}
	if r, _, _, _ := shown.At(30, 30).RGBA(); r < 0xf000 {
		t.Errorf("a transparent pixel is shown as %#x", r)
	}
}
