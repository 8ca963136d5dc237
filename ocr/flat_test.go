package ocr_test

import (
	"context"
	"errors"
	"image"
	"math"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"

	"loupe/models"
	"loupe/ocr"
)

// certificate is a page whose text stands upright, 1400 x 900.
func certificate(t testing.TB) *image.Gray {
	g := blank(1400, 900)
	for i, line := range []string{
		"Certificate of completion", "This is to certify that Anna Maria Eriksson", "has taken part in the course of instruction",
		"and passed the final examination", "given at the capital of Utopia", "on the twelfth day of September",
	} {
		write(t, g, goregular.TTF, 44, 120, 150+120*i, line)
	}
	return g
}

// moved says where the middle of a box of a w x h picture lies when the picture is turned clockwise about its centre.
func moved(b [4]int, from, to image.Rectangle, degrees float64) (x, y float64) {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	dx := float64(b[0]) + float64(b[2])/2 - float64(from.Dx())/2
	dy := float64(b[1]) + float64(b[3])/2 - float64(from.Dy())/2
	return cos*dx - sin*dy + float64(to.Dx())/2, sin*dx + cos*dy + float64(to.Dy())/2
}

// Whatever way the text is turned and tilted, the same words are read and their boxes lie where the words are.
func TestReadTurnedAndTilted(t *testing.T) {
	r := newReader(t)
	for name, c := range map[string]struct {
		plane *image.Gray
		kind  models.Kind
	}{"page": {certificate(t), models.KindDiploma}, "card": {card(t), models.KindIdentityDocument}} {
		level := read(t, r, ocr.Page{Plane: c.plane, Kind: c.kind})
		if level.Turn != 0 || level.Skew != 0 || len(level.Text.Words) < 10 {
			t.Fatalf("%s: turn %d, skew %v, %d words", name, level.Turn, level.Skew, len(level.Text.Words))
		}
		for _, degrees := range []float64{90, 180, 270, 3, 8, 15, 30, -8, 183, 98} {
			turned := spin(c.plane, degrees)
			got := read(t, r, ocr.Page{Plane: turned, Kind: c.kind})
			if d := math.Remainder(90*float64(got.Turn)+got.Skew-degrees, 360); math.Abs(d) > 0.6 {
				t.Errorf("%s at %v degrees: turn %d, skew %.2f", name, degrees, got.Turn, got.Skew)
			}
			if got.XHeight < 0.85*level.XHeight || got.XHeight > 1.15*level.XHeight {
				t.Errorf("%s at %v degrees: x-height %.1f, level %.1f", name, degrees, got.XHeight, level.XHeight)
			}
			missed := 0
			for _, w := range level.Text.Words {
				if len(w.Text) < 3 || strings.Contains(w.Text, "<") { // a zone's words are read apart
					continue
				}
				x, y := moved(w.Box, c.plane.Rect, turned.Rect, degrees)
				if !slices.ContainsFunc(got.Text.Words, func(o models.Word) bool {
					ox, oy := float64(o.Box[0])+float64(o.Box[2])/2, float64(o.Box[1])+float64(o.Box[3])/2
					return o.Text == w.Text && math.Hypot(ox-x, oy-y) < 8
				}) {
					missed++
					t.Logf("%s at %v degrees: no %q at %.0f, %.0f", name, degrees, w.Text, x, y)
				}
			}
			if missed > 1 {
				t.Errorf("%s at %v degrees: %d words were not read where they stand", name, degrees, missed)
			}
			if got.Skew == 0 && (zone(got) != nil) != (zone(level) != nil) { // its zone is in no OCR-B: only words tell it
				t.Errorf("%s at %v degrees: zone %v", name, degrees, zone(got))
			}
		}
	}
}

