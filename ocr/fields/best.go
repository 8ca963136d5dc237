package fields

import (
	"strings"

	"loupe/models"
)

// Best returns for each field the statement that is shown of several. First comes what has a value at all. Then, by the kind of
// field:
//
//   - Names and other words: what is printed, because only print has the letters and marks of the person's own spelling, unless
//     a machine readable statement says something else (other than transliteration and truncation): then the surer one.
//   - Numbers, dates, sex, states: a barcode (it corrects its own errors), then a machine readable zone whose digits agree, then
//     print, then a zone whose digits do not (mrz.Statements gives those a confidence of at most one half).
//
// Of equals the surer one, then the first, is taken. A contradiction between statements is not settled here; it is the
// consistency check's to report.
func Best(statements []models.Statement) map[string]models.Field {
	best := map[string]models.Field{}
	for _, s := range statements {
		if held, found := best[s.Name]; !found || better(s.Name, s.Field, held) {
			best[s.Name] = s.Field
		}
	}
	return best
}

// better reports whether a is to be shown rather than b.
func better(name string, a, b models.Field) bool {
	if (a.Value == "") != (b.Value == "") {
		return a.Value != ""
	}
	if rankA, rankB := rank(name, a), rank(name, b); rankA != rankB {
		if wordy(name) && !sameName(a.Value, b.Value) {
			return a.Confidence > b.Confidence
		}
		return rankA > rankB
	}
	return a.Confidence > b.Confidence
}

// wordy reports whether a field holds words that a person or an office spells.
func wordy(name string) bool {
	t := typeOf(name)
	return t == typeName || t == typeText
}

// rank is higher for what is to be believed more.
func rank(name string, f models.Field) int {
	switch {
	case wordy(name) && f.Source == models.SourcePrint:
		return 4
	case f.Source == models.SourceBarcode:
		return 3
	case f.Source == models.SourceMRZ && f.Confidence > 0.5:
		return 2
	case f.Source == models.SourcePrint:
		return 1
	}
	return 0
}

// sameName reports whether two spellings can be one name: equal without diacritics and marks, with ä as a or ae and so on, or
// one cut short, as a machine readable zone does (ICAO 9303-3, sections 4 and 6).
func sameName(a, b string) bool {
	a, b = spelled(a), spelled(b)
	if len(a) > len(b) {
		a, b = b, a
	}
	return a == b || len(a) >= 8 && strings.HasPrefix(b, a)
}

// spelled folds a name so that both ways of transliterating a letter come out alike.
func spelled(s string) string {
	f := fold(s)
	for _, pair := range [][2]string{{"ae", "a"}, {"oe", "o"}, {"ue", "u"}, {"aa", "a"}, {"ss", "s"}, {"th", "t"}} {
		f = strings.ReplaceAll(f, pair[0], pair[1])
	}
	return f
}
