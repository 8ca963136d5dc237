package hold_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"loupe/forensics/pdffile"
	"loupe/forensics/pdffile/pdftest"
	"loupe/forensics/picturetest"
	"loupe/forensics/still"
	"loupe/models"
	"loupe/ocr"
)

// readText draws a sentence and reads it: cgo, language files, OpenMP.
func readText(targets) error {
	r, err := ocr.New(ocr.DefaultConfig())
	if err != nil {
		return err
	}
	page := image.NewGray(image.Rect(0, 0, 900, 400))
	draw.Draw(page, page.Rect, image.NewUniform(color.Gray{Y: 235}), image.Point{}, draw.Src)
	f, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return err
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: 48, DPI: 72})
	if err != nil {
		return err
	}
	pen := font.Drawer{Dst: page, Src: image.NewUniform(color.Gray{Y: 20}), Face: face, Dot: fixed.P(60, 150)}
	pen.DrawString("Certificate of the University")
	result, err := r.Read(context.Background(), ocr.Page{Plane: page, Kind: models.KindDiploma})
	if err != nil {
		return err
	}
	var words []string
	for _, w := range result.Text.Words {
		words = append(words, w.Text)
	}
	if got := strings.Join(words, " "); !strings.Contains(got, "University") {
		return fmt.Errorf("read %q", got)
	}
	return nil
}

// decodeHEIC decodes the picture in the readable directory in its WASM sandbox.
func decodeHEIC(p targets) error {
	data, err := os.ReadFile(filepath.Join(p.readable, "picture.heic"))
	if err != nil {
		return err
	}
	img, err := still.Decode("image/heic", data, 0)
	if err == nil && img.Bounds().Empty() {
		err = errors.New("an empty picture")
	}
	return err
}

// renderPDF compiles PDFium and renders a page of text.
func renderPDF(targets) error {
	ctx := context.Background()
	engine := pdffile.NewEngine(pdffile.DefaultLimits())
	file, err := engine.Open(ctx, pdftest.Lines("Diploma of the University of Utopia"))
	if err != nil {
		return err
	}
	if _, err = file.Pictures(ctx); err == nil {
		_, err = file.Decode(ctx, 0)
	}
	return errors.Join(err, file.Close(), engine.Close())
}

// What the product decodes and reads with works in a process that is held.
func TestLibrariesWorkWhenHeld(t *testing.T) {
	env := open(t)
	t.Run("tesseract", func(t *testing.T) {
		if _, err := ocr.New(ocr.DefaultConfig()); errors.Is(err, ocr.ErrUnavailable) {
			t.Skipf("SKIPPED, nothing was tested: %v", err)
		}
		worksHeld(t, "read text", env)
	})
	t.Run("heic", func(t *testing.T) {
		data, err := os.ReadFile(filepath.Join(picturetest.Root(), "formats/libheif/examples/example.heic"))
		if err != nil {
			t.Skipf("SKIPPED, nothing was tested: %v", err)
		}
		if err := os.WriteFile(filepath.Join(readable(t), "picture.heic"), data, 0o644); err != nil {
			t.Fatal(err)
		}
		worksHeld(t, "decode heic", env)
	})
	t.Run("pdfium", func(t *testing.T) { worksHeld(t, "render pdf", env) })
}

func worksHeld(t *testing.T, act string, env []string) {
	t.Helper()
	if r := held(t, act, "birth seal", env...); !r.done() {
		t.Error(r)
	}
}
