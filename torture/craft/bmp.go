package craft

// BMPHeader returns the file header and an information header of 40 bytes ([MS-WMF] 2.2.2.9): 54 bytes. pixels is the
// offset that the file says its pixels have, colours the number of palette entries it says.
func BMPHeader(w, h, depth, compression, pixels, colours int) []byte {
	out := le32(le32(le32([]byte("BM"), pixels), 0), pixels)
	out = le16(le16(le32(le32(le32(out, 40), w), h), 1), depth)
	return le32(le32(le32(le32(le32(le32(out, compression), 0), 2835), 2835), colours), 0)
}

// BMP returns a complete picture of 24 bits a pixel, bottom row first.
func BMP(w, h int, shade func(x, y int) byte) []byte {
	out := BMPHeader(w, h, 24, 0, 54, 0)
	for y := h - 1; y >= 0; y-- {
		for x := range w {
			v := shade(x, y)
			out = append(out, v, v/2, 255-v)
		}
		out = append(out, make([]byte, -3*w&3)...)
	}
	return out
}
