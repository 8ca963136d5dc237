package seam

import (
	"cmp"
	"slices"
)

const (
	leastPiece = 12   // score of a piece of a line
	mostPieces = 1500 // pieces of each direction that are kept
	mostDrop   = 12   // by which the score may fall again before a piece ends
)

// piece is a part of a line that scores: bands from up to to, not included.
type piece struct {
	line, from, to int
	score          float32
}

// pieces returns the best pieces of all lines, best first: the parts of largest sum, as far as none falls by mostDrop
// within (Bentley, Programming Pearls, column 8; Altschul et al., J. Mol. Biol. 215, 1990, for the drop).
func (f *field) pieces() []piece {
	type run struct {
		from, to  int
		low, high float32
	}
	var kept []piece
	runs := make([]run, f.lines)
	end := func(x int) {
		if r := runs[x]; r.high-r.low >= leastPiece {
			kept = append(kept, piece{x, r.from, r.to, r.high - r.low})
		}
	}
	for b := range f.bands + 1 {
		for x, v := range f.upTo[b*f.lines:][:f.lines] {
			r := &runs[x]
			switch {
			case v > r.high:
				r.high, r.to = v, b
			case v < r.low || v < r.high-mostDrop:
				end(x)
				*r = run{b, b, v, v}
			}
		}
		if len(kept) > 4*mostPieces {
			kept = best(kept)
		}
	}
	for x := range runs {
		end(x)
	}
	return best(kept)
}

// best sorts pieces and keeps the first.
func best(all []piece) []piece {
	slices.SortStableFunc(all, func(a, b piece) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.line, b.line), cmp.Compare(a.from, b.from))
	})
	return all[:min(len(all), mostPieces)]
}
