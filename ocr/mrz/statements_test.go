package mrz_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"loupe/models"
	"loupe/ocr/mrz"
)

// day is when the documents of these tests are seen.
func day() time.Time { return time.Date(2025, 11, 21, 13, 0, 0, 0, time.UTC) }

func TestBirthDate(t *testing.T) {
	for in, want := range map[string]string{
		"740812": "1974-08-12", "251121": "2025-11-21", "251122": "1925-11-22", "260101": "1926-01-01", "000229": "2000-02-29", "040229": "2004-02-29",
		"6408<<": "1964-08", "64<<<<": "1964", "64<<12": "1964", "2511<<": "2025-11", "2512<<": "1925-12", "25<<<<": "2025", "26<<<<": "1926",
		"": "", "<<<<<<": "", "<<0812": "", "230229": "", "740431": "", "741301": "", "740800": "", "74O812": "", "7408": "", "7408123": "", "7408-1": "",
	} {
		got, ok := mrz.BirthDate(in, day())
		if got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v; want %q", in, got, ok, want)
		}
	}
	if got, ok := mrz.BirthDate("000229", time.Date(2000, 2, 28, 0, 0, 0, 0, time.UTC)); ok {
		t.Errorf("29 February 1900 is %q", got)
	}
}

func TestExpiryDate(t *testing.T) {
	for in, want := range map[string]string{
		"301231": "2030-12-31", "741231": "2074-12-31", "750101": "1975-01-01", "991231": "1999-12-31", "120415": "2012-04-15", "280229": "2028-02-29",
		"3012<<": "2030-12", "30<<<<": "2030", "270229": "", "990101": "", "<<<<<<": "", "": "", "301301": "",
	} {
		got, ok := mrz.ExpiryDate(in, day())
		if got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v; want %q", in, got, ok, want)
		}
	}
}

