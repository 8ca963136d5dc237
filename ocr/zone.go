package ocr

import (
	"image"
	"slices"
	"strings"

	"loupe/models"
	"loupe/ocr/mrz"
)

const (
	mrzAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
	mrzHeight   = 30 // pixels that the zone's capitals are brought to
)

// zone looks for a machine readable zone: in a second pass over the band that the survey or the words point at, with the
// zone's own alphabet, and in the words themselves. The reading with more agreeing check digits counts; the second pass's
// words then take the place of the first's, so that text and zone say the same.
func (r *Reader) zone(g *image.Gray, s survey, words []models.Word) ([]models.Word, *models.MRZ, error) {
	found := mrz.Find(models.Text{Words: words})
	band, letter := s.zone.Intersect(g.Rect), s.letter
	if band.Empty() {
		band, letter = suspected(words)
	}
	if band.Empty() || found != nil && found.Valid {
		return words, found, nil
	}
	again, second, err := r.zoneAt(g, band, s.rows, mrzHeight/letter)
	if err != nil {
		return nil, nil, err
	}
	if second == nil || found != nil && agreeing(found) >= agreeing(second) {
		return words, found, nil
	}
	if !second.Valid && len(s.rows) >= 2 {
		_, third, err := r.zoneAt(g, band, s.rows, 0.8*mrzHeight/letter)
		if err != nil {
			return nil, nil, err
		}
		confirm(second, third)
	}
	return replace(words, again, region(second.Box)), second, nil
}

// zoneAt reads the band at a scale. A line full of fillers is no word of any language, so Tesseract's confidence in it is
// low however well it was read: nothing is dropped for that.
func (r *Reader) zoneAt(g *image.Gray, band image.Rectangle, rows []baseline, scale float64) ([]models.Word, *models.MRZ, error) {
	v := view(g, band, scale, r.config.MaxPixels/2)
	boxes, err := r.lines(v, rows)
	if err != nil {
		return nil, nil, err
	}
	words := v.words(boxes, 0)
	return words, mrz.Find(models.Text{Words: words}), nil
}

// confirmed is the confidence of a line that was read twice, at two sizes, with the same result.
const confirmed = 95

// confirm raises the confidence of the lines of m that other, read at another size, has alike: what the model says of
// itself means little on such lines, two readings that agree mean more.
func confirm(m, other *models.MRZ) {
	if other == nil || other.Type != m.Type {
		return
	}
	for i := range m.Confidence {
		if m.Lines[i] == other.Lines[i] {
			m.Confidence[i] = max(m.Confidence[i], confirmed)
		}
	}
}

// suspected returns the rectangle around the words that contain fillers, and their height; empty when there are none.
func suspected(words []models.Word) (band image.Rectangle, height float64) {
	for _, w := range words {
		if strings.Contains(w.Text, "<<") || strings.Contains(w.Text, "«") {
			band = band.Union(rectangle(w))
			height = max(height, float64(w.Box[3]))
		}
	}
	return band.Inset(-int(2 * height)), height
}

// replace puts the words of again that lie in box in the place of those of words that do.
func replace(words, again []models.Word, box image.Rectangle) []models.Word {
	out := make([]models.Word, 0, len(words))
	last := 0
	for _, w := range words {
		last = max(last, w.Line)
		if !centred(w, box) {
			out = append(out, w)
		}
	}
	for _, w := range again {
		if centred(w, box) {
			w.Line += last + 1
			out = append(out, w)
		}
	}
	return out
}

func centred(w models.Word, box image.Rectangle) bool {
	return image.Pt(w.Box[0]+w.Box[2]/2, w.Box[1]+w.Box[3]/2).In(box)
}

func rectangle(w models.Word) image.Rectangle {
	return image.Rect(w.Box[0], w.Box[1], w.Box[0]+w.Box[2], w.Box[1]+w.Box[3])
}

func region(r *models.Region) image.Rectangle { return image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H) }

func agreeing(m *models.MRZ) int {
	n := 0
	for _, ok := range m.Checks {
		if ok {
			n++
		}
	}
	return n
}

// document says of a zone what it states: type, issuer and the fields. A field's confidence is the zone's lowest; it says how well
// the characters were read, and only an agreeing check digit confirms them.
func document(m *models.MRZ) *models.Document {
	if m == nil {
		return nil
	}
	d := &models.Document{
		Type: m.Fields[mrz.FieldDocumentCode], Country: m.Fields[mrz.FieldIssuer],
		MRZ: m, Barcodes: []models.Barcode{}, Fields: map[string]models.Field{},
	}
	for name, value := range m.Fields {
		if value != "" {
			d.Fields[name] = models.Field{Value: value, Confidence: slices.Min(m.Confidence) / 100, Source: "mrz"}
		}
	}
	return d
}
