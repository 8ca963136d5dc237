package mrz

import "strings"

// The repairs. Each follows from the standard alone; data characters are never guessed.
//
//  1. transcribe: the zone has no lower case and no marks; a mark beside a filler is a filler.
//  2. fit: after three fillers a name field holds nothing more (9303-3 section 4.6 separates by two at most), so lone
//     characters there are fillers; and a run of fillers at the end of a line is as long as the line needs.
//  3. forced: a digit where only letters may stand, and the reverse, is the glyph that looks like it.

// fillerMarks are marks that OCR engines read for one filler; « for two.
const fillerMarks = "‹〈≤([{£€¢"

// transcribe writes what was read in the alphabet of the zone; ok is false when some character has no place there.
func transcribe(read string) (text string, ok bool) {
	read = strings.Trim(strings.ReplaceAll(read, "«", "<<"), ".,:;|'`\"_-~*‘’“”—")
	runes := []rune(strings.ToUpper(read))
	for i := 1; i < len(runes); i++ { // a run of marks is adopted from its left end
		if runes[i-1] == '<' && strings.ContainsRune(fillerMarks, runes[i]) {
			runes[i] = '<'
		}
	}
	for i := len(runes) - 2; i >= 0; i-- { // and from its right end
		if runes[i+1] == '<' && strings.ContainsRune(fillerMarks, runes[i]) {
			runes[i] = '<'
		}
	}
	for _, r := range runes {
		if !inAlphabet(r) {
			return "", false
		}
	}
	return string(runes), true
}

// lookFillers are letters that engines read for a filler.
const lookFillers = "KCLESXGR"

// maxInterior is how many fillers inside a line may have been lost or gained; more would make one format of another.
const maxInterior = 6

func abs(n int) int { return max(n, -n) }

// fit brings a line to the layout's width where only the number of fillers is in doubt, and returns it unchanged otherwise.
func (l layout) fit(line int, text string) string {
	if line == l.names.line && l.names.to > 0 {
		text = emptyTail(text, l.names.from)
	}
	if trimmed := strings.TrimRight(text, "<"); len(text)-len(trimmed) >= 2 && len(trimmed) <= l.width {
		return trimmed + strings.Repeat("<", l.width-len(trimmed))
	}
	if before, run, after, ok := l.interior(line, text); ok {
		if n := l.width - before - after; n > 0 && abs(n-run) <= maxInterior {
			return text[:before] + strings.Repeat("<", n) + text[len(text)-after:]
		}
	}
	return text
}

// emptyTail replaces what only looks like a filler behind the end of the name.
func emptyTail(text string, from int) string {
	if len(text) <= from {
		return text
	}
	end := strings.Index(text[from:], "<<<")
	if end < 0 {
		return text
	}
	tail := []byte(text[from+end:])
	for _, c := range tail {
		if c != '<' && strings.IndexByte(lookFillers, c) < 0 {
			return text
		}
	}
	return text[:from+end] + strings.Repeat("<", len(tail))
}

// interior finds the only run of two or more fillers in the optional data of a line that ends in check digits: the
// characters before it, its length and the characters after it.
func (l layout) interior(line int, text string) (before, run, after int, ok bool) {
	start, tail := l.optional(line)
	if tail == 0 || len(text) < start+tail {
		return 0, 0, 0, false
	}
	data := text[start : len(text)-tail]
	first := strings.Index(data, "<<")
	if first < 0 {
		return 0, 0, 0, false
	}
	rest := strings.TrimLeft(data[first:], "<")
	if strings.Contains(rest, "<<") {
		return 0, 0, 0, false
	}
	return start + first, len(data) - first - len(rest), len(rest) + tail, true
}

// optional returns where the optional data of a line that ends in check digits starts, and how many digits end the line.
func (l layout) optional(line int) (start, tail int) {
	for _, f := range l.fields {
		if (f.name == FieldOptionalData || f.name == FieldOptionalData2) && f.at.line == line && f.at.to < l.width {
			return f.at.from, l.width - f.at.to
		}
	}
	return 0, 0
}

// elastic reports whether fit counted fillers anew inside a line of rows rather than at its end.
func (l layout) elastic(rows []row) bool {
	for i, r := range rows {
		if _, tail := l.optional(i); tail > 0 && len(r.text) != l.width {
			return true
		}
	}
	return false
}

// forced replaces characters that their field's alphabet rules out by the ones that look like them.
func (l layout) forced(line int, text string) string {
	if len(text) != l.width {
		return text
	}
	b := []byte(text)
	force := func(s span, table string) {
		if s.line != line {
			return
		}
		for i := s.from; i < s.to; i++ {
			if at := strings.IndexByte(table, b[i]); at >= 0 && at%2 == 0 {
				b[i] = table[at+1]
			}
		}
	}
	for _, f := range l.fields {
		force(f.at, f.abc.lookalikes())
	}
	for _, c := range l.checks {
		force(c.at, toDigits)
	}
	force(l.names, toLetters)
	return string(b)
}

// Pairs: what was read, what it must be.
const (
	toDigits  = "O0Q0D0I1L1Z2S5G6B8"
	toLetters = "0O1I2Z5S6G8B"
)

func (a alphabet) lookalikes() string {
	switch a {
	case digits:
		return toDigits
	case letters:
		return toLetters
	}
	return ""
}

func (a alphabet) has(c byte) bool {
	switch a {
	case digits:
		return c >= '0' && c <= '9' || c == '<'
	case letters:
		return c >= 'A' && c <= 'Z' || c == '<'
	case sex:
		return c == 'M' || c == 'F' || c == '<'
	}
	return true
}