// A birth date is never in the future and never a hundred years old, whatever the day.
func TestBirthDateProperty(t *testing.T) {
	for at := time.Date(1999, 12, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2001; at = at.AddDate(0, 0, 1) {
		for back := 0; back < 36524; back += 97 {
			born := at.AddDate(0, 0, -back)
			got, ok := mrz.BirthDate(born.Format("060102"), at)
			if !ok || got != born.Format(time.DateOnly) {
				t.Fatalf("born %s, seen %s: %q, %v", born.Format(time.DateOnly), at.Format(time.DateOnly), got, ok)
			}
		}
	}
}

func TestState(t *testing.T) {
	for code, want := range map[string]string{
		"UTO": "Utopia (specimen)", "D": "Germany", "D<<": "Germany", "DEU": "Germany", "ABW": "Aruba", "ZWE": "Zimbabwe", "GBD": "British Overseas Territories citizen",
		"XXA": "Stateless person", "XPO": "Interpol", "EUE": "European Union", "RKS": "Kosovo", "AAA": "Specimen", "CIV": "Côte d'Ivoire", "FRA": "France",
		"": "", "<<<": "", "QQQ": "", "DDD": "", "FR": "", "F<A": "", "fra": "", "FRAN": "", "|FR": "", "A F": "", "WSA": "",
	} {
		if got, known := mrz.State(code); got != want || known != (want != "") {
			t.Errorf("%q: %q, %v; want %q", code, got, known, want)
		}
	}
	n := 0
	for i := range 26 * 26 * 26 {
		if _, known := mrz.State(string([]byte{byte('A' + i/676), byte('A' + i/26%26), byte('A' + i%26)})); known {
			n++
		}
	}
	if n != 249+28+26 { // ISO 3166-1, the standard's own without D, AAA to AAZ
		t.Errorf("%d codes of three letters", n)
	}
}

func TestStatements(t *testing.T) {
	common := []string{"surname ERIKSSON ", "given_names ANNA MARIA "}
	for name, want := range map[string][]string{
		"TD3":    append(slices.Clone(common), "document_number L898902C3 ", "personal_number ZE184226B ", "birth_date 1974-08-12 740812", "expiry_date 2012-04-15 120415", "nationality UTO ", "issuer UTO ", "sex F ", "document_code P "),
		"TD1":    append(slices.Clone(common), "document_number D23145890 ", "birth_date 1974-08-12 740812", "expiry_date 2012-04-15 120415", "nationality UTO ", "issuer UTO ", "sex F ", "document_code I "),
		"MRV-B":  append(slices.Clone(common), "document_number L8988901C ", "birth_date 1940-09-07 400907", "expiry_date 1996-12-10 961210", "nationality XXX ", "issuer UTO ", "sex F ", "document_code V "),
		"French": {"surname BERTHIER ", "given_names CORINNE ", "document_number 881192310285 ", "birth_date 1965-12-06 651206", "issuer FRA ", "sex F ", "document_code ID "},
		"TD3 without personal number": {"surname ARKFREITH ", "document_number A1 ", "expiry_date 2030-01-01 300101",
			"nationality D ", "issuer D ", "sex X <", "document_code P "},
	} {
		m := mrz.Decode(sure(everyZone()[name]...))
		m.Box.Page = 3
		var got []string
		for _, s := range mrz.Statements(m, day()) {
			got = append(got, s.Name+" "+s.Value+" "+s.Raw)
			if s.Source != models.SourceMRZ || s.Page != 3 || s.Confidence < 0.98 || s.Confidence > 1 || s.Box == nil {
				t.Errorf("%s: %+v", name, s)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s states\n%q, want\n%q", name, got, want)
		}
	}
}

func TestStatementBoxes(t *testing.T) {
	lines := specimens()["TD3"]
	for _, s := range mrz.Statements(mrz.Decode(sure(lines...)), day()) {
		at, ok := map[string][3]int{
			"surname": {0, 5, 13}, "given_names": {0, 15, 25}, "document_number": {1, 0, 9}, "birth_date": {1, 13, 19}, "sex": {1, 20, 21},
			"personal_number": {1, 28, 37}, "issuer": {0, 2, 5},
		}[s.Name]
		want := cellBox(at[0], at[1]).Union(cellBox(at[0], at[2]-1))
		if ok && *s.Box != [4]int{want.Min.X, want.Min.Y, want.Dx(), want.Dy()} {
			t.Errorf("%s at %v, want %v", s.Name, *s.Box, want)
		}
	}
	m, err := mrz.Parse(lines) // nothing is known of where and how well it was read
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range mrz.Statements(m, day()) {
		if s.Box != nil || s.Confidence != 0 {
			t.Errorf("%s: box %v, confidence %v of lines that nobody read", s.Name, s.Box, s.Confidence)
		}
	}
}

func TestStatementConfidence(t *testing.T) {
	lines := specimens()["TD3"]
	confidence := func(m *models.MRZ, name string) float64 {
		for _, s := range mrz.Statements(m, day()) {
			if s.Name == name {
				return s.Confidence
			}
		}
		return math.NaN()
	}
	for name, c := range map[string]struct {
		rows  []mrz.Row
		field string
		want  float64
	}{
		"certain":                 {sure(lines...), "document_number", 1},
		"doubtful without digit":  {withMisreadings(lines, misreading{0, 5, 'E', others{'F': 0.2}}), "surname", 0.8},
		"confirmed by its digit":  {withMisreadings(lines, misreading{1, 5, '0', others{'1': 0.2}}), "document_number", 0.8 / (0.8 + 0.02)},
		"its digit is blind":      {withMisreadings(lines, misreading{1, 5, '0', others{'K': 0.2}}), "document_number", 0.8},
		"its digit disagrees":     {withMisreadings(lines, misreading{1, 8, '8', nil}), "document_number", 0.5},
		"repaired by its digit":   {withMisreadings(lines, misreading{1, 5, 'O', others{'0': 0.4}}), "document_number", 1},
		"another's digit is off ": {withMisreadings(lines, misreading{1, 8, '8', nil}), "birth_date", 1},
	} {
		if got := confidence(mrz.Decode(c.rows), c.field); math.Abs(got-c.want) > 0.015 {
			t.Errorf("%s: confidence of %s is %.3f, want %.3f", name, c.field, got, c.want)
		}
	}
	m := mrz.Find(text(lines...)) // confidence 94 of the second line's word, and a digit that agrees
	if got, want := confidence(m, "document_number"), 0.94/(0.94+0.006); math.Abs(got-want) > 1e-9 {
		t.Errorf("of words: %v, want %v", got, want)
	}
	if mrz.Statements(nil, day()) != nil || mrz.Statements(&models.MRZ{Lines: []string{"A"}}, day()) != nil {
		t.Error("nothing states something")
	}
}
