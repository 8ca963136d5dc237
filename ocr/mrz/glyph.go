package mrz

import (
	"math"
	"math/bits"
)

// glyph is one character's place with what a reader says of it.
type glyph struct {
	box  [4]int // x, y, w, h
	read string // as the reader gave it
	top  byte   // the most probable character
	raw  [len(Alphabet)]float64
	p    [len(Alphabet)]float64 // raw, but nothing is impossible: see slip

	fillers, numerals, capitals float64    // sums of p
	speaks                      [5]float64 // evidence for the sets that most positions have, see usual
}

// usual is the place in glyph.speaks of a set; ok is false for others.
func usual(s set) (i int, ok bool) {
	switch s {
	case filler:
		return 0, true
	case numerals:
		return 1, true
	case digits:
		return 2, true
	case capitals:
		return 3, true
	case letters:
		return 4, true
	}
	return 0, false
}

// slip is how often a reader that is sure of a character is taken to be wrong about it: one time in a thousand, half of the
// times for a character that looks like it. It keeps a posterior of exactly 1 from being proof. It is an assumption; a
// recogniser that is sure and wrong more often makes repairs and certainties of this package too bold (TestDecodeOfNoise).
const slip = 1e-3

// seen makes a glyph of a posterior. What is no probability counts as 0; a posterior of nothing as knowing nothing.
func seen(raw [len(Alphabet)]float64) glyph {
	sum, best := 0.0, 0
	for i, p := range raw {
		if !(p >= 0) || math.IsInf(p, 0) {
			raw[i] = 0
		}
		sum += raw[i]
	}
	for i := range raw {
		if raw[i] /= sum; !(sum > 0) {
			raw[i] = 1 / float64(len(raw))
		}
		if raw[i] > raw[best] {
			best = i
		}
	}
	g := glyph{top: Alphabet[best], read: Alphabet[best : best+1], raw: raw}
	for i := range raw {
		g.p[i] = (1-slip)*raw[i] + slip/2/float64(len(raw))
	}
	like := lookAlikes(g.top)
	for i := range len(like) { // shares n, n-1, ... 1 of n(n+1)/2
		g.p[place(like[i])] += slip * float64(len(like)-i) / float64(len(like)*(len(like)+1))
	}
	g.fillers = g.p[0]
	for i := 1; i < len(g.p); i++ {
		if i <= 10 {
			g.numerals += g.p[i]
		} else {
			g.capitals += g.p[i]
		}
	}
	for i, s := range [...]set{filler, numerals, digits, capitals, letters} {
		g.speaks[i] = g.ratio(s)
	}
	return g
}

// mass is the probability of the characters of s.
func (g *glyph) mass(s set) float64 {
	sum := 0.0
	if s&capitals == capitals {
		sum, s = sum+g.capitals, s&^capitals
	}
	if s&numerals == numerals {
		sum, s = sum+g.numerals, s&^numerals
	}
	for ; s != 0; s &= s - 1 {
		sum += g.p[bits.TrailingZeros64(uint64(s))]
	}
	return sum
}

// forcedFloor is the least probability of a character that is put in the place of one that the field's alphabet rules out:
// what looks like the one that was read has it, or what the reader thought of itself. Without such a one the character stays
// as it was read.
const forcedFloor = 1e-4

// choose returns the most probable character of may.
func (g *glyph) choose(may set) byte {
	if may.has(g.top) {
		return g.top
	}
	best, most := g.top, forcedFloor
	may.each(func(at int, c byte) {
		if g.p[at] >= most {
			best, most = c, g.p[at]
		}
	})
	return best
}

// certainty is the probability of c among what may stand there. A check digit that agrees makes what has another value
// modulo 10 ten times less probable, for it would have agreed by chance; to K and "<", G and 6 or L and 1 it is blind.
func (g *glyph) certainty(c byte, may set, agrees bool) float64 {
	here := g.p[place(c)]
	if !may.has(c) {
		return here
	}
	total := 0.0
	may.each(func(at int, other byte) {
		if agrees && value(other)%10 != value(c)%10 {
			total += g.p[at] / 10
		} else {
			total += g.p[at]
		}
	})
	return here / total
}

// evidence is by how much the glyph speaks for a place where only may can stand, against one where any character can: the
// logarithm of the likelihood ratio, both uniform.
func (g *glyph) evidence(may set) float64 {
	if may == mixed {
		return 0
	}
	if i, ok := usual(may); ok {
		return g.speaks[i]
	}
	return g.ratio(may)
}

func (g *glyph) ratio(may set) float64 {
	return math.Log(g.mass(may) * float64(len(Alphabet)) / float64(may.size()))
}
