package consistency

import (
	"slices"
	"sort"
	"strings"
	"unicode"

	"loupe/models"
)

// synonyms gives for each field the keys by which accounts state it. Keys that are not listed are not compared.
const synonyms = `name full_name fullname holder legal_name|surname last_name lastname family_name familyname|given_names given_name givenname first_name firstname first_names forename forenames middle_name middlename middle_names|birth_date date_of_birth dob birthdate birthday born|nationality citizenship|document_number document_no document_id passport_number passport_no id_number licence_number license_number card_number|personal_number personal_no national_id national_number tax_id personal_id|sex gender|issue_date date_of_issue issued|expiry_date expiration_date expiry date_of_expiry expires valid_until|issuer issuing_country issuing_state country|institution university school college institution_name|degree qualification degree_title|subject major field_of_study|award_date graduation_date date_of_award graduation_year|serial_number certificate_number diploma_number`

// claimed returns what the account says, by field. Keys are told regardless of case and of how their words are joined.
func claimed(c models.Claim) []witness {
	keys := make([]string, 0, len(c))
	for k := range c {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		return order(keys[i]) < order(keys[j]) || order(keys[i]) == order(keys[j]) && keys[i] < keys[j]
	})
	var out []witness
	for _, k := range keys {
		field, value := fieldOf(k), strings.TrimSpace(strings.ToValidUTF8(c[k], ""))
		if field == "" || value == "" || len(value) > 4*maxShown {
			continue
		}
		i := slices.IndexFunc(out, func(w witness) bool { return w.field == field })
		if i >= 0 && field == models.FieldGivenNames {
			out[i].value += " " + value // first and middle names
			continue
		}
		out = append(out, witness{field: field, value: value, raw: value, confidence: 1, source: sourceClaim, page: -1})
	}
	return out
}

// order is the place of a key in the list of synonyms: first names stand before middle names.
func order(key string) int { return strings.Index(synonyms, plainKey(key)) }

func fieldOf(key string) string {
	want := plainKey(key)
	for line := range strings.SplitSeq(synonyms, "|") {
		for word := range strings.FieldsSeq(line) {
			if word == want {
				field, _, _ := strings.Cut(line, " ")
				return field
			}
		}
	}
	return ""
}

// plainKey writes dateOfBirth, "Date of birth" and DATE-OF-BIRTH as date_of_birth.
func plainKey(key string) string {
	var out strings.Builder
	last := '_'
	for _, r := range key[:min(len(key), maxShown)] {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			r = '_'
		case unicode.IsUpper(r) && unicode.IsLower(last):
			out.WriteByte('_')
		}
		if r != '_' || last != '_' {
			out.WriteRune(unicode.ToLower(r))
		}
		last = r
	}
	return strings.Trim(out.String(), "_")
}
