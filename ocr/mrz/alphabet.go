package mrz

import (
	"math/bits"
	"strings"
)

// set is a set of characters, bit i for Alphabet[i].
type set uint64

// What a field may be written with, ICAO 9303-3 section 4.3 and the data structure tables of parts 4 to 7.
const (
	filler   set = 1
	numerals set = (1<<10 - 1) << 1
	capitals set = (1<<26 - 1) << 11

	mixed   = capitals | numerals | filler
	letters = capitals | filler
	digits  = numerals | filler
	sexes   = filler | 1<<(11+'F'-'A') | 1<<(11+'M'-'A')
)

// only is the set of the characters of s.
func only(s string) set {
	var out set
	for i := range len(s) {
		out |= 1 << place(s[i])
	}
	return out
}

// place is where c stands in Alphabet, for c of that alphabet.
func place(c byte) int {
	switch {
	case c >= 'A':
		return int(c-'A') + 11
	case c >= '0' && c <= '9':
		return int(c-'0') + 1
	}
	return 0
}

func (s set) has(c byte) bool { return s>>place(c)&1 == 1 }

func (s set) size() int { return bits.OnesCount64(uint64(s)) }

// each calls yield for every character of s, in the order of Alphabet.
func (s set) each(yield func(at int, c byte)) {
	for ; s != 0; s &= s - 1 {
		at := bits.TrailingZeros64(uint64(s))
		yield(at, Alphabet[at])
	}
}

// lookAlikes returns what OCR-B's characters are confused with, the most frequent first.
func lookAlikes(c byte) string {
	const table = " 0OQD O0QD Q0O D0O 1IL I1L L1I 2Z Z2 5S S5 6G G6 8B B8 K< "
	for i := 1; i < len(table); i++ {
		if table[i] == c && table[i-1] == ' ' {
			like, _, _ := strings.Cut(table[i+1:], " ")
			return like
		}
	}
	return ""
}
