package date

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// token is a number, a word or a mark of a text.
type token struct {
	start, end int    // bytes
	text       string // words folded: lower case, no diacritics
	kind       kind
	number     int // of a number; of a word that is a month, the month; of a word that is a Roman numeral, its value
	digits     int // of a number
}

type kind int

const (
	mark    kind = iota // anything that is no letter and no digit, spaces left out
	number              // digits, with at most half of them read as a letter that looks alike
	month               // a month's name
	roman               // a Roman numeral that is no month's name
	filler              // a word that stands inside dates: de, of, den, dzień ...
	unknown             // XX, **, 00: the document says that it does not know
	word                // any other word
)

// scan cuts s into tokens.
func scan(s string) []token {
	var out []token
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsSpace(r):
			i += n
		case letter(r) || unicode.IsDigit(r):
			end := i + n
			for end < len(s) {
				next, m := utf8.DecodeRuneInString(s[end:])
				if !letter(next) && !unicode.IsDigit(next) && !unicode.Is(unicode.Mn, next) {
					break
				}
				end += m
			}
			out = append(out, classify(s, i, end)...)
			i = end
		default:
			out = append(out, token{start: i, end: i + n, text: s[i : i+n]})
			i += n
		}
	}
	return out
}

func letter(r rune) bool { return unicode.IsLetter(r) && r != 'º' && r != 'ª' || r == '@' } // a 0 with a dot in it

// classify says what the run of letters and digits s[start:end] is: 15, AUG, 15AUG1990, 1st, XV, O8.
func classify(s string, start, end int) []token {
	text := Fold(s[start:end])
	t := token{start: start, end: end, text: text}
	if n, ok := digits(text); ok {
		t.kind, t.number, t.digits = number, n, len(text)
		if n == 0 && len(text) == 2 {
			t.kind = unknown
		}
		return []token{t}
	}
	if t.number = monthOf(text); t.number > 0 {
		t.kind = month
		return []token{t}
	}
	if len(text) == end-start { // only plain letters can be cut in two, or bytes would not agree
		if cut := strings.IndexFunc(text, unicode.IsLetter); cut > 0 && cut <= 2 && plain(text[:cut]) {
			return joined(s, start, end, start+cut)
		}
		if cut := strings.IndexFunc(text, unicode.IsDigit); cut >= 3 && plain(text[cut:]) {
			return append(classify(s, start, start+cut), classify(s, start+cut, end)...)
		}
	}
	t.kind, t.number = named(text)
	return []token{t}
}

// joined cuts digits from the letters that follow: an ordinal's ending is dropped, 15AUG1990 falls into three.
func joined(s string, start, end, cut int) []token {
	day := classify(s, start, cut)
	switch Fold(s[cut:end]) {
	case "st", "nd", "rd", "th", "er", "re", "o", "a", "e", "de", "ste", "eme":
		day[0].end = end
		return day
	}
	return append(day, classify(s, cut, end)...)
}

func plain(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// digits reads a number of at most four digits, letters that look like digits included when they are fewer than the digits.
func digits(s string) (int, bool) {
	if len(s) == 0 || len(s) > 4 {
		return 0, false
	}
	read, letters := []byte(s), 0
	for i, c := range read {
		if c >= '0' && c <= '9' {
			continue
		}
		at := strings.IndexByte("oilszb@", c)
		if at < 0 {
			return 0, false
		}
		read[i], letters = "0115280"[at], letters+1
	}
	n, err := strconv.Atoi(string(read))
	return n, err == nil && 2*letters <= len(s) && letters < len(s)
}

// named says what a folded word is that is no month.
func named(text string) (kind, int) {
	if strings.Trim(text, "x") == "" && len(text) == 2 {
		return unknown, 0
	}
	switch text {
	case "de", "del", "do", "of", "the", "den", "day", "di", "van", "dnia", "roku", "r", "ngay", "thang", "nam", "dia", "mensis", "anno", "domini", "a", "an", "d":
		return filler, 0
	}
	if n := romanNumber(text); n > 0 {
		return roman, n
	}
	return word, 0
}

// romanNumber reads a Roman numeral below 4000 that is written as it should be; 0 when s is none.
func romanNumber(s string) int {
	if len(s) > 15 {
		return 0
	}
	rest, n := s, 0
	for _, step := range []struct {
		sign  string
		value int
	}{{"m", 1000}, {"cm", 900}, {"d", 500}, {"cd", 400}, {"c", 100}, {"xc", 90}, {"l", 50}, {"xl", 40}, {"x", 10}, {"ix", 9}, {"v", 5}, {"iv", 4}, {"i", 1}} {
		for limit := 3; limit > 0 && strings.HasPrefix(rest, step.sign); limit-- {
			rest, n = rest[len(step.sign):], n+step.value
		}
	}
	if rest != "" {
		return 0
	}
	return n
}

// Fold returns s in lower case and without diacritics, as the names of months are compared.
func Fold(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'ł' || r == 'Ł':
			b.WriteByte('l')
		case r == 'ı' || r == 'İ':
			b.WriteByte('i')
		case r == 'ø' || r == 'Ø':
			b.WriteByte('o')
		case r == 'đ' || r == 'Đ':
			b.WriteByte('d')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// worded reports whether s holds more than marks and the words that stand inside dates.
func worded(s string) bool {
	return slices.ContainsFunc(scan(s), func(t token) bool { return t.kind != mark && t.kind != filler })
}
