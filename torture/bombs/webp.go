package bombs

import (
	"bytes"
	"encoding/binary"

	"loupe/torture/craft"
)

func webpBombs() []Bomb {
	return []Bomb{
		{Name: "webp/lossless-16384", Data: constant(hollowWebP(16384, 16384)), Want: pixels, Why: "28 bytes allocate 1 GiB (golang/go#80254)"},
		{Name: "webp/lossless-40mp", Data: constant(hollowWebP(8000, 5000)), Want: intricate, Why: "the same within the pixel limit"},
		{Name: "webp/canvas-2^24", Data: extendedWebP(1<<24, 1<<24, vp8l()), Want: pixels, Why: "a canvas of 2^48 pixels"},
		{Name: "webp/canvas-differs", Data: extendedWebP(640, 480, vp8l()), Want: corrupt, Why: "the canvas is ten times its picture"},
		{Name: "webp/lossy-16383", Data: constant(craft.WebP(craft.RIFFChunk("VP8 ", []byte{0x10, 0, 0, 0x9d, 1, 0x2a, 0xff, 0x3f, 0xff, 0x3f, 0, 0}))), Want: pixels, Why: "a key frame of 16,383x16,383 in 32 bytes"},
		{Name: "webp/5000-frames", Data: animation(5000), Want: Finishes, Why: "an animation of 5,000 frames"},
		{Name: "webp/20000-frames", Data: animation(20_000), Want: intricate + "|" + pixels, Why: "an animation of 20,000 frames"},
		{Name: "webp/unused-groups", Data: unusedGroups, Want: Finishes, Why: "65,536 groups of prefix codes for one that is used: 1.4 GiB (CVE-2026-46603)", Heavy: true},
		{Name: "webp/colour-cache", Data: cacheBeyond, Want: Finishes, Why: "an index into a colour cache that does not exist (CVE-2026-46601 kin)"},
		{Name: "webp/prefix-overfull", Data: overfull, Want: Finishes, Why: "a prefix code with more codes than bits (CVE-2023-4863)"},
		{Name: "webp/alpha-lies", Data: extendedWebP(64, 48, craft.Join(craft.RIFFChunk("ALPH", []byte{1, 0xFF, 0xFF, 0xFF}), vp8l())), Want: Finishes, Why: "an alpha plane that is cut off, before a picture that has its own"},
		{Name: "webp/size-small", Data: sized(20), Want: broken, Why: "the container ends before its chunk does"},
		{Name: "webp/size-4g", Data: sized(0xFFFFFFFE), Want: Finishes, Why: "the container says 4 GiB"},
		{Name: "webp/chunk-4g", Data: oddChunk, Want: Finishes, Why: "a chunk of 4 GiB - 1: its padding overflows"},
		{Name: "webp/two-pictures", Data: constant(craft.WebP(vp8l(), vp8l())), Want: corrupt, Why: "two bitstreams in a still"},
		{Name: "webp/no-picture", Data: constant(craft.WebP(craft.VP8X(0, 64, 48))), Want: broken, Why: "a canvas and nothing on it"},
		{Name: "webp/20000-chunks", Data: func() []byte { return craft.WebP(vp8l(), bytes.Repeat(craft.RIFFChunk("abcd", nil), 20_000)) }, Want: intricate, Why: "20,000 unknown chunks"},
		{Name: "webp/exif-loop", Data: extendedWebP(64, 48, craft.Join(vp8l(), craft.RIFFChunk("EXIF", loopedDirectory()))), Want: Finishes, Why: "a directory that follows itself"},
	}
}

// vp8l returns the chunk of a good picture of 64 x 48.
func vp8l() []byte { return craft.LosslessWebP(64, 48, shade)[12:] }

func hollowWebP(w, h int) []byte {
	var l craft.Lossless
	l.Header(w, h)
	l.Bits(0, 8)
	return craft.WebP(craft.RIFFChunk("VP8L", append(l.Bytes(), 0, 0)))
}

func extendedWebP(w, h int, rest []byte) func() []byte {
	return func() []byte { return craft.WebP(craft.VP8X(0, w, h), rest) }
}

// animation returns n frames of 64 x 48 (RFC 9649, 2.7.1.1).
func animation(n int) func() []byte {
	return func() []byte {
		frame := append([]byte{0, 0, 0, 0, 0, 0, 63, 0, 0, 47, 0, 0, 100, 0, 0, 0}, hollowWebP(64, 48)[12:]...)
		const animated = 2
		return craft.WebP(craft.VP8X(animated, 64, 48), craft.RIFFChunk("ANIM", make([]byte, 6)), bytes.Repeat(craft.RIFFChunk("ANMF", frame), n))
	}
}

// unusedGroups says that the one block of the picture is coded by group 65,535 (RFC 9649, 3.7.2.2): decoders that keep
// every group to there keep 65,536.
func unusedGroups() []byte {
	var l craft.Lossless
	l.Header(512, 512)
	l.Bits(0, 2)                                      // no transform, no colour cache
	l.Bits(1, 1)                                      // meta prefix codes
	l.Bits(7, 3)                                      // blocks of 512 x 512: the entropy picture has one pixel
	l.Bits(0, 1)                                      // without a colour cache
	for _, symbol := range []int{255, 255, 0, 0, 0} { // green and red say the group
		l.OneSymbol(symbol)
	}
	for range 1 << 16 {
		for range 5 {
			l.Bits(0b001, 3) // simple, one symbol, of one bit
			l.Bits(0, 1)
		}
	}
	return craft.WebP(craft.RIFFChunk("VP8L", l.Bytes()))
}

// cacheBeyond codes every pixel as the last entry of a colour cache of 2^11.
func cacheBeyond() []byte {
	var l craft.Lossless
	l.Header(64, 48)
	l.Bits(0, 1)
	l.Bits(1, 1)
	l.Bits(11, 4)
	l.Bits(0, 1)
	for range 5 {
		l.Bits(0b001, 3)
		l.Bits(1, 1)
	}
	return craft.WebP(craft.RIFFChunk("VP8L", append(l.Bytes(), bytes.Repeat([]byte{0xFF}, 500)...)))
}

func overfull() []byte {
	var l craft.Lossless
	l.Header(64, 48)
	l.Bits(0, 3)
	l.Bits(0, 1)
	l.Bits(15, 4) // all 19 code length code lengths, each 1
	for range 19 {
		l.Bits(1, 3)
	}
	return craft.WebP(craft.RIFFChunk("VP8L", append(l.Bytes(), bytes.Repeat([]byte{0xA5}, 4000)...)))
}

func sized(n uint32) func() []byte {
	return func() []byte {
		data := craft.WebP(vp8l())
		binary.LittleEndian.PutUint32(data[4:], n)
		return data
	}
}

func oddChunk() []byte {
	data := craft.WebP(vp8l(), craft.RIFFChunk("XMP ", []byte("x")))
	binary.LittleEndian.PutUint32(data[len(data)-6:], 0xFFFFFFFF)
	return data
}
