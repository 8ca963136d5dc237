package console

import (
	"fmt"
	"slices"
	"strings"

	"loupe/models"
)

// fieldRow holds what the print, the machine readable zone, the barcodes and the claim say of one field.
type fieldRow struct {
	Name     string
	Print    []stated
	MRZ      []stated
	Barcode  []stated
	Claim    string
	Conflict bool // the consistency check holds two of them to contradict each other
}

// stated is one value and where it stands.
type stated struct {
	Value string
	Raw   string // as it stands, when that differs
	Sure  int    // per cent
	Page  int    // from 1; 0 when there is only one page
}

// claimNames says which claim keys speak of which field.
func claimNames(field string) []string {
	switch field {
	case models.FieldBirthDate:
		return []string{"birth_date", "date_of_birth"}
	case models.FieldGivenNames:
		return []string{"given_names", "given_name", "first_name"}
	case models.FieldSurname:
		return []string{"surname", "last_name", "family_name"}
	case models.FieldSerial:
		return []string{"serial_number", "serial"}
	}
	return []string{field}
}

// fieldRows sets what was read beside what is claimed, in the order of the closed list of fields.
func fieldRows(r models.Report, claim models.Claim) []fieldRow {
	rows := map[string]*fieldRow{}
	row := func(name string) *fieldRow {
		if rows[name] == nil {
			rows[name] = &fieldRow{Name: name}
		}
		return rows[name]
	}
	for _, s := range statements(r.Document) {
		at := row(s.Name).column(s.Source)
		*at = append(*at, newStated(s.Field, len(r.Pages) > 1))
	}
	claimed := map[string]bool{}
	for _, name := range models.FieldNames() {
		for _, key := range claimNames(name) {
			if v, ok := claim[key]; ok && !claimed[key] {
				row(name).Claim, claimed[key] = v, true
			}
		}
	}
	for _, key := range sortedKeys(claim) {
		if !claimed[key] {
			row(key).Claim = claim[key]
		}
	}
	contradicted := contradictions(r.Findings)
	var out []fieldRow
	for _, name := range append(models.FieldNames(), sortedKeys(rows)...) {
		if rows[name] != nil {
			rows[name].Conflict = contradicted[name]
			out = append(out, *rows[name])
			rows[name] = nil
		}
	}
	return out
}

// statements returns what d states; of a report made before statements were kept, its fields.
func statements(d *models.Document) []models.Statement {
	if d == nil || len(d.Statements) > 0 {
		if d == nil {
			return nil
		}
		return d.Statements
	}
	var out []models.Statement
	for _, name := range sortedKeys(d.Fields) {
		out = append(out, models.Statement{Name: name, Field: d.Fields[name]})
	}
	return out
}

func (f *fieldRow) column(s models.Source) *[]stated {
	switch s {
	case models.SourceMRZ:
		return &f.MRZ
	case models.SourceBarcode:
		return &f.Barcode
	}
	return &f.Print
}

func newStated(f models.Field, pages bool) stated {
	s := stated{Value: f.Value, Raw: f.Raw, Sure: int(100*f.Confidence + 0.5)}
	if pages {
		s.Page = f.Page + 1
	}
	return s
}

// contradictions returns the fields of which the consistency check says that what is stated contradicts something: the
// labels of its regions begin with the field, "document number in print: ...".
func contradictions(all []models.Finding) map[string]bool {
	out := map[string]bool{}
	for _, f := range all {
		if f.Check != "consistency" || f.Outcome != models.OutcomeSuspect {
			continue
		}
		for _, r := range f.Regions {
			field, _, _ := strings.Cut(r.Label, " in ")
			out[strings.ReplaceAll(field, " ", "_")] = true
		}
	}
	if out[models.FieldName] { // names are compared whole
		out[models.FieldSurname], out[models.FieldGivenNames] = true, true
	}
	return out
}

// placed says in words where the document lies on a page.
func placed(p *models.Place) string {
	if p == nil {
		return ""
	}
	words := []string{"the whole picture is the document"}
	if !p.Frame {
		words = []string{"found by its outline", fmt.Sprintf("turned by %.0f°", p.Rotation), fmt.Sprintf("seen at %.0f° from above", p.Tilt)}
	}
	if p.Format != models.FormatUnknown {
		words = slices.Insert(words, 0, string(p.Format))
	}
	if p.DPI > 0 {
		words = append(words, fmt.Sprintf("%.0f dots per inch", p.DPI))
	}
	return strings.Join(words, ", ")
}
