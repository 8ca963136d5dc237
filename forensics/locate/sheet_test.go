package locate_test

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	_ "image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/disintegration/imaging"

	"loupe/forensics/locate"
	"loupe/forensics/picturetest"
)

// TestContactSheet draws what is found in pictures that no one here made, to be looked at: LOUPE_SHEET says where to.
func TestContactSheet(t *testing.T) {
	out := os.Getenv("LOUPE_SHEET")
	if out == "" {
		t.Skip("set LOUPE_SHEET to a folder to draw the contact sheet")
	}
	files := foreign(t)
	for i := 0; i < len(files); i += sheetCells {
		drawSheet(t, filepath.Join(out, fmt.Sprintf("real%d.png", i/sheetCells)), files[i:min(i+sheetCells, len(files))])
	}
}

const (
	sheetColumns = 6
	sheetCells   = 5 * sheetColumns
)

// foreign lists pictures that no one here made.
func foreign(t *testing.T) (files []string) {
	t.Helper()
	for _, pattern := range []string{"mrz/passporteye/passporteye/mrz/testdata/*", "mrz/passporteye/tests/data/*.jpg", "idfarm/sidtd/*.jpg", "mrz/yushulx/images/*",
		"mrz/yushulx/examples/official/kyc-api/test_images/*", "mrz/antitamper/src/tests/testData/images/ocr/*", "mrz/imagejs/src/__tests__/fixtures/*"} {
		found, err := filepath.Glob(filepath.Join(picturetest.Dir(t), pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	return files
}

func drawSheet(t *testing.T, name string, files []string) {
	t.Helper()
	const cell = 300
	sheet := imaging.New(sheetColumns*cell, sheetCells/sheetColumns*cell, color.White)
	for i, file := range files {
		img, err := imaging.Open(file)
		if err != nil {
			continue
		}
		p := locate.Find(img, 1)
		x, y := i%sheetColumns*cell, i/sheetColumns*cell
		draw.Draw(sheet, image.Rect(x, y, x+cell-6, y+cell-6), outlined(img, p.Quad, p.Frame, cell-6), image.Point{}, draw.Src)
		t.Logf("%s %d %s frame %v tilt %.0f format %q seen %.2f", filepath.Base(name), i, filepath.Base(file), p.Frame, p.Tilt, p.Format, p.Seen)
	}
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, sheet); err != nil {
		t.Fatal(err)
	}
}

// outlined returns img with the quadrilateral on it, reduced to fit a square.
func outlined(img image.Image, quad [4][2]float64, frame bool, side int) image.Image {
	b := img.Bounds()
	const edge = 40 // around the picture, for corners outside
	f := float64(side-2*edge) / float64(max(b.Dx(), b.Dy()))
	out := imaging.New(side, side, color.Gray{Y: 90})
	small := imaging.Resize(img, max(1, int(float64(b.Dx())*f)), max(1, int(float64(b.Dy())*f)), imaging.Box)
	out = imaging.Paste(out, small, image.Pt(edge, edge))
	ink := color.NRGBA{R: 255, A: 255}
	if frame {
		ink = color.NRGBA{B: 255, A: 255}
	}
	for i, a := range quad {
		c := quad[(i+1)%4]
		for k := range 1000 {
			t := float64(k) / 1000
			x, y := int((a[0]+t*(c[0]-a[0]))*f)+edge, int((a[1]+t*(c[1]-a[1]))*f)+edge
			out.SetNRGBA(x, y, ink)
			out.SetNRGBA(x+1, y, ink)
			out.SetNRGBA(x, y+1, ink)
		}
	}
	return out
}
