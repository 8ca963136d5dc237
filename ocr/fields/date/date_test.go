package date_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"loupe/ocr/fields/date"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"15.08.1990", "1990-08-15"}, {"15. 8. 1990", "1990-08-15"}, {"05 08 1990", ""}, {"15 08 1990", "1990-08-15"}, {"25 08 1990", "1990-08-25"},
		{"1990-08-15", "1990-08-15"}, {"1990/08/15", "1990-08-15"}, {"1990.08.15.", "1990-08-15"},
		{"20-11-1991", "1991-11-20"}, {"13/04/2029", "2029-04-13"}, {"04/13/2029", "2029-04-13"}, {"04/04/2029", "2029-04-04"},
		{"03/04/2029", ""}, {"03-04-2029", ""}, {"03.04.2029", "2029-04-03"},
		{"15 AUG 1990", "1990-08-15"}, {"15 AUG/AOÛT 1990", "1990-08-15"}, {"15 AUG / AOUT 1990", "1990-08-15"}, {"03 MRT/MAR 2019", "2019-03-03"},
		{"15AUG1990", "1990-08-15"}, {"15 AUG/SEP 1990", ""}, {"August 15, 1990", "1990-08-15"}, {"Aug. 15th, 1990", "1990-08-15"},
		{"the 2nd day of January, 2018", "2018-01-02"}, {"15. August 1990", "1990-08-15"}, {"1er août 1990", "1990-08-01"}, {"15 de agosto de 1990", "1990-08-15"},
		{"15 DE AGOSTO DEL 1990", "1990-08-15"}, {"15 sierpnia 1990 r.", "1990-08-15"}, {"1990. augusztus 15.", "1990-08-15"}, {"15 Ağustos 1990", "1990-08-15"},
		{"15. elokuuta 1990", "1990-08-15"}, {"ngày 15 tháng 8 năm 1990", "1990-08-15"}, {"15. srpna 1990", "1990-08-15"}, {"15 gusht 1990", "1990-08-15"},
		{"XV Augusti MCMXC", "1990-08-15"}, {"XV mensis Augusti anno Domini MMXVIII", "2018-08-15"}, {"15.VIII.1990", "1990-08-15"}, {"15 VIII 1990", "1990-08-15"},
		{"XX.XX.1960", "1960"}, {"00.00.1960", "1960"}, {"XX.03.1960", "1960-03"}, {"XX MAR 1960", "1960-03"}, {"**.**.1960", ""},
		{"O8 SEP 2O21", "2021-09-08"}, {"l5.08.1990", "1990-08-15"}, {"15 0CT 1990", "1990-10-15"}, {"15 Septernber 1990", ""}, {"15 Septembor 1990", "1990-09-15"},
		{"31.02.1990", ""}, {"29.02.2000", "2000-02-29"}, {"29.02.1900", ""}, {"32.01.1990", ""}, {"15.13.1990", ""}, {"15.08.1590", ""}, {"15.08.19905", ""},
		{"1998", ""}, {"MAR 2023", ""}, {"SEP 1998", ""}, {"12", ""}, {"", ""}, {"born 15.08.1990", ""}, {"15.08.1990 Ulm", ""}, {"4.5.6", ""}, {"192.168.10.12", ""},
		{"15.08/1990", ""}, {"15.08.35", "2035-08-15"}, {"15.08.99", "1999-08-15"}, {"15 AUG 24", "2024-08-15"}, {"1.2.3.4.2010", ""}, {"MAY", ""}, {"I MAY 2010", "2010-05-01"},
	} {
		iso, ok := date.Parse(c.in, date.Hint{})
		if iso != c.want || ok != (c.want != "") {
			t.Errorf("%q is %q (%v), want %q", c.in, iso, ok, c.want)
		}
	}
}

func TestParseWithHint(t *testing.T) {
	for _, c := range []struct {
		in   string
		hint date.Hint
		want string
	}{
		{"03/04/2029", date.Hint{Order: date.DayFirst}, "2029-04-03"},
		{"03/04/2029", date.Hint{Order: date.MonthFirst}, "2029-03-04"},
		{"13/04/2029", date.Hint{Order: date.MonthFirst}, "2029-04-13"}, // the date itself outranks what is known of others
		{"03.04.2029", date.Hint{Order: date.MonthFirst}, "2029-04-03"}, // points are always day first
		{"03 04 2029", date.Hint{Order: date.DayFirst}, "2029-04-03"},
		{"15.08.64", date.Hint{Birth: true}, "1964-08-15"},
		{"15.08.05", date.Hint{Birth: true}, "2005-08-15"}, // born 1905: nobody lives
		{"15.08.25", date.Hint{Birth: true}, ""},
		{"15.08.25", date.Hint{Birth: true, Until: 2019}, "1925-08-15"},
		{"15.08.13", date.Hint{Birth: true, Until: 2020}, ""}, // a child, or 107
		{"15.08.13", date.Hint{Birth: true, Until: 2024}, "2013-08-15"},
	} {
		if iso, ok := date.Parse(c.in, c.hint); iso != c.want || ok != (c.want != "") {
			t.Errorf("%q with %+v is %q (%v), want %q", c.in, c.hint, iso, ok, c.want)
		}
	}
}

