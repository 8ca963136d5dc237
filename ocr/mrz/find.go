package mrz

import (
	"slices"
	"strings"

	"loupe/models"
)

// Find returns the machine readable zone among the words of text, or nil when there is none. Of several candidates it
// returns the one with the most check digits that agree, then the one nearest in length to what was read. Words of one line are joined without
// spaces; Box is in the words' coordinates. What was repaired is visible by comparing Read with Lines.
func Find(text models.Text) *models.MRZ {
	rows := rowsOf(text.Words)
	var best *models.MRZ
	agreed, stretched := 0, 0
	for _, l := range layouts() {
		for i := 0; i+l.lines <= len(rows); i++ {
			m := l.match(rows[i : i+l.lines])
			if m == nil {
				continue
			}
			a, d := agreeing(m), distance(m, rows[i:])
			if best == nil || a > agreed || a == agreed && d < stretched {
				best, agreed, stretched = m, a, d
			}
		}
	}
	return best
}

// row is one text line that may belong to a zone.
type row struct {
	text       string // alphabet of the zone only
	read       string // as the reader gave it, spaces removed
	x, y, w, h int
	confidence float64
}

// minRow and maxRow bound the characters of a row worth looking at: a TD1 line that lost a third of its fillers, and a TD3
// line with as many too many.
const minRow, maxRow = 20, 60

// rowsOf joins the words of each line and keeps the lines that could be part of a zone, in reading order.
func rowsOf(words []models.Word) []row {
	var rows []row
	for from := 0; from < len(words); {
		to := from + 1
		for to < len(words) && words[to].Line == words[from].Line {
			to++
		}
		if r, ok := join(words[from:to]); ok {
			rows = append(rows, r)
		}
		from = to
	}
	return rows
}

func join(words []models.Word) (row, bool) {
	var read strings.Builder
	b := words[0].Box
	r := row{x: b[0], y: b[1], confidence: words[0].Confidence}
	right, bottom := b[0]+b[2], b[1]+b[3]
	for _, w := range words {
		read.WriteString(strings.Join(strings.Fields(w.Text), ""))
		r.confidence = min(r.confidence, w.Confidence)
		right, bottom = max(right, w.Box[0]+w.Box[2]), max(bottom, w.Box[1]+w.Box[3])
		r.x, r.y = min(r.x, w.Box[0]), min(r.y, w.Box[1])
	}
	r.w, r.h, r.read = right-r.x, bottom-r.y, read.String()
	if len(r.read) > 3*maxRow {
		return row{}, false
	}
	var ok bool
	r.text, ok = transcribe(r.read)
	return r, ok && len(r.text) >= minRow && len(r.text) <= maxRow
}

// match fits rows into the layout; nil when they cannot be such a zone.
func (l layout) match(rows []row) *models.MRZ {
	lines := make([]string, len(rows))
	for i, r := range rows {
		lines[i] = l.forced(i, l.fit(i, r.text))
		if len(lines[i]) != l.width {
			return nil
		}
	}
	if !l.marked(lines[0]) {
		return nil
	}
	m := l.parse(lines)
	if l.elastic(rows) && !m.Checks[CheckComposite] {
		return nil // fillers inside a line were counted anew, and nothing confirms the count
	}
	if !l.plausible(lines, m) {
		return nil
	}
	m.Box, m.Ambiguous = box(rows), l.ambiguous(m)
	for _, r := range rows {
		m.Confidence = append(m.Confidence, r.confidence)
	}
	if read := readings(rows); !slices.Equal(read, lines) {
		m.Read = read
	}
	return m
}

func readings(rows []row) []string {
	read := make([]string, len(rows))
	for i, r := range rows {
		read[i] = r.read
	}
	return read
}

func box(rows []row) *models.Region {
	x, y, right, bottom := rows[0].x, rows[0].y, 0, 0
	for _, r := range rows {
		x, y, right, bottom = min(x, r.x), min(y, r.y), max(right, r.x+r.w), max(bottom, r.y+r.h)
	}
	return &models.Region{X: x, Y: y, W: right - x, H: bottom - y, Label: "machine readable zone"}
}

// plausible keeps ordinary text out: beside the exact lengths and alphabets, the document code must be one of the
// format's, at least three fillers must stand in the zone, the dates must be dates (unknown parts may be fillers) and a
// name must be there.
func (l layout) plausible(lines []string, m *models.MRZ) bool {
	all := strings.Join(lines, "")
	return strings.IndexByte(l.initial, all[0]) >= 0 && strings.Count(all, "<") >= 3 &&
		m.Fields[FieldIssuer] != "" && m.Fields[FieldSurname]+m.Fields[FieldGivenNames] != "" &&
		l.alphabetic(lines) && isDate(m.Fields[FieldBirthDate]) && isDate(m.Fields[FieldExpiryDate])
}

// alphabetic reports whether every field is written in its alphabet.
func (l layout) alphabetic(lines []string) bool {
	for _, f := range l.fields {
		if strings.ContainsFunc(f.at.in(lines), func(r rune) bool { return !f.abc.has(byte(r)) }) {
			return false
		}
	}
	return l.names == span{} || !strings.ContainsAny(l.names.in(lines), "0123456789")
}

// isDate reports whether s is empty or YYMMDD with a month and a day of the calendar, unknown parts as fillers.
func isDate(s string) bool {
	if s == "" {
		return true
	}
	month, day := s[2:4], s[4:6]
	return (month == "<<" || month >= "01" && month <= "12") && (day == "<<" || day >= "01" && day <= "31")
}

// distance is by how many characters the lines were lengthened or shortened.
func distance(m *models.MRZ, rows []row) int {
	n := 0
	for i, line := range m.Lines {
		n += abs(len(line) - len(rows[i].text))
	}
	return n
}

func agreeing(m *models.MRZ) int {
	n := 0
	for _, ok := range m.Checks {
		if ok {
			n++
		}
	}
	return n
}
