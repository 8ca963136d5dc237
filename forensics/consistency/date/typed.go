package date

import (
	"slices"
	"strings"
	"unicode"
)

// longest bounds what is read of a typed date.
const longest = 64

// months are the first letters by which months are told in the languages of our labels, twelve a line. A word fits a
// month when it begins with one of its stems; longer stems stand first where one begins with another.
const months = `JANV JANU JAN ENE GEN STY OCA IAN SIJ JÄN LED TAM|FEB FEV FÉV LUT ŞUB SUB VELJ ÚNO UNO HEL|MAR MÄR MRZ MAER MRT OŽU BŘE BRE MAA|APR AVR ABR KWI NIS TRA DUB HUH|MAY MAI MAG MAJ MEI SVI KVĚ KVE TOU|JUN JUIN GIU CZE ČERVEN HAZ IUN LIPANJ LIPNJ KES|JUL JUIL LUG LIP ČERVENC ČERVENEC TEM IUL SRP HEI|AUG AOU AOÛ AGO SIE AĞU AGU KOL SRPEN SRPNA ELO|SEP SET WRZ EYL RUJ ZÁŘ ZAR SYY|OCT OKT OTT OUT PAŹ PAZ EKI ŘÍJ RIJ LOK LISTOPAD|NOV KAS STU MARRAS LISTOPAD|DEC DEZ DIC DÉC GRU ARA PRO JOU DES`

// Readings returns every day that s, typed by a person, may mean: ISO 8601, day and month in either order, month names,
// years of two digits in either century. None when it is no date.
func Readings(s string) []Date {
	if len(s) > longest {
		return nil
	}
	var numbers, names []string
	for _, part := range strings.FieldsFunc(strings.ToUpper(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if _, ok := digits(strings.TrimRight(part, "STNDRHEO")); ok || len(part) == 8 && plainDigits(part) {
			numbers = append(numbers, part)
		} else if len(part) >= 3 {
			names = append(names, part)
		}
	}
	var out []Date
	for _, month := range monthsOf(names) {
		out = append(out, named(numbers, month)...)
	}
	if len(out) > 0 || len(names) > 0 {
		return out
	}
	return numeric(numbers)
}

func plainDigits(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// monthsOf returns the months that one of the words names. The longest stem that fits decides; listopad is October in
// Croatian and November in Polish and Czech.
func monthsOf(words []string) []int {
	best, found := 0, []int(nil)
	for i, stems := range strings.Split(months, "|") {
		for stem := range strings.FieldsSeq(stems) {
			switch {
			case len(stem) < best || !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, stem) }):
			case len(stem) == best && slices.Contains(found, i+1):
			case len(stem) == best:
				found = append(found, i+1)
			default:
				best, found = len(stem), []int{i + 1}
			}
		}
	}
	return found
}

// named reads the numbers beside a month's name: a day and a year in either order, or a year alone.
func named(numbers []string, month int) []Date {
	var out []Date
	switch len(numbers) {
	case 1:
		for _, y := range years(numbers[0]) {
			out = keep(out, Date{y, month, 0})
		}
	case 2:
		for _, order := range [][2]string{{numbers[0], numbers[1]}, {numbers[1], numbers[0]}} {
			day, ok := digits(strings.TrimRight(order[0], "STNDRHEO"))
			for _, y := range years(order[1]) {
				if ok && day > 0 && day <= 31 {
					out = keep(out, Date{y, month, day})
				}
			}
		}
	}
	return out
}

// numeric reads a date of numbers alone.
func numeric(parts []string) []Date {
	var out []Date
	switch {
	case len(parts) == 1 && len(parts[0]) == 8: // 19740812, 12081974
		return numeric3(parts[0][:4], parts[0][4:6], parts[0][6:], numeric3(parts[0][4:], parts[0][2:4], parts[0][:2], nil))
	case len(parts) == 1 && len(parts[0]) == 4:
		y, _ := digits(parts[0])
		return keep(nil, Date{y, 0, 0})
	case len(parts) == 2:
		for _, order := range [][2]string{{parts[0], parts[1]}, {parts[1], parts[0]}} {
			m, _ := digits(order[1])
			if y, ok := digits(order[0]); ok && len(order[0]) == 4 && m > 0 {
				out = keep(out, Date{y, m, 0})
			}
		}
	case len(parts) == 3 && len(parts[0]) == 4:
		out = numeric3(parts[0], parts[1], parts[2], nil)
	case len(parts) == 3:
		out = numeric3(parts[2], parts[1], parts[0], nil)
		out = numeric3(parts[2], parts[0], parts[1], out)
		if len(parts[2]) == 2 {
			out = numeric3(parts[0], parts[1], parts[2], out)
		}
	}
	return out
}

func numeric3(year, month, day string, out []Date) []Date {
	m, okM := digits(month)
	d, okD := digits(day)
	for _, y := range years(year) {
		if okM && okD && m > 0 && d > 0 {
			out = keep(out, Date{y, m, d})
		}
	}
	return out
}

// years returns the years that a number of two or four digits may mean.
func years(s string) []int {
	n, ok := digits(s)
	switch {
	case ok && len(s) == 4:
		return []int{n}
	case ok && len(s) == 2:
		return []int{1900 + n, 2000 + n}
	}
	return nil
}

func keep(out []Date, d Date) []Date {
	if !d.valid() || slices.Contains(out, d) {
		return out
	}
	return append(out, d)
}
