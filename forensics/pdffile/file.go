package pdffile

import (
	"bytes"
	"context"
	"fmt"
	"image"
)

// headerWithin is how far into the file viewers look for the header (7.5.2 and Annex H of the PDF reference 1.7).
const headerWithin = 1024

// Values of FPDF_GetLastError.
const (
	lastErrorPassword = 4
	lastErrorSecurity = 5
)

// File is an open PDF. It is not safe for several goroutines. The end of a context stops PDFium between calls, between
// the steps of drawing and when it asks for memory, not inside a long calculation: that the worker's deadline must end. After an error other than ErrDamaged or one of the limits
// on single pictures it stays broken and gives the same error again.
type File struct {
	guest    *guest
	limits   Limits
	document uint64 // FPDF_DOCUMENT
	sheets   int
	pictures []Picture // nil until Pictures
}

// Open starts a PDFium of its own for data, which nobody trusts, and reads the file's structure. The caller must Close
// the file. Errors: ErrNotPDF, ErrEncrypted, ErrDamaged, ErrCrashed, *TooManySheetsError, *MemoryLimitError, or the
// context's.
func (e *Engine) Open(ctx context.Context, data []byte) (*File, error) {
	if !bytes.Contains(data[:min(len(data), headerWithin)], []byte("%PDF-")) {
		return nil, ErrNotPDF
	}
	g, err := e.instantiate(ctx)
	if err != nil {
		return nil, err
	}
	f := &File{guest: g, limits: e.limits}
	if err := f.load(ctx, data); err != nil {
		_ = f.Close() // the reason to give is err
		return nil, err
	}
	return f, nil
}

func (f *File) load(ctx context.Context, data []byte) error {
	g := f.guest
	if uint64(len(data)) >= f.limits.MemoryBytes {
		return &MemoryLimitError{Limit: f.limits.MemoryBytes}
	}
	address := g.call(ctx, "malloc", uint64(len(data)))
	if address == 0 {
		return g.failed("no memory for %d bytes", len(data))
	}
	copy(g.view(address, uint32(len(data))), data) // PDFium reads from it until the document is closed
	f.document = uint64(g.call(ctx, "FPDF_LoadMemDocument64", uint64(address), uint64(len(data)), 0))
	if f.document == 0 {
		switch g.call(ctx, "FPDF_GetLastError") {
		case lastErrorPassword, lastErrorSecurity:
			return ErrEncrypted
		}
		return g.failed("no document can be found in it")
	}
	f.sheets = int(int32(g.call(ctx, "FPDF_GetPageCount", f.document)))
	switch {
	case g.err != nil:
		return g.err
	case f.sheets < 1:
		return g.failed("it has no sheets")
	case f.sheets > f.limits.MaxSheets:
		return &TooManySheetsError{Sheets: f.sheets, Limit: f.limits.MaxSheets}
	}
	return nil
}

// Sheets returns the number of sheets, from 1 to Limits.MaxSheets.
func (f *File) Sheets() int { return f.sheets }

// Close ends the file's PDFium and gives its memory back. Pictures already handed out stay valid.
func (f *File) Close() error {
	if f.guest.memory.reserved == nil {
		return nil
	}
	return f.guest.close()
}

// Pictures lists the pictures of all sheets in order without decoding their pixels; every sheet gives at least one.
// Callers must not change them. Errors: *TooManyPixelsError, *TooManyBytesError, and those of Open.
func (f *File) Pictures(ctx context.Context) ([]Picture, error) {
	if f.pictures != nil {
		return f.pictures, f.guest.err
	}
	var all []Picture
	for sheet := 1; sheet <= f.sheets; sheet++ {
		list, err := f.sheetPictures(ctx, sheet)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	f.pictures = all
	return all, nil
}

func (f *File) sheetPictures(ctx context.Context, sheet int) ([]Picture, error) {
	page, err := f.loadPage(ctx, sheet)
	if err != nil {
		return nil, err
	}
	defer f.guest.call(ctx, "FPDF_ClosePage", page)
	l, err := f.survey(ctx, page, sheet)
	if err != nil {
		return nil, err
	}
	given, render := l.choose(f.limits.MaxPicturesPerSheet)
	var out []Picture
	for _, p := range given {
		picture, err := f.embedded(ctx, page, sheet, l, p)
		if err != nil {
			return nil, err
		}
		out = append(out, picture)
	}
	if render {
		out = append(out, rendered(sheet, l, f.limits))
	}
	return out, nil
}

func (f *File) loadPage(ctx context.Context, sheet int) (uint64, error) {
	page := f.guest.call(ctx, "FPDF_LoadPage", f.document, uint64(sheet-1))
	if page == 0 {
		return 0, f.guest.failed("sheet %d of %d cannot be read", sheet, f.sheets)
	}
	return uint64(page), nil
}

// Decode returns the pixels of picture i of Pictures: the stored samples of an embedded one, unscaled and without masks,
// colours as sRGB, 8 bits; the drawing of a rendered sheet. The result is *image.Gray or *image.NRGBA. Errors as
// Pictures.
func (f *File) Decode(ctx context.Context, i int) (image.Image, error) {
	if i < 0 || i >= len(f.pictures) {
		return nil, fmt.Errorf("picture %d of %d: list them with Pictures first", i, len(f.pictures))
	}
	p := f.pictures[i]
	page, err := f.loadPage(ctx, p.Sheet)
	if err != nil {
		return nil, err
	}
	defer f.guest.call(ctx, "FPDF_ClosePage", page)
	if p.Source == Rendered {
		return f.render(ctx, page, p)
	}
	return f.samples(ctx, page, p)
}
