package fields_test

import (
	"image"
	"math/rand/v2"
	"testing"

	"loupe/models"
	"loupe/ocr/fields"
)

// rows sets lines of a document: each is a caption and a value under it, or one text when the value is empty.
func rows(lines ...[2]string) models.Text {
	p := &plate{r: rand.New(rand.NewPCG(1, 1))}
	for i, l := range lines {
		p.set(100, 40+90*i, 18, l[0], true)
		p.set(100, 40+90*i+30, 28, l[1], false)
	}
	return models.Text{Words: p.words}
}

func identity(text models.Text) map[string]models.Field {
	out := map[string]models.Field{}
	for _, s := range fields.Identity(text, image.Pt(2400, 2400)) {
		out[s.Name] = s.Field
	}
	return out
}

func TestIdentityValues(t *testing.T) {
	for _, c := range []struct {
		caption, printed string
		field, value     string
		raw              string
	}{
		{"Surname", "O'Brien", su, "O'Brien", ""}, {"Surname", "Müller-Şahin", su, "Müller-Şahin", ""}, {"Surname", "van der Linde", su, "van der Linde", ""},
		{"Surname", "—", su, "", ""}, {"Surname", "of the holder is not", su, "", ""}, {"Surname", "12345", su, "", ""}, {"Surname", "Ó", su, "", ""}, {"Surname", "Ng", su, "Ng", ""},
		{"Name", "Nguyễn Văn Bình", nm, "Nguyễn Văn Bình", ""},
		{"Date of birth", "03/04/1990", bd, "", "03/04/1990"}, {"Geburtsdatum", "03/04/1990", bd, "1990-04-03", "03/04/1990"}, {"Date of birth", "03.04.1990", bd, "1990-04-03", "03.04.1990"},
		{"Date of birth", "15 AUG/AOÛT 1990", bd, "1990-08-15", "15 AUG/AOÛT 1990"}, {"Date of birth", "XX.XX.1960", bd, "1960", "XX.XX.1960"}, {"Date of birth", "1960", bd, "", ""},
		{"Date of birth", "03.04.13", bd, "", "03.04.13"}, {"Date of expiry", "03.04.33", ex, "2033-04-03", "03.04.33"}, {"Date of birth", "1990-08-15", bd, "1990-08-15", ""},
		{"Sex", "F", se, "F", ""}, {"Sex", "weiblich", se, "F", "weiblich"}, {"Sex", "K/F", se, "F", "K/F"}, {"Sex", "M / M", se, "M", "M / M"}, {"Sex", "V", se, "", ""}, {"Sex", "V/F", se, "F", "V/F"},
		{"Sex", "X", se, "X", ""}, {"Sex", "F/M", se, "", ""}, {"Sex", "Q", se, "", ""}, {"Sexe", "Féminin", se, "F", "Féminin"}, {"Cinsiyeti", "E / M", se, "M", "E / M"},
		{"Nationality", "CALDORIAN (UTO)", na, "UTO", "CALDORIAN (UTO)"}, {"Nationality", "CALDORIAN", na, "", "CALDORIAN"}, {"Nationality", "Shqiptare/Albanian", na, "ALB", "Shqiptare/Albanian"},
		{"Nationality", "BRITISH CITIZEN", na, "GBR", "BRITISH CITIZEN"}, {"Nationality", "DEUTSCH", na, "D", "DEUTSCH"}, {"Nationality", "DEU", na, "D", "DEU"}, {"Nationality", "POL", na, "POL", ""},
		{"Nationality", "POL/DEU", na, "", "POL/DEU"}, {"Nationality", "T.C./TUR", na, "TUR", "T.C./TUR"}, {"Nationality", "Česká republika", na, "CZE", "Česká republika"},
		{"Height", "180 cm", he, "180", "180 cm"}, {"Height", "1.80 m", he, "180", "1.80 m"}, {"Height", "1,80", he, "180", "1,80"}, {"Height", "1800", he, "", ""}, {"Height", "5'-11\"", he, "", "5'-11\""},
		{"Document No.", "T 22000129", nu, "T22000129", "T 22000129"}, {"Document No.", "12345678-Z", nu, "12345678-Z", ""}, {"Document No.", "AUTHORITY", nu, "", ""}, {"Document No.", "12.04.2019", nu, "", ""},
		{"Type", "P", models.FieldDocumentCode, "P", ""}, {"Type", "Passport", models.FieldDocumentCode, "", ""},
		{"Date and place of birth", "03.04.1990 Ulm", bd, "1990-04-03", "03.04.1990"}, {"Date and place of birth", "Port Calder, 03.04.1990", bp, "Port Calder", ""},
		{"Authority", "Civil Registry, Port Calder", au, "Civil Registry, Port Calder", ""},
	} {
		got, found := identity(rows([2]string{c.caption, c.printed}))[c.field]
		if found != (c.value != "" || c.raw != "") || got.Value != c.value || got.Raw != c.raw {
			t.Errorf("%s %q: %q, raw %q, found %v; want %q, raw %q", c.caption, c.printed, got.Value, got.Raw, found, c.value, c.raw)
		}
	}
}

