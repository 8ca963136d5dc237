package console

import (
	"strings"
	"unicode"

	"loupe/models"
)

// fieldRow holds what the print, the MRZ, a barcode and the claim say of one field.
type fieldRow struct {
	Name     string
	Read     string // printed or otherwise read; "" when it was not
	Source   string // where Read comes from
	MRZ      string
	Claim    string
	Conflict bool // two of them differ beyond case, spacing and punctuation
}

// claimNames says which claim key speaks of which MRZ or document field.
func claimNames(field string) []string {
	switch field {
	case "birth_date":
		return []string{"birth_date", "date_of_birth"}
	case "given_names":
		return []string{"given_names", "given_name", "first_name"}
	case "surname":
		return []string{"surname", "last_name", "family_name"}
	}
	return []string{field}
}

// fieldRows sets what was read beside what is claimed.
func fieldRows(d *models.Document, claim models.Claim) []fieldRow {
	var read map[string]models.Field
	var zone map[string]string
	if d != nil {
		read = d.Fields
		if d.MRZ != nil {
			zone = d.MRZ.Fields
		}
	}
	names := map[string]bool{}
	claimed := map[string]bool{}
	for name := range read {
		names[name] = true
	}
	for name := range zone {
		names[name] = true
	}
	var rows []fieldRow
	for _, name := range sortedKeys(names) {
		row := fieldRow{Name: name, MRZ: zone[name]}
		if f, ok := read[name]; ok && f.Source != "mrz" {
			row.Read, row.Source = f.Value, string(f.Source)
		}
		for _, key := range claimNames(name) {
			if v, ok := claim[key]; ok && row.Claim == "" {
				row.Claim, claimed[key] = v, true
			}
		}
		row.Conflict = name != "birth_date" && name != "expiry_date" && differ(row.Read, row.MRZ, row.Claim)
		rows = append(rows, row)
	}
	for _, key := range sortedKeys(claim) {
		if !claimed[key] {
			rows = append(rows, fieldRow{Name: key, Claim: claim[key]})
		}
	}
	return rows
}

// differ reports whether two of the values that are there disagree. Dates are written in too many ways to be compared
// by a page; a check does that.
func differ(values ...string) bool {
	seen := ""
	for _, v := range values {
		bare := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToUpper(r)
			}
			return -1
		}, v)
		if bare == "" {
			continue
		}
		if seen != "" && bare != seen {
			return true
		}
		seen = bare
	}
	return false
}
