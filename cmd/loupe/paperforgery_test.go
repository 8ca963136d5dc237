package main_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"loupe/models"
	"loupe/samples"
)

// layout names what is drawn.
type layout string

const (
	layoutCard     layout = "card"
	layoutPassport layout = "passport"
	layoutLicence  layout = "licence"
	layoutDiploma  layout = "diploma"
)

// paper is one document in the making: what each of its places says, and what is claimed beside it.
type paper struct {
	layout           layout
	country          country
	print, zone, bar facts
	award            award
	claim            models.Claim
	mark             string // a word printed across a specimen
}

func newPaper(l layout, r *rand.Rand, day time.Time) paper {
	f, c := newFacts(r, day)
	if l == layoutLicence {
		f.state, f.number = "USA", lettersOf(r, 1)+digitsOf(r, 8)
	}
	p := paper{layout: l, country: c, print: f, zone: f, bar: f, claim: f.claim(r)}
	switch l {
	case layoutLicence:
		delete(p.claim, "nationality")
	case layoutDiploma:
		p.award = newAward(r, day)
		p.claim = models.Claim{"name": p.claim["name"], "institution": p.award.institution, "degree": p.award.degree}
	}
	return p
}

func (p paper) draw(t *testing.T, fonts foundry, r *rand.Rand) *samples.Sheet {
	switch p.layout {
	case layoutLicence:
		return p.licence(t, fonts, r)
	case layoutDiploma:
		return p.diploma(t, fonts, r)
	}
	return p.card(t, fonts, p.layout == layoutPassport, r)
}

// forgery is one way in which a document is made to contradict itself, the calendar or the account.
type forgery struct {
	name    string
	layouts []layout
	change  func(p *paper, r *rand.Rand)
	reason  models.ReasonCode
	field   string // of which the contradicting sides must have been read, else nobody could have known
}

func forgeries() []forgery {
	zoned, barred, any := []layout{layoutCard, layoutPassport}, []layout{layoutLicence}, []layout{layoutCard, layoutPassport, layoutLicence}
	diploma := []layout{layoutDiploma}
	var out []forgery
	for _, side := range []struct {
		name    string
		layouts []layout
		of      func(p *paper) *facts
	}{{"zone", zoned, func(p *paper) *facts { return &p.zone }}, {"barcode", barred, func(p *paper) *facts { return &p.bar }}} {
		for _, c := range changes() {
			out = append(out, forgery{side.name + ": " + c.field, side.layouts, func(p *paper, r *rand.Rand) { c.change(side.of(p), r) }, models.ReasonDataContradiction, c.field})
		}
	}
	out = append(out, forgery{"zone: nationality", zoned, func(p *paper, r *rand.Rand) { p.zone.state = otherState(p.print.state, r) }, models.ReasonDataContradiction, models.FieldNationality})
	for c, key := range []string{"document_number", "date_of_birth", "expiry_date", "name", "sex"} {
		out = append(out, forgery{"claim: " + key, any, func(p *paper, r *rand.Rand) {
			f := p.print
			changes()[c].change(&f, r)
			p.claim[key] = map[string]string{"document_number": f.number, "date_of_birth": f.birth.Format(time.DateOnly), "expiry_date": f.expires.Format(time.DateOnly), "name": f.given + " " + f.surname, "sex": f.sex}[key]
		}, models.ReasonDataClaimMismatch, changes()[c].field})
	}
	return append(out,
		forgery{"claim: nationality", zoned, func(p *paper, r *rand.Rand) { p.claim["nationality"] = otherState(p.print.state, r) }, models.ReasonDataClaimMismatch, models.FieldNationality},
		forgery{"expiry before issue", any, func(p *paper, r *rand.Rand) {
			p.print.expires = p.print.issued.AddDate(0, -1-r.IntN(30), 0)
			p.together()
		}, models.ReasonDataDates, models.FieldExpiryDate},
		forgery{"birth after issue", any, func(p *paper, r *rand.Rand) {
			p.print.birth = p.print.issued.AddDate(0, 1+r.IntN(5), 0)
			p.together()
		}, models.ReasonDataDates, models.FieldBirthDate},
		forgery{"expired", any, func(p *paper, r *rand.Rand) {
			p.print.issued, p.print.expires = p.print.issued.AddDate(-12, 0, 0), p.print.issued.AddDate(-2, 0, 0)
			p.together()
		}, models.ReasonDataExpired, models.FieldExpiryDate},
		forgery{"wrong check digit", zoned, func(p *paper, _ *rand.Rand) { p.zone.wrongDigit = true }, models.ReasonDataMRZCheckDigit, ""},
		forgery{"specimen", zoned, func(p *paper, r *rand.Rand) { p.mark = pickOf(r, []string{"SPECIMEN", "MUSTER"}) }, models.ReasonDataSpecimen, ""},
		forgery{"claim: holder", diploma, func(p *paper, r *rand.Rand) {
			f := p.print
			changes()[3].change(&f, r)
			p.claim["name"] = f.given + " " + f.surname
		}, models.ReasonDataClaimMismatch, models.FieldName},
		forgery{"claim: degree", diploma, func(p *paper, r *rand.Rand) { p.claim["degree"] = p.award.other(r) }, models.ReasonDataClaimMismatch, models.FieldDegree},
		forgery{"claim: institution", diploma, func(p *paper, r *rand.Rand) { p.claim["institution"] = p.award.elsewhere(r) }, models.ReasonDataClaimMismatch, models.FieldInstitution})
}

