// Package date reads dates as documents state them and as people type them, and says whether two of them can be the
// same day.
package date

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Date is a day of the Gregorian calendar; a part that is not known is 0.
type Date struct{ Year, Month, Day int }

// String writes d as ISO 8601 does, as far as it is known: 1974-08-12, 1974-08, 1974.
func (d Date) String() string {
	switch {
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Whole reports whether year, month and day are known and such a day exists.
func (d Date) Whole() bool { return d.Month > 0 && d.Day > 0 && d.valid() }

// Time returns the beginning of the day in UTC; only of a whole date.
func (d Date) Time() time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

// valid reports whether d, as far as it is known, is of the calendar. Years before 1800 are of another one.
func (d Date) valid() bool {
	if d.Year < 1800 || d.Year > 9999 || d.Month < 0 || d.Month > 12 || d.Day < 0 || d.Day > 31 {
		return false
	}
	return d.Month == 0 || d.Day == 0 || d.Time().Day() == d.Day
}

// Of returns the day of t.
func Of(t time.Time) Date { return Date{t.Year(), int(t.Month()), t.Day()} }

// Parse reads a normalised date: YYYY-MM-DD, where month and day may be missing, or be 00, XX or << when they are unknown.
func Parse(iso string) (Date, bool) {
	parts := strings.SplitN(strings.TrimSpace(iso), "-", 4)
	if len(parts) > 3 || len(parts[0]) != 4 {
		return Date{}, false
	}
	var d Date
	for i, to := range []*int{&d.Year, &d.Month, &d.Day} {
		if i >= len(parts) || strings.Trim(parts[i], "X<x0") == "" && i > 0 {
			continue
		}
		n, ok := digits(parts[i])
		if !ok {
			return Date{}, false
		}
		*to = n
	}
	return d, d.valid()
}

// SameDay reports whether a and b agree in all that both know.
func SameDay(a, b Date) bool {
	return a.Year == b.Year && known(a.Month, b.Month) && known(a.Day, b.Day)
}

// SameShort is SameDay where one of the two has a year of two digits, to which a century was only supposed: it may be off by
// one.
func SameShort(a, b Date) bool {
	off := a.Year - b.Year
	return (off == 0 || off == 100 || off == -100) && known(a.Month, b.Month) && known(a.Day, b.Day)
}

// Swapped returns d with day and month exchanged; false when that is no date.
func (d Date) Swapped() (Date, bool) {
	d.Month, d.Day = d.Day, d.Month
	return d, d.Whole()
}

// calendars are the years by which other calendars that documents bear run ahead of ours: the Thai solar one, the
// Minguo one and the Japanese eras are behind or ahead by constants.
func calendars() []int { return []int{543, -1911} }

// OtherCalendar reports whether a and b are the same day, the year of one of them counted in the Thai or Minguo calendar.
func OtherCalendar(a, b Date) bool {
	for _, years := range calendars() {
		if (a.Year-b.Year == years || b.Year-a.Year == years) && known(a.Month, b.Month) && known(a.Day, b.Day) {
			return true
		}
	}
	return false
}

// Years returns the whole years from a to b, both whole dates; negative when b is earlier.
func Years(a, b Date) int {
	years := b.Year - a.Year
	if b.Month < a.Month || b.Month == a.Month && b.Day < a.Day {
		years--
	}
	return years
}

func known(a, b int) bool { return a == b || a == 0 || b == 0 }

func digits(s string) (int, bool) {
	if s == "" || len(s) > 4 || strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' }) {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
