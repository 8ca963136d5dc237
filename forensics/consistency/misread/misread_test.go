package misread_test

import (
	"testing"

	"loupe/forensics/consistency/misread"
)

func TestCost(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"", "", 0}, {"ANNA", "ANNA", 0}, {"AB123", "A8123", 0.25}, {"O1", "0I", 0.5}, {"MARIA", "RNARIA", 0.25}, {"ANNAMARIA", "ANNAKMARIA", 0.25},
		{"THORSDOTTIR", "PORSDOTTIR", 0.25}, {"ANNA", "SOFIA", 3.25}, {"", "ABC", 3}, {"1990", "1996", 1}, {"1990", "1998", 0.25}, {"2015", "2013", 0.25},
	} {
		if got := misread.Cost(c.a, c.b); got != c.want {
			t.Errorf("Cost(%q, %q) = %v, want %v", c.a, c.b, got, c.want)
		}
		if there, back := misread.Cost(c.a, c.b), misread.Cost(c.b, c.a); there != back {
			t.Errorf("Cost(%q, %q) is %v one way and %v the other", c.a, c.b, there, back)
		}
	}
}

func TestExplains(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"ERIKSSON", "ERIKSSON", true}, {"BIRGIT", "8IRG1T", true}, {"B8B8", "8B8B", false}, {"ANNA", "SOFIA", false},
		{"AB123456", "AB723456", true}, {"AB123456", "AC123456", false}, {"OO", "00", false},
	} {
		if got := misread.Explains(c.a, c.b); got != c.want {
			t.Errorf("Explains(%q, %q) = %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

// What a reader without ü, and one that lost or joined a letter at a word's end, made of honest documents.
func TestFrayed(t *testing.T) {
	for _, c := range []struct {
		a, b              string
		explained, frayed bool
	}{
		{"MUELLER", "MILLER", true, false}, {"IONESCU", "IONESC", false, true}, {"JUERGEN", "JURGENM", false, true}, {"MUELLER", "MULLER", true, false},
		{"MUELLER", "KELLER", false, false}, {"SANTOS", "SANTANA", false, false}, {"ANNA", "ANN", false, false}, {"", "", true, false},
	} {
		if got := misread.Explains(c.a, c.b); got != c.explained {
			t.Errorf("Explains(%q, %q) = %v", c.a, c.b, got)
		}
		if got, back := misread.Frayed(c.a, c.b), misread.Frayed(c.b, c.a); got != c.frayed || back != c.frayed {
			t.Errorf("Frayed(%q, %q) = %v, the other way round %v; want %v", c.a, c.b, got, back, c.frayed)
		}
	}
}

func TestTwinsAndLost(t *testing.T) {
	for _, c := range []struct {
		a, b        string
		twins, lost bool
	}{
		{"AO12", "A012", true, false}, {"A8", "AB", true, false}, {"A8", "A0", false, false}, {"12", "21", false, false}, {"O", "D", true, false},
		{"AB1234567", "AB123457", false, true}, {"ABC", "ABCD", false, false}, {"ABCD", "ABCDEFG", false, false}, {"1234", "1234", true, false},
	} {
		if got := misread.Twins(c.a, c.b); got != c.twins {
			t.Errorf("Twins(%q, %q) = %v", c.a, c.b, got)
		}
		if got := misread.Lost(c.a, c.b); got != c.lost {
			t.Errorf("Lost(%q, %q) = %v", c.a, c.b, got)
		}
	}
}

func FuzzCost(f *testing.F) {
	f.Add("ERIKSSON", "ER1KSS0N")
	f.Fuzz(func(t *testing.T, a, b string) {
		cost := misread.Cost(a, b)
		if cost < 0 || cost > float64(len(a)+len(b)) || cost != misread.Cost(b, a) {
			t.Errorf("Cost(%q, %q) = %v", a, b, cost)
		}
	})
}

func BenchmarkCost(b *testing.B) {
	for b.Loop() {
		misread.Cost("THORSDOTTIRLUKASIEWICZANNA", "PORSDOTT1RLUKASIEVV1CZSOFIA")
	}
}
