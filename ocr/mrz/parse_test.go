package mrz_test

import (
	"reflect"
	"strings"
	"testing"

	"loupe/models"
	"loupe/ocr/mrz"
)

// The specimens of ICAO Doc 9303 (parts 4 to 7, appendix A and B), Utopia being the standard's own invented state, and the
// same with other values whose check digits digit computes.
func specimens() map[string][]string {
	return map[string][]string{
		"TD3":   {"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"},
		"TD1":   {"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"},
		"TD2":   {"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"},
		"MRV-A": {"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"},
		"MRV-B": {"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"},
	}
}

// digit is the check digit, computed another way than the package does: weights by position modulo 3 from a table of the
// characters in order of their value.
func digit(s string) string {
	const order = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	sum := 0
	for i, c := range s {
		if v := strings.IndexRune(order, c); v > 0 {
			sum += v * []int{7, 3, 1}[i%3]
		}
	}
	return string(order[sum%10])
}

func pad(s string, width int) string { return s + strings.Repeat("<", width-len(s)) }

// passport builds a TD3 zone with right check digits.
func passport(name, number, nationality, birth, sex, expiry, personal string) []string {
	n, p := pad(number, 9), pad(personal, 14)
	n, birth, expiry, p = n+digit(n), birth+digit(birth), expiry+digit(expiry), p+digit(p)
	return []string{pad("P<"+nationality+name, 44), n + nationality + birth + sex + expiry + p + digit(n+birth+expiry+p)}
}

func TestParseSpecimens(t *testing.T) {
	common := map[string]string{
		"issuer": "UTO", "surname": "ERIKSSON", "given_names": "ANNA MARIA", "birth_date": "740812", "sex": "F", "expiry_date": "120415",
	}
	for name, own := range map[string]map[string]string{
		"TD3":   {"document_code": "P", "document_number": "L898902C3", "nationality": "UTO", "optional_data": "ZE184226B"},
		"TD1":   {"document_code": "I", "document_number": "D23145890", "nationality": "UTO", "optional_data": "", "optional_data_2": ""},
		"TD2":   {"document_code": "I", "document_number": "D23145890", "nationality": "UTO", "optional_data": ""},
		"MRV-A": {"document_code": "V", "document_number": "L8988901C", "nationality": "XXX", "birth_date": "400907", "expiry_date": "961210", "optional_data": "6ZE184226B"},
		"MRV-B": {"document_code": "V", "document_number": "L8988901C", "nationality": "XXX", "birth_date": "400907", "expiry_date": "961210", "optional_data": ""},
	} {
		t.Run(name, func(t *testing.T) {
			want := map[string]string{}
			for _, m := range []map[string]string{common, own} {
				for k, v := range m {
					want[k] = v
				}
			}
			m, err := mrz.Parse(specimens()[name])
			if err != nil {
				t.Fatal(err)
			}
			if string(m.Type) != name || !m.Valid || !reflect.DeepEqual(m.Fields, want) {
				t.Errorf("type %s valid %v checks %v\nfields %v\nwant   %v", m.Type, m.Valid, m.Checks, m.Fields, want)
			}
		})
	}
}

func TestParseWhichCheckDigitsExist(t *testing.T) {
	for name, want := range map[string]int{"TD3": 5, "TD1": 4, "TD2": 4, "MRV-A": 3, "MRV-B": 3} {
		m, err := mrz.Parse(specimens()[name])
		if err != nil {
			t.Fatal(err)
		}
		if len(m.Checks) != want {
			t.Errorf("%s has the checks %v, want %d of them", name, m.Checks, want)
		}
	}
}

