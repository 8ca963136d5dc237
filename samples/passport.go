package samples

import (
	"image/color"
	"strings"
)

// Passport draws the data page of a passport (TD3, ID-3).
func (s *Studio) Passport(h Holder, print Print) (*Sheet, error) {
	d := s.draft(pageWidth, pageHeight, 400, print, h, inks{
		paper: color.NRGBA{240, 236, 224, 255}, tint: color.NRGBA{206, 222, 236, 255}, line: color.NRGBA{120, 110, 160, 100}, second: color.NRGBA{180, 110, 110, 85},
		title: color.NRGBA{92, 26, 48, 255}, label: color.NRGBA{108, 62, 76, 255}, text: color.NRGBA{22, 20, 26, 255},
	})
	d.cardGround(11)
	d.rosette(pageWidth*0.82, pageHeight*0.36, 14, 11, 8, 0.08, d.inks.line)
	d.emblem(62.5, 38, 21, color.NRGBA{150, 110, 120, 34})
	d.text(46, 6.6, "REPUBLIC OF CALDORIA", lettering{style: styleTitle, size: 4, ink: d.inks.title, track: 0.25})
	d.text(46, 10.4, "RESPUBLICA CALDORIANA", lettering{style: styleLabel, size: 2.6, ink: d.inks.title, track: 0.2})
	d.text(6, 7.2, "PASSPORT", lettering{style: styleTitle, size: 4.4, ink: d.inks.title})
	d.text(6, 10.6, "Commeatus", lettering{style: styleItalic, size: 2.6, ink: d.inks.title})
	d.portrait(h, 6, 16.5, 33, 42.5)
	d.ghost(h, 101, 39, 16, 20.6)
	d.passportFields(h)
	d.microtext(5, 63.2, 115, d.inks.title)
	d.fill(rectangle(-1, 64.8, pageWidth+2, 30, 0), color.NRGBA{250, 248, 242, 190})
	d.mrz = printedMRZ(h, TD3Lines, print)
	d.machineReadable(6.6, 74.4, 6.35, 44)
	return d.sheet(2.5)
}

// passportFields prints what differs from passport to passport.
func (d *draft) passportFields(h Holder) {
	surname, given := strings.ToUpper(h.Surname), strings.ToUpper(h.GivenNames)
	if surname == "" {
		surname, given = given, "—"
	}
	small := lettering{style: styleLabel, size: 1.6, ink: d.inks.label}
	strong := lettering{style: styleStrong, size: 3.3, ink: d.inks.text}
	date := func(name, caption, value string, x, y float64) {
		d.field(name, caption, strings.ToUpper(value), x, y, 26)
	}
	d.field("type", "Type / Typus", "P", 43, 14.6, 8)
	d.field("code", "Code / Signum", issuerCode, 56, 14.6, 12)
	d.text(87, 14.6, "Passport no. / Numerus", small)
	d.value("number", h.Number, 87, 18.2, 26, lettering{style: styleStrong, size: 3.3, ink: color.NRGBA{120, 20, 40, 255}})
	d.text(43, 21.6, "Surname / Cognomen", small)
	d.value("name", surname, 43, 25.3, 50, strong)
	d.text(43, 28.6, "Given names / Praenomina", small)
	d.value("given", given, 43, 32.3, 50, strong)
	d.field("nationality", "Nationality / Natio", "CALDORIAN", 43, 35.6, 26)
	date("birth", "Date of birth / Dies natalis", h.Birth.Format(printedDate), 43, 41.6)
	d.field("sex", "Sex / Sexus", h.Sex, 74, 41.6, 8)
	d.field("place", "Place of birth / Locus natalis", strings.ToUpper(h.Place), 74, 35.6, 26)
	date("issued", "Date of issue / Datum", h.Issued.Format(printedDate), 43, 47.6)
	date("expiry", "Date of expiry / Finis", h.Expires.Format(printedDate), 74, 47.6)
	d.field("authority", "Authority / Magistratus", "PASSPORT OFFICE", 43, 53.6, 28)
	d.signature(h.Hand, 76, 60.2, 20, 3.6)
}

// Licence draws the front of a driving licence (ID-1).
func (s *Studio) Licence(h Holder, print Print) (*Sheet, error) {
	d := s.draft(cardWidth, cardHeight, 450, print, h, inks{
		paper: color.NRGBA{244, 228, 228, 255}, tint: color.NRGBA{226, 232, 244, 255}, line: color.NRGBA{196, 104, 128, 100}, second: color.NRGBA{120, 130, 180, 80},
		title: color.NRGBA{112, 24, 62, 255}, label: color.NRGBA{116, 54, 80, 255}, text: color.NRGBA{26, 22, 28, 255},
	})
	d.cardGround(21)
	d.text(24, 6.2, "DRIVING LICENCE", lettering{style: styleTitle, size: 3.7, ink: d.inks.title, track: 0.2})
	d.text(24, 9.6, "Licentia vehendi  ·  Republic of Caldoria", lettering{style: styleLabel, size: 2.1, ink: d.inks.title})
	d.fill(rectangle(4, 2.6, 16, 8.2, 1.2), d.inks.title)
	d.text(12, 8.3, issuerCode, lettering{style: styleTitle, size: 4.4, ink: color.NRGBA{250, 244, 246, 255}, center: true})
	d.emblem(78, 7, 4.6, d.inks.title)
	d.portrait(h, 4, 13.4, 23.5, 30)
	d.licenceFields(h)
	d.signature(h.Hand, 6, 50.2, 18, 3.0)
	d.microtext(30, 51.9, 50, d.inks.title)
	return d.sheet(cardRadius)
}

// licenceFields prints numbered lines, as licences do.
func (d *draft) licenceFields(h Holder) {
	surname, given := strings.ToUpper(h.Surname), strings.ToUpper(h.GivenNames)
	if surname == "" {
		surname, given = given, "—"
	}
	lines := []struct{ number, name, value string }{
		{"1.", "name", surname}, {"2.", "given", given}, {"3.", "birth", h.Birth.Format("02.01.2006") + "  " + h.Place},
		{"4a.", "issued", h.Issued.Format("02.01.2006")}, {"4b.", "expiry", h.Expires.Format("02.01.2006")}, {"4c.", "authority", "ROAD OFFICE VELLMOOR"},
		{"5.", "number", h.Number}, {"9.", "classes", "AM  B  B1  BE  L"},
	}
	for i, line := range lines {
		y := 16.2 + 4.4*float64(i)
		style := styleValue
		if i < 2 || line.name == "number" {
			style = styleStrong
		}
		d.text(30.6, y, line.number, lettering{style: styleLabel, size: 2.2, ink: d.inks.label})
		d.value(line.name, line.value, 36, y, 44, lettering{style: style, size: 2.8, ink: d.inks.text})
	}
}