// What zone and barcode state settles which number of the printed dates is the day, also where one of the dates differs.
func TestIdentityBesideKnown(t *testing.T) {
	text := rows([2]string{"Date of birth", "03/04/1990"}, [2]string{"Date of issue", "05/06/2019"})
	known := func(name, value string) models.Statement {
		return models.Statement{Name: name, Field: models.Field{Value: value, Source: models.SourceMRZ}}
	}
	for _, c := range []struct {
		name  string
		known []models.Statement
		want  string
	}{
		{"the same day", []models.Statement{known(bd, "1990-04-03")}, "1990-04-03"}, {"the month first", []models.Statement{known(bd, "1990-03-04")}, "1990-03-04"},
		{"another day", []models.Statement{known(bd, "1991-03-04")}, ""}, {"another date agrees", []models.Statement{known(bd, "1991-03-04"), known(is, "2019-06-05")}, "1990-04-03"},
		{"an American licence", []models.Statement{known(models.FieldIssuer, "USA")}, "1990-03-04"},
	} {
		for _, s := range fields.Identity(text, image.Pt(2400, 2400), c.known...) {
			if s.Name == bd && s.Value != c.want {
				t.Errorf("%s: %q, want %q", c.name, s.Value, c.want)
			}
		}
	}
}

// Which number is the day is settled by the document, never guessed.
func TestIdentityOrderOfDates(t *testing.T) {
	birth, issue := [2]string{"Date of birth", "03/04/1990"}, [2]string{"Date of issue", "05/06/2019"}
	for _, c := range []struct {
		name  string
		lines [][2]string
		want  string
	}{
		{"nothing is known", [][2]string{birth, issue}, ""},
		{"another date has a day above 12", [][2]string{birth, {"Date of expiry", "25/06/2029"}}, "1990-04-03"},
		{"another date has a day above 12 in the second place", [][2]string{birth, {"Date of expiry", "06/25/2029"}}, "1990-03-04"},
		{"dates contradict each other", [][2]string{birth, {"Date of expiry", "06/25/2029"}, {"Date of issue", "25/06/2019"}}, ""},
		{"American", [][2]string{birth, {"Nationality", "USA"}}, "1990-03-04"},
		{"a label in French", [][2]string{birth, {"Nationalité", "FRA"}}, "1990-04-03"},
	} {
		got := identity(rows(c.lines...))[bd]
		if got.Value != c.want || got.Raw != birth[1] {
			t.Errorf("%s: %q, raw %q, want %q", c.name, got.Value, got.Raw, c.want)
		}
	}
	young := identity(rows([2]string{"Date of birth", "03.04.13"}, [2]string{"Date of issue", "03.04.2024"}))[bd]
	if young.Value != "2013-04-03" {
		t.Errorf("a child of 11 was born %q", young.Value)
	}
}

func TestIdentityNames(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines [][2]string
		want  map[string]string
	}{
		{"German", [][2]string{{"Name", "Müller"}, {"Vornamen", "Anna"}}, map[string]string{su: "Müller", gi: "Anna", nm: ""}},
		{"Italian", [][2]string{{"Cognome", "D'Amico"}, {"Nome", "Anna"}}, map[string]string{su: "D'Amico", gi: "Anna", nm: ""}},
		{"undivided", [][2]string{{"Name", "Anna Müller"}}, map[string]string{su: "", gi: "", nm: "Anna Müller"}},
		{"no surname", [][2]string{{"Surname", "—"}, {"Given names", "Suharto"}}, map[string]string{su: "", gi: "Suharto"}},
		{"trilingual", [][2]string{{"Name/Surname/Nom", "Müller"}, {"Vornamen/Given names/Prénoms", "Anna"}}, map[string]string{su: "Müller", gi: "Anna"}},
	} {
		got := identity(rows(c.lines...))
		for field, want := range c.want {
			if got[field].Value != want {
				t.Errorf("%s: %s is %q, want %q", c.name, field, got[field].Value, want)
			}
		}
	}
}

