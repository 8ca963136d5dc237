package ocr

import (
	"context"
	"image"
	"time"

	"loupe/models"
	"loupe/ocr/barcode"
	"loupe/ocr/fields"
	"loupe/ocr/mrz"
)

// statements returns what zone and barcodes state.
func (m machine) statements(day time.Time) []models.Statement {
	out := mrz.Statements(m.zone, day)
	for _, b := range m.barcodes {
		out = append(out, barcode.Statements(b)...)
	}
	return out
}

// document puts together what a page states: by its zone, its barcodes and its print. words are in the level frame of p, all
// else and the answer in pixels of the plane g; nil when nothing is stated.
func (r *Reader) document(ctx context.Context, page Page, g *image.Gray, p pose, m machine, words []models.Word) (*models.Document, error) {
	d := &models.Document{MRZ: m.zone, Barcodes: m.barcodes, Statements: m.statements(page.Day), Regions: []models.Region{}}
	print, err := r.printed(ctx, page.Kind, g, p, words, d.Statements)
	if err != nil {
		return nil, err
	}
	d.Statements = append(d.Statements, print...)
	if page.Kind == models.KindDiploma {
		d.Regions = marks(g, p, words)
	}
	if m.zone != nil {
		d.Type, d.Country = m.zone.Fields[mrz.FieldDocumentCode], m.zone.Fields[mrz.FieldIssuer]
	}
	if d.MRZ == nil && len(d.Barcodes)+len(d.Statements)+len(d.Regions) == 0 {
		return nil, nil
	}
	return d, nil
}

// printed returns what the print states, beside what is known from zone and barcodes.
func (r *Reader) printed(ctx context.Context, kind models.Kind, g *image.Gray, p pose, words []models.Word, known []models.Statement) ([]models.Statement, error) {
	text := models.Text{Words: words}
	var found, out []models.Statement
	if kind == models.KindDiploma {
		found = fields.Diploma(text, p.frame().Size())
	} else {
		found = fields.Identity(text, p.frame().Size(), known...)
	}
	if err := r.again(ctx, g, p, found, known); err != nil {
		return nil, err
	}
	for _, s := range found {
		if s.Box != nil {
			box, ok := p.box(*s.Box)
			if s.Box = &box; !ok {
				s.Box = nil
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// maxMarkPixels bounds the plane in which seals and signatures are looked for.
const maxMarkPixels = 1_500_000

// marks returns the seals and signatures of a diploma.
func marks(g *image.Gray, p pose, words []models.Word) []models.Region {
	v := p.view(g, p.frame(), 1, 1, maxMarkPixels)
	reduced := make([]models.Word, len(words))
	for i, w := range words {
		w.Box = [4]int{int(float64(w.Box[0]) / v.sx), int(float64(w.Box[1]) / v.sy), int(float64(w.Box[2])/v.sx) + 1, int(float64(w.Box[3])/v.sy) + 1}
		reduced[i] = w
	}
	out := []models.Region{}
	for _, r := range fields.Marks(v.plane, models.Text{Words: reduced}) {
		if box, ok := p.box(boxOf(v.outward(image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H)))); ok {
			r.X, r.Y, r.W, r.H = box[0], box[1], box[2], box[3]
			out = append(out, r)
		}
	}
	return out
}
