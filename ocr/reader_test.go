package ocr_test

import (
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	_ "image/jpeg"
	_ "image/png"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"loupe/models"
	"loupe/ocr"
)

// newReader starts a reader, or skips loudly where Tesseract's English model is not installed.
func newReader(t testing.TB) *ocr.Reader {
	t.Helper()
	r, err := ocr.New(ocr.DefaultConfig())
	if errors.Is(err, ocr.ErrUnavailable) {
		t.Skipf("SKIPPED, nothing was tested: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// blank is a light grey w x h plane.
func blank(w, h int) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, w, h))
	draw.Draw(g, g.Rect, image.NewUniform(color.Gray{Y: 230}), image.Point{}, draw.Src)
	return g
}

// write draws s with its baseline beginning at x, y.
func write(t testing.TB, g *image.Gray, ttf []byte, size float64, x, y int, s string) {
	t.Helper()
	f, err := opentype.Parse(ttf)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72})
	if err != nil {
		t.Fatal(err)
	}
	d := font.Drawer{Dst: g, Src: image.NewUniform(color.Gray{Y: 20}), Face: face, Dot: fixed.P(x, y)}
	d.DrawString(s)
}

// card draws an invented card with a zone, 1000 x 640.
func card(t testing.TB) *image.Gray {
	g := blank(1000, 640)
	write(t, g, goregular.TTF, 40, 60, 80, "REPUBLIC OF UTOPIA")
	write(t, g, goregular.TTF, 32, 360, 200, "Surname Eriksson")
	write(t, g, goregular.TTF, 32, 360, 270, "Given names Anna Maria")
	write(t, g, goregular.TTF, 32, 360, 340, "Document specimen")
	for i, line := range []string{"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"} {
		write(t, g, gomono.TTF, 46, 60, 480+60*i, line)
	}
	return g
}

func read(t *testing.T, r *ocr.Reader, page ocr.Page) ocr.Result {
	t.Helper()
	result, err := r.Read(context.Background(), page)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range result.Text.Words {
		size := page.Plane.Rect.Size()
		if b := w.Box; b[0] < 0 || b[1] < 0 || b[2] < 1 || b[3] < 1 || b[0]+b[2] > size.X || b[1]+b[3] > size.Y {
			t.Errorf("%q stands at %v, outside the %v picture", w.Text, b, size)
		}
		if !(w.Confidence >= 0 && w.Confidence <= 100) || strings.TrimSpace(w.Text) == "" {
			t.Errorf("word %+v", w)
		}
	}
	return result
}

// zone is the machine readable zone that was read; nil when none was.
func zone(r ocr.Result) *models.MRZ {
	if r.Document == nil {
		return nil
	}
	return r.Document.MRZ
}

func word(text models.Text, s string) *models.Word {
	for i, w := range text.Words {
		if w.Text == s {
			return &text.Words[i]
		}
	}
	return nil
}

func TestReadCard(t *testing.T) {
	result := read(t, newReader(t), ocr.Page{Plane: card(t), Kind: models.KindIdentityDocument})
	text, document := result.Text, result.Document
	for _, s := range []string{"REPUBLIC", "UTOPIA", "Surname", "Eriksson", "Anna", "Maria"} {
		if word(text, s) == nil {
			t.Errorf("%q was not read in %v", s, text.Words)
		}
	}
	if a, b := word(text, "Surname"), word(text, "Eriksson"); a != nil && b != nil && a.Line != b.Line {
		t.Error("words of one line have different lines")
	}
	if text.Confidence < 80 || text.Language != "eng" {
		t.Errorf("confidence %v, language %q", text.Confidence, text.Language)
	}
	if document == nil || document.MRZ == nil || document.MRZ.Type != models.MRZTypeTD1 || document.Country != "UTO" || document.MRZ.Fields["birth_date"] != "740812" {
		t.Fatalf("document %+v", document)
	}
	box := document.MRZ.Box
	if zone := image.Rect(box.X, box.Y, box.X+box.W, box.Y+box.H); !zone.In(image.Rect(40, 420, 960, 640)) || zone.Dx() < 700 || zone.Dy() < 120 {
		t.Errorf("the zone lies at %v", zone)
	}
}

