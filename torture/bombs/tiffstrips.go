package bombs

import (
	"bytes"
	"compress/lzw"

	"loupe/torture/craft"
)

func tiffStripBombs() []Bomb {
	return []Bomb{
		{Name: "tiff/strip-4g", Data: changed(craft.Long(279, 0xFFFFFFFF)), Want: broken, Why: "a strip that says 4 GiB (CVE-2026-33809)"},
		{Name: "tiff/tile-2g", Data: changed(craft.Long(322, 1<<31-1), craft.Long(323, 1<<31-1), craft.Long(324, 8), craft.Long(325, 3072)), Want: broken + "|" + unsupported, Why: "tiles of 2^62 pixels (CVE-2026-46602)"},
		{Name: "tiff/tile-wide", Data: changed(craft.Long(322, 1<<20), craft.Long(323, 16), craft.Long(324, 8), craft.Long(325, 3072)), Want: broken, Why: "a tile 16,000 times as wide as its picture"},
		{Name: "tiff/strip-counts", Data: changed(craft.Long(278, 1)), Want: broken, Why: "48 strips and one offset (CVE-2026-46604)"},
		{Name: "tiff/strip-offsets", Data: changed(craft.Long(273, 8, 8, 8, 8, 8)), Want: Finishes, Why: "five offsets and one length"},
		{Name: "tiff/rows-per-strip-0", Data: changed(craft.Long(278, 0)), Want: Finishes, Why: "division by the rows of a strip"},
		{Name: "tiff/shared-strips", Data: sharedStrips, Want: Finishes, Why: "5,000 strips are the same bytes: each is unpacked again", Heavy: true},
		{Name: "tiff/deflate-1g", Data: packed(tiffDeflate, func() []byte { return craft.DeflateRun(0, 1<<30) }), Want: Finishes, Why: "a strip that inflates to 1 GB", Heavy: true},
		{Name: "tiff/lzw-200m", Data: packed(tiffLZW, longLZW), Want: Finishes, Why: "a strip that LZW unpacks to 200 MB", Heavy: true},
		{Name: "tiff/packbits-600m", Data: packed(packBits, func() []byte { return bytes.Repeat([]byte{0x81, 0}, 5_000_000) }), Want: Finishes, Why: "a strip that PackBits unpacks to 640 MB", Heavy: true},
		{Name: "tiff/packbits-nothing", Data: packed(packBits, func() []byte { return bytes.Repeat([]byte{0x80}, 5_000_000) }), Want: Finishes, Why: "5 MB of codes that unpack to nothing"},
		{Name: "tiff/ccitt-noise", Data: packed(4, func() []byte { return bytes.Repeat([]byte{0x35, 0x9A, 0xC6}, 1_000_000) }), Want: Finishes, Why: "3 MB of CCITT codes for 64x48 pixels"},
		{Name: "tiff/bilevel-40mp", Data: bilevel, Want: Finishes, Why: "a bilevel page of 40 megapixels, held in memory as 8 bytes a pixel by some readers", Heavy: true},
	}
}

// packed returns a page of 64 x 48 whose strip is longer than it should be.
func packed(compression int, strip func() []byte) func() []byte {
	return func() []byte {
		s := sheet()
		s.Compression, s.Strip = compression, strip()
		if compression == 4 {
			s.Depth = 1
		}
		return craft.TIFF(s)
	}
}

func sharedStrips() []byte {
	const w, h = 8000, 5000
	strip := craft.DeflateRun(100, w*10)
	offsets, counts := bigList(h, 8), bigList(h, len(strip))
	tags := []craft.Tag{
		craft.Long(256, w), craft.Long(257, h), craft.Short(258, 8), craft.Short(259, tiffDeflate), craft.Short(262, 1),
		craft.Long(273, offsets...), craft.Short(277, 1), craft.Long(278, 1), craft.Long(279, counts...),
	}
	return craft.Join(craft.TIFFHeader(8+len(strip)), strip, craft.Directory(8+len(strip), 0, tags...))
}

// longLZW packs 200 MB of zeros as compress/lzw does, whose codes widen one later than those of TIFF: decoders go
// astray after a while, and must end then too.
func longLZW() []byte {
	var out bytes.Buffer
	w := lzw.NewWriter(&out, lzw.MSB, 8)
	block := make([]byte, 1<<20)
	for range 200 {
		if _, err := w.Write(block); err != nil {
			panic("bombs: LZW into memory failed: " + err.Error())
		}
	}
	if err := w.Close(); err != nil {
		panic("bombs: LZW into memory failed: " + err.Error())
	}
	return out.Bytes()
}

func bilevel() []byte {
	const w, h = 8000, 5000
	row := bytes.Repeat([]byte{0xF0, 0x0F}, w/16)
	return craft.TIFF(craft.Sheet{Width: w, Height: h, Depth: 1, Compression: tiffDeflate, Strip: append(craft.Deflate(bytes.Repeat(row, h)), make([]byte, 100_000)...)})
}
