package number

import "strings"

// finland reads a HETU: DDMMYY, a sign for the century, serial with sex, a character by the remainder of 31 (Government Decree
// 128/2010, and 690/2022 for the further signs). Plain numbers have lost the sign of the 1900s, so the century is supposed then.
func finland(n string) (Personal, bool) {
	year, rest, short := 1900, "", true
	switch {
	case len(n) == 10 && all(n[:9], 9):
		rest = n[6:]
	case len(n) == 11 && all(n[:6], 6) && all(n[7:10], 3):
		rest, short = n[7:], false
		switch {
		case strings.IndexByte("ABCDEF", n[6]) >= 0:
			year = 2000
		case strings.IndexByte("YXWVU", n[6]) < 0:
			return Personal{}, false
		}
	default:
		return Personal{}, false
	}
	birth, ok := day(year+two(n, 4), two(n, 2), two(n, 0))
	check := "0123456789ABCDEFHJKLMNPRSTUVWXY"[mod(n[:6]+rest[:3], 31)]
	return Personal{Agrees: check == rest[3], Birth: birth, Short: short, Sex: sexOf(digit(rest, 2))}, ok
}

// sweden reads a personnummer of ten or twelve digits, Luhn over the last ten (SKV 704). A samordningsnummer has 60 added to the day.
func sweden(n string) (Personal, bool) {
	short := len(n) == 10
	if !all(n, 10) && !all(n, 12) {
		return Personal{}, false
	}
	year := 1900
	if !short {
		year, n = two(n, 0)*100, n[2:]
	}
	d := two(n, 4)
	if d > 60 {
		d -= 60
	}
	birth, ok := day(year+two(n, 0), two(n, 2), d)
	return Personal{Agrees: luhn(n), Birth: birth, Short: short, Sex: sexOf(digit(n, 8))}, ok
}

// norway reads a fødselsnummer: DDMMYY, individual number with century and sex, two digits modulo 11 (Regulations on population
// registration, section 2-2-1). D-numbers have 40 added to the day. From 2032 on the first remainder may be another one; such
// numbers do not circulate yet.
func norway(n string) (Personal, bool) {
	if !all(n, 11) {
		return Personal{}, false
	}
	d := two(n, 0)
	if d > 40 {
		d -= 40
	}
	birth, ok := day(1900+two(n, 4), two(n, 2), d)
	agrees := sum(n, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1)%11 == 0 && sum(n, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
	return Personal{Agrees: agrees, Birth: birth, Short: true, Sex: sexOf(digit(n, 8))}, ok
}

// denmark reads a CPR number: date and sex. Its modulo 11 does not hold for numbers given since October 2007, so that it is
// not asked.
func denmark(n string) (Personal, bool) {
	if !all(n, 10) {
		return Personal{}, false
	}
	birth, ok := day(1900+two(n, 4), two(n, 2), two(n, 0))
	return Personal{Agrees: true, Birth: birth, Short: true, Sex: sexOf(digit(n, 9))}, ok
}

// iceland reads a kennitala of a person: DDMMYY, serial, modulo 11 in the ninth digit, century in the tenth. Numbers given
// since 2025 need not fulfil the modulus, so that a disagreement of it is not asked of people born in this decade.
func iceland(n string) (Personal, bool) {
	if !all(n, 10) || digit(n, 0) > 3 {
		return Personal{}, false
	}
	year := 1900
	switch n[9] {
	case '0':
		year = 2000
	case '8':
		year = 1800
	case '9':
	default:
		return Personal{}, false
	}
	birth, ok := day(year+two(n, 4), two(n, 2), two(n, 0))
	recent := year+two(n, 4) >= 2020
	return Personal{Agrees: recent || sum(n, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0, Birth: birth}, ok
}