// together makes the document agree with itself and with the account in what its print now says.
func (p *paper) together() {
	p.zone, p.bar = p.print, p.print
	p.claim["date_of_birth"], p.claim["expiry_date"] = p.print.birth.Format(time.DateOnly), p.print.expires.Format(time.DateOnly)
}

func otherState(than string, r *rand.Rand) string {
	for {
		if c := pickOf(r, countries()); c.code != than {
			return c.code
		}
	}
}

// change makes one fact another one, as little as a forger would.
type change struct {
	field  string
	change func(f *facts, r *rand.Rand)
}

func changes() []change {
	return []change{
		{models.FieldDocumentNumber, func(f *facts, r *rand.Rand) {
			at := len(f.number) - 1 - r.IntN(5)
			f.number = f.number[:at] + string('0'+(f.number[at]-'0'+1+byte(r.IntN(9)))%10) + f.number[at+1:]
		}},
		{models.FieldBirthDate, func(f *facts, r *rand.Rand) { f.birth = otherDay(f.birth, r) }},
		{models.FieldExpiryDate, func(f *facts, r *rand.Rand) { f.expires = f.expires.AddDate(1+r.IntN(4), r.IntN(3), 0) }},
		{models.FieldSurname, func(f *facts, r *rand.Rand) {
			for old := *f; zoneName(f.surname)[0] == zoneName(old.surname)[0] || f.given == old.given; {
				f.surname, f.given = pickOf(r, paperSurnames), map[string][]string{"F": paperWomen, "M": paperMen}[f.sex][r.IntN(20)]
			}
		}},
		{models.FieldSex, func(f *facts, _ *rand.Rand) { f.sex = map[string]string{"F": "M", "M": "F"}[f.sex] }},
	}
}

// otherDay changes the year, the month or the day.
func otherDay(d time.Time, r *rand.Rand) time.Time {
	switch r.IntN(3) {
	case 0:
		return d.AddDate(-1-r.IntN(9), 0, 0)
	case 1:
		return d.AddDate(0, -1-r.IntN(10), 0)
	}
	return d.AddDate(0, 0, -1-r.IntN(20))
}

// award is what a diploma is about. words are the lines before the holder, before the degree, before the date and before the number.
type award struct {
	institution, degree, date, serial string
	words                             [4]string
	seats                             [2]string
	day                               time.Time
}

func awards() []award {
	return []award{
		{institution: "University of Northbridge", degree: "Bachelor of Science in Chemistry", words: [4]string{"This is to certify that", "has been awarded the degree of", "Given on ", "No."}, seats: [2]string{"Vice-Chancellor", "Registrar"}},
		{institution: "Carrow College", degree: "Master of Arts in Linguistics", words: [4]string{"The Senate hereby confers upon", "the degree of", "Awarded on ", "Serial number"}, seats: [2]string{"President", "Dean"}},
		{institution: "Universität Altenfels", degree: "Master of Science", words: [4]string{"Die Fakultät verleiht", "den akademischen Grad", "Altenfels, den ", "Nr."}, seats: [2]string{"Der Rektor", "Die Dekanin"}},
		{institution: "Université de Valmorin", degree: "Licence en Droit", words: [4]string{"Le présent diplôme est délivré à", "le grade de", "Fait à Valmorin, le ", "N°"}, seats: [2]string{"Le Président", "Le Doyen"}},
		{institution: "Universidad de Altamar", degree: "Doctor en Medicina", words: [4]string{"Por cuanto expide el presente título a", "el título de", "Dado en Altamar, a ", "Registro N°"}, seats: [2]string{"El Rector", "El Decano"}},
	}
}

func newAward(r *rand.Rand, day time.Time) award {
	a := pickOf(r, awards())
	a.day = day.AddDate(-1-r.IntN(10), -r.IntN(12), -r.IntN(28))
	a.date, a.serial = a.day.Format("02.01.2006"), lettersOf(r, 2)+"-"+digitsOf(r, 6)
	if a.words[2] == "Given on " || a.words[2] == "Awarded on " {
		a.date = a.day.Format("2 January 2006")
	}
	return a
}

func (a award) other(r *rand.Rand) string {
	return pickOf(r, map[bool][]string{true: {"Master of Science in Chemistry", "Bachelor of Science in Geography"}, false: {"Bachelor of Arts in History", "Bachelor of Laws"}}[strings.HasPrefix(a.degree, "Bach")])
}

func (a award) elsewhere(r *rand.Rand) string {
	return pickOf(r, []string{"Technical University of Graustadt", "Hollis College", "University of East Marsh"})
}

func sinOf(x float64) float64 { return math.Sin(x) }
