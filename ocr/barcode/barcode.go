// Package barcode finds and decodes barcodes in a grey plane: PDF417, QR, Data Matrix and Aztec codes, and linear ones
// when they are asked for. zxing-cpp decodes; this package shows it the places where a code may stand, turned upright and
// in a fitting size, and bounds what that costs.
package barcode

import (
	"image"
	"slices"

	"loupe/models"
)

// Format names a kind of barcode, as it stands in a report.
type Format string

// The formats that are read.
const (
	PDF417     Format = "PDF417"     // ISO/IEC 15438: American and Canadian licences
	QRCode     Format = "QRCode"     // ISO/IEC 18004
	DataMatrix Format = "DataMatrix" // ISO/IEC 16022
	Aztec      Format = "Aztec"      // ISO/IEC 24778
	Code128    Format = "Code128"    // ISO/IEC 15417
	Code39     Format = "Code39"     // ISO/IEC 16388
	EAN13      Format = "EAN-13"     // ISO/IEC 15420
)

// Matrix returns the formats that carry error correction: what Read looks for when nothing is asked for.
func Matrix() []Format { return []Format{PDF417, QRCode, DataMatrix, Aztec} }

// Limits on what is looked at: places, and pixels that zxing gets for the plane as a whole, for one cutting, for everything.
const (
	mostRegions = 4
	wholePixels = 700_000
	cutPixels   = 500_000
	mostPixels  = 2_500_000
)

// leastSide is the smallest plane that is looked at, in pixels: a Data Matrix symbol of 8 x 8 modules without a border.
const leastSide = 8

// Read returns the barcodes in g, in reading order (by rows of the box, then columns), of the wanted formats or of
// Matrix() when none is named. Box is in g's pixels and Page is 0. The error is our own trouble; a plane without a barcode
// has none and no error.
func Read(g *image.Gray, want ...Format) ([]models.Barcode, error) {
	if len(want) == 0 {
		want = Matrix()
	}
	g = atOrigin(g)
	if g.Rect.Dx() < leastSide || g.Rect.Dy() < leastSide {
		return []models.Barcode{}, nil
	}
	l := look{g: g, want: want}
	if err := l.all(); err != nil {
		return nil, err
	}
	out := make([]models.Barcode, 0, len(l.found))
	for _, f := range l.found {
		out = append(out, f.barcode(g.Rect))
	}
	slices.SortStableFunc(out, inReadingOrder)
	return out, nil
}

func inReadingOrder(a, b models.Barcode) int {
	if a.Box[1] != b.Box[1] {
		return a.Box[1] - b.Box[1]
	}
	return a.Box[0] - b.Box[0]
}

// atOrigin is g with its first pixel at 0,0.
func atOrigin(g *image.Gray) *image.Gray {
	if g.Rect.Empty() {
		return &image.Gray{}
	}
	return &image.Gray{Pix: g.Pix[g.PixOffset(g.Rect.Min.X, g.Rect.Min.Y):], Stride: g.Stride, Rect: image.Rect(0, 0, g.Rect.Dx(), g.Rect.Dy())}
}
