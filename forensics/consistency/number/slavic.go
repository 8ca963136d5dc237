package number

// bulgaria reads an EGN: date with month + 20 for the 1800s and + 40 for the 2000s, sex in the ninth digit, weights of two's
// powers modulo 11 (Ordinance RD-02-20-6 on the unified system for civil registration).
func bulgaria(n string) (Personal, bool) {
	if !all(n, 10) {
		return Personal{}, false
	}
	year, month := 1900+two(n, 0), two(n, 2)
	switch {
	case month > 40:
		year, month = year+100, month-40
	case month > 20:
		year, month = year-100, month-20
	}
	birth, ok := day(year, month, two(n, 4))
	sex := "M"
	if digit(n, 8)%2 == 1 {
		sex = "F"
	}
	return Personal{Agrees: sum(n, 2, 4, 8, 5, 10, 9, 7, 3, 6)%11%10 == digit(n, 9), Birth: birth, Sex: sex}, ok
}

// poland reads a PESEL: month + 20 for each century after the 1900s, + 80 for the 1800s, sex in the tenth digit (Act on
// population records, article 15).
func poland(n string) (Personal, bool) {
	if !all(n, 11) {
		return Personal{}, false
	}
	centuries := []int{1900, 2000, 2100, 2200, 1800}
	month := two(n, 2)
	birth, ok := day(centuries[month/20]+two(n, 0), month%20, two(n, 4))
	return Personal{Agrees: sum(n, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)%10 == 0, Birth: birth, Sex: sexOf(digit(n, 9))}, ok
}

// czech reads a rodné číslo of ten digits: month + 50 for women, + 20 or + 70 when a day's numbers had run out, divisible by 11, or up to
// 1985 with a remainder of 10 written as 0 (Act 133/2000, section 13). Nine digits, up to 1953, carry no check digit and are not read.
func czech(n string) (Personal, bool) {
	if !all(n, 10) {
		return Personal{}, false
	}
	year, month, sex := 1900+two(n, 0), two(n, 2), "M"
	if two(n, 0) < 54 {
		year += 100
	}
	if month > 50 {
		month, sex = month-50, "F"
	}
	if month > 20 {
		month -= 20
	}
	birth, ok := day(year, month, two(n, 4))
	rest := 0
	for i := range 9 {
		rest = (rest*10 + digit(n, i)) % 11
	}
	return Personal{Agrees: rest%10 == digit(n, 9), Birth: birth, Sex: sex}, ok
}

// yugoslav reads a JMBG, EMŠO or EMBG: DDMMYYY, region, serial with sex, modulo 11. It is in use in Bosnia and Herzegovina, Montenegro,
// North Macedonia, Serbia and Slovenia.
func yugoslav(n string) (Personal, bool) {
	if !all(n, 13) {
		return Personal{}, false
	}
	year := 1000 + digit(n, 4)*100 + two(n, 5)
	if digit(n, 4) < 8 {
		year += 1000
	}
	birth, ok := day(year, two(n, 2), two(n, 0))
	sex := "M"
	if two(n, 9)*10+digit(n, 11) >= 500 {
		sex = "F"
	}
	check := 11 - sum(n, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11
	return Personal{Agrees: check != 10 && check%11 == digit(n, 12), Birth: birth, Sex: sex}, ok
}

// croatia reads an OIB: eleven digits that say nothing, ISO/IEC 7064 MOD 11,10.
func croatia(n string) (Personal, bool) {
	if !all(n, 11) {
		return Personal{}, false
	}
	rest := 10
	for i := range 10 {
		if rest = (rest + digit(n, i)) % 10; rest == 0 {
			rest = 10
		}
		rest = rest * 2 % 11
	}
	return Personal{Agrees: (11-rest)%10 == digit(n, 10)}, true
}

// baltic reads an Estonian isikukood or a Lithuanian asmens kodas: century and sex in the first digit, date, and two tries modulo 11
// (EVS 585:2007).
func baltic(n string) (Personal, bool) {
	if !all(n, 11) || digit(n, 0) < 1 || digit(n, 0) > 8 {
		return Personal{}, false
	}
	birth, ok := day(1800+(digit(n, 0)-1)/2*100+two(n, 1), two(n, 3), two(n, 5))
	check := sum(n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11
	if check == 10 {
		check = sum(n, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3) % 11 % 10
	}
	return Personal{Agrees: check == digit(n, 10), Birth: birth, Sex: sexOf(digit(n, 0))}, ok
}

// romania reads a CNP: sex and century in the first digit, date, county, serial, weights modulo 11 (Law 105/1996). The
// century of residents (7, 8) and foreigners (9) is not told.
func romania(n string) (Personal, bool) {
	if !all(n, 13) || digit(n, 0) == 0 {
		return Personal{}, false
	}
	first := digit(n, 0)
	year, short, sex := 1900+two(n, 1), first > 6, sexOf(first)
	switch {
	case first == 3 || first == 4:
		year -= 100
	case first == 5 || first == 6:
		year += 100
	case first == 9:
		sex = ""
	}
	birth, ok := day(year, two(n, 3), two(n, 5))
	check := sum(n, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11
	if check == 10 {
		check = 1
	}
	return Personal{Agrees: check == digit(n, 12), Birth: birth, Short: short, Sex: sex}, ok
}
