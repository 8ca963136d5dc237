package number

import "strings"

// spain reads a DNI or NIE: eight digits, or X, Y or Z and seven, and a letter by the remainder of 23 (Royal Decree 1553/2005).
func spain(n string) (Personal, bool) {
	if len(n) != 9 || n[8] < 'A' || n[8] > 'Z' {
		return Personal{}, false
	}
	body := n[:8]
	if at := strings.IndexByte("XYZ", n[0]); at >= 0 {
		body = string(rune('0'+at)) + n[1:8]
	}
	if !all(body, 8) {
		return Personal{}, false
	}
	return Personal{Agrees: "TRWAGMYFPDXBNJZSQVHLCKE"[mod(body, 23)] == n[8]}, true
}

// mod returns the number that the digits of s make modulo m.
func mod(s string, m int) int {
	rest := 0
	for i := range len(s) {
		rest = (rest*10 + digit(s, i)) % m
	}
	return rest
}

// italy reads a codice fiscale of a person (Ministerial Decree 23 December 1976): six letters of the name, year, a letter for
// the month, day (+ 40 for women), place, check letter. Digits may be replaced by letters when two people would have one
// code (omocodia).
func italy(n string) (Personal, bool) {
	if len(n) != 16 {
		return Personal{}, false
	}
	plain := []byte(n)
	for _, i := range []int{6, 7, 9, 10, 12, 13, 14} {
		if at := strings.IndexByte("LMNPQRSTUV", n[i]); at >= 0 {
			plain[i] = byte('0' + at)
		}
		if plain[i] < '0' || plain[i] > '9' {
			return Personal{}, false
		}
	}
	month := strings.IndexByte("ABCDEHLMPRST", n[8]) + 1
	if month == 0 || strings.ContainsAny(n[:6]+n[11:12]+n[15:], "0123456789") {
		return Personal{}, false
	}
	d, sex := two(string(plain), 9), "M"
	if d > 40 {
		d, sex = d-40, "F"
	}
	birth, ok := day(1900+two(string(plain), 6), month, d)
	return Personal{Agrees: italianCheck(n[:15]) == n[15], Birth: birth, Short: true, Sex: sex}, ok
}

// italianCheck is the check letter: characters at odd places count by a table, at even places by their rank.
func italianCheck(s string) byte {
	odd := []int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23}
	total := 0
	for i := range len(s) {
		rank := int(s[i] - 'A')
		if s[i] <= '9' {
			rank = digit(s, i)
		}
		if i%2 == 0 {
			rank = odd[rank]
		}
		total += rank
	}
	return byte('A' + total%26)
}

// portugal reads the number of a citizen card: nine digits or eight and a check digit, two letters or digits of the version and a check
// digit; Luhn with letters as 10 to 35 (Portaria 201/2017).
func portugal(n string) (Personal, bool) {
	if len(n) != 12 || !all(n[:9], 9) || !all(n[11:], 1) {
		return Personal{}, false
	}
	total := 0
	for i := range 12 {
		v := int(n[i] - '0')
		if n[i] >= 'A' {
			v = int(n[i]-'A') + 10
		}
		if i%2 == 0 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		total += v
	}
	return Personal{Agrees: total%10 == 0}, true
}

// netherlands reads a BSN: weights 9 to 2 and -1, divisible by 11 (Besluit burgerservicenummer).
func netherlands(n string) (Personal, bool) {
	if !all(n, 9) {
		return Personal{}, false
	}
	return Personal{Agrees: sum(n, 9, 8, 7, 6, 5, 4, 3, 2, -1)%11 == 0}, true
}

// belgium reads a national register number: date, serial with sex, 97 less the remainder of the nine digits, with a 2 before them for people born from 2000
// (Royal Decree of 3 April 1984). Month and day of people without a known birth date are not of the calendar: not read.
func belgium(n string) (Personal, bool) {
	if !all(n, 11) {
		return Personal{}, false
	}
	check := two(n, 9)
	year, agrees := 1900+two(n, 0), 97-mod(n[:9], 97) == check
	if !agrees && 97-mod("2"+n[:9], 97) == check {
		year, agrees = year+100, true
	}
	birth, ok := day(year, two(n, 2), two(n, 4))
	return Personal{Agrees: agrees, Birth: birth, Short: !agrees, Sex: sexOf(two(n, 6)*10 + digit(n, 8))}, ok
}

// albania reads an NID: a letter for the decade from 1800, a digit for the year, month (+ 50 for women), day, serial and a letter modulo 23.
func albania(n string) (Personal, bool) {
	if len(n) != 10 || n[0] < 'A' || n[0] > 'T' || !all(n[1:9], 8) || n[9] < 'A' || n[9] > 'W' {
		return Personal{}, false
	}
	month, sex := two(n, 2), "M"
	if month > 50 {
		month, sex = month-50, "F"
	}
	birth, ok := day(1800+int(n[0]-'A')*10+digit(n, 1), month, two(n, 4))
	return Personal{Agrees: true, Birth: birth, Sex: sex}, ok // its check letter is not published in full
}
