package darkroom

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"loupe/forensics"
	"loupe/forensics/locate"
	"loupe/models"
	"loupe/ocr"
)

// TextReader lets the OCR read exhibits.
type TextReader struct{ OCR *ocr.Reader }

// NoReader stands in for a reader that cannot work on this machine: checks that need text say why they could not look.
type NoReader struct{ Why error }

// Read implements forensics.Reader.
func (n NoReader) Read(context.Context, *forensics.Exhibit) (forensics.Reading, error) {
	return forensics.Reading{}, fmt.Errorf("%w: %w", forensics.ErrUnavailable, n.Why)
}

// Read implements forensics.Reader: it reads the document as it lies flat, or the whole picture when the outline says
// nothing.
func (t TextReader) Read(ctx context.Context, x *forensics.Exhibit) (forensics.Reading, error) {
	view, err := x.View()
	if err != nil {
		return forensics.Reading{}, err
	}
	result, err := t.OCR.Read(ctx, page(x, view))
	if errors.Is(err, ocr.ErrUnavailable) {
		return forensics.Reading{}, fmt.Errorf("%w: %w", forensics.ErrUnavailable, err)
	}
	if err != nil {
		return forensics.Reading{}, err
	}
	view, result = t.again(ctx, x, view, result)
	p := picture{view, x.Luma().Rect.Dx(), x.Luma().Rect.Dy()}
	result.Text.Words = p.words(result.Text.Words)
	document := p.document(result.Document)
	if x.Kind == models.KindIdentityDocument && !x.Place().Frame && (document == nil || document.MRZ == nil) {
		document = t.beside(x, document)
	}
	return forensics.Reading{
		Text: &result.Text, Document: document, Turn: result.Turn, XHeight: result.XHeight * p.scale(),
	}, nil
}

// beside looks for a machine readable zone in the whole picture when the outline that was found holds none: it may be that
// of a part of the document.
func (t TextReader) beside(x *forensics.Exhibit, d *models.Document) *models.Document {
	zone, stated := t.OCR.Zone(x.Luma(), x.Day)
	if zone == nil {
		return d
	}
	if d == nil {
		d = &models.Document{Barcodes: []models.Barcode{}, Regions: []models.Region{}}
	}
	d.MRZ, d.Type, d.Country = zone, zone.Fields[models.FieldDocumentCode], zone.Fields[models.FieldIssuer]
	d.Statements = append(stated, d.Statements...)
	return d
}

// picture maps what was read in a view to the w x h stored pixels that it shows.
type picture struct {
	locate.View
	w, h int
}

func (p picture) stored(box [4]int) ([4]int, bool) { return p.Box(box, p.w, p.h) }

// words maps the words and drops what lies outside the picture.
func (p picture) words(words []models.Word) []models.Word {
	out := make([]models.Word, 0, len(words))
	for _, w := range words {
		var ok bool
		if w.Box, ok = p.stored(w.Box); ok {
			out = append(out, w)
		}
	}
	return out
}

// document maps the boxes of everything that d states.
func (p picture) document(d *models.Document) *models.Document {
	if d == nil {
		return nil
	}
	for i := range d.Barcodes {
		d.Barcodes[i].Box = p.pointed(d.Barcodes[i].Box)
	}
	for i := range d.Statements {
		d.Statements[i].Box = p.pointed(d.Statements[i].Box)
	}
	if d.MRZ != nil {
		zone := d.MRZ.Mapped(p.stored)
		d.MRZ = &zone
	}
	d.Regions = slices.DeleteFunc(d.Regions, func(r models.Region) bool { _, ok := p.stored([4]int{r.X, r.Y, r.W, r.H}); return !ok })
	for i, r := range d.Regions {
		box, _ := p.stored([4]int{r.X, r.Y, r.W, r.H})
		d.Regions[i].X, d.Regions[i].Y, d.Regions[i].W, d.Regions[i].H = box[0], box[1], box[2], box[3]
	}
	return d
}

func (p picture) pointed(box *[4]int) *[4]int {
	if box == nil {
		return nil
	}
	if out, ok := p.stored(*box); ok {
		return &out
	}
	return nil
}

// scale is how many stored pixels a pixel in the middle of the view is long.
func (p picture) scale() float64 {
	x, y := float64(p.Plane.Rect.Dx())/2, float64(p.Plane.Rect.Dy())/2
	ax, ay := p.Stored.At(x, y)
	bx, by := p.Stored.At(x+1, y)
	cx, cy := p.Stored.At(x, y+1)
	return math.Sqrt(math.Abs((bx-ax)*(cy-ay) - (by-ay)*(cx-ax)))
}
