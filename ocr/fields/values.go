package fields

import (
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"loupe/models"
	"loupe/ocr/fields/date"
)

// valueType says what may stand in a field.
type valueType int

const (
	typeName valueType = iota // letters, as people are called
	typeText                  // a place, an office, an address
	typeDate
	typeNumber
	typeSex
	typeState
	typeHeight
	typeCode
)

func typeOf(field string) valueType {
	switch field {
	case models.FieldBirthDate, models.FieldIssueDate, models.FieldExpiryDate, models.FieldAwardDate:
		return typeDate
	case models.FieldDocumentNumber, models.FieldPersonalNumber, models.FieldSerial:
		return typeNumber
	case models.FieldSex:
		return typeSex
	case models.FieldNationality, models.FieldIssuer:
		return typeState
	case models.FieldHeight:
		return typeHeight
	case models.FieldDocumentCode:
		return typeCode
	case models.FieldSurname, models.FieldGivenNames, models.FieldName:
		return typeName
	}
	return typeText
}

// strict reports whether a value of the type is known by its form alone.
func (t valueType) strict() bool {
	return t == typeDate || t == typeNumber || t == typeSex || t == typeHeight
}

// value is what a text says in a field.
type value struct {
	iso        string // normalised; empty when that is not certain
	start, end int    // bytes of the text that are the value
	order      date.Order
}

// read reads a value at the beginning of text; ok is false when text cannot be one.
func (t valueType) read(text string) (value, bool) {
	switch t {
	case typeDate:
		return readDate(text, date.Hint{})
	case typeNumber:
		return readNumber(text)
	case typeSex:
		return readSex(text)
	case typeState:
		return readState(text)
	case typeHeight:
		return readHeight(text)
	case typeCode:
		return readCode(text)
	case typeName:
		return readName(text)
	}
	return readText(text)
}

// readDate takes a date before which nothing but marks stands.
func readDate(text string, h date.Hint) (value, bool) {
	m, ok := date.Find(text, h)
	if !ok || letters(text[:m.Start])+digits(text[:m.Start]) > 0 {
		return value{}, false
	}
	return value{m.ISO, m.Start, m.End, m.Order}, true
}

// readNumber takes 4 to 24 capitals and digits, at least three of them digits, in at most four groups.
func readNumber(text string) (value, bool) {
	var b strings.Builder
	end, groups, counted := 0, 0, 0
	for _, w := range fieldsOf(text) {
		s := strings.ReplaceAll(strings.Trim(text[w[0]:w[1]], ".,:;'\""), "¥", "Y") // a reader's Y in a bold face
		plain := strings.Map(func(r rune) rune {
			if strings.ContainsRune("-./", r) {
				return -1
			}
			return r
		}, s)
		if strings.IndexFunc(plain, func(r rune) bool { return !unicode.IsDigit(r) && !unicode.IsUpper(r) }) >= 0 ||
			groups > 0 && digits(plain) == 0 && len(plain) > 2 || plain == "" {
			break
		}
		b.WriteString(s)
		end, groups, counted = w[1], groups+1, counted+len(plain)
	}
	s := b.String()
	if m, ok := date.Find(text[:end], date.Hint{}); ok && m.Start == 0 && m.End >= end-1 { // a date is no number
		return value{}, false
	}
	return value{iso: s, end: end}, groups >= 1 && groups <= 5 && counted >= 4 && counted <= 24 && digits(s) >= 3
}

// readSex takes M, F, X and the words and abbreviations of our languages, two of them with a slash between.
func readSex(text string) (value, bool) {
	words := fieldsOf(text)
	if len(words) == 0 {
		return value{}, false
	}
	end := words[0][1]
	for i := 1; i < len(words) && i < 3 && (strings.HasSuffix(text[:end], "/") || strings.HasPrefix(text[words[i][0]:], "/")); i++ {
		end = words[i][1]
	}
	sex := ""
	for _, part := range strings.FieldsFunc(text[:end], func(r rune) bool { return strings.ContainsRune("/|-. ", r) }) {
		found, ok := sexes()[fold(part)]
		if !ok && letters(part)+digits(part) > 0 || found != "" && sex != "" && found != sex {
			return value{}, false
		}
		if found != "" {
			sex = found
		}
	}
	return value{iso: sex, end: end}, sex != ""
}

