package consistency_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"loupe/forensics"
	"loupe/models"
)

// planting is a dossier with one contradiction in it that both sides were read well enough for.
type planting struct {
	dossier forensics.Dossier
	field   string
	between string // the two sources
	reason  models.ReasonCode
}

// planted invents the i-th planting: every field between every two places that state it, in turn, one of them changed as
// a forger or another person would have it.
func (w *world) planted(i int) planting {
	kinds := []struct{ field, a, b string }{
		{"surname", "mrz", "print"}, {"given_names", "mrz", "print"}, {"birth_date", "mrz", "print"}, {"document_number", "mrz", "print"}, {"expiry_date", "mrz", "print"},
		{"sex", "mrz", "print"}, {"nationality", "mrz", "print"}, {"surname", "barcode", "print"}, {"given_names", "barcode", "print"}, {"birth_date", "barcode", "print"},
		{"document_number", "barcode", "print"}, {"expiry_date", "barcode", "print"}, {"issue_date", "barcode", "print"}, {"name", "account", "mrz"}, {"name", "account", "print"}, {"name", "account", "barcode"},
		{"birth_date", "account", "mrz"}, {"birth_date", "account", "print"}, {"document_number", "account", "mrz"}, {"document_number", "account", "barcode"}, {"nationality", "account", "mrz"},
		{"surname", "mrz", "barcode"}, {"birth_date", "mrz", "barcode"}, {"document_number", "mrz", "barcode"}, {"name", "account", "diploma"}, {"institution", "account", "diploma"}, {"degree", "account", "diploma"},
	}
	k := kinds[i%len(kinds)]
	p := planting{field: k.field, between: k.a + "/" + k.b, reason: models.ReasonDataContradiction}
	if k.a == "account" {
		p.reason = models.ReasonDataClaimMismatch
	}
	if k.b == "diploma" {
		p.dossier = w.forgedClaim(k.field)
		return p
	}
	h := w.holder()
	for h.surname == "" {
		h = w.holder()
	}
	other := w.changed(h, k.field)
	first, second := h, other
	if w.chance(0.5) {
		first, second = other, h
	}
	p.dossier = w.two(k.a, first, k.b, second, k.field)
	return p
}

// changed is h with one field of another value.
func (w *world) changed(h holder, field string) holder {
	o := h
	for o.surname == h.surname || o.surname == "" || o.first == h.first || strings.HasPrefix(o.first, h.first[:2]) || o.nation == h.nation {
		o = w.holder()
	}
	out := h
	switch field {
	case "surname":
		out.surname = o.surname
	case "given_names":
		out.first = o.first
	case "name":
		out.surname, out.first = o.surname, pick(w, o.first, h.first)
	case "birth_date":
		out.born = pick(w, o.born, h.born.AddDate(0, 0, 1+w.r.IntN(20)), h.born.AddDate(3, 0, 0))
	case "document_number":
		out.number = pick(w, o.number, w.oneDigit(h.number))
	case "expiry_date":
		out.expires = pick(w, h.expires.AddDate(2, 0, 0), h.expires.AddDate(0, 3, 0))
	case "issue_date":
		out.issued = h.issued.AddDate(-2, -1, 0)
	case "sex":
		out.sex = map[string]string{"M": "F", "F": "M"}[h.sex]
	case "nationality":
		out.nation, out.words = o.nation, o.words
	}
	return out
}

// oneDigit changes one digit of a number.
func (w *world) oneDigit(n string) string {
	b := []byte(n)
	i := 2 + w.r.IntN(len(n)-2)
	b[i] = '0' + (b[i]-'0'+byte(1+w.r.IntN(9)))%10
	return string(b)
}

// two states a as source x and b as source y, well read, where both state the field.
func (w *world) two(x string, a holder, y string, b holder, field string) forensics.Dossier {
	var statements [][]models.Statement
	var claim models.Claim
	var zone *models.MRZ
	for page, s := range []struct {
		source string
		holder holder
	}{{x, a}, {y, b}} {
		var out []models.Statement
		switch s.source {
		case "account":
			claim = w.claims(s.holder)
			claim["nationality"], claim["passport_number"] = s.holder.nation, s.holder.number
			delete(claim, "citizenship")
			delete(claim, "document_number")
		case "mrz":
			out, zone = w.zone(s.holder, page, 39)
			zone.Valid, zone.Ambiguous = true, false
		case "barcode":
			out = w.barcode(s.holder, page)
		case "print":
			out = w.printed(s.holder, page)
			for i := range out { // as it stands, well read
				out[i].Confidence = 0.92 + 0.06*w.r.Float64()
			}
			out = w.legible(out, s.holder, field)
		}
		statements = append(statements, out)
	}
	d := dossier(models.KindIdentityDocument, claim, statements...)
	if zone != nil {
		d.Document.MRZ = zone
	}
	return d
}

// legible puts the true text of the field back, where the reader's mistakes were drawn.
func (w *world) legible(out []models.Statement, h holder, field string) []models.Statement {
	truth := map[string]string{"surname": h.surname, "given_names": h.first, "document_number": h.number, "birth_date": h.born.Format(time.DateOnly), "issue_date": h.issued.Format(time.DateOnly),
		"expiry_date": h.expires.Format(time.DateOnly), "sex": h.sex, "nationality": h.nation}
	for i := range out {
		if out[i].Name == field || field == "name" && slices.Contains([]string{"surname", "given_names"}, out[i].Name) {
			out[i].Value = truth[out[i].Name]
		}
	}
	return out
}

// forgedClaim is a diploma beside an account that says something else.
func (w *world) forgedClaim(field string) forensics.Dossier {
	d := w.diploma()
	switch field {
	case "name":
		stated := d.Document.Statements[0].Value
		for {
			o := w.holder()
			if o.surname == "" || slices.ContainsFunc(strings.Fields(o.first+" "+o.surname), func(s string) bool { return strings.Contains(stated, s[:1]) }) {
				continue
			}
			for k := range d.Claim {
				if strings.Contains(strings.ToLower(k), "name") {
					delete(d.Claim, k)
				}
			}
			d.Claim["name"] = o.first + " " + o.surname
			return d
		}
	case "institution":
		d.Claim["institution"] = pick(w, "University of Kirnholm", "Montevirro Academy of Music", "Santa Brisa State University")
	case "degree":
		d.Claim["degree"] = map[bool]string{true: "Master of Business Administration", false: "Bachelor of Fine Arts in Sculpture"}[strings.HasPrefix(d.Document.Statements[2].Value, "Bachelor")]
	}
	return d
}

func (p planting) String() string { return fmt.Sprintf("%s %s", p.field, p.between) }
