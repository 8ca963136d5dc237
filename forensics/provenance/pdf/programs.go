package pdf

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"unicode/utf16"
)

// programs reads the information dictionaries that the trailers name (14.3.3), newest first.
func (h *History) programs(found []object, trailers []dictionary) {
	var numbers []int
	for _, t := range trailers {
		numbers = append(numbers, references(t.get("Info"))...)
	}
	const most = 16
	for _, o := range slices.Backward(found) {
		if !slices.Contains(numbers, o.number) {
			continue
		}
		producer := words(o.dict.get("Producer"))
		switch {
		case producer == "":
		case h.Producer == "":
			h.Producer = producer
		case producer != h.Producer && !slices.Contains(h.Former, producer) && len(h.Former) < most:
			h.Former = append(h.Former, producer)
		}
		if h.Creator == "" {
			h.Creator = words(o.dict.get("Creator"))
		}
	}
	slices.Reverse(h.Former)
}

// maxWords bounds a text string, in bytes.
const maxWords = 1000

// words decodes a text string (7.9.2.2), a literal or hexadecimal one.
func words(v []byte) string {
	if len(v) < 2 || len(v) > maxWords {
		return ""
	}
	var b []byte
	switch v[0] {
	case '(':
		b = unescaped(v[1 : len(v)-1])
	case '<':
		digits := bytes.Join(bytes.Fields(v[1:len(v)-1]), nil)
		b = make([]byte, len(digits)/2)
		if _, err := hex.Decode(b, digits[:len(digits)&^1]); err != nil {
			return ""
		}
	}
	if rest, ok := bytes.CutPrefix(b, []byte("\xfe\xff")); ok {
		units := make([]uint16, len(rest)/2)
		for i := range units {
			units[i] = binary.BigEndian.Uint16(rest[2*i:])
		}
		return string(utf16.Decode(units))
	}
	return string(bytes.ToValidUTF8(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), []byte("\uFFFD")))
}

// unescaped resolves the escapes of a literal string (7.3.4.2, table 3).
func unescaped(b []byte) []byte {
	var out []byte
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' || i+1 == len(b) {
			out = append(out, b[i])
			continue
		}
		i++
		switch c := b[i]; {
		case '0' <= c && c <= '7':
			v := 0
			n := 0
			for ; n < 3 && i+n < len(b) && '0' <= b[i+n] && b[i+n] <= '7'; n++ {
				v = v*8 + int(b[i+n]-'0')
			}
			out = append(out, byte(v))
			i += n - 1
		case c == 'n' || c == 'r' || c == 't':
			out = append(out, ' ')
		default:
			out = append(out, c)
		}
	}
	return out
}
