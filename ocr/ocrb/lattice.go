package ocrb

import (
	"loupe/ocr/ocrb/net"
	"loupe/ocr/ocrb/strip"
)

const (
	step      = strip.Pitch / net.Stride // places from one character to the next
	slack     = 2                        // places by which a step may be shorter or longer
	stiffness = 0.35                     // what a step that is off by one place costs, squared, in nats
	sure      = 6                        // nats that one place may count for or against a character
	never     = -1e6                     // the value of what is impossible
)

// ink returns for every place how much likelier the middle of a character is than anything else, in nats.
func ink(scores []net.Scores) []float32 {
	out := make([]float32, len(scores))
	for i, s := range scores {
		best := s[0]
		for _, v := range s[:net.Blank] {
			best = max(best, v)
		}
		out[i] = min(max(best-s[net.Blank], -sure), sure)
	}
	return out
}

// lattice holds the best sequences of characters by their number and the place of the first one.
type lattice struct {
	best [][]float32
	step [][]int8 // from the first character to the second
}

// newLattice finds the best sequences of 1 to most characters: characters a pitch apart, more or less, where the sum of their
// ink less what uneven steps cost is the largest (Viterbi's algorithm with the number of characters as part of the state).
func newLattice(ink []float32, most int) lattice {
	l := lattice{make([][]float32, most), make([][]int8, most)}
	for n := range most {
		best, steps := make([]float32, len(ink)), make([]int8, len(ink))
		for i, v := range ink {
			best[i] = v
			if n > 0 {
				rest, d := rest(l.best[n-1], i)
				best[i], steps[i] = v+rest, d
			}
		}
		l.best[n], l.step[n] = best, steps
	}
	return l
}

// rest returns the best continuation behind place i and the step to it.
func rest(values []float32, i int) (best float32, by int8) {
	best = never
	for d := step - slack; d <= step+slack && i+d < len(values); d++ {
		off := float32(d - step)
		if v := values[i+d] - stiffness*off*off; v > best {
			best, by = v, int8(d)
		}
	}
	return best, by
}

// from returns the place from lo up to and including hi at which the best sequence of n characters begins, and its value.
func (l lattice) from(n, lo, hi int) (at int, value float32) {
	value = never
	if n < 1 || n > len(l.best) {
		return 0, never
	}
	values := l.best[n-1]
	for i := max(lo, 0); i <= min(hi, len(values)-1); i++ {
		if values[i] > value {
			at, value = i, values[i]
		}
	}
	return at, value
}

// score returns the value of the best sequence of n characters; very low when there is no room for it.
func (l lattice) score(n int) float32 {
	_, v := l.from(n, 0, len(l.best[0])-1)
	return v
}

// free returns the number of characters of the best sequence of any length.
func (l lattice) free() int {
	n := 1
	for k := range l.best {
		if l.score(k+1) > l.score(n) {
			n = k + 1
		}
	}
	return n
}

// places returns where the characters of the best sequence of n stand that begins at a place.
func (l lattice) places(n, at int) []int {
	out := make([]int, n)
	for k := range out {
		out[k] = at
		at += int(l.step[n-1-k][at])
	}
	return out
}