// Running text, a page without labels, labels without values: nothing is made up.
func TestIdentityInventsNothing(t *testing.T) {
	for name, text := range map[string]models.Text{
		"running text": rows([2]string{"If found, hand this card to any office of the Republic of Caldoria.", "The name of the holder may not be changed; the date of birth is that of the register."},
			[2]string{"Sex and height are those that the holder states. Address changes must be reported", "nationality may be lost. Valid until revoked by the authority of the place of issue."}),
		"labels alone": rows([2]string{"Surname", ""}, [2]string{"Given names", ""}, [2]string{"Date of birth", ""}, [2]string{"Document No.", ""}, [2]string{"Authority", ""}),
		"noise":        rows([2]string{"_ — = ~ | / :", "... 0 a ;"}, [2]string{"/ / :", ":::"}),
		"a zone":       rows([2]string{"Surname", "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<"}),
		"nothing":      {},
	} {
		if got := fields.Identity(text, image.Pt(2400, 2400)); len(got) > 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	words := rows([2]string{"Surname", "Eriksson"})
	words.Words[1].Confidence = 45
	if got := fields.Identity(words, image.Pt(2400, 2400)); len(got) > 0 {
		t.Errorf("a guess is stated: %+v", got)
	}
}

// Confidence is the words' and the label's; the box is around the value's words.
func TestIdentityConfidenceAndBox(t *testing.T) {
	text := models.Text{Words: []models.Word{
		{Text: "Given", Box: [4]int{100, 40, 60, 18}, Confidence: 90}, {Text: "nanes", Box: [4]int{166, 40, 60, 18}, Confidence: 90},
		{Text: "Anna", Box: [4]int{100, 70, 80, 28}, Confidence: 90}, {Text: "Maria", Box: [4]int{192, 71, 90, 28}, Confidence: 80},
	}}
	got := identity(text)[gi]
	// One of ten letters of the label was misread: 9/10. The less sure word has 0.8.
	if want := 0.9 * 0.8; got.Confidence < want-1e-9 || got.Confidence > want+1e-9 || got.Box == nil || *got.Box != [4]int{100, 70, 182, 29} || got.Source != models.SourcePrint {
		t.Errorf("%+v, box %v, want confidence %v", got, got.Box, want)
	}
}

func TestIdentityLicence(t *testing.T) {
	set := func(numbers bool) models.Text {
		p := &plate{r: rand.New(rand.NewPCG(1, 1))}
		p.set(300, 40, 50, "DRIVING LICENCE", false)
		for i, l := range [][2]string{{"1.", "O'BRIEN"}, {"2.", "CONOR"}, {"3.", "23.09.1988 Port Calder"}, {"4a.", "28.03.2023"}, {"4b.", "28.03.2033"}, {"4c.", "ROAD OFFICE"}, {"5.", "VV0706970"}, {"9.", "AM B"}} {
			if numbers || i >= 3 && i <= 5 {
				p.set(520, 200+80*i, 30, l[0], false)
			}
			p.set(640, 200+80*i, 38, l[1], false)
		}
		return models.Text{Words: p.words}
	}
	for _, numbers := range []bool{true, false} {
		got := identity(set(numbers))
		for field, want := range map[string]string{su: "O'BRIEN", gi: "CONOR", bd: "1988-09-23", bp: "Port Calder", is: "2023-03-28", ex: "2033-03-28", au: "ROAD OFFICE", nu: "VV0706970"} {
			if got[field].Value != want {
				t.Errorf("numbers %v: %s is %q, want %q", numbers, field, got[field].Value, want)
			}
		}
		if sure := got[su].Confidence > 0.75; sure != numbers {
			t.Errorf("numbers %v: the surname's confidence is %v", numbers, got[su].Confidence)
		}
	}
}
