// Package number knows the public rules by which states form the numbers of persons and documents: check digits, and the
// birth date and sex that a number of a person carries.
package number

import (
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// Personal is what a personal number says by itself.
type Personal struct {
	System string // name of the number: PESEL, EGN, ...
	Agrees bool   // its check digits agree
	Birth  string // YYYY-MM-DD that it carries; empty when it carries none
	Short  bool   // the century of Birth is only supposed: compare the last two digits of the year
	Sex    string // M or F that it carries; empty when it carries none
}

// rule is one state's number.
type rule struct {
	issuer string
	system string
	// read returns what number says; ok is false when it does not have the form of this system.
	read func(number string) (p Personal, ok bool)
}

// rules are those systems whose algorithm is public and that have no numbers in circulation for which it does not hold.
func rules() []rule {
	return []rule{
		{"ALB", "NID", albania}, {"BEL", "NRN", belgium}, {"BGR", "EGN", bulgaria}, {"BIH", "JMBG", yugoslav}, {"BRA", "CPF", brazil}, {"CHL", "RUN", chile}, {"CHN", "RIC", china},
		{"CZE", "RC", czech}, {"DNK", "CPR", denmark}, {"ESP", "DNI/NIE", spain}, {"EST", "isikukood", baltic}, {"FIN", "HETU", finland}, {"HRV", "OIB", croatia}, {"ISL", "kennitala", iceland},
		{"ITA", "codice fiscale", italy}, {"KOR", "RRN", korea}, {"LTU", "asmens kodas", baltic}, {"MKD", "EMBG", yugoslav}, {"MNE", "JMBG", yugoslav}, {"NLD", "BSN", netherlands},
		{"NOR", "fodselsnummer", norway}, {"POL", "PESEL", poland}, {"PRT", "CC", portugal}, {"ROU", "CNP", romania}, {"SRB", "JMBG", yugoslav}, {"SVK", "RC", czech}, {"SVN", "EMSO", yugoslav},
		{"SWE", "personnummer", sweden}, {"TUR", "TCKN", turkey}, {"ZAF", "ID", southAfrica},
	}
}

// ReadPersonal reads the personal number text of a state (ICAO 9303-3 code). False when no rule of that state is known, or
// when text does not have the rule's form: then nothing can be said of it.
func ReadPersonal(issuer, text string) (Personal, bool) {
	number := Plain(text)
	for _, r := range rules() {
		if r.issuer != issuer {
			continue
		}
		p, ok := r.read(number)
		p.System = r.system
		return p, ok
	}
	return Personal{}, false
}

// lookalikes are letters of other scripts that are printed in numbers and look like Latin ones.
const lookalikes = "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXАAВBЕEКKМMНHОOРPСCТTУYХXІI"

// longest bounds the characters of a number that are looked at.
const longest = 40

// Plain writes a number in A-Z and 0-9: capitals, without the spaces, strokes, points and fillers that part it.
func Plain(text string) string {
	var out strings.Builder
	for _, r := range strings.ToUpper(norm.NFKD.String(text[:min(len(text), 4*longest)])) {
		if at := strings.IndexRune(lookalikes, r); at >= 0 && r > 127 {
			r = rune(lookalikes[at+len(string(r))])
		}
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			out.WriteRune(r)
		}
	}
	s := out.String()
	return s[:min(len(s), longest)]
}

// all reports whether s has n characters, all of them digits.
func all(s string, n int) bool {
	return len(s) == n && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// digit returns digit i of s.
func digit(s string, i int) int { return int(s[i] - '0') }

// sum adds up the first digits of s by weights.
func sum(s string, weights ...int) int {
	total := 0
	for i, w := range weights {
		total += digit(s, i) * w
	}
	return total
}

// two returns the number that digits i and i+1 of s make.
func two(s string, i int) int { return digit(s, i)*10 + digit(s, i+1) }

// day returns the date as ISO 8601; false when there is no such day.
func day(year, month, d int) (string, bool) {
	t := time.Date(year, time.Month(month), d, 0, 0, 0, 0, time.UTC)
	return t.Format(time.DateOnly), t.Year() == year && int(t.Month()) == month && t.Day() == d
}

// sexOf returns M for an odd number and F for an even one.
func sexOf(n int) string {
	if n%2 == 1 {
		return "M"
	}
	return "F"
}

// luhn reports whether the digits of s agree by ISO/IEC 7812-1 annex B.
func luhn(s string) bool {
	total := 0
	for i := range len(s) {
		d := digit(s, len(s)-1-i)
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		total += d
	}
	return total%10 == 0
}
