package date_test

import (
	"slices"
	"testing"
	"time"

	"loupe/forensics/consistency/date"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		iso  string
		want date.Date
		ok   bool
	}{
		{"1974-08-12", date.Date{Year: 1974, Month: 8, Day: 12}, true}, {"1974-08", date.Date{Year: 1974, Month: 8}, true}, {"1974", date.Date{Year: 1974}, true},
		{"1974-XX-XX", date.Date{Year: 1974}, true}, {"1974-00-00", date.Date{Year: 1974}, true}, {"1974-<<-<<", date.Date{Year: 1974}, true},
		{"2000-02-29", date.Date{Year: 2000, Month: 2, Day: 29}, true}, {"1900-02-29", date.Date{}, false}, {"1974-13-01", date.Date{}, false},
		{"1395-03-01", date.Date{}, false}, {"", date.Date{}, false}, {"740812", date.Date{}, false}, {"1974-8-12-1", date.Date{}, false}, {"1974-AB-12", date.Date{}, false},
	} {
		got, ok := date.Parse(c.iso)
		if ok != c.ok || ok && got != c.want {
			t.Errorf("Parse(%q) = %v, %v; want %v, %v", c.iso, got, ok, c.want, c.ok)
		}
	}
}

func TestReadings(t *testing.T) {
	born := "1974-08-12"
	for typed, want := range map[string][]string{
		"1974-08-12": {born}, "12.08.1974": {born, "1974-12-08"}, "08/12/1974": {"1974-12-08", born}, "12 Aug 1974": {born}, "August 12th, 1974": {born},
		"12 août 1974": {born}, "12. August 1974": {born}, "12 de agosto de 1974": {born}, "19740812": {born}, "12081974": {born},
		"25/12/1974": {"1974-12-25"}, "Aug 1974": {"1974-08"}, "1974": {"1974"}, "08/1974": {"1974-08"}, "1974-08": {"1974-08"},
		"12 sierpnia 1974": {born}, "12 Ağustos 1974": {born}, "10 listopada 1974": {"1974-10-10", "1974-11-10"}, "30 lipca 1974": {"1974-07-30"}, "30 lipnja 1974": {"1974-06-30"},
		"yesterday": nil, "": nil, "31.02.1974": nil, "12-08-74": {born, "2074-08-12", "1974-12-08", "2074-12-08"},
	} {
		var got []string
		for _, d := range date.Readings(typed) {
			got = append(got, d.String())
		}
		if !slices.Equal(got, want) {
			t.Errorf("Readings(%q) = %v, want %v", typed, got, want)
		}
	}
}

func TestSame(t *testing.T) {
	d := func(s string) date.Date {
		out, ok := date.Parse(s)
		if !ok {
			t.Fatalf("%q is no date", s)
		}
		return out
	}
	for _, c := range []struct {
		a, b                 string
		same, short, foreign bool
	}{
		{"1974-08-12", "1974-08-12", true, true, false}, {"1974-08-12", "1974-08", true, true, false}, {"1974-08-12", "2074-08-12", false, true, false},
		{"1974-08-12", "1974-08-13", false, false, false}, {"1974-08-12", "2517-08-12", false, false, true}, {"1974", "1975", false, false, false}, {"1989-06-10", "7989-06-10", false, false, false},
	} {
		if got := date.SameDay(d(c.a), d(c.b)); got != c.same {
			t.Errorf("SameDay(%s, %s) = %v", c.a, c.b, got)
		}
		if got := date.SameShort(d(c.a), d(c.b)); got != c.short {
			t.Errorf("SameShort(%s, %s) = %v", c.a, c.b, got)
		}
		if got := date.OtherCalendar(d(c.a), d(c.b)); got != c.foreign {
			t.Errorf("OtherCalendar(%s, %s) = %v", c.a, c.b, got)
		}
	}
	if n := date.Years(d("1974-08-12"), d("2025-08-11")); n != 50 {
		t.Errorf("Years = %d, want 50", n)
	}
	if s, ok := d("1974-08-12").Swapped(); !ok || s != d("1974-12-08") {
		t.Errorf("Swapped = %v, %v", s, ok)
	}
	if _, ok := d("1974-08-13").Swapped(); ok {
		t.Error("a 13th month exists")
	}
	if got := date.Of(time.Date(2025, 3, 4, 23, 0, 0, 0, time.UTC)); got != d("2025-03-04") {
		t.Errorf("Of = %v", got)
	}
}

func FuzzReadings(f *testing.F) {
	f.Add("12.08.1974")
	f.Fuzz(func(t *testing.T, s string) {
		for _, d := range date.Readings(s) {
			if again, ok := date.Parse(d.String()); !ok || again != d {
				t.Errorf("Readings(%q) gives %v, which Parse does not read", s, d)
			}
		}
		date.Parse(s)
	})
}
