package mrz

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// isDate reports whether s is YYMMDD with a month and a day of the calendar, unknown parts as fillers, or empty.
func isDate(s string) bool {
	if s == "" {
		return true
	}
	part := func(at int, least, most string) bool {
		p := s[at : at+2]
		return p == "<<" || p >= least && p <= most && strings.Trim(p, "0123456789") == ""
	}
	return len(s) == 6 && part(0, "00", "99") && part(2, "01", "12") && part(4, "01", "31")
}

// BirthDate returns the birth date that yymmdd (ICAO 9303-3 section 4.8) stands for, seen on day: the latest one that is not
// after day, so that nobody is a hundred. Where day or month are unknown (fillers) it is "YYYY-MM" or "YYYY". ok is false for
// a date that does not exist and for an unknown year.
func BirthDate(yymmdd string, day time.Time) (iso string, ok bool) {
	return date(yymmdd, func(year int) bool { return !begins(yymmdd, year).After(day) }, day.Year())
}

// ExpiryYears is how many years before and after the day on which a document is seen its expiry date may lie.
const ExpiryYears = 50

// ExpiryDate returns the expiry date that yymmdd stands for, seen on day: in one of the 50 years before day's or in day's
// or one of the 49 after it. The standard sets no rule for the century; no document is valid for 50 years, and
// none that expired as long ago is in use. 990101 is none: Spain's cards for life have it, printed 01 01 9999. Unknown parts
// and ok are as for BirthDate.
func ExpiryDate(yymmdd string, day time.Time) (iso string, ok bool) {
	if yymmdd == "990101" {
		return "", false
	}
	last := day.Year() + ExpiryYears - 1
	return date(yymmdd, func(year int) bool { return year <= last }, last)
}

// date writes yymmdd in the last century, no later than from, that suits.
func date(yymmdd string, suits func(year int) bool, from int) (iso string, ok bool) {
	if !isDate(yymmdd) || yymmdd == "" || yymmdd[:2] == "<<" {
		return "", false
	}
	yy, _ := strconv.Atoi(yymmdd[:2])
	year := from - (from-yy)%100
	if !suits(year) {
		year -= 100
	}
	switch month, day := yymmdd[2:4], yymmdd[4:]; {
	case year < 1000:
		return "", false
	case month == "<<":
		return fmt.Sprint(year), true
	case day == "<<":
		return fmt.Sprintf("%d-%s", year, month), true
	default:
		iso = fmt.Sprintf("%d-%s-%s", year, month, day)
		if _, err := time.Parse(time.DateOnly, iso); err != nil {
			return "", false
		}
		return iso, true
	}
}

// begins is the first moment of the date in the given year, of its known parts.
func begins(yymmdd string, year int) time.Time {
	month, day := 1, 1
	if m, err := strconv.Atoi(yymmdd[2:4]); err == nil {
		month = m
		if d, err := strconv.Atoi(yymmdd[4:]); err == nil {
			day = d
		}
	}
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}
