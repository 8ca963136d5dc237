package samples

import (
	"image/color"
	"strconv"
	"strings"

	"loupe/models"
)

// form draws a holder's document of a layout.
func (s *Studio) form(l *layout, h Holder, print Print) (*Sheet, error) {
	d := s.draft(l.w, l.h, l.dpi, print, h, l.inks)
	d.cardGround(l.issue)
	d.heading(l)
	if p := l.portrait; p[2] > 0 {
		d.portrait(h, p[0], p[1], p[2], p[2]*1.28)
	}
	for _, slot := range l.slots {
		d.slot(slot, l.printed(h, slot.name))
	}
	d.signature(h.Hand, l.sign[0], l.sign[1], l.sign[2], l.sign[3])
	d.microtext(6, l.h-1.8, l.w-12, d.inks.title)
	if l.zone > 0 {
		d.fill(rectangle(-1, l.zone, l.w+2, l.h, 0), color.NRGBA{250, 249, 245, 200})
		d.mrz = printedMRZ(h, TD3Lines, print)
		d.machineReadable(6.6, l.zone+9.2, 6.35, 44)
	}
	return d.sheet(l.radius)
}

// heading prints the issuer and the document's name.
func (d *draft) heading(l *layout) {
	ink := d.inks.title
	if l.solid {
		d.fill(rectangle(-1, -1, l.w+2, l.band+1, 0), ink)
		ink = color.NRGBA{247, 248, 246, 255}
	}
	size := min(0.36*l.band, 0.042*l.w)
	d.emblem(0.09*l.w, l.band/2, 0.36*l.band, ink)
	d.text(0.16*l.w, 0.46*l.band, "REPUBLIC OF CALDORIA", lettering{style: styleTitle, size: size, ink: ink})
	d.text(0.16*l.w, 0.84*l.band, l.title, lettering{style: styleLabel, size: size * 0.8, ink: ink, track: 0.1})
}

// slot prints one field: a caption above its value, or a line in the middle of the page.
func (d *draft) slot(s slot, value string) {
	st := styleValue
	if s.strong {
		st = styleStrong
	}
	if s.centre {
		d.centred(s.name, value, s.y, s.size, st)
		return
	}
	d.text(s.x, s.y-s.size*1.12, s.caption, lettering{style: styleLabel, size: s.size * 0.55, ink: d.inks.label})
	d.value(s.name, value, s.x, s.y, s.width, lettering{style: st, size: s.size, ink: d.inks.text})
}

// printed returns what stands in a field of the holder's document.
func (l *layout) printed(h Holder, field string) string {
	if l.kind == models.KindDiploma {
		return NewDegree(h.Hand).printed(h, field)
	}
	switch field {
	case "name":
		return strings.ToUpper(h.Surname)
	case "given":
		return h.GivenNames
	case "birth":
		return strings.ToUpper(h.Birth.Format(printedDate))
	case "sex":
		return h.Sex
	case "nationality":
		return issuerCode
	case "height":
		return strconv.Itoa(h.Height) + " cm"
	case "issued":
		return strings.ToUpper(h.Issued.Format(printedDate))
	case "expiry":
		return strings.ToUpper(h.Expires.Format(printedDate))
	}
	return h.Number
}

// printed returns what stands in a field of the holder's diploma.
func (g Degree) printed(h Holder, field string) string {
	switch field {
	case "name":
		return h.FullName()
	case "institution":
		return g.Institution
	case "preamble":
		return "The Senate, on the recommendation of the Faculty, confers upon"
	case "middle":
		return "who has fulfilled all requirements, the degree of"
	case "degree":
		return g.Title
	case "honours":
		return g.Honours
	case "date":
		return "Given at Port Calder on " + g.Date.Format("2 January 2006")
	}
	return "No. " + g.Serial
}
