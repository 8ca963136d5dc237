package ocr

import (
	"image"

	"loupe/models"
	"loupe/ocr/barcode"
	"loupe/ocr/fields"
	"loupe/ocr/mrz"
)

// document puts together what a page states: by its zone, its barcodes and its print. words are in the level frame of p, all
// else and the answer in pixels of the plane g; nil when nothing is stated.
func (m machine) document(page Page, g *image.Gray, p pose, words []models.Word) *models.Document {
	d := &models.Document{MRZ: m.zone, Barcodes: m.barcodes, Statements: mrz.Statements(m.zone, page.Day), Regions: []models.Region{}}
	for _, b := range m.barcodes {
		d.Statements = append(d.Statements, barcode.Statements(b)...)
	}
	d.Statements = append(d.Statements, printed(page.Kind, p, words)...)
	if page.Kind == models.KindDiploma {
		d.Regions = marks(g, p, words)
	}
	if m.zone != nil {
		d.Type, d.Country = m.zone.Fields[mrz.FieldDocumentCode], m.zone.Fields[mrz.FieldIssuer]
	}
	if d.MRZ == nil && len(d.Barcodes)+len(d.Statements)+len(d.Regions) == 0 {
		return nil
	}
	return d
}

// printed returns what the print states.
func printed(kind models.Kind, p pose, words []models.Word) []models.Statement {
	text := models.Text{Words: words}
	found := fields.Identity
	if kind == models.KindDiploma {
		found = fields.Diploma
	}
	var out []models.Statement
	for _, s := range found(text, p.frame().Size()) {
		if s.Box != nil {
			box, ok := p.box(*s.Box)
			if s.Box = &box; !ok {
				s.Box = nil
			}
		}
		out = append(out, s)
	}
	return out
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
