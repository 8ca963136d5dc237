package forensics

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"

	"loupe/forensics/pdffile"
	"loupe/forensics/still"
	"loupe/forensics/survey"
	"loupe/models"
)

// pdfEngine is the PDF sandbox, held to the same limits as every other picture.
type pdfEngine struct {
	limits Limits
	engine *pdffile.Engine
}

func newPDFEngine(l Limits) pdfEngine {
	p := pdffile.DefaultLimits()
	p.MaxSheets, p.MaxPixels, p.MaxSide, p.MaxPictureBytes = l.MaxSheets, l.MaxPixels, l.MaxSide, l.MaxBytes
	return pdfEngine{l, pdffile.NewEngine(p)}
}

// Warm compiles the sandboxed decoders, so that what was compiled is found by later processes (package sandbox).
func Warm(ctx context.Context) error {
	engine := pdffile.NewEngine(pdffile.DefaultLimits())
	return errors.Join(still.Warm(), engine.Start(ctx), engine.Close())
}

// Sandboxed says why HEIC or AVIF cannot be decoded inside the sandbox, and are refused; nil when both can.
func Sandboxed() error { return errors.Join(still.Sandboxed()) }

// close frees the sandbox; what that says is of no use to anyone any more.
func (p pdfEngine) close() { _ = p.engine.Close() }

// leaf lists the pages of a PDF: embedded pictures by their own bytes or samples, and sheets as they would be printed.
func (p pdfEngine) leaf(ctx context.Context, f *File) *models.Refusal {
	file, err := p.engine.Open(ctx, f.original.Data)
	if err != nil {
		return refusePDF(err)
	}
	pictures, err := file.Pictures(ctx)
	if err == nil && len(pictures) > p.limits.MaxPages {
		err = fmt.Errorf("%w", errTooManyPages{len(pictures), p.limits.MaxPages})
	}
	if err != nil {
		_ = file.Close()
		return refusePDF(err)
	}
	f.info.Pages, f.closing = file.Sheets(), func() { _ = file.Close() }
	for i, picture := range pictures {
		l, refusal := p.page(file, i, picture)
		if refusal != nil {
			f.Close()
			return refusal
		}
		f.leaves = append(f.leaves, l)
	}
	return nil
}

// page is one picture of a PDF. A JPEG that stands in it is opened like an uploaded one.
func (p pdfEngine) page(file *pdffile.File, i int, picture pdffile.Picture) (leaf, *models.Refusal) {
	info := models.PageInfo{Sheet: picture.Sheet, Source: models.SourceRendered, DPI: picture.DPI}
	info.FileInfo = models.FileInfo{MediaType: "application/pdf", Width: picture.Width, Height: picture.Height, Frames: 1, Pages: 1, Orientation: picture.Orientation}
	if picture.Source == pdffile.Embedded {
		info.Source = models.SourceEmbedded
	}
	if len(picture.Data) == 0 {
		return leaf{info: info, decode: func(ctx context.Context) (image.Image, error) { return file.Decode(ctx, i) }}, nil
	}
	seen := survey.Look(picture.Data)
	if seen.MediaType != "image/jpeg" {
		return leaf{}, refuse(models.ReasonFileCorrupt, "the picture on sheet %d calls itself a JPEG and is %s: export the PDF again", picture.Sheet, seen.Name)
	}
	if refusal := p.limits.admit(seen, len(picture.Data)); refusal != nil {
		refusal.Message = fmt.Sprintf("the picture on sheet %d: %s", picture.Sheet, refusal.Message)
		return leaf{}, refusal
	}
	sum := sha256.Sum256(picture.Data)
	info.MediaType, info.Bytes, info.SHA256 = seen.MediaType, int64(len(picture.Data)), hex.EncodeToString(sum[:])
	info.Width, info.Height = seen.Width, seen.Height
	return leaf{info: info, data: picture.Data, seen: seen, decode: func(context.Context) (image.Image, error) {
		return still.Decode(seen.MediaType, picture.Data, 0)
	}}, nil
}

type errTooManyPages struct{ pages, limit int }

func (e errTooManyPages) Error() string {
	return fmt.Sprintf("the PDF gives %d pictures to examine, the limit max_pages is %d: send fewer pages", e.pages, e.limit)
}

// refusePDF words why a PDF is not read. None of it is our fault: the sandbox takes what a file does to PDFium.
func refusePDF(err error) *models.Refusal {
	var sheets *pdffile.TooManySheetsError
	var pages errTooManyPages
	var pixels *pdffile.TooManyPixelsError
	var size *pdffile.TooManyBytesError
	var memory *pdffile.MemoryLimitError
	switch {
	case errors.Is(err, pdffile.ErrEncrypted):
		return refuse(models.ReasonFileEncrypted, "the PDF asks for a password: send it without one")
	case errors.As(err, &sheets):
		return tooManySheets(sheets.Sheets, sheets.Limit)
	case errors.As(err, &pages):
		return refuse(models.ReasonFileMultiPage, "%v", pages)
	case errors.As(err, &pixels):
		return refuse(models.ReasonFileTooManyPixels, "%v", pixels)
	case errors.As(err, &size):
		return refuse(models.ReasonFileTooLarge, "%v", size)
	case errors.As(err, &memory):
		return refuse(models.ReasonFileTooComplex, "%v", memory)
	}
	return refuse(models.ReasonFileCorrupt, "the PDF cannot be read (%v): export it again", err)
}
