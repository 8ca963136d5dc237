package aamva

import "strings"

// License is a driving licence or identification card as its barcode states it. Fields that it does not state, or states
// as NONE, UNK or blank, are empty.
type License struct {
	IIN                 string // issuer identification number, 6 digits
	Issuer              Issuer // by the IIN, else by the jurisdiction of the address
	Version             int    // of the standard: 1 (2000) to 10 (2020); 0 when the payload has no header
	JurisdictionVersion int
	Identification      bool // an identification card, not a driving licence

	Name
	Address
	Number        string // DAQ
	BirthDate     string // dates as YYYY-MM-DD, empty when they are none
	IssueDate     string
	ExpiryDate    string
	RevisionDate  string // of the card's design
	HazmatExpiry  string
	Under18Until  string
	Under19Until  string
	Under21Until  string
	Sex           string // M, F or X
	Height        Height
	Weight        Weight
	Eyes          string // ANSI D20: BLK BLU BRO DIC GRY GRN HAZ MAR PNK
	Hair          string // ANSI D20: BAL BLK BLN BRO GRY RED SDY WHI
	Race          string
	BirthPlace    string
	Country       string // issuer's, ISO 3166-1 alpha-3
	Class         string
	Restrictions  string
	Endorsements  string
	Discriminator string // DCF
	Inventory     string // DCK
	Audit         string // DCJ
	Compliance    string // DDA: F fully, M materially, N not compliant
	Limited       bool   // DDD: a limited-duration document
	Donor         *bool  // nil when it is not stated
	Veteran       *bool

	Elements map[string]string // every element by its three letters, without padding
}

// Address is the holder's.
type Address struct {
	Street, Street2, City string
	Jurisdiction          string // two letters
	PostalCode            string // without blanks, dashes and a filled-up 0000
}

// license gives e its meaning in h's version.
func license(h head, e map[string]string) License {
	l := License{
		IIN: h.iin, Version: h.version, JurisdictionVersion: h.jurisdictionVersion, Identification: h.identification, Elements: e,
		Name: name(e), Address: address(e), Number: e["DAQ"],
		BirthDate: Date(e["DBB"]), IssueDate: Date(e["DBD"]), ExpiryDate: Date(e["DBA"]), RevisionDate: Date(e["DDB"]),
		HazmatExpiry: Date(e["DDC"]), Under18Until: Date(e["DDH"]), Under19Until: Date(e["DDI"]), Under21Until: Date(e["DDJ"]),
		Sex: sex(e["DBC"]), Height: height(e, h.version), Weight: weight(e), Eyes: colour(e["DAY"]), Hair: colour(e["DAZ"]),
		Race: stated(e["DCL"]), BirthPlace: stated(e["DCI"]), Class: stated(first(e["DCA"], e["DAR"])),
		Restrictions: stated(first(e["DCB"], e["DAS"])), Endorsements: stated(first(e["DCD"], e["DAT"])),
		Discriminator: stated(e["DCF"]), Inventory: stated(e["DCK"]), Audit: stated(e["DCJ"]), Compliance: stated(e["DDA"]),
		Limited: e["DDD"] == "1", Donor: yes(first(e["DDK"], e["DBH"])), Veteran: yes(e["DDL"]),
	}
	l.Issuer = issuer(h.iin, l.Jurisdiction)
	l.Country = country(e["DCG"], l.Issuer)
	return l
}

// first returns the first of values that is not empty.
func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// stated returns v, or nothing where v is a word for nothing (annex D, mandatory elements that do not apply).
func stated(v string) string {
	switch strings.ToUpper(strings.TrimSpace(v)) {
	case "NONE", "UNK", "UNAVL", "UNAVAIL", "UNKNOWN", "N/A":
		return ""
	}
	return strings.TrimSpace(v)
}

func yes(v string) *bool {
	switch strings.ToUpper(v) {
	case "1", "Y", "YES", "DONOR", "T":
		return new(true)
	case "0", "N", "NO", "2", "F":
		return new(false)
	}
	return nil
}

// sex is ANSI D20's code, and the letters that version 1 allows.
func sex(v string) string {
	switch strings.ToUpper(v) {
	case "1", "M":
		return "M"
	case "2", "F":
		return "F"
	case "9", "X":
		return "X"
	}
	return ""
}

func address(e map[string]string) Address {
	a := Address{
		Street: stated(first(e["DAG"], e["DAL"])), Street2: stated(first(e["DAH"], e["DAM"])), City: stated(first(e["DAI"], e["DAN"])),
		Jurisdiction: strings.ToUpper(stated(first(e["DAJ"], e["DAO"]))), PostalCode: postalCode(first(e["DAK"], e["DAP"])),
	}
	a.Street = strings.TrimRight(a.Street, " ,")
	return a
}

// postalCode joins the parts of v; zeros in the place of an extension that is not known are left out.
func postalCode(v string) string {
	parts := strings.FieldsFunc(v, func(r rune) bool { return r == ' ' || r == '-' })
	if n := len(parts); n > 1 && strings.Trim(parts[n-1], "0") == "" {
		parts = parts[:n-1]
	}
	code := strings.Join(parts, "")
	if short, ok := strings.CutSuffix(code, "0000"); ok && len(short) >= 5 {
		return short
	}
	return code
}
