package metadata

import (
	"bytes"
	"encoding/binary"

	"loupe/forensics"
	"loupe/forensics/jpegfile"
)

// maxBlob bounds every EXIF or XMP block that is looked at; larger ones are passed over (SECURITY section 2).
const maxBlob = 256 << 10

// maxChunks bounds the walk over a PNG's or WebP's chunks.
const maxChunks = 4096

// container is what a file carries beside its pixels, still unread.
type container struct {
	exif     []byte   // a TIFF structure, "II*" or "MM*"
	xmp      [][]byte // packets
	notes    []string // comments and text chunks that may name software, untrusted
	segments []string // JPEG application segments in file order
	savedWeb bool     // APP12 "Ducky": Adobe's "Save for Web"
}

// unpack finds the metadata blocks in data. It never fails: what cannot be walked ends the walk.
func unpack(x *forensics.Exhibit) container {
	data := x.Bytes()
	switch x.File.MediaType {
	case "image/jpeg":
		if j, err := x.JPEG(); err == nil {
			return unpackJPEG(j)
		}
	case "image/png":
		return unpackPNG(data)
	case "image/webp":
		return unpackWebP(data)
	case "image/tiff":
		return container{exif: data} // the file is itself the TIFF structure
	case "image/heic", "image/heif", "image/avif":
		return unpackHEIF(x)
	}
	return container{}
}

const (
	exifIdentifier = "Exif\x00\x00"
	xmpIdentifier  = "http://ns.adobe.com/xap/1.0/\x00"
)

func unpackJPEG(j *jpegfile.File) container {
	var c container
	if blocks := j.App(1, exifIdentifier); len(blocks) > 0 {
		c.exif = blocks[0] // a second one is not read by cameras' and viewers' software either
	}
	c.xmp = capped(j.App(1, xmpIdentifier))
	for _, comment := range j.Comments() {
		c.note(comment)
	}
	c.savedWeb = len(j.App(12, "Ducky")) > 0
	c.segments = segmentNames(j)
	return c
}

// capped keeps the blocks of at most maxBlob bytes, and of them at most four.
func capped(blocks [][]byte) [][]byte {
	var kept [][]byte
	for _, b := range blocks {
		if len(b) <= maxBlob && len(kept) < 4 {
			kept = append(kept, b)
		}
	}
	return kept
}

// note keeps a comment, as far as it may name software.
func (c *container) note(b []byte) {
	if len(c.notes) < 16 {
		c.notes = append(c.notes, clean(string(b[:min(len(b), 4*maxRunes)])))
	}
}

// unpackPNG walks the chunks (PNG third edition, 5.3): eXIf, iTXt with XMP, tEXt.
func unpackPNG(data []byte) container {
	var c container
	at := 8
	for range maxChunks {
		if at+12 > len(data) {
			break
		}
		n := int(binary.BigEndian.Uint32(data[at:]))
		if n > len(data)-at-12 {
			break
		}
		name, body := string(data[at+4:at+8]), data[at+8:at+8+n]
		at += 12 + n
		if name == "IEND" {
			break
		}
		c.pngChunk(name, body)
	}
	return c
}

func (c *container) pngChunk(name string, body []byte) {
	if len(body) > maxBlob {
		return
	}
	switch name {
	case "eXIf":
		if c.exif == nil {
			c.exif = body
		}
	case "iTXt":
		// keyword 0, compression flag, method, language 0, translated keyword 0, text (11.3.3.4); XMP is never compressed.
		if rest, ok := bytes.CutPrefix(body, []byte("XML:com.adobe.xmp\x00\x00\x00")); ok {
			if parts := bytes.SplitN(rest, []byte{0}, 3); len(parts) == 3 {
				c.xmp = capped(append(c.xmp, parts[2]))
			}
		}
	case "tEXt":
		if key, text, ok := bytes.Cut(body, []byte{0}); ok && (string(key) == "Software" || string(key) == "Comment") {
			c.note(text)
		}
	}
}

// unpackWebP walks the RIFF chunks (WebP container specification, "EXIF" and "XMP ").
func unpackWebP(data []byte) container {
	var c container
	if len(data) < 12 {
		return c
	}
	end := len(data)
	if size := int(binary.LittleEndian.Uint32(data[4:])); size <= len(data)-8 {
		end = 8 + size
	}
	at := 12
	for range maxChunks {
		if at+8 > end {
			break
		}
		n := int(binary.LittleEndian.Uint32(data[at+4:]))
		if n > end-at-8 {
			break
		}
		name, body := string(data[at:at+4]), data[at+8:at+8+n]
		at += 8 + n + n&1
		if len(body) > maxBlob {
			continue
		}
		switch {
		case name == "EXIF" && c.exif == nil:
			c.exif = bytes.TrimPrefix(body, []byte(exifIdentifier))
		case name == "XMP ":
			c.xmp = capped(append(c.xmp, body))
		}
	}
	return c
}

// unpackHEIF takes the metadata items that the survey found (ISO/IEC 23008-12, annex A).
func unpackHEIF(x *forensics.Exhibit) container {
	var c container
	if seen := x.Survey(); len(seen.EXIF) <= maxBlob {
		c.exif = seen.EXIF
	}
	if packet := x.Survey().XMP; len(packet) > 0 {
		c.xmp = capped([][]byte{packet})
	}
	return c
}

// segmentNames lists the application segments in file order, "APP1 Exif", repeats of one name folded.
func segmentNames(j *jpegfile.File) []string {
	var names []string
	for _, s := range j.Segments {
		if s.Marker < jpegfile.APP0 || s.Marker > jpegfile.APP15 || len(names) == 24 {
			continue
		}
		name := segmentName(int(s.Marker-jpegfile.APP0), j.Payload(s))
		if len(names) == 0 || names[len(names)-1] != name {
			names = append(names, name)
		}
	}
	return names
}
