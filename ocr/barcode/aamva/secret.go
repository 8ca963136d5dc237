package aamva

import (
	"regexp"
)

// Mask stands where a value was taken out; it is the same for every value, so that it does not tell its length.
const Mask = "***"

// Masked returns a payload's text without the social security number that element DBK of version 1 holds: it is no part of
// what an identity is checked by, and a report is read by many. Text without the element is returned as it is.
func Masked(text string) string {
	own := ""
	if m := ownSeparator().FindStringSubmatch(text); m != nil {
		own = regexp.QuoteMeta(m[1])
	}
	// An element begins behind a separator or a subfile's designator (type, offset, length), and its subfile's type may precede it.
	secret := regexp.MustCompile(`((?:^|[\p{Cc}` + own + `]|[0-9]{8}) *(?:DL|ID)?DBK)[^\p{Cc}` + own + `]*`)
	return secret.ReplaceAllString(text, "${1}"+Mask)
}

// ownSeparator finds the printable separator that split knows.
func ownSeparator() *regexp.Regexp { return regexp.MustCompile(`^[\x{FEFF}\s]*@([|;~])`) }
