package number

import "strings"

// formats are the forms of passport numbers that issuers have published, or that their published specimens and the
// Council of the European Union's PRADO register show: A a letter, 9 a digit, X either; several forms where a series
// changed. A number of another form is worth a note and no more, because series change without notice.
const formats = `AUS A9999999 AA9999999|AUT A9999999 AA999999 AA9999999|BEL AA999999|BGR 999999999|BRA AA999999|CAN AA999999 A999999AA|CHE A9999999 AXXXXXXX|CHN A99999999 AA9999999|CZE 99999999 999999999|D AXXXXXXXX 9999999999|` +
	`DNK 999999999|ESP AA999999 AAA999999|EST AA9999999 A9999999|FIN AA9999999 999999999|FRA 99AA99999|GBR 999999999|GRC AA9999999 AX9999999|HRV 999999999|HUN AA999999 AA9999999|IND A9999999|IRL A9999999 AA9999999 AX9999999|` +
	`ISL A9999999|ITA AA9999999 A9999999 999999A AX9999999|JPN AA9999999 AA99999999|KOR A99999999 A999A9999 AA9999999|LTU 99999999|LVA AA9999999|NLD AAXXXXXX9|NOR 99999999 AAA99999|NZL AA999999|POL AA9999999|PRT A999999 AA999999|` +
	`ROU 99999999 999999999|RUS 999999999|SVK AA9999999 A9999999|SVN AA9999999 AA999999|SWE 99999999 AA999999|TUR A99999999|UKR AA999999|USA 999999999 A99999999`

// PassportForm reports whether a passport number has a form that its issuer is known to give it; known is false for issuers
// of which no form is known.
func PassportForm(issuer, text string) (fits, known bool) {
	n := Plain(text)
	for line := range strings.SplitSeq(formats, "|") {
		code, forms, _ := strings.Cut(line, " ")
		if code != issuer {
			continue
		}
		for form := range strings.FieldsSeq(forms) {
			fits = fits || formed(n, form)
		}
		return fits, true
	}
	return false, false
}

func formed(n, form string) bool {
	if len(n) != len(form) {
		return false
	}
	for i := range len(n) {
		isDigit := n[i] <= '9'
		if form[i] == 'A' && isDigit || form[i] == '9' && !isDigit {
			return false
		}
	}
	return true
}
