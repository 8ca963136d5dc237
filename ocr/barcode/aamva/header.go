package aamva

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// head is what precedes the elements, annex D.12.3.
type head struct {
	iin                 string // issuer identification number, 6 digits; empty when there is no header
	version             int    // of the standard; 0 when there is no header
	jurisdictionVersion int
	identification      bool // the subfile is ID, not DL
}

// split divides a payload at its separators: control characters, and the printable one that stands right after the
// compliance indicator '@' where a reader has put one in place of the line feed. Bytes that are no UTF-8 are ISO-8859-1.
func split(payload []byte) []string {
	text := string(payload)
	if !utf8.Valid(payload) {
		runes := make([]rune, len(payload))
		for i, b := range payload {
			runes[i] = rune(b)
		}
		text = string(runes)
	}
	text = strings.TrimLeftFunc(text, func(r rune) bool { return r == '\uFEFF' || unicode.IsSpace(r) })
	own := rune(0)
	if rest, ok := strings.CutPrefix(text, "@"); ok {
		if r, _ := utf8.DecodeRuneInString(rest); r == '|' || r == ';' || r == '~' {
			own = r
		}
	}
	return strings.FieldsFunc(text, func(r rune) bool { return unicode.IsControl(r) || (own != 0 && r == own) })
}

// opening is the file type, the issuer and the version. Version 1 has no jurisdiction version, and some issuers of later
// ones leave it out too.
func opening() *regexp.Regexp {
	return regexp.MustCompile(`(?:ANSI ?|AAMVA)([0-9]{6})([0-9]{2})([0-9]{4}|[0-9]{2})?`)
}

// designator is one subfile's type, offset and length.
func designator() *regexp.Regexp { return regexp.MustCompile(`^(DL|ID|EN|Z[A-Z])[0-9]{4}[0-9]{4}`) }

// header finds the header in lines and returns it, and the lines after it, the first without what belongs to the header.
func header(lines []string) (head, []string) {
	open, sub := opening(), designator()
	for i, line := range lines {
		m := open.FindStringSubmatchIndex(line)
		if m == nil {
			continue
		}
		h := head{iin: line[m[2]:m[3]]}
		h.version, _ = strconv.Atoi(line[m[4]:m[5]])
		if m[6] >= 0 && m[7]-m[6] == 4 {
			h.jurisdictionVersion, _ = strconv.Atoi(line[m[6] : m[6]+2])
		}
		rest := line[m[1]:]
		for first := true; ; first = false {
			d := sub.FindString(rest)
			if d == "" {
				break
			}
			h.identification = h.identification || (first && strings.HasPrefix(d, "ID"))
			rest = rest[len(d):]
		}
		return h, append([]string{rest}, lines[i+1:]...)
	}
	return head{}, lines
}
