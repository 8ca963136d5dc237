package ocr

import (
	"context"
	"image"
	"time"

	"loupe/models"
	"loupe/ocr/barcode"
	"loupe/ocr/mrz"
	"loupe/ocr/ocrb"
)

// machine is what stands on a page for machines to read. Boxes are in pixels of the plane.
type machine struct {
	zone     *models.MRZ
	barcodes []models.Barcode
}

// machineReadable reads the barcodes of g, and of an identity document the machine readable zone. It adds to page what that
// says about the text: which way up it stands, and where none has to be looked for.
func (r *Reader) machineReadable(ctx context.Context, g *image.Gray, page *Page) (machine, error) {
	var m machine
	var err error
	if m.barcodes, err = barcode.Read(g); err != nil {
		return m, err
	}
	for _, b := range m.barcodes {
		page.Skip = append(page.Skip, rect(*b.Box))
	}
	if page.Kind != models.KindIdentityDocument || ctx.Err() != nil {
		return m, ctx.Err()
	}
	if found, z := r.bestZone(g); found != nil {
		m.zone, page.Hint = found, &z.Turn
		page.Skip = append(page.Skip, z.Box)
	}
	return m, nil
}

// bestZone returns the zone of g with the most check digits that agree; nil when there is none.
func (r *Reader) bestZone(g *image.Gray) (best *models.MRZ, at ocrb.Zone) {
	for _, z := range r.zones.Zones(g) {
		if found := mrz.Decode(z.Rows); found != nil && (best == nil || agreeing(found) > agreeing(best)) {
			best, at = found, z
		}
	}
	return best, at
}

// Zone returns the machine readable zone in a picture of which nothing else is read, and what it states; nil when there is
// none. Boxes are in g's pixels. It is safe for use by several goroutines.
func (r *Reader) Zone(g *image.Gray, day time.Time) (*models.MRZ, []models.Statement) {
	m, _ := r.bestZone(g)
	return m, mrz.Statements(m, day)
}

// agreeing counts the check digits that agree.
func agreeing(m *models.MRZ) int {
	n := 0
	for _, ok := range m.Checks {
		if ok {
			n++
		}
	}
	return n
}

// zoneWords are the lines of a zone as words, so that the text says what the zone says.
func zoneWords(m *models.MRZ, line int) []models.Word {
	var out []models.Word
	if m == nil {
		return nil
	}
	for i, text := range m.Lines {
		var box image.Rectangle
		if i < len(m.Characters) {
			for _, c := range m.Characters[i] {
				box = box.Union(rect(c.Box))
			}
		}
		if !box.Empty() && i < len(m.Confidence) {
			out = append(out, models.Word{Text: text, Box: boxOf(box), Confidence: m.Confidence[i], Line: line + i})
		}
	}
	return out
}

func rect(b [4]int) image.Rectangle { return image.Rect(b[0], b[1], b[0]+b[2], b[1]+b[3]) }

func boxOf(r image.Rectangle) [4]int { return [4]int{r.Min.X, r.Min.Y, r.Dx(), r.Dy()} }
