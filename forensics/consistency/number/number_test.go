package number_test

import (
	"testing"

	"loupe/forensics/consistency/number"
)

// The numbers are examples that the systems' authorities or the documentation of open validators publish; none is a person's.
func TestReadPersonal(t *testing.T) {
	for _, c := range []struct{ issuer, text, birth, sex string }{
		{"BGR", "7523169263", "1875-03-16", "M"}, {"POL", "44051401359", "1944-05-14", "M"}, {"POL", "02070803628", "1902-07-08", "F"}, {"CZE", "710319/2745", "1971-03-19", "M"},
		{"SRB", "0101006500006", "2006-01-01", "M"}, {"HRV", "33392005961", "", ""}, {"EST", "37605030299", "1976-05-03", "M"}, {"EST", "47101010033", "1971-01-01", "F"},
		{"LTU", "33309240064", "1933-09-24", "M"}, {"ROU", "1630615123457", "1963-06-15", "M"}, {"ESP", "12345678Z", "", ""}, {"ESP", "X-1234567-L", "", ""},
		{"ITA", "RCCMNL83S18D969H", "1983-11-18", "M"}, {"PRT", "00000000 0 ZZ4", "", ""}, {"NLD", "111222333", "", ""}, {"BEL", "85.07.30-033.28", "1985-07-30", "M"},
		{"BEL", "17 07 30 033 84", "2017-07-30", "M"}, {"FIN", "131052-308T", "1952-10-13", "F"}, {"FIN", "131052-308T", "1952-10-13", "F"}, {"SWE", "811228-9874", "1981-12-28", "M"},
		{"NOR", "151086 95088", "1986-10-15", "F"}, {"ISL", "120174-3399", "1974-01-12", ""}, {"TUR", "17291716060", "", ""}, {"CHL", "12.531.909-2", "", ""},
		{"BRA", "390.533.447-05", "", ""}, {"CHN", "360426199101010071", "1991-01-01", "M"}, {"ZAF", "7503305044089", "1975-03-30", "M"}, {"DNK", "211062-5629", "1962-10-21", "M"},
		{"KOR", "971013-9019902", "1897-10-13", "M"}, {"ALB", "J51205119O", "1895-12-05", "M"},
	} {
		p, ok := number.ReadPersonal(c.issuer, c.text)
		if !ok || !p.Agrees {
			t.Errorf("%s %s: %+v, %v: its check digit agrees", c.issuer, c.text, p, ok)
			continue
		}
		if p.Sex != c.sex || p.Birth != c.birth && !(p.Short && p.Birth[2:] == c.birth[2:]) {
			t.Errorf("%s %s: %+v, want %s %s", c.issuer, c.text, p, c.birth, c.sex)
		}
		if agreeing := neighbours(c.issuer, number.Plain(c.text)); agreeing > 0.2 && c.issuer != "DNK" && c.issuer != "KOR" && c.issuer != "ALB" {
			t.Errorf("%s %s: %.0f %% of its neighbours agree, too", c.issuer, c.text, 100*agreeing)
		}
	}
}

// neighbours returns the share of numbers with one digit changed that agree, too.
func neighbours(issuer, n string) float64 {
	tried, agreed := 0.0, 0.0
	for i := range n {
		for d := byte('0'); d <= '9'; d++ {
			if n[i] == d || n[i] > '9' {
				continue
			}
			if p, ok := number.ReadPersonal(issuer, n[:i]+string(d)+n[i+1:]); ok {
				tried++
				if p.Agrees {
					agreed++
				}
			}
		}
	}
	return agreed / max(tried, 1)
}

func TestReadPersonalOfNoForm(t *testing.T) {
	for _, c := range []struct{ issuer, text string }{
		{"UTO", "44051401359"}, {"POL", "4405140135"}, {"POL", "44951401359"}, {"ESP", "AB345678Z"}, {"BGR", "7553169263"[:9]}, {"", ""}, {"ITA", "RCCMNL83X18D969H"},
		{"FIN", "131052Z308T"}, {"PRT", "12"}, {"BEL", "85130003328"}, {"TUR", "07291716060"}, {"ISL", "4504013150"},
	} {
		if p, ok := number.ReadPersonal(c.issuer, c.text); ok {
			t.Errorf("ReadPersonal(%q, %q) = %+v", c.issuer, c.text, p)
		}
	}
}

func TestPassportForm(t *testing.T) {
	for _, c := range []struct {
		issuer, text string
		fits, known  bool
	}{
		{"D", "C01X00T47", true, true}, {"NLD", "SPECI2014", true, true}, {"CAN", "ZE000509", true, true}, {"USA", "340020013", true, true}, {"USA", "34002001", false, true},
		{"FRA", "10AF12345", true, true}, {"POL", "AB 1234567", true, true}, {"POL", "1234567AB", false, true}, {"UTO", "L898902C3", false, false}, {"GBR", "", false, true},
	} {
		if fits, known := number.PassportForm(c.issuer, c.text); fits != c.fits || known != c.known {
			t.Errorf("PassportForm(%q, %q) = %v, %v", c.issuer, c.text, fits, known)
		}
	}
}

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"ab 12-3/4.5<": "AB12345", "ΑΒ123456": "AB123456", "АВ 12": "AB12", "№ 12": "NO12", "": "", "Ä1": "A1",
	} {
		if got := number.Plain(text); got != want {
			t.Errorf("Plain(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzReadPersonal(f *testing.F) {
	issuers := []string{"ALB", "BEL", "BGR", "BIH", "BRA", "CHL", "CHN", "CZE", "DNK", "ESP", "EST", "FIN", "HRV", "ISL", "ITA", "KOR", "NLD", "NOR", "POL", "PRT", "ROU", "SWE", "TUR", "ZAF"}
	for _, s := range []string{"7523169263", "131052-308T", "RCCMNL83S18D969H", "360426199101010071", "00000000 0 ZZ4"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, issuer := range issuers {
			if p, ok := number.ReadPersonal(issuer, s); ok && p.Birth != "" && len(p.Birth) != 10 {
				t.Errorf("ReadPersonal(%q, %q) = %+v", issuer, s, p)
			}
			number.PassportForm(issuer, s)
		}
	})
}
