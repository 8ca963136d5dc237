package samples

import (
	"image"
	"image/color"
	"strconv"
	"strings"
)

// ID-1 and ID-3 sizes in millimetres (ISO/IEC 7810).
const (
	cardWidth, cardHeight, cardRadius = 85.60, 53.98, 3.18
	pageWidth, pageHeight             = 125.0, 88.0
)

const printedDate = "02 Jan 2006"

func cardInks() inks {
	return inks{
		paper: color.NRGBA{232, 240, 238, 255}, tint: color.NRGBA{246, 226, 200, 255}, line: color.NRGBA{70, 140, 150, 110}, second: color.NRGBA{196, 130, 90, 90},
		title: color.NRGBA{22, 70, 92, 255}, label: color.NRGBA{46, 86, 100, 255}, text: color.NRGBA{20, 22, 26, 255},
	}
}

// CardFront draws the front of a national identity card (TD1, ID-1).
func (s *Studio) CardFront(h Holder, print Print) (*Sheet, error) {
	d := s.draft(cardWidth, cardHeight, 450, print, h, cardInks())
	d.cardGround(1)
	d.fill(rectangle(-1, -1, cardWidth+2, 10.4, 0), color.NRGBA{22, 70, 92, 235})
	white := color.NRGBA{246, 248, 246, 255}
	d.emblem(7.6, 4.9, 3.5, white)
	d.text(13.2, 4.5, "REPUBLIC OF CALDORIA", lettering{style: styleTitle, size: 3.2, ink: white, track: 0.16})
	d.text(13.2, 7.9, "RESPUBLICA CALDORIANA", lettering{style: styleLabel, size: 2.2, ink: white, track: 0.1})
	d.text(60.2, 4.5, "IDENTITY CARD", lettering{style: styleTitle, size: 2.6, ink: white})
	d.text(60.2, 7.9, "CHARTA CIVIS", lettering{style: styleLabel, size: 2.2, ink: white})
	d.portrait(h, 4, 13.2, 25, 32)
	d.ghost(h, 70.2, 31.6, 12, 15.4)
	d.cardFields(h)
	d.microtext(4, 51.9, 78, d.inks.title)
	return d.sheet(cardRadius)
}

// cardFields prints what differs from card to card.
func (d *draft) cardFields(h Holder) {
	surname, given := strings.ToUpper(h.Surname), h.GivenNames
	if surname == "" {
		surname, given = strings.ToUpper(h.GivenNames), "—"
	}
	strong := lettering{style: styleStrong, size: 3.0, ink: d.inks.text}
	small := lettering{style: styleLabel, size: 1.5, ink: d.inks.label}
	d.text(32.4, 14.4, "Surname / Cognomen", small)
	d.value("name", surname, 32.4, 17.7, 33, strong)
	d.text(32.4, 20.6, "Given names / Praenomina", small)
	d.value("given", given, 32.4, 23.9, 33, strong)
	d.text(67.4, 14.4, "Card no. / Numerus", small)
	d.value("number", h.Number, 67.4, 17.7, 16, lettering{style: styleStrong, size: 2.7, ink: color.NRGBA{150, 30, 34, 255}})
	d.field("birth", "Date of birth / Dies natalis", strings.ToUpper(h.Birth.Format(printedDate)), 32.4, 26.9, 20)
	d.field("sex", "Sex / Sexus", h.Sex, 56.4, 26.9, 8)
	d.field("nationality", "Nationality / Natio", "CALDORIAN (UTO)", 32.4, 32.7, 28)
	d.field("height", "Height", strconv.Itoa(h.Height)+" cm", 67.4, 20.6, 14)
	d.field("issued", "Issued / Datum", strings.ToUpper(h.Issued.Format(printedDate)), 32.4, 38.5, 17)
	d.field("expiry", "Expires / Finis", strings.ToUpper(h.Expires.Format(printedDate)), 51.4, 38.5, 17)
	d.signature(h.Hand, 34, 48.6, 24, 3.4)
	d.text(60, 48.9, "Signature", small)
}

