package pdffile_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"loupe/forensics/pdffile"
	"loupe/forensics/pdffile/pdftest"
)

func TestErrors(t *testing.T) {
	encrypted := pdftest.Document{Encryption: &pdftest.Encryption{User: "secret", Owner: "owner"}}
	encrypted.Page(pdftest.Page{})
	unknown := pdftest.Lines("x")
	unknown = []byte(strings.Replace(string(unknown), "/Root", "/Encrypt << /Filter /Mine /V 9 >> /Root", 1))
	for _, c := range []struct {
		name string
		data []byte
		want error
	}{
		{"nothing", nil, pdffile.ErrNotPDF},
		{"a JPEG", jpegOf(t, scene(10, 10)), pdffile.ErrNotPDF},
		{"a header too late", append(make([]byte, 1100), pdftest.Blank(1)...), pdffile.ErrNotPDF},
		{"a header alone", []byte("%PDF-1.7\n"), pdffile.ErrDamaged},
		{"no sheets", pdftest.Blank(0), pdffile.ErrDamaged},
		{"a user password", encrypted.Bytes(), pdffile.ErrEncrypted},
		{"an unknown handler", unknown, pdffile.ErrEncrypted},
	} {
		if _, err := engine.Open(t.Context(), c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func TestOwnerPasswordAloneOpens(t *testing.T) {
	data := jpegOf(t, scene(200, 280))
	d := pdftest.Document{Encryption: &pdftest.Encryption{Owner: "owner"}}
	f := open(t, filled(&d, d.JPEG(data), ""))
	if got := pictures(t, f); len(got) != 1 || string(got[0].Data) != string(data) {
		t.Errorf("%d pictures: want the JPEG, decrypted", len(got))
	}
}

func TestLimitsAreNamedInErrors(t *testing.T) {
	limits := pdffile.DefaultLimits()
	limits.MaxSheets, limits.MaxSide, limits.MaxPictureBytes = 2, 500, 10_000
	e := pdffile.NewEngine(limits)
	defer func() { _ = e.Close() }()

	var sheets *pdffile.TooManySheetsError
	if _, err := e.Open(t.Context(), pdftest.Blank(3)); !errors.As(err, &sheets) || sheets.Sheets != 3 || sheets.Limit != 2 {
		t.Errorf("3 sheets: %v", err)
	}
	list := func(data []byte) error {
		f, err := e.Open(t.Context(), data)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		_, err = f.Pictures(t.Context())
		return err
	}
	var side *pdffile.TooManyPixelsError
	var d pdftest.Document
	if err := list(filled(&d, d.Flate(scene(501, 100)), "")); !errors.As(err, &side) || side.Width != 501 || side.Sheet != 1 || !strings.Contains(err.Error(), "501x100") {
		t.Errorf("501 pixels: %v", err)
	}
	var size *pdffile.TooManyBytesError
	long := append(jpegOf(t, scene(100, 140)), make([]byte, 10_000)...)
	if err := list(pdftest.Scan(long)); !errors.As(err, &size) || size.Bytes != int64(len(long)) || size.Limit != 10_000 {
		t.Errorf("long JPEG: %v", err)
	}
}

func TestValidate(t *testing.T) {
	if err := pdffile.DefaultLimits().Validate(); err != nil {
		t.Fatal(err)
	}
	zero := 0.0
	for name, spoil := range map[string]func(*pdffile.Limits){
		"sheets": func(l *pdffile.Limits) { l.MaxSheets = 0 }, "pixels": func(l *pdffile.Limits) { l.MaxPixels = 0 },
		"side": func(l *pdffile.Limits) { l.MaxSide = -1 }, "dpi": func(l *pdffile.Limits) { l.DPI = zero / zero },
		"bytes": func(l *pdffile.Limits) { l.MaxPictureBytes = 0 }, "per sheet": func(l *pdffile.Limits) { l.MaxPicturesPerSheet = 0 },
		"memory": func(l *pdffile.Limits) { l.MemoryBytes = 384<<20 + 1 }, "too much": func(l *pdffile.Limits) { l.MemoryBytes = 4 << 30 },
	} {
		l := pdffile.DefaultLimits()
		spoil(&l)
		if err := l.Validate(); err == nil {
			t.Errorf("%s: no error", name)
		}
		if _, err := pdffile.NewEngine(l).Open(t.Context(), pdftest.Blank(1)); err == nil {
			t.Errorf("%s: the engine starts", name)
		}
	}
}

func TestTheContextStopsPDFium(t *testing.T) {
	for _, s := range pdftest.Hostile() {
		if s.Name != "nested forms" {
			continue
		}
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		f, err := engine.Open(ctx, s.Data)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = f.Pictures(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("12^12 forms within 300 ms: %v", err)
		}
		if _, err = f.Pictures(t.Context()); err == nil {
			t.Error("the file lives on after its PDFium was stopped")
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
	if got := pictures(t, open(t, pdftest.Blank(1))); len(got) != 1 {
		t.Errorf("the engine is spoiled: %+v", got)
	}
}

func TestMemoryIsLimited(t *testing.T) {
	limits := pdffile.DefaultLimits()
	limits.MemoryBytes = 32 << 20
	e := pdffile.NewEngine(limits)
	defer func() { _ = e.Close() }()
	var d pdftest.Document
	f, err := e.Open(t.Context(), filled(&d, d.Flate(scene(3600, 3600)), ""))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	pictures(t, f)
	var limit *pdffile.MemoryLimitError
	if _, err := f.Decode(t.Context(), 0); !errors.As(err, &limit) || limit.Limit != 32<<20 {
		t.Errorf("39 MB of samples in 32 MiB: %v", err)
	}
	if _, err := e.Open(t.Context(), append(pdftest.Blank(1), make([]byte, 32<<20)...)); !errors.As(err, &limit) {
		t.Errorf("a file as large as the memory: %v", err)
	}
}

func TestClosed(t *testing.T) {
	e := pdffile.NewEngine(pdffile.DefaultLimits())
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	f, err := e.Open(t.Context(), pdftest.Blank(1))
	if err != nil {
		t.Fatal(err)
	}
	other, err := e.Open(t.Context(), pdftest.Blank(1))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if err := f.Close(); err != nil {
		t.Errorf("closed twice: %v", err)
	}
	if _, err := f.Pictures(t.Context()); !errors.Is(err, pdffile.ErrClosed) {
		t.Errorf("a closed file: %v", err)
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	if _, err := other.Pictures(t.Context()); err == nil {
		t.Error("a file outlives its engine")
	}
	if err := other.Close(); err != nil {
		t.Error(err)
	}
	if _, err := e.Open(t.Context(), pdftest.Blank(1)); !errors.Is(err, pdffile.ErrClosed) {
		t.Errorf("a closed engine: %v", err)
	}
}

func TestDecodeNamesWrongIndices(t *testing.T) {
	f := open(t, pdftest.Blank(1))
	for _, i := range []int{-1, 0, 1} {
		if _, err := f.Decode(t.Context(), i); err == nil {
			t.Errorf("picture %d before Pictures: no error", i)
		}
	}
}
