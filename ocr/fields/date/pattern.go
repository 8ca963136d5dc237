package date

// at reads a date at the beginning of tokens and returns how many it took.
func at(tokens []token, h Hint) (Match, int, bool) {
	if tokens[0].kind == mark || tokens[0].kind == word || tokens[0].kind == filler {
		return Match{}, 0, false
	}
	for _, read := range []func([]token, Hint) (Match, int, bool){named3, numbers} {
		if m, n, ok := read(tokens, h); ok {
			return m, n, true
		}
	}
	return Match{}, 0, false
}

// next returns the index of the first token from i that carries meaning, passing over at most most marks and fillers; -1
// at the end and where a word stands.
func next(tokens []token, i, most int) int {
	for n := 0; i < len(tokens) && n <= most; i, n = i+1, n+1 {
		switch tokens[i].kind {
		case mark, filler:
			if tokens[i].text == ":" || tokens[i].text == ";" {
				return -1
			}
		case word:
			return -1
		default:
			return i
		}
	}
	return -1
}

// named3 reads a date with a month's name: day month year, month day year, year month day; the month in two languages.
func named3(tokens []token, h Hint) (Match, int, bool) {
	var d draft
	const most = 5 // a day, a year and a month in up to three languages
	for i, taken := 0, 0; i >= 0 && taken < most; taken++ {
		if !d.take(tokens[i]) {
			break
		}
		if d.day && d.month && d.year {
			m, ok := d.settle(h)
			return m, i + 1, ok
		}
		i = next(tokens, i+1, 4)
	}
	return Match{}, 0, false
}

// draft is a date with a month's name, as far as it was read.
type draft struct {
	parts
	day, month, year bool // what was read
}

// take adds a token; false when it does not belong to the date.
func (d *draft) take(t token) bool {
	switch {
	case t.kind == month && d.month: // a second language must mean the same month
		return t.number == d.parts.month
	case t.kind == month:
		d.parts.month, d.month = t.number, true
	case isYear(t) && !d.year:
		d.parts.year, d.year = t.number, true
	case isShortYear(t) && d.day && d.month && !d.year:
		d.parts.year, d.short, d.year = t.number, true, true
	case isDay(t) && !d.day && (d.month || !d.year):
		d.parts.day, d.day = t.number, true
	default:
		return false
	}
	return true
}

// isYear takes four digits, and Roman numerals of that size.
func isYear(t token) bool {
	return (t.kind == number && t.digits == 4 || t.kind == roman) && t.number >= 1850 && t.number <= 2150
}

func isShortYear(t token) bool { return (t.kind == number || t.kind == unknown) && t.digits == 2 }

func isDay(t token) bool {
	return t.kind == unknown || (t.kind == number && t.digits <= 2 || t.kind == roman) && t.number >= 1 && t.number <= 31
}

// numbers reads three numbers, of which the second may be a Roman month: 15.08.1990, 1990-08-15, 15/8/90, 15 VIII 1990.
func numbers(tokens []token, h Hint) (Match, int, bool) {
	b := next(tokens, 1, 2)
	if b < 0 {
		return Match{}, 0, false
	}
	c := next(tokens, b+1, 2)
	if c < 0 {
		return Match{}, 0, false
	}
	if c+1 < len(tokens) && tokens[c+1].kind == number && tokens[c+1].start == tokens[c].end { // a longer number
		return Match{}, 0, false
	}
	sep := separator(tokens[1:b])
	if sep != separator(tokens[b+1:c]) {
		return Match{}, 0, false
	}
	m, ok := ordered(tokens[0], tokens[b], tokens[c], sep, h)
	return m, c + 1, ok
}

// separator returns what stands between two numbers: one mark, " " for nothing, "?" for anything else.
func separator(between []token) string {
	out := " "
	for _, t := range between {
		switch {
		case t.kind == filler:
			return "?"
		case out == " ":
			out = t.text
		case out != t.text:
			return "?"
		}
	}
	return out
}

// ordered decides which of three numbers is what.
func ordered(a, b, c token, sep string, h Hint) (Match, bool) {
	small := func(t token) bool { return t.kind == unknown || t.kind == number && t.digits <= 2 }
	if sep == "?" && b.kind != roman {
		sep = "/"
	}
	var p parts
	switch {
	case isYear(a) && a.kind == number && small(b) && small(c):
		p = parts{year: a.number, month: b.number, day: c.number}
		return p.settle(h)
	case !isYear(c) && !(isShortYear(c) && sep != " ") || c.kind == roman || !small(a):
		return Match{}, false
	case b.kind == roman:
		p = parts{year: c.number, month: b.number, day: a.number, short: !isYear(c)}
		return p.settle(h)
	case !small(b) || b.kind == unknown && a.kind != unknown:
		return Match{}, false
	}
	p = parts{year: c.number, month: b.number, day: a.number, short: !isYear(c)}
	order, proven := h.Order, OrderUnknown
	switch {
	case a.number > 12:
		order, proven = DayFirst, DayFirst
	case b.number > 12:
		order, proven = MonthFirst, MonthFirst
	case sep == "." || a.number == b.number || a.kind == unknown:
		order = DayFirst
	}
	if order == MonthFirst {
		p.month, p.day = a.number, b.number
	}
	m, ok := p.settle(h)
	if order == OrderUnknown {
		m.ISO, m.Ambiguous = "", true
	}
	if sep != "." { // points prove nothing of what slashes mean
		m.Order = proven
	}
	return m, ok
}
