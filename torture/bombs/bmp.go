package bombs

import (
	"bytes"

	"loupe/torture/craft"
)

func bmpBombs() []Bomb {
	const least = -1 << 31
	header := func(w, h, depth, compression, at, colours int) func() []byte {
		return func() []byte { return craft.BMPHeader(w, h, depth, compression, at, colours) }
	}
	return []Bomb{
		{Name: "bmp/giant-canvas", Data: header(16384, 16384, 32, 0, 54, 0), Want: pixels, Why: "54 bytes ask for 1 GiB (golang/go#80169)"},
		{Name: "bmp/least-int-height", Data: header(64, least, 24, 0, 54, 0), Want: pixels + "|" + corrupt, Why: "-(-2^31) overflows 32 bits"},
		{Name: "bmp/zero-width", Data: header(0, 64, 24, 0, 54, 0), Want: broken, Why: "0 passes a test of the product"},
		{Name: "bmp/negative-width", Data: header(-64, 64, 24, 0, 54, 0), Want: broken, Why: "a negative side as unsigned is 4 billion"},
		{Name: "bmp/palette-4g", Data: header(64, 64, 8, 0, 1078, 0xFFFFFFFF), Want: broken + "|" + unsupported, Why: "2^32-1 palette entries of 4 bytes overflow (CVE-2026-42500)"},
		{Name: "bmp/palette-index-beyond", Data: paletteBeyond, Want: Finishes, Why: "all indices beyond a palette of two (CVE-2023-36308, disintegration/imaging)"},
		{Name: "bmp/pixels-beyond", Data: header(64, 64, 24, 0, 0x7FFFFFFF, 0), Want: broken + "|" + unsupported, Why: "the pixel offset lies 2 GiB behind the end"},
		{Name: "bmp/rle-forever", Data: endlessRLE, Want: unread + "|" + truncated, Why: "RLE8 deltas that never end a row (libbmp, leptonica)"},
		{Name: "bmp/rows-missing", Data: header(6000, 6000, 24, 0, 54, 0), Want: broken + "|" + intricate, Why: "36 megapixels within the limits, no pixel in the file"},
		{Name: "bmp/header-4g", Data: oddHeader, Want: unread, Why: "the information header says it has 4 GiB"},
		{Name: "bmp/depth-65535", Data: header(64, 64, 0xFFFF, 0, 54, 0), Want: broken + "|" + unsupported, Why: "row stride overflows"},
	}
}

func paletteBeyond() []byte {
	palette := bytes.Repeat([]byte{1, 2, 3, 0}, 2)
	return craft.Join(craft.BMPHeader(64, 64, 8, 0, 54+len(palette), 2), palette, bytes.Repeat([]byte{0xFF}, 64*64))
}

func endlessRLE() []byte {
	palette := make([]byte, 1024)
	return craft.Join(craft.BMPHeader(64, 64, 8, 1, 54+len(palette), 256), palette, bytes.Repeat([]byte{0, 2, 0, 0}, 50_000))
}

func oddHeader() []byte {
	data := craft.BMPHeader(64, 64, 24, 0, 54, 0)
	copy(data[14:], []byte{0xFF, 0xFF, 0xFF, 0xFF})
	return append(data, make([]byte, 64*64*3)...)
}
