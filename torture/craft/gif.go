package craft

import (
	"bytes"
	"compress/lzw"
)

// GIFHeader returns header, logical screen and a global colour table of two colours (GIF89a, 17 to 19).
func GIFHeader(w, h int) []byte {
	return Join([]byte("GIF89a"), le16(le16(nil, w), h), []byte{0x80, 0, 0, 0, 0, 0, 255, 255, 255})
}

// GIFFrame returns an image descriptor (20) and its data (22).
func GIFFrame(x, y, w, h int, data []byte) []byte {
	return Join([]byte{0x2C}, le16(le16(le16(le16(nil, x), y), w), h), []byte{0, 2}, SubBlocks(data))
}

// GIFPixels returns the LZW data of n pixels whose colour, 0 to 3, shade says.
func GIFPixels(n int, shade func(i int) byte) []byte {
	var out bytes.Buffer
	w := lzw.NewWriter(&out, lzw.LSB, 2)
	row := make([]byte, n)
	for i := range row {
		row[i] = shade(i) & 3
	}
	if _, err := w.Write(row); err != nil {
		panic("craft: LZW into memory failed: " + err.Error()) // a Buffer does not fail
	}
	if err := w.Close(); err != nil {
		panic("craft: LZW into memory failed: " + err.Error())
	}
	return out.Bytes()
}

// SubBlocks cuts data into blocks of at most 255 bytes and ends them (15, 16).
func SubBlocks(data []byte) []byte {
	var out []byte
	for len(data) > 0 {
		n := min(255, len(data))
		out = append(append(out, byte(n)), data[:n]...)
		data = data[n:]
	}
	return append(out, 0)
}

// GIFExtension returns an extension of the given label (23 to 26).
func GIFExtension(label byte, data []byte) []byte {
	return Join([]byte{0x21, label}, SubBlocks(data))
}

// GIFTrailer ends a GIF (27).
func GIFTrailer() []byte { return []byte{0x3B} }
