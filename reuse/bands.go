package reuse

import "math/bits"

// bands says how a code is cut: band b takes width[b] bits from bit at[b] on, bit 0 being the highest of the first word.
type bands struct {
	at, width []int
}

// Widths of bands: narrower ones have crowded buckets, wider ones too many of them.
const (
	minBand = 8
	maxBand = 24
)

// cut returns the bands for n codes of kind k: about as wide as n in bits, so that a bucket holds about one code
// (Norouzi, Punjani and Fleet, section 3.2). Where candidates beyond the radius count, bands are two bits narrower: a
// lookup takes twice as long, and meets more of them (of ten million, at 60 of 256 bits spread at random, 62 % instead of 50).
func cut(k kind, n int) bands {
	length, wide, widest := k.bits, bits.Len(uint(n)), maxBand
	if k.reach > k.radius {
		wide, widest = wide-2, widest-2
	}
	wide = min(max(wide, minBand), widest)
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
