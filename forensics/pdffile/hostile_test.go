package pdffile_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"loupe/forensics/pdffile"
	"loupe/forensics/pdffile/pdftest"
)

// patience is what a worker's deadline would be: the bound on hostile files, not a measurement.
const patience = 3 * time.Second

// examine does what a worker does with a file, and holds the result against the limits.
func examine(tb testing.TB, e *pdffile.Engine, data []byte, patience time.Duration) (int, error) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	f, err := e.Open(ctx, data)
	if err != nil {
		return 0, err
	}
	defer func() {
		if err := f.Close(); err != nil {
			tb.Error(err)
		}
	}()
	list, err := f.Pictures(ctx)
	if err != nil {
		return 0, err
	}
	assertBounded(tb, f.Sheets(), list)
	for i := range list {
		img, err := f.Decode(ctx, i)
		if err != nil {
			return len(list), err
		}
		assertAsListed(tb, list[i], img)
	}
	return len(list), nil
}

func assertBounded(tb testing.TB, sheets int, list []pdffile.Picture) {
	tb.Helper()
	l := pdffile.DefaultLimits()
	if sheets < 1 || sheets > l.MaxSheets || len(list) < sheets || len(list) > sheets*(l.MaxPicturesPerSheet+1) {
		tb.Errorf("%d sheets give %d pictures", sheets, len(list))
	}
	sheet := 1
	for _, p := range list {
		if p.Sheet < sheet || p.Sheet > sheet+1 {
			tb.Errorf("sheet %d after %d", p.Sheet, sheet)
		}
		sheet = p.Sheet
		if p.Width < 1 || p.Height < 1 || max(p.Width, p.Height) > l.MaxSide || int64(p.Width)*int64(p.Height) > l.MaxPixels {
			tb.Errorf("%dx%d", p.Width, p.Height)
		}
		if p.Orientation < 1 || p.Orientation > 8 || !(p.Cover > 0 && p.Cover <= 1) || !(p.DPI > 0) || int64(len(p.Data)) > l.MaxPictureBytes {
			tb.Errorf("orientation %d, cover %g, %g dpi, %d bytes", p.Orientation, p.Cover, p.DPI, len(p.Data))
		}
	}
}

func assertAsListed(tb testing.TB, p pdffile.Picture, img image.Image) {
	tb.Helper()
	l := pdffile.DefaultLimits()
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	if max(w, h) > l.MaxSide || int64(w)*int64(h) > l.MaxPixels || (p.Source == pdffile.Rendered && (w != p.Width || h != p.Height)) {
		tb.Errorf("%v picture listed as %dx%d is %dx%d", p.Source, p.Width, p.Height, w, h)
	}
}

// expected reports whether err is one that a file may cause. A crash inside the sandbox is contained, so it is.
func expected(err error) bool {
	var (
		sheets *pdffile.TooManySheetsError
		pixels *pdffile.TooManyPixelsError
		length *pdffile.TooManyBytesError
		memory *pdffile.MemoryLimitError
	)
	for _, sentinel := range []error{pdffile.ErrNotPDF, pdffile.ErrDamaged, pdffile.ErrEncrypted, pdffile.ErrCrashed, context.DeadlineExceeded} {
		if errors.Is(err, sentinel) {
			return true
		}
	}
	return err == nil || errors.As(err, &sheets) || errors.As(err, &pixels) || errors.As(err, &length) || errors.As(err, &memory)
}

func TestHostileFilesEndAndHarmNobody(t *testing.T) {
	for _, s := range pdftest.Hostile() {
		t.Run(s.Name, func(t *testing.T) {
			if len(s.Data) > 1<<20 {
				t.Errorf("%d bytes: a sample is at most 1 MiB", len(s.Data))
			}
			if s.Endless {
				t.Skip("no context stops it: the darkroom's tests, which kill workers, must cover it")
			}
			start := time.Now()
			n, err := examine(t, engine, s.Data, patience)
			t.Logf("%d pictures in %v: %v", n, time.Since(start).Round(time.Millisecond), err)
			if !expected(err) {
				t.Errorf("an error without a name: %v", err)
			}
		})
	}
	if n, err := examine(t, engine, pdftest.Lines("a good file, after"), patience); n != 1 || err != nil {
		t.Errorf("the engine is spoiled: %d pictures, %v", n, err)
	}
}

