package craft

// WebP returns a RIFF container of chunks (RFC 9649, 2.3 and 2.4).
func WebP(chunks ...[]byte) []byte {
	body := append([]byte("WEBP"), Join(chunks...)...)
	return append(le32([]byte("RIFF"), len(body)), body...)
}

// RIFFChunk returns a chunk padded to an even length.
func RIFFChunk(name string, data []byte) []byte {
	out := append(le32([]byte(name), len(data)), data...)
	return append(out, make([]byte, len(data)&1)...)
}

// VP8X returns the extended header (2.7): flags and a canvas of w x h.
func VP8X(flags byte, w, h int) []byte {
	le24 := func(b []byte, v int) []byte { return append(b, byte(v), byte(v>>8), byte(v>>16)) }
	return RIFFChunk("VP8X", le24(le24([]byte{flags, 0, 0, 0}, w-1), h-1))
}

// Lossless writes a VP8L bitstream (RFC 9649, 3), least significant bit first.
type Lossless struct {
	out []byte
	n   int
}

// Header writes signature, size, no alpha, version 0 (3.4).
func (l *Lossless) Header(w, h int) {
	l.Bits(0x2f, 8)
	l.Bits(w-1, 14)
	l.Bits(h-1, 14)
	l.Bits(0, 4)
}

// Bits appends the n low bits of v.
func (l *Lossless) Bits(v, n int) {
	for i := range n {
		if l.n%8 == 0 {
			l.out = append(l.out, 0)
		}
		l.out[l.n/8] |= byte(v>>i&1) << (l.n % 8)
		l.n++
	}
}

// Bytes returns the bitstream.
func (l *Lossless) Bytes() []byte { return l.out }

// OneSymbol writes a simple prefix code of one 8-bit symbol, which then takes no bits (3.7.2.1.1).
func (l *Lossless) OneSymbol(symbol int) {
	l.Bits(1, 1) // simple
	l.Bits(0, 1) // one symbol
	l.Bits(1, 1) // of eight bits
	l.Bits(symbol, 8)
}

// Bytewise writes a prefix code for an alphabet of which symbols 0 to 255 have codes of 8 bits and the others none: a
// symbol's code is the symbol, most significant bit first (3.7.2.1.2).
func (l *Lossless) Bytewise(alphabet int) {
	l.Bits(0, 1) // not simple
	l.Bits(8, 4) // 12 code length code lengths, in the order 17 18 0 1 2 3 4 5 16 6 7 8
	for _, length := range []int{0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1} {
		l.Bits(length, 3)
	}
	l.Bits(0, 1) // all code lengths follow
	for symbol := range alphabet {
		if symbol < 256 {
			l.Bits(1, 1) // length 8, the second of two symbols
		} else {
			l.Bits(0, 1) // length 0
		}
	}
}

// Byte writes a symbol of a Bytewise code.
func (l *Lossless) Byte(v byte) {
	for i := 7; i >= 0; i-- {
		l.Bits(int(v)>>i, 1)
	}
}

// LosslessWebP returns a complete picture of grey pixels, coded literally: one byte a pixel and sample.
func LosslessWebP(w, h int, shade func(x, y int) byte) []byte {
	l := &Lossless{}
	l.Header(w, h)
	l.Bits(0, 3) // no transform, no colour cache, no meta prefix codes
	const green = 256 + 24
	l.Bytewise(green)
	l.Bytewise(256)
	l.Bytewise(256)
	l.OneSymbol(255) // alpha
	l.OneSymbol(0)   // distance
	for y := range h {
		for x := range w {
			for range 3 {
				l.Byte(shade(x, y))
			}
		}
	}
	return WebP(RIFFChunk("VP8L", l.Bytes()))
}
