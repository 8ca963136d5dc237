package reuse

import "math/bits"

// bands says how a code is cut: band b takes width[b] bits from bit at[b] on, bit 0 being the highest of the first word.
type bands struct {
	at, width []int
}

// Widths of bands: narrower ones have crowded buckets, wider ones too many of them.
const (
	minBand = 8
	maxBand = 22
)

// cut returns the bands for n codes of the given length: two bits less wide than n in bits, so that a bucket holds a few
// codes (Norouzi, Punjani and Fleet, section 3.2). With full width a hash is looked up in half the time, but of the codes
// beyond the radius fewer are met: of ten million, at 60 of 256 bits spread at random, 50 % instead of 62.
func cut(length, n int) bands {
	wide := min(max(bits.Len(uint(n))-2, minBand), maxBand)
	count := (length + wide - 1) / wide
	var b bands
	for i, at := 0, 0; i < count; i++ {
		width := (length - at) / (count - i)
		b.at, b.width = append(b.at, at), append(b.width, width)
		at += width
	}
	return b
}

// of returns band i of a code.
func (b bands) of(code []uint64, i int) uint32 {
	word, shift := b.at[i]/64, b.at[i]%64
	v := code[word] << shift
	if shift+b.width[i] > 64 {
		v |= code[word+1] >> (64 - shift)
	}
	return uint32(v >> (64 - b.width[i]))
}

// nextMask returns the next larger word with as many bits set (Gosper's hack: Beeler, Gosper and Schroeppel, HAKMEM,
// MIT AI Memo 239, 1972, item 175).
func nextMask(v uint32) uint32 {
	low := v & -v
	ripple := v + low
	return ripple | (v^ripple)>>2/low
}
