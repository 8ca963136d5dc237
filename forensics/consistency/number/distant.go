package number

import "strings"

// turkey reads a TCKN: the tenth digit is 7 x the odd places less the even ones, the eleventh the sum of all ten, modulo 10
// (General Directorate of Population).
func turkey(n string) (Personal, bool) {
	if !all(n, 11) || n[0] == '0' {
		return Personal{}, false
	}
	ten := sum(n, 7, -1, 7, -1, 7, -1, 7, -1, 7)
	eleven := sum(n, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
	return Personal{Agrees: ((ten%10)+10)%10 == digit(n, 9) && eleven%10 == digit(n, 10)}, true
}

// chile reads a RUN: up to eight digits and a digit or K modulo 11.
func chile(n string) (Personal, bool) {
	if len(n) < 7 || len(n) > 9 || !all(n[:len(n)-1], len(n)-1) {
		return Personal{}, false
	}
	total := 0
	for i := range len(n) - 1 {
		total += digit(n, len(n)-2-i) * (2 + i%6)
	}
	return Personal{Agrees: "0123456789K0"[(11-total%11)%11] == n[len(n)-1]}, true
}

// brazil reads a CPF: two digits modulo 11 over nine (Normative Instruction RFB 1548/2015).
func brazil(n string) (Personal, bool) {
	if !all(n, 11) {
		return Personal{}, false
	}
	first := sum(n, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10
	second := sum(n, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10
	return Personal{Agrees: first == digit(n, 9) && second == digit(n, 10)}, true
}

// china reads a resident identity number of 18 characters: region, date, serial with sex, ISO/IEC 7064 MOD 11-2 (GB 11643-1999).
func china(n string) (Personal, bool) {
	if len(n) != 18 || !all(n[:17], 17) {
		return Personal{}, false
	}
	birth, ok := day(two(n, 6)*100+two(n, 8), two(n, 10), two(n, 12))
	check := "10X98765432"[sum(n, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)%11]
	return Personal{Agrees: check == n[17], Birth: birth, Sex: sexOf(digit(n, 16))}, ok
}

// korea reads a resident registration number: date, sex and century in the seventh digit. Its check digit has no meaning in
// numbers given since October 2020, so that it is not asked.
func korea(n string) (Personal, bool) {
	if !all(n, 13) {
		return Personal{}, false
	}
	at := strings.IndexByte("9012345678", n[6])
	year := []int{1800, 1800, 1900, 1900, 2000, 2000, 1900, 1900, 2000, 2000}[at]
	birth, ok := day(year+two(n, 0), two(n, 2), two(n, 4))
	return Personal{Agrees: true, Birth: birth, Sex: sexOf(digit(n, 6))}, ok
}

// southAfrica reads an ID number: date, sex in the seventh digit, Luhn (Identification Act 68 of 1997).
func southAfrica(n string) (Personal, bool) {
	if !all(n, 13) {
		return Personal{}, false
	}
	birth, ok := day(1900+two(n, 0), two(n, 2), two(n, 4))
	sex := "F"
	if digit(n, 6) >= 5 {
		sex = "M"
	}
	return Personal{Agrees: luhn(n), Birth: birth, Short: true, Sex: sex}, ok
}
