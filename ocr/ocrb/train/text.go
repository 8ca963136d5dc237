package main

import (
	"math/rand/v2"
	"strings"

	"loupe/ocr/mrz"
)

// text returns n characters as a zone might have them: words and fillers, numbers with check digits, or anything at all.
func text(r *rand.Rand, n int) string {
	var out strings.Builder
	for out.Len() < n {
		switch p := r.Float64(); {
		case p < 0.25:
			out.WriteString(draw(r, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", 2+r.IntN(9)) + "<")
		case p < 0.45:
			out.WriteString(draw(r, "0123456789", 1+r.IntN(9)))
		case p < 0.60:
			out.WriteString(strings.Repeat("<", 1+r.IntN(10)))
		case p < 0.70: // what is mistaken for each other
			out.WriteString(draw(r, "O0QDB8S5Z2I1L<KXG6CUVYM", 1+r.IntN(5)))
		default:
			out.WriteString(draw(r, mrz.Alphabet, 1+r.IntN(8)))
		}
	}
	return out.String()[:n]
}

func draw(r *rand.Rand, from string, n int) string {
	out := make([]byte, n)
	for i := range out {
		out[i] = from[r.IntN(len(from))]
	}
	return string(out)
}
