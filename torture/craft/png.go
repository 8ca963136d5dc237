package craft

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"hash/crc32"
)

// PNG returns a PNG signature followed by chunks.
func PNG(chunks ...[]byte) []byte {
	return append([]byte("\x89PNG\r\n\x1a\n"), Join(chunks...)...)
}

// Chunk returns a PNG chunk with its right length and CRC (PNG third edition, 5.3).
func Chunk(kind string, data []byte) []byte {
	body := append([]byte(kind), data...)
	return be32(append(be32(nil, len(data)), body...), int(crc32.ChecksumIEEE(body)))
}

// IHDR returns the header chunk (11.2.1).
func IHDR(w, h, depth, colour, interlace int) []byte {
	return Chunk("IHDR", append(be32(be32(nil, w), h), byte(depth), byte(colour), 0, 0, byte(interlace)))
}

// GreyPNG returns a complete picture of w x h grey pixels of 8 bits that shade says; extra chunks precede the pixels.
func GreyPNG(w, h int, shade func(x, y int) byte, extra ...[]byte) []byte {
	var raw bytes.Buffer
	for y := range h {
		raw.WriteByte(0)
		for x := range w {
			raw.WriteByte(shade(x, y))
		}
	}
	return PNG(IHDR(w, h, 8, 0, 0), Join(extra...), Chunk("IDAT", Deflate(raw.Bytes())), Chunk("IEND", nil))
}

// Deflate returns data as a zlib stream (RFC 1950).
func Deflate(data []byte) []byte {
	var out bytes.Buffer
	z, err := zlib.NewWriterLevel(&out, zlib.BestCompression)
	if err == nil {
		_, err = z.Write(data)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic("craft: deflate into memory failed: " + err.Error()) // a Buffer does not fail
	}
	return out.Bytes()
}

// DeflateRun returns a zlib stream that inflates to n times the byte value, about 1,000 for each byte of the stream. It
// deflates one block of a mebibyte and repeats it.
func DeflateRun(value byte, n int64) []byte {
	const block = 1 << 20
	first, again, _ := deflatedRun(value, block, block, 0)
	_, _, last := deflatedRun(value, 0, 0, int(n%block))
	out := []byte{0x78, 0xDA}
	for i := range n / block {
		if i == 0 {
			out = append(out, first...)
		} else {
			out = append(out, again...)
		}
	}
	return append(append(out, last...), adler(value, n)...)
}

// deflatedRun returns the deflate blocks of three runs, one after the other; the last one ends the stream.
func deflatedRun(value byte, runs ...int) (first, second, last []byte) {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	var parts [3][]byte
	for i, n := range runs {
		if err == nil {
			_, err = w.Write(bytes.Repeat([]byte{value}, n))
		}
		if err == nil && i < 2 {
			err = w.Flush()
		} else if err == nil {
			err = w.Close()
		}
		parts[i] = bytes.Clone(out.Bytes())
		out.Reset()
	}
	if err != nil {
		panic("craft: deflate into memory failed: " + err.Error()) // a Buffer does not fail
	}
	return parts[0], parts[1], parts[2]
}

// adler is the checksum of n equal bytes: 1 + n*v, and the sum of that for every prefix (RFC 1950, 8.2).
func adler(value byte, n int64) []byte {
	const base = 65521
	v := int64(value)
	a := (1 + n%base*v) % base
	triangle := n % (2 * base) * ((n + 1) % (2 * base)) / 2 % base
	b := (n + triangle*v) % base
	return be32(nil, int(b<<16|a))
}
