package main_test

import (
	"image/color"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"loupe/samples"
)

// caption is the wording of one language, in the order surname, given names, number, nationality, birth, sex, issued, expires, authority.
type caption []string

func captions() map[string]caption {
	return map[string]caption{
		"en": {"Surname", "Given names", "Document No.", "Nationality", "Date of birth", "Sex", "Date of issue", "Date of expiry", "Authority"},
		"de": {"Name", "Vornamen", "Dokumentennummer", "Staatsangehörigkeit", "Geburtsdatum", "Geschlecht", "Ausstellungsdatum", "Gültig bis", "Behörde"},
		"fr": {"Nom", "Prénoms", "N° du document", "Nationalité", "Date de naissance", "Sexe", "Date de délivrance", "Date d'expiration", "Autorité"},
		"es": {"Apellidos", "Nombre", "N° de documento", "Nacionalidad", "Fecha de nacimiento", "Sexo", "Fecha de expedición", "Fecha de caducidad", "Autoridad"},
		"it": {"Cognome", "Nome", "Numero documento", "Cittadinanza", "Data di nascita", "Sesso", "Data di rilascio", "Data di scadenza", "Autorità"},
		"pt": {"Apelidos", "Nome próprio", "N° do documento", "Nacionalidade", "Data de nascimento", "Sexo", "Data de emissão", "Data de validade", "Autoridade"},
		"nl": {"Achternaam", "Voornamen", "Documentnummer", "Nationaliteit", "Geboortedatum", "Geslacht", "Datum van afgifte", "Geldig tot", "Autoriteit"},
		"pl": {"Nazwisko", "Imiona", "Numer dokumentu", "Obywatelstwo", "Data urodzenia", "Płeć", "Data wydania", "Data ważności", "Organ wydający"},
		"ro": {"Nume", "Prenume", "Nr. document", "Cetățenie", "Data nașterii", "Sex", "Data emiterii", "Data expirării", "Autoritatea"},
		"sv": {"Efternamn", "Förnamn", "Dokumentnummer", "Nationalitet", "Födelsedatum", "Kön", "Utfärdad", "Giltig till", "Myndighet"},
		"cs": {"Příjmení", "Jméno", "Číslo dokladu", "Státní občanství", "Datum narození", "Pohlaví", "Datum vydání", "Platnost do", "Úřad"},
		"tr": {"Soyadı", "Adı", "Belge No", "Uyruğu", "Doğum tarihi", "Cinsiyeti", "Veriliş tarihi", "Son geçerlilik", "Makam"},
	}
}

// wording chooses one language, or two with a slash; English alone most often, as documents for abroad have.
func wording(r *rand.Rand) caption {
	all, names := captions(), strings.Fields("de fr es it pt nl pl ro sv cs tr")
	one := all[pickOf(r, names)]
	switch r.IntN(3) {
	case 0:
		return all["en"]
	case 1:
		return one
	}
	var both caption
	for i := range one {
		both = append(both, one[i]+" / "+all["en"][i])
	}
	return both
}

func dateFormat(r *rand.Rand) func(time.Time) string {
	layout := pickOf(r, []string{"02.01.2006", "02 Jan 2006", "02 JAN 2006", "2006-01-02", "02. 01. 2006", "02 01 2006", "02/01/2006"})
	return func(t time.Time) string {
		if strings.Contains(layout, "JAN") {
			return strings.ToUpper(t.Format("02 Jan 2006"))
		}
		return t.Format(layout)
	}
}

// card draws a TD1 card or an ID-3 passport page: portrait on either side, captions over or beside their values, a zone below.
func (f paper) card(t *testing.T, fonts foundry, passport bool, r *rand.Rand) *samples.Sheet {
	w, h, top, row := 85.6, 53.98, 10.0, 5.6
	if passport {
		w, h, top, row = 125, 88, 16, 9.0
	}
	p := newPress(t, fonts, w, h, paperDPI, r)
	k, size, small := h/53.98, 2.3+0.5*r.Float64(), 1.45+0.25*r.Float64()
	if passport {
		k, size, small = 1.5, 2.9+0.6*r.Float64(), 1.7+0.3*r.Float64()
	}
	p.text(4, 4.2*k, 3*k, "DejaVuSans-Bold", pickOf(r, []string{"IDENTITY CARD", "REPUBLIC OF UTOPIA", "CARTA NACIONAL", "AUSWEIS"}), p.label)
	left, photo := 4+24*k, 4.0
	if r.IntN(3) == 0 {
		left, photo = 4, w-4-21*k
	}
	p.portrait(photo, top-2, 20*k, 25*k, r)
	c, date, nation := wording(r), dateFormat(r), f.country.demonym
	if r.IntN(3) == 0 {
		nation = f.print.state
	}
	surname, given := f.print.surname, f.print.given
	if r.IntN(2) == 0 {
		surname, given = strings.ToUpper(surname), strings.ToUpper(given)
	}
	second := left + (w-24*k-8)*(0.46+0.08*r.Float64())
	rows := [][4]string{{c[0], surname, c[2], f.print.number}, {c[1], given, c[5], f.print.sex}, {c[4], date(f.print.birth), c[3], nation}, {c[6], date(f.print.issued), c[7], date(f.print.expires)}}
	for i, cells := range rows {
		y := top + row*float64(i)
		p.pair(left, y, small, size, cells[0], cells[1])
		p.pair(second, y, small, size, cells[2], cells[3])
	}
	if f.mark != "" {
		p.text(left, top+row*4+1.2, size*1.1, "DejaVuSans-Bold", f.mark, color.NRGBA{170, 30, 30, 255})
	}
	if passport {
		p.zone(6.6, 71.5, 6.35, f.zone.zone(true))
	} else {
		p.zone(4.7, 40, 4.6, f.zone.zone(false))
	}
	return p.sheet()
}