// Words of capitals only do not say which way up they are until they are read; a hint says so before.
func TestReadCapitals(t *testing.T) {
	r := newReader(t)
	g := blank(1200, 500)
	for i, line := range []string{"REPUBLIC OF UTOPIA IDENTITY CARD", "ERIKSSON MARTINEZ", "ANNA MARIA JOHANNA", "PERMANENT RESIDENT"} {
		write(t, g, goregular.TTF, 44, 80, 100+100*i, line)
	}
	over := spin(g, 180)
	for name, hint := range map[string]*int{"no hint": nil, "hint": new(int), "other axis": new(int)} {
		if name == "hint" {
			*hint = 2
		}
		if name == "other axis" {
			*hint = 3
		}
		got := read(t, r, ocr.Page{Plane: over, Kind: models.KindIdentityDocument, Hint: hint})
		if got.Turn != 2 || word(got.Text, "REPUBLIC") == nil || word(got.Text, "ERIKSSON") == nil {
			t.Errorf("%s: turn %d, words %v", name, got.Turn, got.Text.Words)
		}
	}
	wrong := 2
	if got := read(t, r, ocr.Page{Plane: g, Kind: models.KindIdentityDocument, Hint: &wrong}); got.Turn != 0 || word(got.Text, "REPUBLIC") == nil {
		t.Errorf("a hint that is wrong: turn %d, words %v", got.Turn, got.Text.Words)
	}
}

// What is to be skipped is not read, everything else is, and the plane is left alone, whatever way it lies.
func TestReadSkips(t *testing.T) {
	r := newReader(t)
	for _, degrees := range []float64{0, 90, 180, 6} {
		plane := spin(certificate(t), degrees)
		before := slices.Clone(plane.Pix)
		at := word(read(t, r, ocr.Page{Plane: plane, Kind: models.KindDiploma}).Text, "examination")
		if at == nil {
			t.Fatalf("%v degrees: nothing to skip", degrees)
		}
		skip := image.Rect(at.Box[0]-2, at.Box[1]-2, at.Box[0]+at.Box[2]+2, at.Box[1]+at.Box[3]+2)
		text := read(t, r, ocr.Page{Plane: plane, Kind: models.KindDiploma, Skip: []image.Rectangle{skip, image.Rect(-50, -50, -10, -10)}}).Text
		if word(text, "examination") != nil || word(text, "Certificate") == nil || word(text, "September") == nil {
			t.Errorf("%v degrees: read %v", degrees, text.Words)
		}
		if !slices.Equal(before, plane.Pix) {
			t.Errorf("%v degrees: the plane was written to", degrees)
		}
	}
}

// A part of a larger picture is read as a picture of its own.
func TestReadPartOfAPicture(t *testing.T) {
	g := certificate(t)
	large := blank(2000, 1500)
	for y := range 900 {
		copy(large.Pix[(y+300)*large.Stride+250:], g.Pix[y*g.Stride:y*g.Stride+1400])
	}
	r := newReader(t)
	part := large.SubImage(image.Rect(250, 300, 1650, 1200)).(*image.Gray)
	want, got := read(t, r, ocr.Page{Plane: g, Kind: models.KindDiploma}), read(t, r, ocr.Page{Plane: part, Kind: models.KindDiploma})
	if !slices.Equal(want.Text.Words, got.Text.Words) {
		t.Errorf("read %v, want %v", got.Text.Words, want.Text.Words)
	}
}

func TestXHeight(t *testing.T) {
	f, err := opentype.Parse(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	r := newReader(t)
	for _, size := range []float64{24, 44, 90} {
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			t.Fatal(err)
		}
		metrics := face.Metrics()
		want := float64(metrics.XHeight) / 64
		for _, line := range []string{"the reader waits for a better day", "SOME SUMMER MORNINGS ARE WARM"} {
			g := blank(int(size*22), int(size*6))
			for i := range 3 {
				write(t, g, goregular.TTF, size, int(size), int(size*1.5*float64(i+1)), line)
			}
			if got := read(t, r, ocr.Page{Plane: g, Kind: models.KindDiploma}).XHeight; math.Abs(got-want) > 0.1*want+1 {
				t.Errorf("%v pixels, %q: x-height %.1f, the font's is %.1f", size, line, got, want)
			}
		}
	}
}

// Turned pictures are refused like level ones when they are too dense.
func TestReadTooDenseTurned(t *testing.T) {
	c := ocr.DefaultConfig()
	c.MaxGlyphs = 150
	r, err := ocr.New(c)
	if err != nil {
		t.Skipf("SKIPPED, nothing was tested: %v", err)
	}
	for _, degrees := range []float64{0, 90, 12} {
		if _, err := r.Read(context.Background(), ocr.Page{Plane: spin(fullPage(t), degrees), Kind: models.KindDiploma}); !errors.Is(err, ocr.ErrTooDense) {
			t.Errorf("%v degrees: %v", degrees, err)
		}
	}
}
