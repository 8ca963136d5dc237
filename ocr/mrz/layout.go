// Package mrz understands machine readable zones: TD1, TD2, TD3, MRV-A and MRV-B of ICAO Doc 9303 (8th edition), parts 3
// to 7, and the French national identity card of 1988 to 2021, which has the size of a TD2 and a layout of its own.
//
// Parse reads lines of exactly the standard's form. Decode finds such lines in what a recogniser of single characters says,
// Find in an OCR engine's words; both repair only what the standard or the check digits leave no choice about.
// Statements says what a zone states, as other sources of the same document would.
package mrz

import "loupe/models"

// The names of fields, keys of models.MRZ.Fields.
const (
	FieldDocumentCode   = "document_code"
	FieldIssuer         = "issuer"
	FieldSurname        = "surname"
	FieldGivenNames     = "given_names"
	FieldNameTruncated  = "name_truncated" // "true" when the name fills its field to the end; absent otherwise
	FieldDocumentNumber = "document_number"
	FieldNationality    = "nationality"
	FieldBirthDate      = "birth_date" // YYMMDD; unknown parts stay "<"
	FieldSex            = "sex"        // M, F, or empty for "<", unspecified
	FieldExpiryDate     = "expiry_date"
	FieldOptionalData   = "optional_data"
	FieldOptionalData2  = "optional_data_2" // TD1 line 2
)

// CheckComposite is the check digit over the others' fields; the other checks have their field's name.
const CheckComposite = "composite"

// span is a run of character positions of one line, all counted from 0; to is exclusive.
type span struct{ line, from, to int }

type field struct {
	name string
	at   span
	abc  set
}

// check is a check digit: where it stands and which characters it covers, in order.
type check struct {
	name       string
	at         span // one character
	over       []span
	fillerOK   bool // "<" counts as 0 when the field is empty
	continuing bool // "<" means: the number goes on in the optional data
}

// layout is one format's data structure.
type layout struct {
	kind    models.MRZType
	initial string // what the document code may begin with
	lines   int
	width   int
	names   span // the name field with its "<<"; empty when surname and given names have fields of their own
	fields  []field
	checks  []check
}

// french reports whether l is the French identity card's.
func (l layout) french() bool { return l.lines == 2 && l.names == span{} }

// layouts returns every layout; when two have one size, the first whose marks fit is meant (layoutFor).
func layouts() []layout {
	return []layout{mrva(), td3(), frenchID(), mrvb(), td2(), td1()}
}

// td1 is ICAO 9303-5, section 4.2 and appendix B: 3 lines of 30. American resident cards bear C1 and C2 as their code.
func td1() layout {
	return layout{
		kind: models.MRZTypeTD1, initial: "ACI", lines: 3, width: 30, names: span{2, 0, 30},
		fields: []field{
			{FieldDocumentCode, span{0, 0, 2}, mixed}, {FieldIssuer, span{0, 2, 5}, letters},
			{FieldDocumentNumber, span{0, 5, 14}, mixed}, {FieldOptionalData, span{0, 15, 30}, mixed},
			{FieldBirthDate, span{1, 0, 6}, digits}, {FieldSex, span{1, 7, 8}, sexes},
			{FieldExpiryDate, span{1, 8, 14}, digits}, {FieldNationality, span{1, 15, 18}, letters},
			{FieldOptionalData2, span{1, 18, 29}, mixed},
		},
		checks: []check{
			{name: FieldDocumentNumber, at: span{0, 14, 15}, over: []span{{0, 5, 14}}, continuing: true},
			{name: FieldBirthDate, at: span{1, 6, 7}, over: []span{{1, 0, 6}}},
			{name: FieldExpiryDate, at: span{1, 14, 15}, over: []span{{1, 8, 14}}},
			{name: CheckComposite, at: span{1, 29, 30}, over: []span{{0, 5, 30}, {1, 0, 7}, {1, 8, 15}, {1, 18, 29}}},
		},
	}
}

// second returns the fields and checks that line 2 of TD2, TD3 and the visas begins with: ICAO 9303-4, -6, -7 section 4.2.
func second() ([]field, []check) {
	fields := []field{
		{FieldDocumentCode, span{0, 0, 2}, letters}, {FieldIssuer, span{0, 2, 5}, letters},
		{FieldDocumentNumber, span{1, 0, 9}, mixed}, {FieldNationality, span{1, 10, 13}, letters},
		{FieldBirthDate, span{1, 13, 19}, digits}, {FieldSex, span{1, 20, 21}, sexes}, {FieldExpiryDate, span{1, 21, 27}, digits},
	}
	checks := []check{
		{name: FieldDocumentNumber, at: span{1, 9, 10}, over: []span{{1, 0, 9}}},
		{name: FieldBirthDate, at: span{1, 19, 20}, over: []span{{1, 13, 19}}},
		{name: FieldExpiryDate, at: span{1, 27, 28}, over: []span{{1, 21, 27}}},
	}
	return fields, checks
}

// td2 is ICAO 9303-6, section 4.2 and appendix B: 2 lines of 36.
func td2() layout {
	fields, checks := second()
	checks[0].continuing = true
	return layout{
		kind: models.MRZTypeTD2, initial: "ACI", lines: 2, width: 36, names: span{0, 5, 36},
		fields: append(fields, field{FieldOptionalData, span{1, 28, 35}, mixed}),
		checks: append(checks, check{name: CheckComposite, at: span{1, 35, 36}, over: []span{{1, 0, 10}, {1, 13, 20}, {1, 21, 35}}}),
	}
}

// td3 is ICAO 9303-4, section 4.2 and appendix B: 2 lines of 44. An unused personal number may have "0" or "<" as its check
// digit (4.2.2.2, position 43).
func td3() layout {
	fields, checks := second()
	return layout{
		kind: models.MRZTypeTD3, initial: "P", lines: 2, width: 44, names: span{0, 5, 44},
		fields: append(fields, field{FieldOptionalData, span{1, 28, 42}, mixed}),
		checks: append(checks,
			check{name: FieldOptionalData, at: span{1, 42, 43}, over: []span{{1, 28, 42}}, fillerOK: true},
			check{name: CheckComposite, at: span{1, 43, 44}, over: []span{{1, 0, 10}, {1, 13, 20}, {1, 21, 43}}}),
	}
}

// mrva is ICAO 9303-7, section 4.2: 2 lines of 44, no composite check digit.
func mrva() layout {
	fields, checks := second()
	return layout{
		kind: models.MRZTypeMRVA, initial: "V", lines: 2, width: 44, names: span{0, 5, 44},
		fields: append(fields, field{FieldOptionalData, span{1, 28, 44}, mixed}), checks: checks,
	}
}

// mrvb is ICAO 9303-7, section 5.2: 2 lines of 36, no composite check digit.
func mrvb() layout {
	fields, checks := second()
	return layout{
		kind: models.MRZTypeMRVB, initial: "V", lines: 2, width: 36, names: span{0, 5, 36},
		fields: append(fields, field{FieldOptionalData, span{1, 28, 36}, mixed}), checks: checks,
	}
}