// pair prints a value under its caption.
func (p *press) pair(x, y, small, size float64, label, value string) {
	p.text(x, y, small, p.face.regular, label, p.label)
	p.text(x, y+size*1.12, size, p.face.bold, value, p.ink)
}

// licence draws an American licence whose back's symbol stands below, as uploaders put both into one picture.
func (f paper) licence(t *testing.T, fonts foundry, r *rand.Rand) *samples.Sheet {
	p := newPress(t, fonts, 85.6, 53.98, paperDPI, r)
	p.text(4, 4.4, 3.1, "DejaVuSans-Bold", pickOf(r, []string{"DRIVER LICENSE", "VIRGINIA DRIVER'S LICENSE", "IDENTIFICATION CARD"}), p.label)
	p.portrait(4, 7, 18, 23, r)
	date := func(t time.Time) string { return t.Format("01/02/2006") }
	size := 2.4 + 0.4*r.Float64()
	labels := pickOf(r, [][]string{{"LN", "FN", "DL", "DOB", "ISS", "EXP", "SEX"}, {"1 LAST NAME", "2 FIRST NAME", "4d DL NO.", "3 DOB", "4a ISS", "4b EXP", "15 SEX"}, {"Last name", "First name", "License no.", "Date of birth", "Issued", "Expires", "Sex"}})
	values := []string{strings.ToUpper(f.print.surname), strings.ToUpper(f.print.given), f.print.number, date(f.print.birth), date(f.print.issued), date(f.print.expires), f.print.sex}
	at := [][2]float64{{25, 8.5}, {25, 14.3}, {58, 8.5}, {58, 14.3}, {25, 20.1}, {58, 20.1}, {25, 25.9}}
	for i, xy := range at {
		p.pair(xy[0], xy[1], 1.6, size, labels[i], values[i])
	}
	p.barcode(4, 33, 77, f.bar.aamva())
	return p.sheet()
}

// diploma draws a diploma of A4 in one of four languages.
func (f paper) diploma(t *testing.T, fonts foundry, r *rand.Rand) *samples.Sheet {
	p := newPress(t, fonts, 210, 297, paperDPI/2, r)
	d, y := f.award, 50+20*r.Float64()
	serif := pickOf(r, []string{"DejaVuSerif", "DejaVuSans", "DejaVuSerifCondensed", "DejaVuSansCondensed"})
	p.centred(105, y, 9+2*r.Float64(), 170, serif+"-Bold", d.institution)
	p.centred(105, y+24, 4.4, 170, serif, d.words[0])
	p.centred(105, y+44, 9+3*r.Float64(), 160, serif+"-Bold", f.print.given+" "+f.print.surname)
	p.centred(105, y+60, 4.4, 170, serif, d.words[1])
	p.centred(105, y+76, 7.5, 160, serif+"-Bold", d.degree)
	p.centred(105, y+96, 4.6, 170, serif, d.words[2]+d.date)
	p.text(30, 272, 3.6, serif, d.words[3]+" "+d.serial, p.ink)
	for _, seat := range []struct {
		x    float64
		name string
	}{{50, d.seats[0]}, {160, d.seats[1]}} {
		p.scribble(seat.x-18, y+138, 36, r)
		p.centred(seat.x, y+148, 4, 60, serif, seat.name)
	}
	return p.sheet()
}

// scribble signs.
func (p *press) scribble(x, y, width float64, r *rand.Rand) {
	a, b := 2+2*r.Float64(), 5+4*r.Float64()
	for i := range int(width * p.scale * 4) {
		s := float64(i) / (4 * p.scale)
		cx, cy := x+s+1.2*sinOf(b*s/6), y-a*sinOf(s*b/9)*(1-s/width*0.6)
		for k := range 3 {
			p.img.Set(int(cx*p.scale)+k%2, int(cy*p.scale)+k/2, color.NRGBA{20, 30, 90, 255})
		}
	}
}
