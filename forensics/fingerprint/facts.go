package fingerprint

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"loupe/forensics/consistency/name"
	"loupe/forensics/consistency/number"
	"loupe/forensics/consistency/state"
	"loupe/models"
)

const (
	sureConfidence = 0.9 // of print, from which a value is a fact to be found by
	leastNumber    = 5   // characters of a document number that is one
	mostStated     = 200 // statements that are looked at
)

// Facts returns the digests of what a document says: its number with its issuer, the lines of its machine readable zone,
// its holder's name with the date of birth. Only what was surely read counts: in a zone whose check digits all agree in
// one way, in a barcode, or in print read with a confidence of 0.9. Equal facts written in other ways (O for 0, names in
// other letters or another order) have equal digests. d may be nil.
func Facts(d *models.Document) []models.Fingerprint {
	if d == nil {
		return nil
	}
	var fps []models.Fingerprint
	add := func(kind models.FingerprintKind, f models.Field, parts ...string) {
		sum := sha256.Sum256([]byte(string(kind) + "\x00" + strings.Join(parts, "\x00")))
		fp := models.Fingerprint{Kind: kind, Bits: 256, Hex: hex.EncodeToString(sum[:]), Page: f.Page, Box: f.Box, Version: models.FingerprintVersion}
		if !slices.ContainsFunc(fps, func(o models.Fingerprint) bool { return o.Kind == kind && o.Hex == fp.Hex }) {
			fps = append(fps, fp)
		}
	}
	if m := d.MRZ; sureZone(m) {
		f := models.Field{}
		if m.Box != nil {
			f.Page, f.Box = m.Box.Page, &[4]int{m.Box.X, m.Box.Y, m.Box.W, m.Box.H}
		}
		add(models.FingerprintMRZ, f, m.Lines...)
	}
	for _, p := range places(d) {
		if n := plainNumber(p.fields[models.FieldDocumentNumber].Value); len(n) >= leastNumber && p.issuer != "" {
			add(models.FingerprintNumber, p.fields[models.FieldDocumentNumber], p.issuer, n)
		}
		if words, birth := p.person(); len(words) > 1 && birth != "" {
			add(models.FingerprintPerson, p.fields[models.FieldBirthDate], append(words, birth)...)
		}
	}
	return fps
}

// sureZone reports whether m was read in the one way that its check digits confirm.
func sureZone(m *models.MRZ) bool { return m != nil && m.Valid && !m.Ambiguous }

// stand is one place of a document that states things: the zone, the barcode or the print of a page.
type stand struct {
	source models.Source
	page   int
	issuer string
	fields map[string]models.Field
}

// places sorts what is surely stated by where it stands. An issuer that only one place names is that of all on its page.
func places(d *models.Document) (out []stand) {
	issuers := map[int]string{}
	for _, s := range d.Statements[:min(len(d.Statements), mostStated)] {
		if !sure(s, d) {
			continue
		}
		i := slices.IndexFunc(out, func(p stand) bool { return p.source == s.Source && p.page == s.Page })
		if i < 0 {
			i = len(out)
			out = append(out, stand{s.Source, s.Page, "", map[string]models.Field{}})
		}
		if _, known := out[i].fields[s.Name]; !known {
			out[i].fields[s.Name] = s.Field
		}
		if s.Name == models.FieldIssuer && out[i].issuer == "" {
			out[i].issuer = issuer(s.Value)
			if issuers[s.Page] == "" {
				issuers[s.Page] = out[i].issuer
			}
		}
	}
	for i := range out {
		if out[i].issuer == "" {
			out[i].issuer = issuers[out[i].page]
		}
		if out[i].issuer == "" {
			out[i].issuer = issuer(d.Country)
		}
	}
	return out
}

func sure(s models.Statement, d *models.Document) bool {
	switch s.Source {
	case models.SourceMRZ:
		return sureZone(d.MRZ)
	case models.SourceBarcode:
		return true
	}
	return s.Confidence >= sureConfidence
}

// issuer is the code of a state by any of its names, else what stands there.
func issuer(s string) string {
	if code, ok := state.Code(s); ok {
		return code
	}
	return strings.ToUpper(strings.Join(strings.Fields(s), " "))
}

// plainNumber writes letters and digits of one shape as the digit: readers take one for the other, and no issuer gives out
// two numbers that differ in nothing else.
func plainNumber(s string) string {
	return strings.NewReplacer("O", "0", "I", "1").Replace(number.Plain(s))
}

// person returns the words of the name in alphabetical order and the date of birth as YYMMDD: of the zone's year the
// century is only supposed.
func (p stand) person() (words []string, birth string) {
	n := name.Of(p.fields[models.FieldName].Value)
	if surname, given := p.fields[models.FieldSurname].Value, p.fields[models.FieldGivenNames].Value; surname != "" || given != "" {
		n = name.Name{Surname: surname, Given: given}
	}
	words = slices.Clone(n.Words())
	slices.Sort(words)
	digits := strings.ReplaceAll(p.fields[models.FieldBirthDate].Value, "-", "")
	if len(digits) != 8 || strings.Trim(digits, "0123456789") != "" {
		return words, ""
	}
	return words, digits[2:]
}
