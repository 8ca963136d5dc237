package fields

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"loupe/models"
)

// readName takes up to seven words that a person may be called by: letters, hyphens, apostrophes and points, the first one of
// at least two letters in all; words in lower case only where names have them (van der, de la, y).
func readName(text string) (value, bool) {
	words := fieldsOf(text)
	if len(words) == 0 || len(words) > 7 {
		return value{}, false
	}
	capital, n := false, 0
	for _, w := range words {
		s := strings.Trim(text[w[0]:w[1]], ",;:")
		if strings.IndexFunc(s, notOfNames) >= 0 {
			return value{}, false
		}
		if r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "'’-")); unicode.IsUpper(r) {
			capital = true
		} else if !particle(fold(s)) {
			return value{}, false
		}
		n += letters(s)
	}
	text = strings.TrimRight(text, " ,;:")
	return value{iso: strings.ReplaceAll(text, "- ", "-"), end: len(text)}, capital && n >= 2
}

func notOfNames(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) && !strings.ContainsRune("'’‘`-‐–.", r)
}

// particle reports whether names have the folded word in lower case.
func particle(folded string) bool {
	switch folded {
	case "van", "der", "den", "de", "la", "le", "del", "della", "di", "da", "das", "do", "dos", "von", "zu", "zur", "zum", "vom", "af", "av", "y", "e", "i", "und",
		"al", "el", "bin", "ibn", "bint", "ben", "ter", "ten", "te", "t", "d", "du", "des", "degli", "st", "san", "los", "las", "thi", "geb", "ep", "nee", "ne", "o", "ul":
		return true
	}
	return false
}

// readText takes up to twelve words with a letter or a digit among them that do not look like a running sentence.
func readText(text string) (value, bool) {
	words := fieldsOf(text)
	if len(words) == 0 || len(words) > 12 {
		return value{}, false
	}
	small := 0
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(text[w[0]:w[1]]); unicode.IsLower(r) && !particle(fold(text[w[0]:w[1]])) {
			small++
		}
	}
	text = strings.TrimRight(text, " ,;:")
	return value{iso: text, end: len(text)}, letters(text) >= 2 && 3*small <= len(words)
}

// settleNames decides what a label "Name", "Nom", "Nome", ... means: the surname where the document has its own label for given
// names and none for surnames, the given names where it is the other way round, else the whole name. A document on which
// both stand has the whole name there.
func settleNames(statements []models.Statement, labels []label) {
	var surname, given bool
	for _, l := range labels {
		surname, given = surname || l.key == models.FieldSurname, given || l.key == models.FieldGivenNames
	}
	for i := range statements {
		if statements[i].Name != models.FieldName || surname == given {
			continue
		}
		if statements[i].Name = models.FieldSurname; surname {
			statements[i].Name = models.FieldGivenNames
		}
	}
}
