package mrz_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"loupe/ocr/mrz"
)

// pages makes rows of what is no zone, read with certainty.
func pages() map[string]func(r *rand.Rand) []string {
	rows := func(n int, line func() string) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = line()
		}
		return out
	}
	width := func(r *rand.Rand) int { return []int{30, 36, 44}[r.IntN(3)] }
	return map[string]func(r *rand.Rand) []string{
		"uniform": func(r *rand.Rand) []string {
			w := width(r)
			return rows(8, func() string { return invented{r}.of(mrz.Alphabet, w) })
		},
		"uniform of any length": func(r *rand.Rand) []string {
			return rows(8, func() string { return invented{r}.of(mrz.Alphabet, 20+r.IntN(41)) })
		},
		"letters": func(r *rand.Rand) []string {
			w := width(r)
			return rows(8, func() string { return invented{r}.of(capitals, w) })
		},
		"digits": func(r *rand.Rand) []string {
			w := width(r)
			return rows(8, func() string { return invented{r}.of(numerals, w) })
		},
		"words and fillers": func(r *rand.Rand) []string {
			w := width(r)
			return rows(8, func() string {
				var b strings.Builder
				for b.Len() < w {
					b.WriteString(invented{r}.of(capitals, 1+r.IntN(9)) + strings.Repeat("<", 1+r.IntN(3)))
				}
				return b.String()[:w]
			})
		},
		"digits and fillers": func(r *rand.Rand) []string {
			w := width(r)
			return rows(8, func() string { return invented{r}.of(numerals+"<<<<<", w) })
		},
		"words and numbers": func(r *rand.Rand) []string {
			w := width(r)
			return rows(8, func() string {
				var b strings.Builder
				for b.Len() < w {
					b.WriteString([]string{invented{r}.of(capitals, 2+r.IntN(9)), invented{r}.of(numerals, 1+r.IntN(8))}[r.IntN(2)])
				}
				return b.String()[:w]
			})
		},
		"names above uniform": func(r *rand.Rand) []string {
			z := invented{r}.zone("TD3")
			return []string{z[0], invented{r}.of(mrz.Alphabet, 44), invented{r}.of(capitals+numerals, 44), invented{r}.of(numerals+"<", 44)}
		},
		"names above numbers": func(r *rand.Rand) []string {
			z := invented{r}.zone("TD2")
			return []string{z[0], invented{r}.of(numerals, 36), z[0], invented{r}.of(numerals, 36)}
		},
		"fields of a card in any order": func(r *rand.Rand) []string {
			v := invented{r}
			return rows(6, func() string {
				return pad([]string{v.date(), v.number(), "ID<" + v.state(), v.optional(12), v.sex()}[r.IntN(5)]+v.date()+v.number()[:6], 30)
			})
		},
	}
}

// TestDecodeRandomText counts zones among rows of no zone, read with certainty.
func TestDecodeRandomText(t *testing.T) {
	n := measured(200)
	for name, page := range pages() {
		r := rand.New(rand.NewPCG(5, 6))
		found, valid := 0, 0
		for range n {
			if m := mrz.Decode(sure(page(r)...)); m != nil {
				if found++; m.Valid {
					valid++
				}
				if found < 4 {
					t.Logf("%s: %q", name, m.Lines)
				}
			}
		}
		t.Logf("%s: %d zones in %d pages, %d of them with every digit right", name, found, n, valid)
		if found > 0 {
			t.Errorf("%s: %d zones in %d pages of no zone", name, found, n)
		}
	}
}
