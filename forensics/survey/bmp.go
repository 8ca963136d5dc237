package survey

import "slices"

// isBMP reports whether data begins with a file header and an information header of a size that exists. Two letters
// alone would make a BMP of any text that begins with them.
func isBMP(data []byte) bool {
	return hasMagic(data, "BM") && slices.Contains([]int{12, 16, 40, 52, 56, 64, 108, 124}, le32(data, 14)) && len(data) >= 26
}

// Compression methods of a BMP ([MS-WMF] 2.1.1.7).
const (
	bmpRGB       = 0
	bmpBitFields = 3
	bmpAlpha     = 6
)

// bmp reads the file header and the information header ([MS-WMF] 2.2.2; OS/2 headers of 12 and 64 bytes).
func (l *looker) bmp() {
	l.Chunks = 1
	h := l.headerBMP()
	l.Width, l.Height = int(h.width), int(max(h.height, -h.height)) // negative: the first row is the top one
	switch {
	case h.width <= 0 || h.height == 0:
		l.problem("the picture is %dx%d: both sides must be positive", h.width, h.height)
	case !slices.Contains([]int{0, 1, 2, 4, 8, 16, 24, 32, 64}, h.depth):
		l.problem("%d bits a pixel, which does not exist", h.depth)
	}
	if l.Problem != "" {
		l.Complete = true // where the pixels would end cannot be told
		return
	}
	end, ok := h.end(len(l.data), l.Width, l.Height)
	if profile := slice(l.data, 14+h.profileAt, h.profile); profile != nil && h.profile > 0 {
		l.profile(profile)
		end = max(end, 14+h.profileAt+h.profile)
	}
	l.End, l.Complete = end, ok
}

type headerBMP struct {
	width, height      int64
	depth, compression int
	pixels, bytes      int // offset and size of the pixels as the headers give them
	profileAt, profile int // offset from the information header, and size
}

func (l *looker) headerBMP() headerBMP {
	d := l.data
	h := headerBMP{pixels: le32(d, 10), profileAt: -1}
	if size := le32(d, 14); size == 12 {
		h.width, h.height, h.depth = int64(le16(d, 18)), int64(le16(d, 20)), le16(d, 24)
	} else {
		h.width, h.height, h.depth = int64(int32(le32(d, 18))), int64(int32(le32(d, 22))), le16(d, 28)
		if size >= 40 {
			h.compression, h.bytes = le32(d, 30), le32(d, 34)
		}
		if size == 124 && (string(slice(d, 14+56, 4)) == "DEBM") { // bV5CSType PROFILE_EMBEDDED, "MBED" little-endian
			h.profileAt, h.profile = le32(d, 14+112), le32(d, 14+116)
		}
	}
	return h
}

// end returns the offset after the pixels, at most length, and whether they are all there. Rows are padded to four
// bytes; compressed pixels have the size that the header gives them.
func (h headerBMP) end(length, width, height int) (int, bool) {
	if h.pixels >= length {
		return length, false
	}
	left := uint64(length - h.pixels)
	size := uint64(h.bytes)
	if h.compression == bmpRGB || h.compression == bmpBitFields || h.compression == bmpAlpha {
		row := (uint64(width)*uint64(h.depth) + 31) / 32 * 4
		if row > left/uint64(height) { // the product may not fit
			return length, false
		}
		size = row * uint64(height)
	}
	if size == 0 || size > left {
		return length, size == 0
	}
	return h.pixels + int(size), true
}
