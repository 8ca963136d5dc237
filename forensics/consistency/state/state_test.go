package state_test

import (
	"testing"

	"loupe/forensics/consistency/state"
)

func TestCode(t *testing.T) {
	for s, want := range map[string]string{
		"D": "D", "DEU": "D", "de": "D", "Germany": "D", "GERMAN": "D", "D<<": "D", "Österreich": "AUT", "España": "ESP", "Türkiye": "TUR", "british": "GBR", "GBD": "GBR", "U.K.": "GBR",
		"United States of America": "USA", "U.S.A.": "USA", "Côte d'Ivoire": "CIV", "UTO": "UTO", "ROM": "ROU", "RKS": "RKS", "US Virgin Islands": "VIR", "Guinea-Bissau": "GNB",
		"UAE": "ARE", "stateless": "XXA", "Caldoria": "", "": "", "ZZZ": "", "12": "", "Atlantis": "",
	} {
		got, ok := state.Code(s)
		if got != want || ok != (want != "") {
			t.Errorf("Code(%q) = %q, %v; want %q", s, got, ok, want)
		}
	}
}

func TestKnown(t *testing.T) {
	for code, want := range map[string]bool{
		"D": true, "D<<": true, "UTO": true, "XOM": true, "RKS": true, "GBD": true, "TX": true, "USA": true, "DEU": true, "EUE": true, "SUN": true, "XPO": true,
		"ZZZ": false, "": false, "QQQ": false, "Germany": false, "GER": false, "XX": false, "CALI": false,
	} {
		if got := state.Known(code); got != want {
			t.Errorf("Known(%q) = %v", code, got)
		}
	}
}

func FuzzCode(f *testing.F) {
	f.Add("Türkiye")
	f.Fuzz(func(t *testing.T, s string) {
		if code, ok := state.Code(s); ok && !state.Known(code) {
			t.Errorf("Code(%q) = %q, which is not known", s, code)
		}
		state.Known(s)
	})
}

func BenchmarkCode(b *testing.B) {
	for b.Loop() {
		state.Code("Republic of Nowhere")
	}
}
