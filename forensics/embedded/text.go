package embedded

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
)

// userComment decodes an EXIF UserComment (Exif 2.32, 4.6.5, table 9): eight bytes name the character code.
func userComment(b []byte) []byte {
	if len(b) < 8 {
		return untilNUL(b)
	}
	if bytes.HasPrefix(b, []byte("UNICODE\x00")) {
		return utf16Text(b[8:], guessOrder(b[8:]))
	}
	if bytes.HasPrefix(b, []byte("ASCII\x00\x00\x00")) || bytes.Equal(b[:8], make([]byte, 8)) {
		return untilNUL(b[8:])
	}
	return untilNUL(b) // writers that leave the code out
}

// guessOrder tells the byte order of UTF-16 by where the zero bytes of Latin letters stand: writers disagree whether it
// is the block's order or always the big-endian one.
func guessOrder(b []byte) binary.ByteOrder {
	even, odd := 0, 0
	for i := 0; i+1 < min(len(b), 4096); i += 2 {
		if b[i] == 0 {
			even++
		}
		if b[i+1] == 0 {
			odd++
		}
	}
	if odd > even {
		return binary.LittleEndian
	}
	return binary.BigEndian
}

func utf16Text(b []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, order.Uint16(b[i:]))
	}
	return bytes.TrimRight([]byte(string(utf16.Decode(units))), "\x00")
}

func untilNUL(b []byte) []byte {
	text, _, _ := bytes.Cut(b, []byte{0})
	return text
}
