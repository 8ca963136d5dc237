package bombs

import (
	"archive/zip"
	"bytes"
	"strings"

	"loupe/torture/craft"
)

// Payloads of other kinds.
const (
	page  = "<html><body><script>alert(document.domain)</script></body></html>"
	php   = "<?php system($_GET['c']); ?>"
	java  = "*/=1;alert(document.domain);/*"
	eicar = `X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`
)

func polyglots() []Bomb {
	after := func(tail func() []byte) func() []byte {
		return func() []byte { return append(small().Encode(), tail()...) }
	}
	text := func(s string) func() []byte { return func() []byte { return []byte(s) } }
	return []Bomb{
		{Name: "polyglot/jpeg-zip", Data: after(archive), Want: foreign, Why: "a picture that unpacks"},
		{Name: "polyglot/jpeg-html-after", Data: after(text(page)), Want: foreign, Why: "a picture that browsers sniff as a page"},
		{Name: "polyglot/jpeg-html-comment", Data: with(craft.Segment(0xFE, []byte(page))), Want: foreign, Why: "the same inside a comment, where nothing follows the end"},
		{Name: "polyglot/jpeg-php-exif", Data: with(craft.EXIF(craft.Join(craft.TIFFHeader(8), craft.Directory(8, 0, craft.Text(0x10F, php))))), Want: foreign, Why: "a script as camera name"},
		{Name: "polyglot/jpeg-pdf", Data: after(func() []byte { return boxedPDF("0 0 200 150") }), Want: foreign, Why: "a picture that is a document when a viewer looks for %PDF"},
		{Name: "polyglot/jpeg-elf", Data: after(text("\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 200))), Want: foreign, Why: "a program behind a picture"},
		{Name: "polyglot/gifar", Data: gifar, Want: foreign, Why: "a GIF that is a Java archive (GIFAR, 2008)"},
		{Name: "polyglot/gif-javascript", Data: gifScript, Want: Finishes, Why: "GIF89a as a variable name: a script served from our origin passes CSP"},
		{Name: "polyglot/png-php", Data: func() []byte { return craft.GreyPNG(64, 64, shade, craft.Chunk("tEXt", []byte("Comment\x00"+php))) }, Want: foreign, Why: "a script in a text chunk"},
		{Name: "polyglot/png-exe", Data: func() []byte { return append(craft.GreyPNG(64, 64, shade), windowsProgram()...) }, Want: foreign, Why: "a program behind a picture"},
		{Name: "polyglot/png-zip", Data: func() []byte { return append(craft.GreyPNG(64, 64, shade), archive()...) }, Want: foreign, Why: "an archive behind a picture"},
		{Name: "polyglot/bmp-javascript", Data: bmpScript, Want: Finishes, Why: "BM as a variable name, the rest a comment"},
		{Name: "polyglot/pdf-jpeg", Data: func() []byte { return append(small().Encode()[:20], boxedPDF("0 0 200 150")...) }, Want: Finishes, Why: "a document after 20 bytes of JPEG: PDF viewers accept it"},
		{Name: "polyglot/pdf-zip", Data: func() []byte { return append(boxedPDF("0 0 200 150"), archive()...) }, Want: "file.foreign_content", Why: "a document that unpacks"},
		{Name: "polyglot/webp-html", Data: func() []byte { return craft.WebP(vp8l(), craft.RIFFChunk("XMP ", []byte(page))) }, Want: foreign + "|" + corrupt, Why: "a page as XMP"},
		{Name: "polyglot/tiff-zip", Data: func() []byte { return append(craft.TIFF(sheet()), archive()...) }, Want: foreign, Why: "an archive behind a picture"},
		{Name: "polyglot/jpeg-eicar", Data: after(text(eicar)), Want: Finishes, Why: "the virus scanners' test file behind a picture"},
	}
}

// windowsProgram returns the headers of a program: the new one stands where the old one says.
func windowsProgram() []byte {
	old := append([]byte("MZ"), make([]byte, 62)...)
	old[60] = 64
	return append(old, "PE\x00\x00"+strings.Repeat("\x00", 200)...)
}

// archive returns a ZIP archive of one small file.
func archive() []byte { return zipped("run.sh", []byte("#!/bin/sh\nid\n")) }

func zipped(name string, data []byte) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	f, err := w.Create(name)
	if err == nil {
		_, err = f.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic("bombs: ZIP into memory failed: " + err.Error()) // a Buffer does not fail
	}
	return out.Bytes()
}

func gifar() []byte {
	frame := craft.GIFFrame(0, 0, 64, 48, framePixels(64*48))
	return craft.Join(craft.GIFHeader(64, 48), frame, craft.GIFTrailer(), zipped("META-INF/MANIFEST.MF", []byte("Main-Class: A\n")))
}

// gifScript is GIF89a/*...*/=1;alert(): the canvas size opens the comment.
func gifScript() []byte {
	frame := craft.GIFFrame(0, 0, 64, 48, framePixels(64*48))
	data := craft.Join(craft.GIFHeader(64, 48), frame, craft.GIFTrailer(), []byte(java))
	copy(data[6:], "/*")
	return data
}

func bmpScript() []byte {
	data := craft.BMP(64, 48, shade)
	copy(data[2:], "/*")
	return append(data, java...)
}
