package bombs

import (
	"bytes"

	"loupe/torture/craft"
)

// Colour types of a PNG (third edition, 11.2.1).
const (
	grey    = 0
	indexed = 3
)

func pngBombs() []Bomb {
	side := func(w, h int) func() []byte {
		return func() []byte { return hollowPNG(w, h, 8, grey, craft.Deflate(make([]byte, 100))) }
	}
	return []Bomb{
		{Name: "png/65535-square", Data: side(65535, 65535), Want: pixels, Why: "4 gigapixels in 70 bytes"},
		{Name: "png/sides-2g", Data: side(1<<31-1, 1<<31-1), Want: pixels, Why: "the product overflows 64 bits with 8 bytes a pixel"},
		{Name: "png/sides-4g", Data: side(1<<32-1, 1<<32-1), Want: pixels + "|" + corrupt, Why: "sides that are negative as int32"},
		{Name: "png/side-zero", Data: side(0, 100), Want: corrupt + "|file.too_small", Why: "0 passes a test of the product"},
		{Name: "png/strip-1x40m", Data: side(1, 40_000_000), Want: pixels, Why: "one pixel wide, 40 million high: each row costs"},
		{Name: "png/flat-16k", Data: flatPNG(16000, 16000), Want: pixels, Why: "a deflate bomb with real pixels: 250 KB unfold to 256 MB", Heavy: true},
		{Name: "png/flat-40mp", Data: flatPNG(8000, 5000), Want: intricate, Why: "the same within the pixel limit: 40 KB unfold to 40 MP"},
		{Name: "png/sixteen-bit-40mp", Data: deepPNG, Want: Finishes, Why: "320 MB of 16-bit RGBA out of a valid file of a megabyte", Heavy: true},
		{Name: "png/interlaced-odd", Data: interlaced(17, 19), Want: Finishes, Why: "Adam7 passes of no width"},
		{Name: "png/interlaced-line", Data: interlaced(16, 11_999), Want: Finishes, Why: "Adam7 passes of one column"},
		{Name: "png/palette-missing", Data: constant(hollowPNG(64, 64, 8, indexed, craft.Deflate(make([]byte, 65*64)))), Want: corrupt, Why: "indices into nothing"},
		{Name: "png/palette-index-beyond", Data: pngPaletteBeyond, Want: Finishes, Why: "indices beyond a palette of one (CVE-2023-36308)"},
		{Name: "png/pixels-1g", Data: surplusPNG, Want: Finishes, Why: "64x64 pixels, whose IDAT inflates to 1 GB", Heavy: true},
		{Name: "png/pixels-missing", Data: constant(hollowPNG(64, 64, 8, grey, craft.Deflate(make([]byte, 65*20)))), Want: broken, Why: "the stream ends after a third of the rows"},
		{Name: "png/no-iend", Data: cut(-12), Want: truncated, Why: "whole pixels, no end chunk"},
		{Name: "png/cut-in-idat", Data: cut(-40), Want: truncated, Why: "cut within the pixels"},
		{Name: "png/crc-wrong", Data: wrongCRC, Want: corrupt, Why: "a chunk whose check fails"},
	}
}

// hollowPNG returns a PNG of a header and the given zlib stream.
func hollowPNG(w, h, depth, colour int, stream []byte, extra ...[]byte) []byte {
	return craft.PNG(craft.IHDR(w, h, depth, colour, 0), craft.Join(extra...), craft.Chunk("IDAT", stream), craft.Chunk("IEND", nil))
}

func flatPNG(w, h int) func() []byte {
	return func() []byte { return hollowPNG(w, h, 8, grey, craft.DeflateRun(0, int64(w+1)*int64(h))) }
}

// deepPNG is padded by a text so that its inflate ratio passes.
func deepPNG() []byte {
	const w, h, bytesPerPixel, rgba = 8000, 5000, 8, 6
	text := craft.Chunk("tEXt", append([]byte("Comment\x00"), bytes.Repeat([]byte("a"), 200_000)...))
	return hollowPNG(w, h, 16, rgba, craft.DeflateRun(0, int64(w*bytesPerPixel+1)*h), text)
}

func interlaced(w, h int) func() []byte {
	return func() []byte {
		var raw []byte
		for _, pass := range [][4]int{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}} {
			across, down := (w-pass[0]+pass[2]-1)/pass[2], (h-pass[1]+pass[3]-1)/pass[3]
			if across > 0 && down > 0 {
				raw = append(raw, make([]byte, down*(1+across))...)
			}
		}
		return craft.PNG(craft.IHDR(w, h, 8, grey, 1), craft.Chunk("IDAT", craft.Deflate(raw)), craft.Chunk("IEND", nil))
	}
}

func pngPaletteBeyond() []byte {
	row := append([]byte{0}, bytes.Repeat([]byte{0xFF}, 64)...)
	return hollowPNG(64, 64, 8, indexed, craft.Deflate(bytes.Repeat(row, 64)), craft.Chunk("PLTE", []byte{9, 9, 9}))
}

func surplusPNG() []byte { return hollowPNG(64, 64, 8, grey, craft.DeflateRun(0, 1<<30)) }

// cut returns a good picture without its last bytes.
func cut(n int) func() []byte {
	return func() []byte {
		data := craft.GreyPNG(64, 64, shade)
		return data[:len(data)+n]
	}
}

func wrongCRC() []byte {
	data := craft.GreyPNG(64, 64, shade)
	data[len(data)-14] ^= 1 // within the CRC of IDAT
	return data
}
