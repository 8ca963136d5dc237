package forensics_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"math"
	"testing"

	"loupe/forensics"
	"loupe/models"
)

type told struct{ r forensics.Reading }

func (t told) Read(context.Context, *forensics.Exhibit) (forensics.Reading, error) { return t.r, nil }

// A plain picture of 1250 x 880 has the proportions of a passport's page: its zone says that it is one.
func TestLaid(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1250, 880))); err != nil {
		t.Fatal(err)
	}
	zone := func(kind models.MRZType) *models.Document { return &models.Document{MRZ: &models.MRZ{Type: kind}} }
	licence := &models.Document{Barcodes: []models.Barcode{{Content: "aamva"}}}
	for name, tt := range map[string]struct {
		reading forensics.Reading
		format  models.DocumentFormat
		corner  [2]float64
	}{
		"nothing read":                {forensics.Reading{}, models.FormatUnknown, [2]float64{0, 0}},
		"a passport":                  {forensics.Reading{Document: zone(models.MRZTypeTD3)}, models.FormatID3, [2]float64{0, 0}},
		"a passport upside down":      {forensics.Reading{Document: zone(models.MRZTypeTD3), Turn: 2}, models.FormatID3, [2]float64{1250, 880}},
		"a card has another shape":    {forensics.Reading{Document: zone(models.MRZTypeTD1)}, models.FormatUnknown, [2]float64{0, 0}},
		"a licence has another shape": {forensics.Reading{Document: licence, Turn: 1}, models.FormatUnknown, [2]float64{1250, 0}},
		"a visa may have any":         {forensics.Reading{Document: zone(models.MRZTypeMRVA)}, models.FormatUnknown, [2]float64{0, 0}},
	} {
		x, refusal := forensics.Open(b.Bytes(), models.KindIdentityDocument, forensics.DefaultLimits())
		if refusal != nil {
			t.Fatal(refusal.Message)
		}
		x.SetReader(t.Context(), told{tt.reading})
		p := x.Laid()
		if p.Format != tt.format || p.Quad[0] != tt.corner {
			t.Errorf("%s: format %q, first corner %v; want %q, %v", name, p.Format, p.Quad[0], tt.format, tt.corner)
		}
		if want := 1250 / 125.0 * 25.4; tt.format == models.FormatID3 && math.Abs(p.DPI-want) > 0.5 {
			t.Errorf("%s: %v dpi, want %v", name, p.DPI, want)
		}
	}
}
