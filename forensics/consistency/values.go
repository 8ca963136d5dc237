package consistency

import (
	"slices"
	"strings"

	"loupe/forensics/consistency/date"
	"loupe/forensics/consistency/misread"
	"loupe/forensics/consistency/number"
	"loupe/forensics/consistency/organisation"
	"loupe/forensics/consistency/state"
	"loupe/models"
)

// sameNumber compares numbers without the spaces and strokes that part them. Letters and digits of one shape are equal; a
// number that is the other with one or two characters lost was not read whole.
func sameNumber(a, b witness) (likeness, string) {
	x, y := number.Plain(a.value), number.Plain(b.value)
	switch {
	case len(x) < 3 || len(y) < 3:
		return incomparable, ""
	case x == y:
		return equal, ""
	case misread.Twins(x, y):
		return equal, "letters and digits of one shape were read differently"
	case len(x) >= 6 && len(y) >= 6 && (strings.Contains(x, y) || strings.Contains(y, x)):
		return equal, "one has characters before or behind the other"
	case misread.Lost(x, y):
		return lost(a, b), "characters were lost"
	case misread.Explains(x, y):
		return near, ""
	case misread.Cost(x, y) <= 2:
		return close, ""
	}
	return far, ""
}

// samePersonal compares numbers of one length only: a zone's optional data are at the issuer's discretion (ICAO 9303-4
// section 4.2.2.2, positions 29 to 42), so that a number of another length is rather another number.
func samePersonal(a, b witness) (likeness, string) {
	like, why := sameNumber(a, b)
	if like != equal && len(number.Plain(a.value)) != len(number.Plain(b.value)) {
		return incomparable, ""
	}
	return like, why
}

// lost says what a missing character means: the reader's loss, but of what the account says, that somebody typed another
// number.
func lost(a, b witness) likeness {
	if a.source == sourceClaim || b.source == sourceClaim {
		return close
	}
	return equal
}

// sameDate compares dates. Of a machine readable zone the century is only supposed; print in numbers may have day and
// month in either order; what the account says is read in every way it can be.
func sameDate(a, b witness) (likeness, string) {
	as, bs := days(a), days(b)
	same := date.SameDay
	if a.source == models.SourceMRZ || b.source == models.SourceMRZ {
		same = date.SameShort
	}
	any := func(test func(x, y date.Date) bool) bool {
		return slices.ContainsFunc(as, func(x date.Date) bool { return slices.ContainsFunc(bs, func(y date.Date) bool { return test(x, y) }) })
	}
	switch {
	case len(as) == 0 || len(bs) == 0:
		return incomparable, ""
	case any(same):
		return equal, ""
	case any(date.OtherCalendar):
		return equal, "the years are counted in two calendars"
	case any(func(x, y date.Date) bool {
		s, ok := x.Swapped()
		return ok && same(s, y) && (ambiguous(a) || ambiguous(b))
	}):
		return equal, "day and month stand in another order"
	case any(func(x, y date.Date) bool { return misread.Explains(number.Plain(x.String()), number.Plain(y.String())) }):
		return near, ""
	case any(func(x, y date.Date) bool {
		return misread.Cost(number.Plain(x.String()), number.Plain(y.String())) <= 1
	}):
		return close, ""
	}
	return far, ""
}

// days returns the days that w may mean.
func days(w witness) []date.Date {
	if d, ok := date.Parse(w.value); ok {
		return []date.Date{d}
	}
	if w.source == sourceClaim {
		return date.Readings(w.value)
	}
	return nil
}

// ambiguous reports whether w was printed in numbers alone, so that day and month may have been exchanged.
func ambiguous(w witness) bool {
	return w.source != models.SourceMRZ && w.raw != "" && w.raw != w.value && len(date.Readings(w.raw)) > 1
}

// sameSex compares M, F and X; anything else says nothing, and X stands for unspecified.
func sameSex(a, b witness) (likeness, string) {
	x, y := sexCode(a.value), sexCode(b.value)
	switch {
	case x == "" || y == "":
		return incomparable, ""
	case x == y:
		return equal, ""
	}
	return far, ""
}

func sexCode(s string) string {
	switch strings.ToUpper(s) {
	case "M", "MALE", "MAN":
		return "M"
	case "F", "FEMALE", "WOMAN":
		return "F"
	}
	return ""
}

// sameState compares states by their codes, however they are named.
func sameState(a, b witness) (likeness, string) {
	x, okX := state.Code(a.value)
	y, okY := state.Code(b.value)
	switch {
	case !okX || !okY:
		return incomparable, ""
	case x == y:
		return equal, ""
	case misread.Explains(x, y):
		return near, ""
	}
	return far, ""
}

// sameInstitution compares names of organisations.
func sameInstitution(a, b witness) (likeness, string) {
	switch organisation.Of(a.value).Compare(organisation.Of(b.value)) {
	case organisation.Incomparable:
		return incomparable, ""
	case organisation.Same:
		return equal, ""
	case organisation.Acronym:
		return equal, "one is the other's acronym"
	case organisation.Part:
		return equal, "one name is a part of the other"
	case organisation.Near:
		return equal, "look-alike letters differ"
	}
	return far, ""
}