// Every single changed character under a check digit is noticed, for 7, 3 and 1 are coprime to 10: a change by a multiple
// of 10 in value (A for K, 0 for A) is the known exception.
func TestParseChangedCharacter(t *testing.T) {
	lines := specimens()["TD3"]
	for _, c := range []struct {
		at     int
		failed []string
	}{
		{0, []string{"document_number", "composite"}}, {9, []string{"document_number", "composite"}},
		{13, []string{"birth_date", "composite"}}, {19, []string{"birth_date", "composite"}},
		{21, []string{"expiry_date", "composite"}}, {27, []string{"expiry_date", "composite"}},
		{28, []string{"optional_data", "composite"}}, {42, []string{"optional_data", "composite"}}, {43, []string{"composite"}},
		{10, nil}, {20, nil}, // nationality and sex stand under no check digit
	} {
		b := []byte(lines[1])
		b[c.at] = map[bool]byte{true: '7', false: '8'}[b[c.at] != '7']
		m, err := mrz.Parse([]string{lines[0], string(b)})
		if err != nil {
			t.Fatal(err)
		}
		var failed []string
		for _, name := range []string{"document_number", "birth_date", "expiry_date", "optional_data", "composite"} {
			if !m.Checks[name] {
				failed = append(failed, name)
			}
		}
		if !reflect.DeepEqual(failed, c.failed) || m.Valid != (len(c.failed) == 0) {
			t.Errorf("position %d: failed %v, want %v", c.at+1, failed, c.failed)
		}
	}
}

func TestParseNames(t *testing.T) {
	for _, c := range []struct{ raw, surname, given, truncated string }{
		{"OBRIEN<<SEAN", "OBRIEN", "SEAN", ""},
		{"NGUYEN<<VAN<ANH", "NGUYEN", "VAN ANH", ""},
		{"MUELLER<SAHIN<<JAN<PETER", "MUELLER SAHIN", "JAN PETER", ""},
		{"ARKFREITH", "ARKFREITH", "", ""},
		{"<<RAHUL", "", "RAHUL", ""},
		{"VAN<DER<BERG<<A", "VAN DER BERG", "A", ""},
		{"BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WARNAMBOO", "BENNELONG WOOLOOMOOLOO WARRANDYTE WARNA", "", "true"},
		{"PAPANDROPOULOUS<<JONATHON<ALEC<PANAGIOTISXX", "PAPANDROPOULOUS", "JONATHON ALEC PANAGIOT", "true"},
	} {
		lines := passport("", "L898902C3", "UTO", "740812", "F", "120415", "")
		lines[0] = pad("P<UTO"+c.raw, 60)[:44]
		m, err := mrz.Parse(lines)
		if err != nil {
			t.Fatal(err)
		}
		if m.Fields["surname"] != c.surname || m.Fields["given_names"] != c.given || m.Fields["name_truncated"] != c.truncated {
			t.Errorf("%s: %q, %q, truncated %q", c.raw, m.Fields["surname"], m.Fields["given_names"], m.Fields["name_truncated"])
		}
	}
}

func TestParseLongDocumentNumber(t *testing.T) {
	const number = "D23145890734"
	td1 := pad("I<UTO"+number[:9]+"<"+number[9:]+digit(number), 30)
	second := "740812" + digit("740812") + "F" + "120415" + digit("120415") + "UTO" + "<<<<<<<<<<<"
	second += digit(td1[5:30] + second[0:7] + second[8:15] + second[18:29])
	m, err := mrz.Parse([]string{td1, second, pad("ERIKSSON<<ANNA<MARIA", 30)})
	if err != nil {
		t.Fatal(err)
	}
	if !m.Valid || m.Fields["document_number"] != number || m.Fields["optional_data"] != "" {
		t.Errorf("TD1: %v %v", m.Checks, m.Fields)
	}

	line := number[:9] + "<UTO740812" + digit("740812") + "F120415" + digit("120415") + pad(number[9:]+digit(number)+"<AB", 7)
	line += digit(line[0:10] + line[13:20] + line[21:35])
	m, err = mrz.Parse([]string{pad("I<UTOERIKSSON<<ANNA<MARIA", 36), line})
	if err != nil {
		t.Fatal(err)
	}
	if !m.Valid || m.Fields["document_number"] != number || m.Fields["optional_data"] != "AB" {
		t.Errorf("TD2: %v %v", m.Checks, m.Fields)
	}

	wrong := strings.Replace(line, number[9:]+digit(number), number[9:]+"0", 1)
	if m, _ = mrz.Parse([]string{pad("I<UTOERIKSSON<<ANNA<MARIA", 36), wrong}); m.Checks["document_number"] {
		t.Error("a long number with the wrong digit agrees")
	}
	empty := strings.Replace(line, number[9:]+digit(number)+"<AB", "<<<<<<<", 1)
	if m, _ = mrz.Parse([]string{pad("I<UTOERIKSSON<<ANNA<MARIA", 36), empty}); m.Checks["document_number"] {
		t.Error("a filler for a check digit agrees without a continued number")
	}
}

