package samples

import (
	"image/color"
	"strings"
)

// A page of the size ID-2, and the machine readable visa of format A (ICAO 9303-7, section 3: 80 x 120 mm).
const (
	smallWidth, smallHeight = 105.0, 74.0
	visaWidth, visaHeight   = 120.0, 80.0
)

// secondLine returns line 2 of a zone up to the expiry date's check digit (ICAO 9303-6 and -7, section 4.2.2).
func secondLine(h Holder) string {
	return checked(pad(h.Number, 9)) + issuerCode + checked(mrzDate(h.Birth)) + h.Sex + checked(mrzDate(h.Expires))
}

// TD2Lines returns the two lines of 36 characters of a card of the size ID-2 (ICAO 9303-6, section 4.2.2).
func TD2Lines(h Holder) []string {
	second := pad(secondLine(h), 35)
	composite := CheckDigit(second[:10] + second[13:20] + second[21:35])
	return []string{"I<" + issuerCode + mrzName(h, 31), second + string(composite)}
}

// MRVALines returns the two lines of 44 characters of a visa of format A (ICAO 9303-7, section 4.2.2).
func MRVALines(h Holder) []string {
	return []string{"V<" + issuerCode + mrzName(h, 39), pad(secondLine(h), 44)}
}

// MRVBLines returns the two lines of 36 characters of a visa of format B (ICAO 9303-7, section 5.2.2).
func MRVBLines(h Holder) []string {
	return []string{"V<" + issuerCode + mrzName(h, 31), pad(secondLine(h), 36)}
}

// SmallPage draws an identity document of the size ID-2 (TD2).
func (s *Studio) SmallPage(h Holder, print Print) (*Sheet, error) {
	return s.zoned(h, print, "IDENTITY CARD", smallWidth, smallHeight, 36, TD2Lines)
}

// VisaA draws a visa of format A.
func (s *Studio) VisaA(h Holder, print Print) (*Sheet, error) {
	return s.zoned(h, print, "VISA", visaWidth, visaHeight, 44, MRVALines)
}

// VisaB draws a visa of format B.
func (s *Studio) VisaB(h Holder, print Print) (*Sheet, error) {
	return s.zoned(h, print, "VISA", smallWidth, smallHeight, 36, MRVBLines)
}

// zoned draws a page with a portrait, a few fields and a zone of two lines of length characters.
func (s *Studio) zoned(h Holder, print Print, title string, width, height float64, length int, lines func(Holder) []string) (*Sheet, error) {
	d := s.draft(width, height, 400, print, h, inks{
		paper: color.NRGBA{238, 240, 226, 255}, tint: color.NRGBA{224, 214, 232, 255}, line: color.NRGBA{110, 140, 120, 100}, second: color.NRGBA{170, 120, 90, 85},
		title: color.NRGBA{30, 78, 52, 255}, label: color.NRGBA{70, 96, 78, 255}, text: color.NRGBA{22, 20, 26, 255},
	})
	d.cardGround(31)
	d.text(6, 7.2, title, lettering{style: styleTitle, size: 4.4, ink: d.inks.title})
	d.text(44, 7.2, "REPUBLIC OF CALDORIA", lettering{style: styleTitle, size: 3.4, ink: d.inks.title})
	d.portrait(h, 6, 12, 28, 36)
	d.field("name", "Surname / Cognomen", strings.ToUpper(h.Surname), 40, 14, 56)
	d.field("given", "Given names / Praenomina", strings.ToUpper(h.GivenNames), 40, 21, 56)
	d.field("number", "Number / Numerus", h.Number, 40, 28, 26)
	d.field("birth", "Date of birth / Dies natalis", strings.ToUpper(h.Birth.Format(printedDate)), 70, 28, 26)
	d.field("issued", "Date of issue / Datum", strings.ToUpper(h.Issued.Format(printedDate)), 40, 35, 26)
	d.field("expiry", "Date of expiry / Finis", strings.ToUpper(h.Expires.Format(printedDate)), 70, 35, 26)
	d.signature(h.Hand, 70, 47, 20, 3.2)
	d.fill(rectangle(-1, height-23.2, width+2, 30, 0), color.NRGBA{250, 248, 242, 190})
	d.mrz = printedMRZ(h, lines, print)
	d.machineReadable((width-2.54*float64(length))/2, height-13.6, 6.35, length)
	return d.sheet(2.5)
}
