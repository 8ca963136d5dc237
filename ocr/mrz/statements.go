package mrz

import (
	"strings"
	"time"

	"loupe/models"
)

// Statements returns what m states, in the order of models.FieldNames: names with spaces for fillers, dates as BirthDate and
// ExpiryDate give them for day, a sex that is not specified as X, a TD3's optional data as personal number (9303-4 section
// 4.2.2 leaves its use to the issuer). What stands empty, and dates that do not exist, are not stated.
//
// Confidence is the product of the probabilities of the field's characters (models.MRZCharacter), or that of the worst word
// where single ones are not known, there with a tenth of the odds of a misreading when the field's check digit agrees. A digit
// that does not agree halves it, since either the reading or the document is wrong. Box is around the field's characters, or
// the zone's when they are not known. m must be of the form that Parse accepts; else nothing is stated.
func Statements(m *models.MRZ, day time.Time) []models.Statement {
	if m == nil {
		return nil
	}
	l, err := layoutFor(m.Lines)
	if err != nil {
		return nil
	}
	var out []models.Statement
	for _, name := range models.FieldNames() {
		raw, value := stated(m, name, day)
		if value == "" {
			continue
		}
		f := models.Field{Value: value, Source: models.SourceMRZ}
		if raw != value {
			f.Raw = raw
		}
		spots := l.standing(m, name)
		f.Confidence = confidence(m, name, spots)
		f.Box, f.Page = around(m, spots)
		out = append(out, models.Statement{Name: name, Field: f})
	}
	return out
}

// stated returns a field as it stands and normalised; value is empty when m does not state it.
func stated(m *models.MRZ, name string, day time.Time) (raw, value string) {
	raw = m.Fields[name]
	value = raw
	switch name {
	case models.FieldBirthDate:
		value, _ = BirthDate(raw, day)
	case models.FieldExpiryDate:
		value, _ = ExpiryDate(raw, day)
	case models.FieldSex:
		if raw == "" {
			raw, value = "<", "X"
		}
	case models.FieldPersonalNumber:
		if m.Type == models.MRZTypeTD3 {
			raw = m.Fields[FieldOptionalData]
			value = raw
		}
	}
	return raw, value
}

// standing returns the positions of a field's characters, without the fillers behind them.
func (l layout) standing(m *models.MRZ, name string) []spot {
	at := l.field(name)
	surname, given, _ := strings.Cut(l.names.in(m.Lines), "<<")
	switch {
	case name == models.FieldPersonalNumber:
		at = l.field(FieldOptionalData)
	case name == FieldSurname && l.names.to > 0:
		at = span{l.names.line, l.names.from, l.names.from + len(surname)}
	case name == FieldGivenNames && l.names.to > 0:
		at = span{l.names.line, l.names.to - len(given), l.names.to}
	}
	n := len(strings.TrimRight(at.in(m.Lines), "<"))
	out := at.spots(max(n, min(1, at.to-at.from)))
	if rest := len(m.Fields[name]) - len(out); name == FieldDocumentNumber && rest > 0 { // it goes on in the optional data
		out = append(out, l.field(FieldOptionalData).spots(rest)...)
	}
	return out
}

// spots returns the first n positions of s.
func (s span) spots(n int) []spot {
	var out []spot
	for i := range min(n, s.to-s.from) {
		out = append(out, spot{s.line, s.from + i})
	}
	return out
}

// confidence is what Statements says.
func confidence(m *models.MRZ, name string, spots []spot) float64 {
	p, line := 1.0, 1.0
	for _, s := range spots {
		switch c := character(m, s); {
		case c.Probability > 0:
			p *= c.Probability
		case s.line < len(m.Confidence):
			line = min(line, m.Confidence[s.line]/100)
		default:
			line = 0 // nobody says how well it was read
		}
	}
	if name == models.FieldPersonalNumber {
		name = FieldOptionalData
	}
	agrees, checked := m.Checks[name]
	switch {
	case !checked:
		return p * line
	case agrees:
		return p * line / (line + (1-line)/10)
	}
	return p * line / 2
}

// character is what is known of the character at s.
func character(m *models.MRZ, s spot) models.MRZCharacter {
	if s.line < len(m.Characters) && s.at < len(m.Characters[s.line]) {
		return m.Characters[s.line][s.at]
	}
	return models.MRZCharacter{}
}

// around is the box around the characters at spots, or around the zone; nil when neither is known.
func around(m *models.MRZ, spots []spot) (box *[4]int, page int) {
	if m.Box != nil {
		box, page = &[4]int{m.Box.X, m.Box.Y, m.Box.W, m.Box.H}, m.Box.Page
	}
	var all [4]int
	for _, s := range spots {
		switch b := character(m, s).Box; {
		case b[2] <= 0:
		case all[2] == 0:
			all = b
		default:
			all = union(all, b)
		}
	}
	if all[2] > 0 {
		return &all, page
	}
	return box, page
}
