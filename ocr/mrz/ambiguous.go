package mrz

import (
	"slices"
	"strings"

	"loupe/models"
)

// lookAlikes are the characters that OCR-B and its readers confuse within A-Z, 0-9 and "<", in groups.
func lookAlikes() []string { return []string{"O0QD", "I1L", "Z2", "S5", "G6", "B8", "K<"} }

// maxAmbiguous bounds the search: with more doubtful characters than this nothing is excluded.
const maxAmbiguous = 7

// doubt is one character that may be another.
type doubt struct {
	line, at int
	may      string
}

// ambiguous reports whether another reading of look-alike characters would make every check digit agree: then the
// disagreement is the reader's before it is the document's.
func (l layout) ambiguous(m *models.MRZ) bool {
	if m.Valid {
		return false
	}
	doubts := l.doubts(m)
	if len(doubts) > maxAmbiguous {
		return true
	}
	lines := make([][]byte, len(m.Lines))
	for i, line := range m.Lines {
		lines[i] = []byte(line)
	}
	return l.resolves(lines, doubts)
}

// doubts lists the characters that may be others: in fields that may hold letters and digits, unless a check digit of the
// field's own confirms it as it was read.
func (l layout) doubts(m *models.MRZ) []doubt {
	var out []doubt
	for _, f := range l.fields {
		named := slices.Contains([]string{FieldDocumentNumber, FieldOptionalData, FieldOptionalData2}, f.name)
		if f.abc != mixed || !named || m.Checks[f.name] {
			continue
		}
		text := strings.TrimRight(f.at.in(m.Lines), "<")
		for i := range len(text) {
			for _, group := range lookAlikes() {
				if strings.IndexByte(group, text[i]) >= 0 {
					out = append(out, doubt{f.at.line, f.at.from + i, group})
				}
			}
		}
	}
	return out
}

// resolves tries every combination.
func (l layout) resolves(lines [][]byte, doubts []doubt) bool {
	if len(doubts) == 0 {
		text := make([]string, len(lines))
		for i, line := range lines {
			text[i] = string(line)
		}
		return l.parse(text).Valid
	}
	d := doubts[0]
	read := lines[d.line][d.at]
	defer func() { lines[d.line][d.at] = read }()
	for i := range len(d.may) {
		lines[d.line][d.at] = d.may[i]
		if l.resolves(lines, doubts[1:]) {
			return true
		}
	}
	return false
}
