package fields

import (
	"math/rand/v2"
	"testing"
)

// The banded distance is the plain one, wherever that stays within the bound.
func TestDistanceIsTheEditDistance(t *testing.T) {
	plain := func(a, b string) int {
		row := make([]int, len(b)+1)
		for j := range row {
			row[j] = 2 * j
		}
		for i := range len(a) {
			diagonal := row[0]
			row[0] = 2 * (i + 1)
			for j := range len(b) {
				cost := 2
				if a[i] == b[j] {
					cost = 0
				} else if class(a[i]) == class(b[j]) {
					cost = 1
				}
				diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j+1]+2, row[j]+2)
			}
		}
		return row[len(b)]
	}
	r := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		w := make([]byte, 1+r.IntN(14))
		for i := range w {
			w[i] = "aeiol1s5nmu"[r.IntN(11)]
		}
		return string(w)
	}
	for range 20_000 {
		a, b, most := word(), word(), r.IntN(12)
		if got, want := distance(a, b, most), min(plain(a, b), most+1); got != want {
			t.Fatalf("%s and %s are %d apart within %d, want %d", a, b, got, most, want)
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Geburtsdatum:": "geburtsdatum", "N° du document": "nodudocument", "Größe": "grosse", "SOYADI": "soyadi", "Soyadı": "soyadi", "Østergaard": "ostergaard", "ŁÓDŹ": "lodz",
		"Þórsdóttir": "thorsdottir", "Nguyễn": "nguyen", "Đỗ": "do", "—": "", "4a.": "4a", "Surname": "sumame", "Sumame": "sumame", "vvzrost": "wzrost", "Œuvre": "oeuvre", "ﬁ": "",
	} {
		if got := fold(in); got != want {
			t.Errorf("%q folds to %q, want %q", in, got, want)
		}
	}
}
