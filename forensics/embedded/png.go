package embedded

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
)

// png walks the chunks (PNG third edition, 5.3): eXIf, XMP and texts, and C2PA's caBX (C2PA 2.2, A.3.2). Texts behind
// the pixels count as well.
func (b *Blocks) png(data []byte) {
	at := 8
	for range maxChunks {
		if at+12 > len(data) {
			return
		}
		n := int(binary.BigEndian.Uint32(data[at:]))
		if n > len(data)-at-12 {
			return
		}
		name, body := string(data[at+4:at+8]), data[at+8:at+8+n]
		at += 12 + n
		switch name {
		case "IEND":
			return
		case "eXIf":
			b.exif(body)
		case "caBX":
			b.manifest(body)
		case "tEXt", "zTXt", "iTXt":
			b.textChunk(name, body)
		}
	}
}

const xmpKeyword = "XML:com.adobe.xmp"

// textChunk reads tEXt, zTXt and iTXt (11.3.3).
func (b *Blocks) textChunk(name string, body []byte) {
	key, rest, ok := bytes.Cut(body, []byte{0})
	if !ok || len(key) > 79 || len(body) > MaxBlock { // 11.3.3.1: keywords have at most 79 bytes
		return
	}
	switch {
	case name == "tEXt":
		b.text(PlacePNGText, string(key), rest)
	case name == "zTXt" && len(rest) > 0:
		b.text(PlacePNGPacked, string(key), b.inflate(rest[1:]))
	case name == "iTXt" && len(rest) > 2:
		// compression flag, method, language 0, translated keyword 0, text (11.3.3.4)
		parts := bytes.SplitN(rest[2:], []byte{0}, 3)
		if len(parts) < 3 {
			return
		}
		value := parts[2]
		if rest[0] == 1 {
			value = b.inflate(value)
		}
		if string(key) == xmpKeyword {
			b.packet(value)
		} else {
			b.text(PlacePNGUTF8, string(key), value)
		}
	}
}

// inflate returns what a zlib stream gives within what is left of MaxInflated; a damaged one as far as it goes.
func (b *Blocks) inflate(stream []byte) []byte {
	z, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		return nil
	}
	out, _ := io.ReadAll(io.LimitReader(z, int64(MaxInflated-b.inflated))) // what came before damage counts
	b.inflated += len(out)
	return out
}
