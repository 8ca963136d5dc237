// Package date reads dates as documents print them: numbers, month names and abbreviations of sixteen languages in Latin
// script, two languages at once (15 AUG/AOÛT 1990), Roman months and years, ordinals, unknown days and months.
//
// The rules where a date can be read in more than one way:
//   - Points mean day first (15.08.1990): no country prints month first with points. A year in front means year, month, day.
//   - With other separators, a number above 12 says which one is the day. Else Hint.Order decides, and when that is unknown
//     too, and day and month differ, the date is ambiguous and not given.
//   - A two-digit year of issue or expiry is in 1970..2069. One of birth is taken only when the other century is ruled out:
//     nobody who shows a document was born before 1910, nor after Hint.Until, nor more than 110 years before it.
package date

import (
	"fmt"
	"time"
)

// Order says which of two numbers comes first, the day or the month.
type Order int

// The orders.
const (
	OrderUnknown Order = iota
	DayFirst
	MonthFirst
)

// Hint is what is known of a date beside its text.
type Hint struct {
	Order Order
	Birth bool // a date of birth: two-digit years lie in the past
	Until int  // for Birth: a year in which the person lived, such as the document's issue; 0 when none is known
}

// Match is a date found in a text.
type Match struct {
	ISO        string // YYYY-MM-DD, YYYY-MM or YYYY when the document says that the rest is unknown; empty when Ambiguous
	Ambiguous  bool   // it is a date, but of its orders or centuries more than one is possible
	Order      Order  // what the text itself proves: set when one of two numbers is above 12
	Start, End int    // bytes of the text
}

// Parse returns the date that s is, all of it, as ISO 8601. ok is false when it is none or ambiguous.
func Parse(s string, h Hint) (iso string, ok bool) {
	m, found := Find(s, h)
	if !found || m.Ambiguous || worded(s[:m.Start]) || worded(s[m.End:]) {
		return "", false
	}
	return m.ISO, true
}

// Find returns the first date in s.
func Find(s string, h Hint) (Match, bool) {
	if len(s) > maxText {
		return Match{}, false
	}
	tokens := scan(s)
	for i := range tokens {
		if m, n, ok := at(tokens[i:], h); ok {
			m.Start, m.End = tokens[i].start, tokens[i+n-1].end
			return m, true
		}
	}
	return Match{}, false
}

// maxText bounds the bytes that are looked at; a line of print has fewer.
const maxText = 1000

// parts is a date in the making; day and month are 0 when the document says that they are unknown.
type parts struct {
	year, month, day int
	short            bool // a two-digit year
}

// settle checks p against the calendar and gives it its century.
func (p parts) settle(h Hint) (Match, bool) {
	if p.month < 0 || p.month > 12 || p.day < 0 || p.day > 31 || (p.month == 0 && p.day != 0) {
		return Match{}, false
	}
	if p.short {
		if p.year = century(p.year, h); p.year == 0 {
			return Match{Ambiguous: true}, true
		}
	}
	switch {
	case p.year < 1850 || p.year > 2150:
		return Match{}, false
	case p.month == 0:
		return Match{ISO: fmt.Sprintf("%04d", p.year)}, true
	case p.day == 0:
		return Match{ISO: fmt.Sprintf("%04d-%02d", p.year, p.month)}, true
	}
	t := time.Date(p.year, time.Month(p.month), p.day, 0, 0, 0, 0, time.UTC)
	return Match{ISO: t.Format(time.DateOnly)}, t.Day() == p.day
}

// century completes a two-digit year; 0 when both centuries are possible.
func century(yy int, h Hint) int {
	if !h.Birth {
		if yy >= 70 {
			return 1900 + yy
		}
		return 2000 + yy
	}
	until := h.Until
	early, late := 1900+yy >= 1910, 2000+yy <= 2040
	if until > 0 {
		early, late = 1900+yy <= until && 1900+yy >= until-110, 2000+yy <= until
	}
	switch {
	case early && !late:
		return 1900 + yy
	case late && !early:
		return 2000 + yy
	}
	return 0
}