// Every day of three years, in every notation whose order is plain, is read back.
func TestEveryDay(t *testing.T) {
	months := strings.Fields("stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia")
	for d := time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() < 2002; d = d.AddDate(0, 0, 1) {
		want := d.Format(time.DateOnly)
		for _, in := range []string{
			d.Format("02.01.2006"), d.Format("2.1.2006"), d.Format("2006-01-02"), d.Format("02 Jan 2006"), strings.ToUpper(d.Format("02 Jan 06")),
			d.Format("January 2, 2006"), fmt.Sprintf("%d %s %d", d.Day(), months[d.Month()-1], d.Year()),
		} {
			if iso, ok := date.Parse(in, date.Hint{}); iso != want || !ok {
				t.Fatalf("%q is %q (%v), want %q", in, iso, ok, want)
			}
		}
		for _, c := range []struct {
			layout string
			order  date.Order
		}{{"02/01/2006", date.DayFirst}, {"01/02/2006", date.MonthFirst}} {
			in := d.Format(c.layout)
			if iso, ok := date.Parse(in, date.Hint{Order: c.order}); iso != want || !ok {
				t.Fatalf("%q is %q (%v), want %q", in, iso, ok, want)
			}
			if iso, ok := date.Parse(in, date.Hint{}); ok != (iso == want) || ok != (d.Day() > 12 || d.Day() == int(d.Month())) {
				t.Fatalf("%q without a hint is %q (%v)", in, iso, ok)
			}
		}
	}
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		in, iso, text string
		ambiguous     bool
		order         date.Order
	}{
		{"Given at Port Calder on 7 August 2018", "2018-08-07", "7 August 2018", false, date.OrderUnknown},
		{"23.09.1998  Aldermere", "1998-09-23", "23.09.1998", false, date.OrderUnknown},
		{"born 03/04/1990 in Ulm", "", "03/04/1990", true, date.OrderUnknown},
		{"Ulm, 23/04/1990", "1990-04-23", "23/04/1990", false, date.DayFirst},
		{"exp 04/23/1990", "1990-04-23", "04/23/1990", false, date.MonthFirst},
		{"Würzburg, den 3. März 2015", "2015-03-03", "3. März 2015", false, date.OrderUnknown},
		{"16 Harbour Street 12 1990", "", "", false, date.OrderUnknown},
	} {
		m, ok := date.Find(c.in, date.Hint{})
		if ok != (c.text != "") || ok && (m.ISO != c.iso || c.in[m.Start:m.End] != c.text || m.Ambiguous != c.ambiguous || m.Order != c.order) {
			t.Errorf("%q: %+v %v", c.in, m, ok)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"15.08.1990", "15 AUG/AOÛT 1990", "XV Augusti MCMXC", "00.00.1960", "1990. augusztus 15.", "3/4/25", "İ5 ağu 1990"} {
		f.Add(s, 0, true, 2000)
	}
	f.Fuzz(func(t *testing.T, s string, order int, birth bool, until int) {
		h := date.Hint{Order: date.Order(order), Birth: birth, Until: until}
		m, found := date.Find(s, h)
		if found && (m.Start < 0 || m.End > len(s) || m.Start >= m.End) {
			t.Fatalf("%q: %+v", s, m)
		}
		iso, ok := date.Parse(s, h)
		if !ok {
			return
		}
		layout := time.DateOnly[:len(iso)]
		if d, err := time.Parse(layout, iso); err != nil || d.Year() < 1850 || d.Year() > 2150 {
			t.Fatalf("%q is %q: %v", s, iso, err)
		}
		if again, ok := date.Parse(iso, date.Hint{}); len(iso) == 10 && (!ok || again != iso) {
			t.Fatalf("%q is %q, which is %q", s, iso, again)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	s := strings.Repeat("together with all rights and privileges ", 4) + "on the 7th of August 2018"
	for b.Loop() {
		if _, ok := date.Find(s, date.Hint{}); !ok {
			b.Fatal("not found")
		}
	}
}