func TestReadKindsWithoutZone(t *testing.T) {
	result := read(t, newReader(t), ocr.Page{Plane: card(t), Kind: models.KindDiploma})
	if zone(result) != nil {
		t.Errorf("a diploma has the zone %+v", zone(result))
	}
}

// What holds no text gives no confident words, and comes back.
func TestReadNothing(t *testing.T) {
	r := newReader(t)
	noise := image.NewGray(image.Rect(0, 0, 900, 600))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range noise.Pix {
		noise.Pix[i] = uint8(random.Uint32())
	}
	box := blank(800, 800)
	draw.Draw(box, image.Rect(20, 20, 780, 780), image.Black, image.Point{}, draw.Src)
	for name, g := range map[string]*image.Gray{
		"one pixel": blank(1, 1), "a row": blank(3000, 1), "a column": blank(1, 3000), "blank": blank(1200, 900), "black": image.NewGray(image.Rect(0, 0, 500, 500)),
		"a giant box": box, "noise": noise, "a few pixels": blank(16, 16), "no picture": nil, "no pixels": image.NewGray(image.Rectangle{}),
	} {
		result, err := r.Read(context.Background(), ocr.Page{Plane: g, Kind: models.KindIdentityDocument})
		if err != nil && !errors.Is(err, ocr.ErrTooDense) {
			t.Errorf("%s: %v", name, err)
		}
		for _, w := range result.Text.Words {
			if w.Confidence > 80 && len(w.Text) > 2 {
				t.Errorf("%s: read %+v", name, w)
			}
		}
		if zone(result) != nil {
			t.Errorf("%s: zone %+v", name, zone(result))
		}
	}
}

// Dense glyphs are the cheapest way to make Tesseract spend minutes: they are counted before, and refused.
func TestReadTooDense(t *testing.T) {
	c := ocr.DefaultConfig()
	c.MaxGlyphs = 50
	r, err := ocr.New(c)
	if err != nil {
		t.Skipf("SKIPPED, nothing was tested: %v", err)
	}
	if _, err := r.Read(context.Background(), ocr.Page{Plane: card(t), Kind: models.KindIdentityDocument}); !errors.Is(err, ocr.ErrTooDense) || r.Poisoned() {
		t.Errorf("%v, poisoned %v", err, r.Poisoned())
	}
}

func TestReadAbandoned(t *testing.T) {
	r := newReader(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := r.Read(ctx, ocr.Page{Plane: card(t), Kind: models.KindIdentityDocument}); !errors.Is(err, context.Canceled) {
		t.Errorf("read with an ended context: %v", err)
	}
	if r.Poisoned() {
		t.Error("a call that never began poisons the reader")
	}
	ctx, cancel = context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		_, err := r.Read(ctx, ocr.Page{Plane: fullPage(t), Kind: models.KindDiploma})
		done <- err
	}()
	cancel()
	err := <-done
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("abandoned: %v", err)
	}
	if _, err := r.Read(context.Background(), ocr.Page{Plane: card(t), Kind: models.KindDiploma}); r.Poisoned() != errors.Is(err, ocr.ErrPoisoned) {
		t.Errorf("poisoned %v, but the next read says %v", r.Poisoned(), err)
	}
}

// fullPage is a page of text that takes a while to read.
func fullPage(t testing.TB) *image.Gray {
	g := blank(1600, 1200)
	for y := 60; y < 1150; y += 36 {
		write(t, g, goregular.TTF, 26, 40, y, "The quick brown fox jumps over the lazy dog while the reader waits for its turn")
	}
	return g
}

func TestLanguagesIsACopy(t *testing.T) {
	r := newReader(t)
	r.Languages()[0] = "changed"
	if got := r.Languages(); len(got) != 1 || got[0] != "eng" {
		t.Errorf("languages %q", got)
	}
}

func load(t testing.TB, path string) *image.Gray {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(path, err)
	}
	g := image.NewGray(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(g, g.Rect, img, img.Bounds().Min, draw.Src)
	return g
}
