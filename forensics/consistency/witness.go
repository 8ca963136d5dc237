package consistency

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"loupe/forensics"
	"loupe/models"
)

// sourceClaim is where a value stands that the account says.
const sourceClaim models.Source = "account"

// The bounds of what hostile documents make us compare.
const (
	maxStatements = 200
	maxWitnesses  = 12 // of one field
	maxPersons    = 12 // places that state a name
	maxShown      = 64 // characters of a value in messages
)

// doubtful is the confidence that a machine readable zone keeps when its check digits disagree or another reading fits them, too:
// below every threshold.
const doubtful = 0.5

// witness is one value and where it stands.
type witness struct {
	field      string
	value      string // normalised
	raw        string
	confidence float64
	source     models.Source
	page       int
	box        *[4]int
	also       []witness // of a name put together: the statements it was made of
	cut        bool      // a name that may be cut short because its field was full
}

// hearing is one dossier being judged.
type hearing struct {
	forensics.Dossier
	policy  Policy
	by      map[string][]witness
	pairs   []pair
	faults  []fault
	notes   []fault // what is worth a line and no suspicion
	remarks []string
	years   *float64         // validity, of an identity document
	late    *float64         // days since it expired; negative before
	free    map[int][]string // by page, see unclaimedText
}

// hear puts the statements and the claim of d in order.
func (c check) hear(d forensics.Dossier) *hearing {
	h := &hearing{Dossier: d, policy: c.policy, by: map[string][]witness{}, free: map[int][]string{}}
	if d.Document != nil {
		for _, s := range d.Document.Statements[:min(len(d.Document.Statements), maxStatements)] {
			h.admit(stated(s, d.Document))
		}
	}
	for _, w := range claimed(d.Claim) {
		h.admit(w)
	}
	for _, ws := range h.by {
		slices.SortStableFunc(ws, func(a, b witness) int {
			return cmp.Or(cmp.Compare(rank(a.source), rank(b.source)), cmp.Compare(a.page, b.page), cmp.Compare(b.confidence, a.confidence), cmp.Compare(a.value, b.value))
		})
	}
	return h
}

func (h *hearing) admit(w witness) {
	if w.value != "" && len(h.by[w.field]) < maxWitnesses && !slices.ContainsFunc(h.by[w.field], w.repeats) {
		h.by[w.field] = append(h.by[w.field], w)
	}
}

func (w witness) repeats(o witness) bool {
	return w.source == o.source && w.page == o.page && w.value == o.value
}

func rank(s models.Source) int {
	return slices.Index([]models.Source{models.SourceMRZ, models.SourceBarcode, models.SourcePrint, sourceClaim}, s)
}

// stated makes a witness of a statement, with the confidence that its source deserves.
func stated(s models.Statement, d *models.Document) witness {
	w := witness{field: s.Name, value: strings.TrimSpace(s.Value), raw: s.Raw, confidence: s.Confidence, source: s.Source, page: s.Page, box: s.Box}
	if !(w.confidence >= 0 && w.confidence <= 1) || rank(s.Source) < 0 || s.Page < 0 {
		w.confidence = 0
	}
	switch {
	case s.Source == models.SourceMRZ && d.MRZ != nil:
		if !d.MRZ.Valid && !d.MRZ.Checks[s.Name] || d.MRZ.Ambiguous { // a field's own digit answers for it, whatever the others say
			w.confidence = min(w.confidence, doubtful)
		}
		w.cut = d.MRZ.Fields["name_truncated"] == "true" || len(d.MRZ.Lines) > 0 && strings.HasPrefix(d.MRZ.Lines[0], "IDFRA")
		if w.box == nil && d.MRZ.Box != nil {
			w.box, w.page = &[4]int{d.MRZ.Box.X, d.MRZ.Box.Y, d.MRZ.Box.W, d.MRZ.Box.H}, d.MRZ.Box.Page
		}
	case s.Source == models.SourceBarcode:
		w.cut = shortened(d.Barcodes)
	case s.Source == models.SourcePrint && isName(s.Name) && labelled(s.Value):
		w.confidence = min(w.confidence, doubtful)
	}
	return w
}

// shortened reports whether a licence's barcode says that it cut a name: elements DDE, DDF and DDG are T (AAMVA DL/ID Card Design
// Standard, table D.3).
func shortened(codes []models.Barcode) bool {
	return slices.ContainsFunc(codes, func(b models.Barcode) bool {
		return b.Fields["DDE"] == "T" || b.Fields["DDF"] == "T" || b.Fields["DDG"] == "T"
	})
}

func isName(field string) bool {
	return field == models.FieldSurname || field == models.FieldGivenNames || field == models.FieldName
}

// labels are words that print beside names and that no name is made of: a value that has one was cut out wrongly.
const labels = " SURNAME SURNAMES NAMES FORENAME FORENAMES GIVEN VORNAME VORNAMEN NACHNAME FAMILIENNAME PRENOM PRENOMS NOM APELLIDO APELLIDOS NOMBRE NOMBRES COGNOME NOME COGNOMEN PRAENOMINA " +
	"DATE BIRTH SEX SEXE NATIONALITY PASSPORT EXPIRY ISSUED SIGNATURE NUMBER CARD LICENCE LICENSE IDENTITY REPUBLIC GEBURTSDATUM NAISSANCE NACIMIENTO NASCITA "

func labelled(value string) bool {
	for _, w := range strings.FieldsFunc(strings.ToUpper(value), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if strings.Contains(labels, " "+w+" ") {
			return true
		}
	}
	return false
}

// place says where w stands, for people.
func (h *hearing) place(w witness) string {
	words := map[models.Source]string{models.SourceMRZ: "the machine readable zone", models.SourceBarcode: "the barcode", models.SourcePrint: "print", sourceClaim: "the account"}[w.source]
	if len(h.Pages) > 1 && w.source != sourceClaim {
		words += fmt.Sprintf(" on page %d", w.page+1)
	}
	return words
}

// shown is a value as it may stand in a message: one line, without control characters, not long.
func shown(value string) string {
	clean := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, strings.Join(strings.Fields(strings.ToValidUTF8(value, "")), " "))
	if r := []rune(clean); len(r) > maxShown {
		return string(r[:maxShown]) + "..."
	}
	return clean
}

// title is a field's name for people.
func title(field string) string { return strings.ReplaceAll(field, "_", " ") }
