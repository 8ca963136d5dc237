package mrz

import "strings"

// checkDigit computes the check digit of s, ICAO 9303-3 section 4.9: weights 7, 3, 1 repeated, 0-9 as they are, A-Z as 10
// to 35, "<" as 0, sum modulo 10.
func checkDigit(s string) byte {
	sum := 0
	for i := range len(s) {
		sum += value(s[i]) * [3]int{7, 3, 1}[i%3]
	}
	return byte('0' + sum%10)
}

// value is a character's value.
func value(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'Z':
		return int(c-'A') + 10
	}
	return 0
}

// agrees reports whether the printed digit is the computed one.
func (c check) agrees(lines []string) bool {
	var covered strings.Builder
	for _, s := range c.over {
		covered.WriteString(s.in(lines))
	}
	printed := c.at.in(lines)[0]
	if c.fillerOK && printed == '<' {
		return strings.Trim(covered.String(), "<") == ""
	}
	return printed == checkDigit(covered.String())
}
