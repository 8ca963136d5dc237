package mrz

import (
	"fmt"
	"slices"
	"strings"

	"loupe/models"
)

// Parse reads the lines of a machine readable zone, written with A-Z, 0-9 and "<" only and of exactly the length that a
// format asks for. It repairs nothing. An error says which line does not have the form of any format; check digits that
// disagree are no error: they are in Checks, and Valid says whether all agree.
func Parse(lines []string) (*models.MRZ, error) {
	for i, line := range lines {
		for at, r := range line {
			if !inAlphabet(r) {
				return nil, fmt.Errorf("mrz: line %d has %q at position %d, only A-Z, 0-9 and < are allowed", i+1, r, at+1)
			}
		}
	}
	l, err := layoutFor(lines)
	if err != nil {
		return nil, err
	}
	return l.parse(lines), nil
}

// layoutFor tells the format by the number of lines, their length and the document code, ICAO 9303-4 to -7 section 4.2.
func layoutFor(lines []string) (layout, error) {
	for _, l := range layouts() {
		if len(lines) == l.lines && !slices.ContainsFunc(lines, func(s string) bool { return len(s) != l.width }) && l.marked(lines[0]) {
			return l, nil
		}
	}
	lengths := make([]int, len(lines))
	for i, line := range lines {
		lengths[i] = len(line)
	}
	return layout{}, fmt.Errorf("mrz: lines of %v characters fit no format: need 3 x 30, 2 x 36 or 2 x 44, beginning with a letter", lengths)
}

// marked reports whether a first line of the right length belongs to l rather than to another layout of that size.
func (l layout) marked(first string) bool {
	visa := l.kind == models.MRZTypeMRVA || l.kind == models.MRZTypeMRVB
	switch {
	case l.french():
		return strings.HasPrefix(first, frenchMark)
	case visa:
		return first[0] == 'V'
	}
	return first[0] >= 'A' && first[0] <= 'Z'
}

func (l layout) parse(lines []string) *models.MRZ {
	m := &models.MRZ{Type: l.kind, Lines: slices.Clone(lines), Valid: true, Fields: map[string]string{}, Checks: map[string]bool{}}
	for _, f := range l.fields {
		m.Fields[f.name] = f.value(lines)
	}
	if l.names != (span{}) {
		l.parseNames(l.names.in(lines), m.Fields)
	}
	for _, c := range l.checks {
		agrees := c.agrees(lines)
		if c.continuing && c.at.in(lines) == "<" {
			agrees = continued(m.Fields)
		}
		m.Checks[c.name] = agrees
		m.Valid = m.Valid && agrees
	}
	return m
}

// continued handles a document number longer than nine characters: its rest, the check digit and a filler stand at the
// beginning of the optional data, ICAO 9303-5 and 9303-6, section 4.2.2, note on document numbers of more than nine characters. It moves them to where
// they belong and reports whether the check digit agrees.
func continued(fields map[string]string) bool {
	rest, optional, _ := strings.Cut(fields[FieldOptionalData], "<")
	if len(rest) < 2 {
		return false // no digit to check against
	}
	number, digit := fields[FieldDocumentNumber]+rest[:len(rest)-1], rest[len(rest)-1]
	fields[FieldDocumentNumber], fields[FieldOptionalData] = number, strings.TrimLeft(optional, "<")
	return digit == checkDigit(number)
}

func (f field) value(lines []string) string {
	raw := f.at.in(lines)
	switch f.name {
	case FieldBirthDate, FieldExpiryDate:
		if strings.Trim(raw, "<") != "" {
			return raw // an unknown day or month stays visible, ICAO 9303-3 section 4.8
		}
	case FieldSurname, FieldGivenNames:
		return spaced(raw)
	}
	return strings.TrimRight(raw, "<")
}

// parseNames splits primary and secondary identifier at the first "<<", ICAO 9303-3 section 4.6. Without one the whole is
// the primary identifier. A name that leaves no filler at the end may be cut: 9303-4 section 4.2.3.
func (l layout) parseNames(raw string, fields map[string]string) {
	surname, given, _ := strings.Cut(raw, "<<")
	fields[FieldSurname], fields[FieldGivenNames] = spaced(surname), spaced(given)
	if !strings.HasSuffix(raw, "<") {
		fields[FieldNameTruncated] = "true"
	}
}

// spaced turns fillers into single spaces.
func spaced(raw string) string {
	return strings.Join(strings.FieldsFunc(raw, func(r rune) bool { return r == '<' }), " ")
}

func (s span) in(lines []string) string { return lines[s.line][s.from:s.to] }

func inAlphabet(r rune) bool { return r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '<' }
