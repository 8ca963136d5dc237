package barcode

import (
	"bytes"
	"image"
	"strings"
	"unicode/utf8"

	"loupe/models"
	"loupe/ocr/barcode/aamva"
)

// same says whether s and o are one symbol that was seen twice.
func (s symbol) same(o symbol) bool { // a vague outline is larger than the symbol, so that it overlaps it too
	return s.format == o.format && bytes.Equal(s.payload, o.payload) && bounds(s.corners).Overlaps(bounds(o.corners))
}

// barcode is s as it stands in a report, its box clipped to the plane. The text of a licence is without what is nobody's
// business (aamva.Masked); the payload has it still and goes into no report.
func (s symbol) barcode(plane image.Rectangle) models.Barcode {
	b := bounds(s.corners).Intersect(plane)
	out := models.Barcode{
		Format: s.format, Text: s.meaning(), Payload: s.payload, Fields: map[string]string{},
		Box: &[4]int{b.Min.X, b.Min.Y, b.Dx(), b.Dy()}, Content: Content(s.payload),
	}
	if l, err := aamva.Parse(s.payload); err == nil {
		out.Fields, out.Text = l.Fields(), aamva.Masked(out.Text)
	}
	return out
}

// meaning returns the payload as text: in the character set that the symbol names or that its compaction implies (QR's
// Kanji mode), else UTF-8 when it is that, else ISO-8859-1, which ISO/IEC 15438 and its like take for granted. So every
// byte stays a character, control characters too.
func (s symbol) meaning() string {
	if s.declared || s.format == string(QRCode) {
		return strings.ToValidUTF8(s.text, "\uFFFD")
	}
	if utf8.Valid(s.payload) {
		return string(s.payload)
	}
	runes := make([]rune, len(s.payload))
	for i, b := range s.payload {
		runes[i] = rune(b)
	}
	return string(runes)
}
