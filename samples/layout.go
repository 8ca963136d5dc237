package samples

import (
	"fmt"
	"image/color"
	"math"
	"math/rand/v2"

	"loupe/models"
)

// layout is the design of one invented issuer's document: where what is printed, in which inks.
type layout struct {
	name     string
	kind     models.Kind
	w, h     float64 // millimetres
	dpi      float64
	radius   float64
	issue    uint64 // of the background
	inks     inks
	band     float64 // height of the heading
	solid    bool    // the heading stands on a band of ink
	title    string
	portrait [3]float64 // x, y, width; a width of 0 for none
	slots    []slot
	sign     [4]float64 // signature: x, baseline, width, height
	zone     float64    // where the machine readable zone begins; 0 for none
}

// slot is one field.
type slot struct {
	name, caption  string
	x, y, width    float64 // of the value's baseline
	size           float64 // em of the value
	strong, centre bool
}

// form is a sort of document.
type form int

const (
	formCard form = iota
	formPassport
	formDiploma
)

// designsPerForm is how many layouts of each form a half has.
const designsPerForm = 4

// layouts returns the half's layouts of one form. The halves draw from other seeds; a test sees that they differ.
func (h Half) layouts(f form) (list []*layout) {
	for i := range designsPerForm {
		seed := subseed(uint64(i), fmt.Sprintf("layout %s %d", h, f))
		list = append(list, newLayout(fmt.Sprintf("%s-%d-%d", h, f, i), f, seed))
	}
	return list
}

func newLayout(name string, f form, seed uint64) *layout {
	r := stream(seed, "layout")
	l := &layout{name: name, kind: models.KindIdentityDocument, issue: r.Uint64() >> 8, inks: newInks(r), solid: r.IntN(2) == 0}
	switch f {
	case formDiploma:
		l.diploma(r)
		return l
	case formPassport:
		l.w, l.h, l.dpi, l.radius, l.zone, l.title = pageWidth, pageHeight, 300, 2.5, 66, "PASSPORT"
		l.band = between(r, 9, 12)
	default:
		l.w, l.h, l.dpi, l.radius, l.title = cardWidth, cardHeight, 400, cardRadius, pick(r, []string{"IDENTITY CARD", "DRIVING LICENCE", "RESIDENCE PERMIT"})
		l.band = between(r, 7.5, 10)
	}
	l.person(r)
	return l
}

// newInks draws the colours: one hue for paper and heading, a second for the other lines.
func newInks(r *rand.Rand) inks {
	hue, other := between(r, 0, 2*math.Pi), between(r, 0, 2*math.Pi)
	tone := func(hue, grey, chroma float64, alpha uint8) color.NRGBA { // three cosines, a third of a turn apart
		level := func(k float64) uint8 { return uint8(clamp(grey+chroma*math.Cos(hue-k*2*math.Pi/3), 0, 255)) }
		return color.NRGBA{level(0), level(1), level(2), alpha}
	}
	return inks{
		paper: tone(hue, 236, 9, 255), tint: tone(other, 226, 20, 255), line: tone(hue, 130, 50, 105), second: tone(other, 150, 45, 85),
		title: tone(hue, 62, 44, 255), label: tone(hue, 84, 34, 255), text: color.NRGBA{22, 22, 26, 255},
	}
}

// person lays out a document with a portrait at one side and lines of fields beside it.
func (l *layout) person(r *rand.Rand) {
	bottom := l.h - 4.5
	if l.zone > 0 {
		bottom = l.zone - 3
	}
	width := min((bottom-l.band-3)/1.28, between(r, 0.25, 0.31)*l.w)
	x, left, right := 4.5, 4.5+width+4, l.w-4.0
	if r.IntN(2) == 0 {
		x, left, right = l.w-4.5-width, 4.0, l.w-4.5-width-4
	}
	l.portrait = [3]float64{x, l.band + between(r, 1.8, 3), width}
	rows := [][]string{{"name"}, {"given"}, {"birth", "sex"}, {"nationality", "height"}, {"issued", "expiry"}, {"number"}}
	r.Shuffle(len(rows)-2, func(a, b int) { rows[2+a], rows[2+b] = rows[2+b], rows[2+a] })
	if r.IntN(2) == 0 {
		rows[0], rows[1], rows[2] = rows[2], rows[0], rows[1]
	}
	pitch := (bottom - l.band - 1.5) / float64(len(rows)+1)
	size := between(r, 0.44, 0.51) * pitch
	column, captions := between(r, 0.52, 0.62)*(right-left), pick(r, captionSets())
	for i, row := range rows {
		for k, name := range row {
			s := slot{name: name, caption: captions[name], x: left + float64(k)*column, y: l.band + 1.5 + pitch*float64(i+1) - 0.6, width: right - left, size: size, strong: i < 2}
			if len(row) > 1 {
				s.width = []float64{column - 1.5, right - left - column}[k]
			}
			l.slots = append(l.slots, s)
		}
	}
	l.sign = [4]float64{left + between(r, 0, 6), bottom - 0.3, 22, 3}
}

// captionSets are names of fields in the languages that issuers pair with English.
func captionSets() []map[string]string {
	return []map[string]string{
		{"name": "Surname", "given": "Given names", "birth": "Date of birth", "sex": "Sex", "nationality": "Nationality", "height": "Height", "issued": "Date of issue", "expiry": "Date of expiry", "number": "Document no."},
		{"name": "Surname / Nom", "given": "Given names / Prénoms", "birth": "Date of birth / Date de naissance", "sex": "Sex / Sexe", "nationality": "Nationality / Nationalité", "height": "Height / Taille", "issued": "Issued / Délivré", "expiry": "Expires / Expiration", "number": "Document no. / No. du document"},
		{"name": "Apellidos / Surname", "given": "Nombre / Given names", "birth": "Nacimiento / Date of birth", "sex": "Sexo / Sex", "nationality": "Nacionalidad / Nationality", "height": "Talla / Height", "issued": "Emisión / Issued", "expiry": "Validez / Expires", "number": "Número / Document no."},
	}
}

// diploma lays out lines in the middle of a page, upright or lying.
func (l *layout) diploma(r *rand.Rand) {
	l.kind, l.w, l.h, l.dpi = models.KindDiploma, 210, 297, 130
	if r.IntN(2) == 0 {
		l.w, l.h = l.h, l.w
	}
	l.band, l.title = 0.17*l.h, "DIPLOMA"
	y, step := l.band+0.13*l.h*between(r, 0.9, 1.1), 0.082*l.h*between(r, 0.92, 1.06)
	names := []string{"institution", "preamble", "name", "middle", "degree", "honours", "date"}
	for i, name := range names {
		size := map[string]float64{"institution": 8.6, "name": between(r, 9, 12), "degree": between(r, 7, 8.6), "honours": 5.6, "date": 5}[name]
		if size == 0 {
			size = 4.6
		}
		l.slots = append(l.slots, slot{name: name, y: y + step*float64(i), size: size, strong: size > 7, centre: true})
	}
	l.slots = append(l.slots, slot{name: "serial", x: 24, y: l.h - 20, width: 60, size: 4})
	l.sign = [4]float64{l.w - 84, l.h - 32, 46, 8}
}
