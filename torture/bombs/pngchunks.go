package bombs

import (
	"bytes"
	"encoding/binary"

	"loupe/torture/craft"
)

func pngChunkBombs() []Bomb {
	with := func(chunks ...func() []byte) func() []byte {
		return func() []byte {
			var extra [][]byte
			for _, c := range chunks {
				extra = append(extra, c())
			}
			return craft.GreyPNG(64, 64, shade, extra...)
		}
	}
	return []Bomb{
		{Name: "png/ztxt-1g", Data: with(inflating("zTXt", "Comment\x00\x00")), Want: Finishes, Why: "a text that inflates to 1 GB (libpng decompression bombs)", Heavy: true},
		{Name: "png/itxt-1g", Data: with(inflating("iTXt", "XML:com.adobe.xmp\x00\x01\x00\x00\x00")), Want: Finishes, Why: "a compressed XMP packet of 1 GB", Heavy: true},
		{Name: "png/iccp-1g", Data: with(inflating("iCCP", "icc\x00\x00")), Want: intricate, Why: "a colour profile that inflates to 1 GB", Heavy: true},
		{Name: "png/200000-chunks", Data: with(manyChunks(200_000)), Want: intricate, Why: "200,000 tiny chunks: work for each"},
		{Name: "png/9000-chunks", Data: with(manyChunks(9000)), Want: Finishes, Why: "just below the limit of chunks"},
		{Name: "png/text-9mb", Data: with(chunk("tEXt", append([]byte("Comment\x00"), make([]byte, 9_000_000)...))), Want: intricate, Why: "9 MB of metadata"},
		{Name: "png/idat-bytes", Data: splitIDAT(1), Want: Finishes, Why: "the pixels in chunks of one byte (Go issue 9, libpng speed)"},
		{Name: "png/idat-20000", Data: emptyIDAT(20_000), Want: intricate, Why: "20,000 empty pixel chunks"},
		{Name: "png/apng-million-frames", Data: with(chunk("acTL", binary.BigEndian.AppendUint64(nil, 1_000_000<<32))), Want: pixels, Why: "an animation of a million frames"},
		{Name: "png/apng-frames-missing", Data: with(chunk("acTL", binary.BigEndian.AppendUint64(nil, 100<<32))), Want: Finishes, Why: "100 frames are announced and none is there"},
		{Name: "png/after-iend", Data: afterEnd, Want: Finishes, Why: "a second picture behind the end"},
		{Name: "png/two-headers", Data: with(chunk("IHDR", make([]byte, 13))), Want: corrupt, Why: "a second header says 0x0"},
		{Name: "png/chunk-2g", Data: giantChunk, Want: broken, Why: "a chunk that says 2 GiB"},
		{Name: "png/exif-loop", Data: with(chunk("eXIf", loopedDirectory())), Want: Finishes, Why: "an EXIF block whose directory follows itself"},
	}
}

func chunk(kind string, data []byte) func() []byte {
	return func() []byte { return craft.Chunk(kind, data) }
}

// inflating returns a chunk of a prefix and a zlib stream that inflates to 1 GiB.
func inflating(kind, prefix string) func() []byte {
	return func() []byte { return craft.Chunk(kind, append([]byte(prefix), craft.DeflateRun('a', 1<<30)...)) }
}

func manyChunks(n int) func() []byte {
	return func() []byte { return bytes.Repeat(craft.Chunk("prVt", []byte{1}), n) }
}

// splitIDAT returns a picture whose pixels come in chunks of n bytes.
func splitIDAT(n int) func() []byte {
	return func() []byte {
		row := bytes.Repeat([]byte{0}, 65)
		stream := craft.Deflate(bytes.Repeat(row, 64))
		var chunks [][]byte
		for at := 0; at < len(stream); at += n {
			chunks = append(chunks, craft.Chunk("IDAT", stream[at:min(at+n, len(stream))]))
		}
		return craft.PNG(craft.IHDR(64, 64, 8, grey, 0), craft.Join(chunks...), craft.Chunk("IEND", nil))
	}
}

func emptyIDAT(n int) func() []byte {
	return func() []byte {
		return craft.GreyPNG(64, 64, shade, bytes.Repeat(craft.Chunk("IDAT", nil), n))
	}
}

func afterEnd() []byte {
	return craft.Join(craft.GreyPNG(64, 64, shade), craft.GreyPNG(60, 60, shade))
}

func giantChunk() []byte {
	data := craft.GreyPNG(64, 64, shade)
	return craft.Join(data[:33], []byte{0x7F, 0xFF, 0xFF, 0xFF}, []byte("prVt"), data[33:])
}
