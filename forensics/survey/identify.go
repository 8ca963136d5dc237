package survey

import "bytes"

// format is one kind of content that is recognised by its first bytes.
type format struct {
	magic     string // '?' matches any byte
	mediaType string // "" for what is not read
	name      string
	walk      func(*looker) // nil for what is not read
}

// formats lists what is read. Nothing is accepted before the magic: the first byte counts.
func formats() []format {
	return []format{
		{"\xff\xd8\xff", "image/jpeg", "a JPEG picture", (*looker).jpeg},
		{"\x89PNG\r\n\x1a\n", "image/png", "a PNG picture", (*looker).png},
		{"RIFF????WEBP", "image/webp", "a WebP picture", (*looker).webp},
		{"II*\x00", "image/tiff", "a TIFF picture", (*looker).tiff},
		{"MM\x00*", "image/tiff", "a TIFF picture", (*looker).tiff},
		{"GIF87a", "image/gif", "a GIF picture", (*looker).gif},
		{"GIF89a", "image/gif", "a GIF picture", (*looker).gif},
		{"%PDF-", "application/pdf", "a PDF", (*looker).pdf},
	}
}

// others names content that is not read, so that the uploader learns what was sent.
func others() []format {
	return []format{
		{magic: "PK\x03\x04", name: "a ZIP archive or office document"}, {magic: "PK\x05\x06", name: "an empty ZIP archive"},
		{magic: "Rar!\x1a\x07", name: "a RAR archive"}, {magic: "7z\xbc\xaf\x27\x1c", name: "a 7z archive"}, {magic: "\x1f\x8b\x08", name: "a gzip archive"},
		{magic: "\xff\x0a", name: "a JPEG XL picture"}, {magic: "\x00\x00\x00\x0cJXL \r\n\x87\n", name: "a JPEG XL picture"},
		{magic: "\x00\x00\x00\x0cjP  \r\n\x87\n", name: "a JPEG 2000 picture"}, {magic: "\xff\x4f\xff\x51", name: "a JPEG 2000 picture"},
		{magic: "II\xbc", name: "a JPEG XR picture"}, {magic: "II+\x00", name: "a BigTIFF picture"}, {magic: "MM\x00+", name: "a BigTIFF picture"},
		{magic: "8BPS", name: "a Photoshop document"}, {magic: "v/1\x01", name: "an OpenEXR picture"}, {magic: "qoif", name: "a QOI picture"},
		{magic: "\x00\x00\x01\x00?\x00", name: "a Windows icon"}, {magic: "FUJIFILMCCD-RAW", name: "a camera's raw picture"}, {magic: "AT&TFORM", name: "a DjVu document"},
		{magic: "\x1a\x45\xdf\xa3", name: "a video"}, {magic: "RIFF????AVI ", name: "a video"}, {magic: "\x00\x00\x01\xba", name: "a video"}, {magic: "FLV\x01", name: "a video"},
		{magic: "RIFF????WAVE", name: "a sound recording"}, {magic: "ID3", name: "a sound recording"}, {magic: "OggS", name: "a sound recording"}, {magic: "fLaC", name: "a sound recording"},
		{magic: "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", name: "an office document of the old kind"}, {magic: "{\\rtf", name: "a rich text document"}, {magic: "%!PS", name: "a PostScript document"},
		{magic: "\x7fELF", name: "a program"}, {magic: "MZ", name: "a program"},
	}
}

// identify tells what data is by its first bytes.
func identify(data []byte) format {
	for _, f := range formats() {
		if hasMagic(data, f.magic) {
			return f
		}
	}
	if isBMP(data) {
		return format{mediaType: "image/bmp", name: "a BMP picture", walk: (*looker).bmp}
	}
	if mediaType, name := mediaBrand(data); name != "" {
		f := format{mediaType: mediaType, name: name}
		if mediaType != "" {
			f.walk = (*looker).heif
		}
		return f
	}
	for _, f := range others() {
		if hasMagic(data, f.magic) {
			return f
		}
	}
	return format{name: describeText(data)}
}

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

// describeText names markup and text. Text is what has no control characters in its first 512 bytes.
func describeText(data []byte) string {
	head := bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 1024)], []byte("\xef\xbb\xbf")), " \t\r\n")
	for _, k := range []struct{ tag, name string }{
		{"<svg", "an SVG"}, {"<!doctype svg", "an SVG"}, {"<!doctype", "HTML"}, {"<html", "HTML"}, {"<script", "HTML"}, {"<?php", "a PHP script"}, {"#!", "a script"},
	} {
		if hasPrefixFold(head, k.tag) {
			return k.name
		}
	}
	switch {
	case len(data) == 0:
		return "nothing"
	case bytes.HasPrefix(head, []byte("<?xml")) && bytes.Contains(head, []byte("<svg")):
		return "an SVG"
	case bytes.HasPrefix(head, []byte("<?xml")):
		return "XML"
	case isText(data[:min(len(data), 512)]):
		return "text"
	}
	return "of a type that we do not know"
}

func isText(b []byte) bool {
	for _, c := range b {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' {
			return false
		}
	}
	return true
}

// hasPrefixFold is bytes.HasPrefix for a lower-case ASCII prefix, letters of either case in b.
func hasPrefixFold(b []byte, prefix string) bool {
	if len(b) < len(prefix) {
		return false
	}
	for i := range len(prefix) {
		c := b[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != prefix[i] {
			return false
		}
	}
	return true
}
