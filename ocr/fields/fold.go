package fields

import (
	"strings"
	"unicode"

	"loupe/ocr/fields/date"
)

// fold returns the letters a-z and digits of s as labels are compared: lower case, no diacritics, no spaces, no marks; m for rn
// and w for vv, which readers do not tell apart.
func fold(s string) string {
	var b strings.Builder
	for _, r := range date.Fold(s) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == 'ß':
			b.WriteString("ss")
		case r == 'æ':
			b.WriteString("ae")
		case r == 'œ':
			b.WriteString("oe")
		case r == 'þ':
			b.WriteString("th")
		case r == 'ð':
			b.WriteByte('d')
		case r == 'ə':
			b.WriteByte('e')
		case r == 'º' || r == '°' || r == '№':
			b.WriteByte('o')
		}
	}
	f := b.String()
	if strings.Contains(f, "rn") || strings.Contains(f, "vv") {
		f = strings.NewReplacer("rn", "m", "vv", "w").Replace(f)
	}
	return f
}

// letters counts the letters of s, digits the digits.
func letters(s string) int { return count(s, unicode.IsLetter) }
func digits(s string) int  { return count(s, unicode.IsDigit) }

func count(s string, what func(rune) bool) int {
	n := 0
	for _, r := range s {
		if what(r) {
			n++
		}
	}
	return n
}

// classes gives for each of a-z and 0-9 the letter that stands for all that a reader takes for one another: the round c, e, o, q,
// 0; the upright f, i, j, l, t, 1; n, u, v, y; b, 6, 8; g, 9; s, 5; z, 2.
const classes = "abodoighiikimuoporsiuuwxuz" + "oiz34sb7bg"

// class returns the class of a folded letter.
func class(c byte) byte {
	if c >= 'a' {
		return classes[c-'a']
	}
	return classes[26+c-'0']
}

// distance is the edit distance of two folded texts in halves: 2 for a letter replaced, missing or additional, 1 for one taken
// for another that looks like it; above most it is most+1. Only the band of the table that can stay within most is filled.
func distance(a, b string, most int) int {
	band := most / 2
	if d := len(a) - len(b); max(d, -d) > band || len(b) > maxPhrase+8 {
		return most + 1
	}
	var rows [2][maxPhrase + 9]int
	previous, row := &rows[0], &rows[1]
	for j := range min(band, len(b)) + 1 {
		previous[j] = 2 * j
	}
	for i := range len(a) {
		from, to := max(0, i-band), min(len(b), i+band+1) // columns of b
		row[from] = most + 1
		if from == 0 {
			row[0] = 2 * (i + 1)
		}
		if to == i+band+1 {
			previous[to] = most + 1
		}
		least, x := row[from], class(a[i])
		for j := from; j < to; j++ {
			cost := 2
			if a[i] == b[j] {
				cost = 0
			} else if x == class(b[j]) {
				cost = 1
			}
			d := min(previous[j]+cost, previous[j+1]+2, row[j]+2)
			row[j+1] = d
			least = min(least, d)
		}
		if least > most {
			return most + 1
		}
		previous, row = row, previous
	}
	return min(previous[len(b)], most+1)
}
