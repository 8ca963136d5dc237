// Package state knows the codes that machine readable zones and barcodes name states and nationalities by, and the
// words that people and prints name them by.
package state

import (
	_ "embed"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// states holds a state in each line: its codes of one to three letters (ICAO Doc 9303-3 section 5, parts A to D, the
// withdrawn ones that older documents bear, ISO 3166-1 alpha-2, distinguishing signs of vehicles), then, after a colon, its names in
// English and its own language and what its people are called, in
// plain letters and spaces.
//
//go:embed states.txt
var states string

// jurisdictions are the states, provinces and territories that issue driving licences in the United States, Canada and Mexico by two letters:
// AAMVA DL/ID Card Design Standard, issuer identification numbers.
const jurisdictions = " AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY " +
	"AS GU MP PR VI FM MH PW AB BC MB NB NL NF NS NT NU ON PE PQ QC SK YT AG BC BJ BS CM CH CL CX CP CS CT CU DF DG DO DU EM GR GJ GT HD HL HG JA MX MH MI MC MR NA NY NL OA OX PB PU QE QR QI SL SI SO TB TM TA TL TX VC VZ YU YC ZA ZT "

// Code returns the code that ICAO Doc 9303-3 gives the state or nationality that s names by a code or a word: D for DEU, Germany or
// German. False when s names none.
func Code(s string) (string, bool) {
	want := fold(s)
	if want == "" || len(want) > 64 {
		return "", false
	}
	isCode := len(want) <= 3
	for line := range strings.Lines(states) {
		words, names, _ := strings.Cut(line, ":")
		if isCode && strings.Contains(" "+words+" ", " "+want+" ") {
			return first(words), true
		}
		for n := range strings.SplitSeq(names, ",") {
			if strings.EqualFold(strings.TrimSpace(n), want) {
				return first(words), true
			}
		}
	}
	return "", false
}

// Known reports whether a machine readable zone or barcode may name an issuer or nationality by code: one of ICAO
// Doc 9303-3, or of the jurisdictions that issue licences in North America.
func Known(code string) bool {
	code = strings.ToUpper(strings.Trim(code, "< "))
	if len(code) == 2 && strings.Contains(jurisdictions, " "+code+" ") {
		return true
	}
	if code == "" || len(code) > 3 {
		return false
	}
	for line := range strings.Lines(states) {
		words, _, _ := strings.Cut(line, ":")
		if strings.Contains(" "+words+" ", " "+code+" ") {
			return true
		}
	}
	return false
}

func first(codes string) string {
	code, _, _ := strings.Cut(codes, " ")
	return code
}

// fold writes s in capitals without marks and anything else but letters and single spaces.
func fold(s string) string {
	if len(s) > 256 {
		return ""
	}
	var out strings.Builder
	for _, r := range norm.NFD.String(strings.ToUpper(s)) {
		switch {
		case r >= 'A' && r <= 'Z':
			out.WriteRune(r)
		case r == ' ' || r == '-' || r == '<':
			out.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}
