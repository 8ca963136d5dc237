package ocr

import (
	"image"
	"time"

	"loupe/models"
)

// Page is a picture of a document as it lies flat, or as flat as it could be shown.
type Page struct {
	Plane *image.Gray // luma 0..255, any size; the text in it may be turned and tilted. It is not written to.
	DPI   float64     // pixels of Plane per inch of the document; 0 when unknown
	Kind  models.Kind
	Day   time.Time // of the upload: what two-digit years are understood from; zero when unknown

	// Hint is the number of quarter turns clockwise by which the text is turned as something else tells, such as a zone or a
	// face that was found; nil when nothing does.
	Hint *int
	// Skip are parts of Plane that need not be read as text: zones and barcodes that were read otherwise, portraits.
	Skip []image.Rectangle
}

// Result is what was read on a page. Boxes are in pixels of its Plane.
type Result struct {
	Text models.Text

	// Document is what the page states, once for each place it stands; nil when it states nothing. Its Fields are empty: of
	// several pages' statements somebody else chooses the best.
	Document *models.Document

	Turn int     // quarter turns clockwise by which the text is turned in Plane, 0..3; 0 when there is none
	Skew float64 // degrees clockwise by which it is tilted beyond Turn, -45..45

	// XHeight is the median height of lower-case letters without ascenders, in pixels of Plane; of text in capitals, seven
	// tenths of theirs. 0 when there is no text.
	XHeight float64
}

// plane returns the pixels with their origin at 0,0, and the same of what need not be read; nil when there are none.
func (p Page) plane() (*image.Gray, []image.Rectangle) {
	if p.Plane == nil || p.Plane.Rect.Empty() {
		return nil, nil
	}
	skip := make([]image.Rectangle, 0, len(p.Skip))
	for _, r := range p.Skip {
		if r = r.Intersect(p.Plane.Rect).Sub(p.Plane.Rect.Min); !r.Empty() {
			skip = append(skip, r)
		}
	}
	return crop(p.Plane, p.Plane.Rect), skip
}

// Sure counts the letters and digits in words of three or more that were read with confidence: how well the page was read.
func (r Result) Sure() int {
	_, sure := sureLetters(r.Text.Words)
	return sure
}
