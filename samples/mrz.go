package samples

import (
	"fmt"
	"strings"
	"time"
)

// issuerCode is ICAO 9303-3's code for specimens (Utopia): assigned to no country.
const issuerCode = "UTO"

// CheckDigit returns the check digit of an MRZ field: weights 7, 3, 1, modulo 10; A is 10, Z is 35, filler is 0
// (ICAO 9303-3, section 4.9). Any other character counts as 0.
func CheckDigit(field string) byte {
	sum := 0
	for i := range len(field) {
		value := 0
		switch c := field[i]; {
		case c >= '0' && c <= '9':
			value = int(c - '0')
		case c >= 'A' && c <= 'Z':
			value = int(c-'A') + 10
		}
		sum += value * [3]int{7, 3, 1}[i%3]
	}
	return byte('0' + sum%10)
}

// checked appends the field's own check digit.
func checked(field string) string { return field + string(CheckDigit(field)) }

// pad fills a field with < up to n characters, or cuts it.
func pad(field string, n int) string {
	if len(field) > n {
		return field[:n]
	}
	return field + strings.Repeat("<", n-len(field))
}

func mrzDate(t time.Time) string { return t.Format("060102") }

// TD3Lines returns the two lines of 44 characters of a passport (ICAO 9303-4, section 4.2.2).
func TD3Lines(h Holder) []string {
	birth, expiry := checked(mrzDate(h.Birth)), checked(mrzDate(h.Expires))
	number, personal := checked(pad(h.Number, 9)), strings.Repeat("<", 14)+"0"
	composite := CheckDigit(number + birth + expiry + personal)
	return []string{
		"P<" + issuerCode + mrzName(h, 39),
		number + issuerCode + birth + h.Sex + expiry + personal + string(composite),
	}
}

// TD1Lines returns the three lines of 30 characters of a card (ICAO 9303-5, section 4.2.2).
func TD1Lines(h Holder) []string {
	upper := "I<" + issuerCode + checked(pad(h.Number, 9)) + strings.Repeat("<", 15)
	birth, expiry := checked(mrzDate(h.Birth)), checked(mrzDate(h.Expires))
	optional := strings.Repeat("<", 11)
	composite := CheckDigit(upper[5:] + birth + expiry + optional)
	return []string{upper, birth + h.Sex + expiry + issuerCode + optional + string(composite), mrzName(h, 30)}
}

// mrzName sets primary<<secondary identifier in n characters; one name alone is the primary identifier (ICAO 9303-3, section 4.6).
func mrzName(h Holder, n int) string {
	if h.Surname == "" {
		return pad(transliterate(h.GivenNames), n)
	}
	return pad(transliterate(h.Surname)+"<<"+transliterate(h.GivenNames), n)
}

// transliterations holds the letters of our holders outside A..Z, per ICAO 9303-3 section 6.A.
const transliterations = "Á=A Ă=A Ä=AE Å=AA É=E Ë=E Í=I İ=I Ñ=N Ó=O Ö=OE Ø=OE Ú=U Ü=UE Ý=Y Ć=C Č=C Ł=L Ř=R Ş=S Š=S Ţ=T Ț=T Ž=Z Þ=TH " +
	"Ễ=E Ị=I Ì=I Ð=D"

// transliterate returns a name in the letters an MRZ has: hyphens and spaces become fillers, apostrophes vanish.
func transliterate(name string) string {
	var out strings.Builder
	for _, r := range strings.ToUpper(name) {
		switch {
		case r >= 'A' && r <= 'Z':
			out.WriteRune(r)
		case r == ' ' || r == '-':
			out.WriteByte('<')
		case r == '\'':
		default:
			_, rest, found := strings.Cut(transliterations, string(r)+"=")
			if !found {
				panic(fmt.Sprintf("samples: %q in the name %q has no transliteration: add it to the table", r, name))
			}
			letters, _, _ := strings.Cut(rest, " ")
			out.WriteString(letters)
		}
	}
	return out.String()
}

// Falsify returns the lines with the composite check digit replaced by a wrong one, as a forger who guesses would print it.
func Falsify(lines []string) []string {
	wrong := append([]string(nil), lines...)
	second := wrong[1]
	digit := second[len(second)-1]
	wrong[1] = second[:len(second)-1] + string('0'+(digit-'0'+4)%10)
	return wrong
}
