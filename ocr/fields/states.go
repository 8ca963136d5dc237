package fields

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
)

//go:embed states.txt
var statesText string

// register knows states by code and by what they and their people are called.
type register struct{ codes, names map[string]string }

var states = sync.OnceValue(func() register {
	r := register{codes: map[string]string{}, names: map[string]string{}}
	for line := range strings.Lines(statesText) {
		code, list, found := strings.Cut(strings.TrimSpace(line), " ")
		if !found || code == "#" {
			continue
		}
		r.codes[code] = code
		for name := range strings.SplitSeq(list, ";") {
			r.names[fold(name)] = code
		}
	}
	r.codes["DEU"] = "D"
	// ICAO 9303-3, section 5, parts B to D: British passports by kind of citizen, organisations, persons without a nationality.
	for _, code := range strings.Fields("GBD GBN GBO GBP GBS UNO UNA UNK XBA XIM XCC XCO XEC XPO XOM XXB XXC XXX EUE XMP XSP XAA") {
		r.codes[code] = code
	}
	return r
})

// stateCode returns the ICAO 9303-3 code of the state that text names: as a code, a name or an adjective, in one language or
// in several that agree. ok is false when nothing in it is known, or when its parts name different states.
func stateCode(text string) (code string, ok bool) {
	s := states()
	if code, ok = s.names[fold(text)]; ok {
		return code, true
	}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("/|()·,;", r) }) {
		found, known := s.names[fold(part)]
		if !known {
			found, known = s.code(part)
		}
		switch {
		case known && code != "" && found != code:
			return "", false
		case known:
			code = found
		}
	}
	if code != "" {
		return code, true
	}
	for _, w := range strings.Fields(text) { // ALBANIAN ALB: the code may stand behind
		if found, known := s.code(w); known && code == "" {
			code = found
		} else if known && found != code {
			return "", false
		}
	}
	return code, code != ""
}

// code returns the code that a word in capitals is.
func (r register) code(w string) (string, bool) {
	w = strings.TrimFunc(w, func(c rune) bool { return !unicode.IsLetter(c) })
	code, ok := r.codes[w]
	return code, ok
}