// quick returns an engine that draws little, for many files.
func quick(tb testing.TB) *pdffile.Engine {
	tb.Helper()
	l := pdffile.DefaultLimits()
	l.DPI, l.MaxPixels, l.MemoryBytes = 36, 1_000_000, 64<<20
	e := pdffile.NewEngine(l)
	if err := e.Start(tb.Context()); err != nil { // seconds, which must not count as an input's
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := e.Close(); err != nil {
			tb.Error(err)
		}
	})
	return e
}

// seeds returns small honest files, and the hostile ones that end at once.
func seeds(tb testing.TB) [][]byte {
	tb.Helper()
	var d, e, form pdftest.Document
	e.Encryption = &pdftest.Encryption{Owner: "owner"}
	inner := form.Form("1 0 0 1 0 0", "300 0 0 300 0 0 cm /P Do", form.Flate(scene(70, 70)))
	out := [][]byte{
		filled(&d, d.Flate(scene(80, 100)), "/Annots [<< /Type /Annot /Subtype /Square /Rect [9 9 99 99] /C [1 0 0] >>]"),
		filled(&e, e.JPEG(jpegOf(tb, scene(80, 100))), "/UserUnit 2"), filled(&form, inner, ""),
		pdftest.Scan(jpegOf(tb, scene(80, 100))), pdftest.Lines("seed"), pdftest.Blank(3),
	}
	for _, s := range pdftest.Hostile() {
		if len(s.Data) < 5000 && !s.Endless && !strings.Contains(s.Name, "form") && !strings.Contains(s.Name, "thousands") {
			out = append(out, s.Data)
		}
	}
	return out
}

// Bytes changed at random places; the number of mutants a second matters more than their cleverness. LOUPE_PDF_MUTANTS
// asks for more.
func TestMutants(t *testing.T) {
	n := 150
	if s := os.Getenv("LOUPE_PDF_MUTANTS"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	e, all, r := quick(t), seeds(t), rand.New(rand.NewPCG(1, 2))
	opened := 0
	for i := range n {
		data := bytes.Clone(all[i%len(all)])
		for range 1 + r.IntN(6) {
			at := r.IntN(len(data))
			switch r.IntN(3) {
			case 0:
				data[at] = byte(r.Uint32())
			case 1:
				data[at] = "0123456789-./<>[]()% R"[r.IntN(22)]
			case 2:
				from := r.IntN(len(data))
				copy(data[at:], data[from:min(len(data), from+r.IntN(40))])
			}
		}
		pictures, err := examine(t, e, data, patience)
		if !expected(err) {
			t.Fatalf("mutant %d: an error without a name: %v", i, err)
		}
		opened += min(pictures, 1)
	}
	t.Logf("%d of %d mutants give pictures", opened, n)
}

func FuzzOpen(f *testing.F) {
	e := quick(f)
	for _, data := range seeds(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := examine(t, e, data, patience); !expected(err) {
			t.Errorf("an error without a name: %v", err)
		}
	})
}

// The same file gives the same pictures, whatever came before it.
func TestDeterministic(t *testing.T) {
	data := pdftest.Lines("same", "again")
	render := func() []byte {
		f := open(t, data)
		pictures(t, f)
		return decode(t, f, 0).(*image.NRGBA).Pix
	}
	first := render()
	if _, err := examine(t, engine, pdftest.Hostile()[2].Data, patience); !expected(err) {
		t.Error(err)
	}
	if string(render()) != string(first) {
		t.Error("the second drawing differs from the first")
	}
}