// sexes gives M, F or X by folded word: letters, and words in our languages. K is Polish, Turkish and Danish (kvinde) for F, H
// French and Spanish (homme, hombre) for M. V is Dutch for F and on older Spanish cards for M, E Turkish (erkek) for M but also what
// a reader makes of F, N Finnish (nainen) for F but also what it makes of M: alone they say nothing.
var sexes = sync.OnceValue(func() map[string]string {
	out := map[string]string{"v": "", "e": "", "n": ""}
	for sex, words := range map[string]string{
		"M": "m male mann mannlich masculin masculino maschile maschio homme hombre varon h man mezczyzna barbat mand mies erkek mashkull muz ferfi nam masculinus vir mas",
		"F": "f female femme w weiblich feminin femenino feminino femminile femmina mujer mulher vrouw kobieta k femeie kvinna kvinde nainen kadin femer zena no nu feminina femina",
		"X": "x divers diverse unspecified",
	} {
		for w := range strings.FieldsSeq(words) {
			out[w] = sex
		}
	}
	return out
})

// readHeight takes 1.20 to 2.30 metres, as 180 cm, 1.80 m, 1,80 or 180; iso is in centimetres. Feet and inches are kept as
// they stand.
func readHeight(text string) (value, bool) {
	words := fieldsOf(text)
	if len(words) == 0 {
		return value{}, false
	}
	end := words[0][1]
	if len(words) > 1 && (fold(text[words[1][0]:words[1][1]]) == "cm" || fold(text[words[1][0]:words[1][1]]) == "m") {
		end = words[1][1]
	}
	number := strings.TrimRight(strings.ToLower(text[words[0][0]:words[0][1]]), "cm.")
	if strings.ContainsAny(number, "'’′") && digits(number) >= 2 && digits(number) <= 3 {
		return value{end: end}, true
	}
	n, err := strconv.ParseFloat(strings.Replace(number, ",", ".", 1), 64)
	if err != nil {
		return value{}, false
	}
	if n < 3 {
		n *= 100
	}
	return value{iso: strconv.Itoa(int(n + 0.5)), end: end}, n >= 120 && n <= 230
}

// readCode takes one or two capitals, as ICAO 9303 has them for types of document.
func readCode(text string) (value, bool) {
	words := fieldsOf(text)
	if len(words) == 0 {
		return value{}, false
	}
	w := text[words[0][0]:words[0][1]]
	ok := len(w) <= 2 && strings.IndexFunc(w, func(r rune) bool { return r < 'A' || r > 'Z' }) < 0 && strings.ContainsAny(w[:1], "PIACVDR")
	return value{iso: w, end: words[0][1]}, ok
}

// readState takes what names a state, and anything that could, unread: its normal form is left empty then.
func readState(text string) (value, bool) {
	v, ok := readText(text)
	trimmed := strings.TrimRight(text, " ,;:")
	if code, known := stateCode(trimmed); known && len(fieldsOf(text)) <= 12 {
		return value{iso: code, end: len(trimmed)}, true
	}
	v.iso = ""
	return v, ok && digits(text[:v.end]) == 0
}

// fieldsOf returns where the words of text begin and end.
func fieldsOf(text string) [][2]int {
	var out [][2]int
	for i := 0; i < len(text) && len(out) < 16; {
		r, n := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			i += n
			continue
		}
		end := i + strings.IndexFunc(text[i:], unicode.IsSpace)
		if end < i {
			end = len(text)
		}
		out, i = append(out, [2]int{i, end}), end
	}
	return out
}