// cardGround prints the tints, guilloches and rosettes that every card of the issue shares.
func (d *draft) cardGround(issue uint64) {
	key := groundKey{d.w, d.h, d.scale, issue, d.inks}
	if printed, found := d.studio.grounds.Load(key); found {
		copy(d.img.Pix, printed.(*image.RGBA).Pix)
		return
	}
	d.printGround(issue)
	d.studio.grounds.Store(key, toRGBA(d.img))
}

func (d *draft) printGround(issue uint64) {
	for i := range 40 { // a rainbow print: two inks running into each other
		t := float64(i) / 39
		tint := d.inks.tint
		tint.A = uint8(170 * (1 - sq(2*t-1)))
		d.fill(rectangle(d.w*t-d.w/80, -1, d.w/40, d.h+2, 0), tint)
	}
	d.guillocheBand(-2, 8, d.w+4, d.h-8, 34, issue, d.inks.line)
	d.guillocheBand(-2, 10, d.w+4, d.h-10, 26, issue+1, d.inks.second)
	d.rosette(d.w*0.66, d.h*0.58, 15, 9, 9, 0.07, d.inks.line)
	d.rosette(d.w*0.30, d.h*0.70, 11, 7, 7, 0.07, d.inks.second)
}

// CardBack draws the back of an identity card, with its machine readable zone of three lines.
func (s *Studio) CardBack(h Holder, print Print) (*Sheet, error) {
	d := s.draft(cardWidth, cardHeight, 450, print, h, cardInks())
	d.cardGround(3)
	d.emblem(73, 13, 7, color.NRGBA{22, 70, 92, 150})
	d.field("place", "Place of birth / Locus natalis", h.Place, 6, 7, 40)
	d.field("authority", "Authority / Magistratus", "Civil Registry, Port Calder", 6, 13, 44)
	d.field("address", "Residence / Domicilium", strconv.Itoa(int(h.Hand%89)+2)+" Harbour Street, "+h.Place, 6, 19, 48)
	d.microtext(6, 27.2, 74, d.inks.title)
	d.text(cardWidth/2, 30.2, "If found, hand this card to any office of the Republic of Caldoria.", lettering{style: styleLabel, size: 1.5, ink: d.inks.label, center: true})
	d.fill(rectangle(0, 31.6, cardWidth, cardHeight, 0), color.NRGBA{250, 250, 247, 205})
	d.mrz = printedMRZ(h, TD1Lines, print)
	d.machineReadable(4.7, 38.2, 5.2, 30)
	return d.sheet(cardRadius)
}

// printedMRZ returns the zone that lines makes of the holder, or of whom the print puts in the zone instead.
func printedMRZ(h Holder, lines func(Holder) []string, print Print) []string {
	if print.Zone != nil {
		h = *print.Zone
	}
	if print.FalseMRZ {
		return Falsify(lines(h))
	}
	return lines(h)
}

// machineReadable prints the MRZ from the baseline y on, its lines leading millimetres apart: OCR-B size 1, ten characters
// per inch (ICAO 9303-3, section 4.4).
func (d *draft) machineReadable(x, y, leading float64, length int) {
	l := lettering{style: styleOCRB, size: 3.52, ink: color.NRGBA{16, 16, 18, 255}}
	for i, line := range d.mrz {
		box := d.pitch(x, y+leading*float64(i), 2.54, line, l)
		d.areas["mrz"+strconv.Itoa(i+1)] = Area{Box: box.Inset(-3), Ink: box, Text: line, Size: l.size * d.scale, baseline: (y + leading*float64(i)) * d.scale}
	}
	d.areas["mrz"] = Area{Box: d.pixels(x-1, y-3.4, 2.54*float64(length)+2, leading*float64(len(d.mrz)-1)+4.6), Text: strings.Join(d.mrz, "\n")}
}
