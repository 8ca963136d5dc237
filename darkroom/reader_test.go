package darkroom_test

import (
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"loupe/darkroom"
	"loupe/forensics"
	"loupe/models"
	"loupe/ocr"
	"loupe/samples"
)

// Whatever way the pixels are stored, the words' boxes lie on the stored pixels of their ink, and the view's turn is told.
func TestTextReaderMapsToStoredPixels(t *testing.T) {
	r, err := ocr.New(ocr.DefaultConfig())
	if errors.Is(err, ocr.ErrUnavailable) {
		t.Skipf("SKIPPED, nothing was tested: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	const w, h = 1400, 700
	shown := letters(t, w, h)
	for o := models.Orientation(1); o <= 8; o++ {
		sw, sh := o.Upright(w, h) // of the stored picture: swapping twice
		stored := image.NewRGBA(image.Rect(0, 0, sw, sh))
		for y := range sh {
			for x := range sw {
				ux, uy, _, _ := o.Box(x, y, 1, 1, sw, sh)
				stored.Set(x, y, shown.At(ux, uy))
			}
		}
		data, err := samples.EncodeJPEG(stored, 92, &samples.Exif{Orientation: int(o)})
		if err != nil {
			t.Fatal(err)
		}
		x, refusal := forensics.Open(data, models.KindDiploma, forensics.DefaultLimits())
		if refusal != nil {
			t.Fatal(refusal.Message)
		}
		got, err := darkroom.TextReader{OCR: r}.Read(context.Background(), x)
		if err != nil {
			t.Fatal(err)
		}
		if got.Turn != 0 || got.XHeight < 20 || got.XHeight > 28 { // the font's x-height is 23.3
			t.Errorf("orientation %d: turn %d, x-height %.1f", o, got.Turn, got.XHeight)
		}
		found := 0
		for _, word := range got.Text.Words {
			if word.Text != "Certificate" {
				continue
			}
			found++
			bx, by, bw, bh := o.Box(word.Box[0], word.Box[1], word.Box[2], word.Box[3], sw, sh)
			if mx, my := float64(bx)+float64(bw)/2, float64(by)+float64(bh)/2; math.Hypot(mx-205, my-135) > 15 || bw < 190 || bw > 240 {
				t.Errorf("orientation %d: the word stands at %d %d %d %d of the picture as shown", o, bx, by, bw, bh)
			}
		}
		if found != 1 {
			t.Errorf("orientation %d: read %v", o, got.Text.Words)
		}
	}
}

func letters(t *testing.T, w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.NewUniform(color.Gray{Y: 230}), image.Point{}, draw.Src)
	f, err := opentype.Parse(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: 44, DPI: 72})
	if err != nil {
		t.Fatal(err)
	}
	pen := font.Drawer{Dst: img, Src: image.NewUniform(color.Gray{Y: 20}), Face: face}
	for i, line := range []string{"Certificate of completion", "awarded to Anna Maria Eriksson", "at the capital of Utopia", "by the board of examiners"} {
		pen.Dot = fixed.P(100, 150+120*i)
		pen.DrawString(line)
	}
	return img
}

// An outline inside a page, such as a picture's on a certificate, does not hide the page's text; boxes and the turn of the
// view that others see stay right.
func TestTextReaderLooksAgain(t *testing.T) {
	r, err := ocr.New(ocr.DefaultConfig())
	if err != nil {
		t.Skipf("SKIPPED, nothing was tested: %v", err)
	}
	page := image.NewRGBA(image.Rect(0, 0, 1400, 1900))
	draw.Draw(page, page.Rect, image.NewUniform(color.Gray{Y: 230}), image.Point{}, draw.Src)
	draw.Draw(page, image.Rect(0, 0, 1400, 700), letters(t, 1400, 700), image.Point{}, draw.Src)
	draw.Draw(page, image.Rect(150, 800, 1250, 1500), image.NewUniform(color.RGBA{70, 90, 120, 255}), image.Point{}, draw.Src)
	outlines := 0
	for turn, o := range []models.Orientation{1, 6, 3, 8} {
		w, h := o.Upright(1400, 1900)
		stored := image.NewRGBA(image.Rect(0, 0, w, h))
		for y := range 1900 {
			for x := range 1400 {
				sx, sy, _, _ := o.Box(x, y, 1, 1, 1400, 1900)
				stored.Set(sx, sy, page.At(x, y))
			}
		}
		data, err := samples.EncodeJPEG(stored, 92, nil)
		if err != nil {
			t.Fatal(err)
		}
		x, refusal := forensics.Open(data, models.KindDiploma, forensics.DefaultLimits())
		if refusal != nil {
			t.Fatal(refusal.Message)
		}
		got, err := darkroom.TextReader{OCR: r}.Read(context.Background(), x)
		if err != nil {
			t.Fatal(err)
		}
		wanted := 0
		for _, word := range got.Text.Words {
			cx, cy, _, _ := o.Box(205, 135, 1, 1, 1400, 1900)
			if mx, my := float64(word.Box[0])+float64(word.Box[2])/2, float64(word.Box[1])+float64(word.Box[3])/2; word.Text == "Certificate" && math.Hypot(mx-float64(cx), my-float64(cy)) < 20 {
				wanted++
			}
		}
		if wanted != 1 {
			t.Errorf("turned by %d: read %v", turn, got.Text.Words)
		}
		if got.Turn != turn {
			t.Errorf("turned by %d: the text's turn in the view is %d, frame %v", turn, got.Turn, x.Place().Frame)
		}
		if !x.Place().Frame {
			outlines++
		}
	}
	if outlines == 0 {
		t.Error("the box is taken for the page in no picture: nothing was looked at again")
	}
}
