package forensics

import (
	"bytes"
	"encoding/binary"
	"strings"
)

func hasMagic(data []byte, magic string) bool {
	if len(data) < len(magic) {
		return false
	}
	for i := range len(magic) {
		if magic[i] != '?' && magic[i] != data[i] {
			return false
		}
	}
	return true
}

// describe names content that we do not read, so that the uploader learns what was sent.
func describe(data []byte) string {
	known := []struct{ magic, name string }{
		{"GIF8", "a GIF"}, {"BM", "a BMP"}, {"%PDF", "a PDF"}, {"PK\x03\x04", "a ZIP archive or office document"},
		{"????ftypheic", "a HEIC picture"}, {"????ftypheix", "a HEIC picture"}, {"????ftypmif1", "a HEIF picture"},
		{"????ftypavif", "an AVIF picture"}, {"????ftyp", "a video or another ISO media file"},
		{"\xff\x0a", "a JPEG XL picture"}, {"<svg", "an SVG"}, {"<?xml", "XML"}, {"<!DOCTYPE", "HTML"}, {"<html", "HTML"},
	}
	for _, k := range known {
		if hasMagic(data, k.magic) {
			return k.name
		}
	}
	if !strings.ContainsRune(string(data[:min(len(data), 512)]), 0) {
		return "text"
	}
	return "of a type that we do not know"
}

func single([]byte) (frames, pages int) { return 1, 1 }

// countAPNG returns the frame count of the acTL chunk (APNG 1.0), which stands before the first IDAT; only the default
// picture is examined.
func countAPNG(data []byte) (frames, pages int) {
	for at := 8; at+12 <= len(data); {
		n, name := int(binary.BigEndian.Uint32(data[at:])), string(data[at+4:at+8])
		if name == "IDAT" || n < 0 || n > len(data)-at-12 {
			break
		}
		if name == "acTL" && n >= 8 {
			return max(1, int(binary.BigEndian.Uint32(data[at+8:]))), 1
		}
		at += 12 + n
	}
	return 1, 1
}

// countWebP counts ANMF chunks of the RIFF container (WebP container specification, "Animation").
func countWebP(data []byte) (frames, pages int) {
	for at := 12; at+8 <= len(data); {
		n := int(binary.LittleEndian.Uint32(data[at+4:]))
		if string(data[at:at+4]) == "ANMF" {
			frames++
		}
		if n < 0 || n > len(data)-at-8 {
			break
		}
		at += 8 + n + n&1
	}
	return max(1, frames), 1
}

// maxIFDs bounds the walk over a TIFF's pages; more than one is refused anyway.
const maxIFDs = 1000

// countTIFF counts the image file directories of the main chain (TIFF 6.0 section 2), skipping reduced-resolution
// pictures (NewSubfileType bit 0) and stopping at a directory seen before.
func countTIFF(data []byte) (frames, pages int) {
	if len(data) < 8 {
		return 1, 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if data[0] == 'M' {
		order = binary.BigEndian
	}
	seen := map[uint32]bool{0: true}
	at := order.Uint32(data[4:])
	for range maxIFDs {
		if seen[at] || uint64(at)+2 > uint64(len(data)) {
			break
		}
		seen[at] = true
		n := int(order.Uint16(data[at:]))
		end := int(at) + 2 + 12*n
		if end+4 > len(data) {
			break
		}
		if !reducedResolution(data[at+2:end], order) {
			pages++
		}
		at = order.Uint32(data[end:])
	}
	return 1, max(1, pages)
}

func reducedResolution(entries []byte, order binary.ByteOrder) bool {
	const newSubfileType = 254
	for ; len(entries) >= 12; entries = entries[12:] {
		if order.Uint16(entries) == newSubfileType {
			return order.Uint32(entries[8:])&1 == 1
		}
	}
	return false
}

// endsJPEG reports whether an EOI marker follows the last SOS: a thumbnail's own EOI stands before it.
func endsJPEG(data []byte) bool {
	return bytes.LastIndex(data, []byte{0xff, 0xd9}) > bytes.LastIndex(data, []byte{0xff, 0xda})
}

func endsPNG(data []byte) bool { return bytes.Contains(data, []byte("IEND")) }

func endsWebP(data []byte) bool {
	return len(data) >= 12 && uint64(binary.LittleEndian.Uint32(data[4:]))+8 <= uint64(len(data))
}