func TestParseUnusedPersonalNumber(t *testing.T) {
	for _, printed := range []string{"0", "<"} {
		lines := passport("ERIKSSON<<ANNA", "L898902C3", "UTO", "740812", "<", "120415", "")
		line := lines[1][:42] + printed
		line += digit(line[0:10] + line[13:20] + line[21:43])
		m, err := mrz.Parse([]string{lines[0], line})
		if err != nil {
			t.Fatal(err)
		}
		if !m.Valid || m.Fields["sex"] != "" {
			t.Errorf("check digit %q of an unused personal number: %v", printed, m.Checks)
		}
	}
	lines := passport("ERIKSSON<<ANNA", "L898902C3", "UTO", "740812", "F", "120415", "ZE18")
	if m, _ := mrz.Parse([]string{lines[0], lines[1][:42] + "<" + lines[1][43:]}); m.Checks["optional_data"] {
		t.Error("a filler agrees with a personal number that is used")
	}
}

func TestParseIssuerAndUnknownBirthDay(t *testing.T) {
	m, err := mrz.Parse(passport("MUSTERMANN<<ERIKA", "C01X00T47", "D<<", "6408<<", "F", "270228", ""))
	if err != nil {
		t.Fatal(err)
	}
	if !m.Valid || m.Fields["issuer"] != "D" || m.Fields["nationality"] != "D" || m.Fields["birth_date"] != "6408<<" {
		t.Errorf("%v %v", m.Checks, m.Fields)
	}
}

func TestParseFrenchIdentityCard(t *testing.T) {
	first := pad("IDFRABERTHIER", 30) + "750001"
	second := "881192310285" + digit("881192310285") + pad("CORINNE", 14) + "651206" + digit("651206") + "F"
	second += digit(first + second)
	m, err := mrz.Parse([]string{first, second})
	if err != nil {
		t.Fatal(err)
	}
	if !m.Valid || m.Type != models.MRZTypeTD2 || m.Fields["surname"] != "BERTHIER" || m.Fields["given_names"] != "CORINNE" ||
		m.Fields["document_number"] != "881192310285" || m.Fields["birth_date"] != "651206" || m.Fields["optional_data"] != "750001" {
		t.Errorf("%v %v", m.Checks, m.Fields)
	}
}

func TestParseRefuses(t *testing.T) {
	td3 := specimens()["TD3"]
	for name, c := range map[string]struct {
		lines []string
		says  string
	}{
		"nothing":         {nil, "[]"},
		"one line":        {td3[:1], "[44]"},
		"43 characters":   {[]string{td3[0][:43], td3[1]}, "[43 44]"},
		"lower case":      {[]string{strings.ToLower(td3[0]), td3[1]}, `line 1 has 'p' at position 1`},
		"not Latin":       {[]string{td3[0], "é" + td3[1][2:]}, `line 2 has 'é' at position 1`},
		"begins with <":   {[]string{"<" + td3[0][1:], td3[1]}, "beginning with a letter"},
		"three times TD3": {append(td3, td3[1]), "[44 44 44]"},
	} {
		if m, err := mrz.Parse(c.lines); err == nil || m != nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, %v; want an error with %q", name, m, err, c.says)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, lines := range specimens() {
		f.Add(strings.Join(lines, "\n"))
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := mrz.Parse(strings.Split(s, "\n"))
		if (m == nil) == (err == nil) {
			t.Fatalf("zone %v with error %v", m, err)
		}
		if m != nil && strings.Join(m.Lines, "\n") != s {
			t.Fatalf("Parse changed %q to %q", s, m.Lines)
		}
	})
}
