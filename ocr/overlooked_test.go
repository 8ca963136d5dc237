package ocr_test

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"loupe/models"
	"loupe/ocr"
)

// Light letters in a dark band over a card's whole width are read, once and before what stands below, whichever way the card lies.
func TestReadLightHeading(t *testing.T) {
	r := newReader(t)
	g := card(t)
	draw.Draw(g, image.Rect(0, 0, 1000, 120), image.NewUniform(color.Gray{Y: 40}), image.Point{}, draw.Src)
	f, err := opentype.Parse(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: 40, DPI: 72})
	if err != nil {
		t.Fatal(err)
	}
	d := font.Drawer{Dst: g, Src: image.White, Face: face, Dot: fixed.P(60, 80)}
	d.DrawString("Federation of Freedonia Permit")
	for _, degrees := range []float64{0, 90, 180, 270} {
		text := read(t, r, ocr.Page{Plane: spin(g, degrees), Kind: models.KindIdentityDocument}).Text
		heading, surname := word(text, "Freedonia"), word(text, "Surname")
		if heading == nil || surname == nil || word(text, "Permit") == nil {
			t.Errorf("%v degrees: read %v", degrees, text.Words)
			continue
		}
		n, last := 0, -1
		for _, w := range text.Words {
			if w.Text == heading.Text {
				n++
			}
			if w.Line < last {
				t.Errorf("%v degrees: %q stands in line %d after line %d", degrees, w.Text, w.Line, last)
			}
			last = w.Line
		}
		if n != 1 || heading.Line >= surname.Line {
			t.Errorf("%v degrees: the heading was read %d times, in line %d; the surname stands in %d", degrees, n, heading.Line, surname.Line)
		}
	}
}
