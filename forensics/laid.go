package forensics

import (
	"math"

	"loupe/forensics/locate"
	"loupe/models"
)

// Laid returns Place as the document's own text completes it: which way up it lies, and its format where the outline alone
// cannot tell. Without a reading it is Place.
func (x *Exhibit) Laid() models.Place {
	p := x.Place()
	if x.reading == nil {
		return p
	}
	r, err := x.Reading()
	if err != nil {
		return p
	}
	if f := stated(x.Kind, r.Document); p.Format == models.FormatUnknown && shaped(p, f) {
		p = locate.WithFormat(p, f)
	}
	return p.Turned(r.Turn)
}

// stated is the format that a document's contents imply: a zone's by ICAO 9303-4 to -6, and of American and Canadian
// licences by the AAMVA standard. Diplomas are taken for A4.
func stated(kind models.Kind, d *models.Document) models.DocumentFormat {
	if kind == models.KindDiploma {
		return models.FormatA4
	}
	if d == nil {
		return models.FormatUnknown
	}
	for _, b := range d.Barcodes {
		if b.Content == "aamva" {
			return models.FormatID1
		}
	}
	if d.MRZ == nil {
		return models.FormatUnknown
	}
	switch d.MRZ.Type {
	case models.MRZTypeTD1:
		return models.FormatID1
	case models.MRZTypeTD2:
		return models.FormatID2
	case models.MRZTypeTD3:
		return models.FormatID3
	}
	return models.FormatUnknown
}

// shaped reports whether p has about the proportions of f: a crop or an open passport has others.
func shaped(p models.Place, f models.DocumentFormat) bool {
	long, short := f.Millimetres()
	if long == 0 {
		return false
	}
	side := func(a, b int) float64 {
		return math.Hypot(p.Quad[a][0]-p.Quad[b][0], p.Quad[a][1]-p.Quad[b][1])
	}
	across, down := side(0, 1)+side(3, 2), side(0, 3)+side(1, 2)
	const slack = 0.08 // of the logarithm: perspective shortens one direction
	return math.Abs(math.Log(max(across, down)/min(across, down))-math.Log(long/short)) < slack
}
