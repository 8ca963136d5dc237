package survey_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"loupe/forensics/survey"
)

// mpf is an APP2 segment that announces one further picture of size bytes, offset bytes behind the TIFF header in it.
func mpf(size, offset int) []byte {
	be := binary.BigEndian
	entries := join(make([]byte, 16), be32(0), be32(size), be32(offset), be32(0))
	return segment(0xe2, "MPF\x00", "MM\x00\x2a", be32(8), directoryAt(be, 8, 0, tag{id: 0xb001, numbers: []int{2}}, tag{id: 0xb002, text: entries}))
}

// announced is a JPEG whose MPF index announces a picture of size bytes at shift bytes behind its end.
func announced(t testing.TB, size, shift int) []byte {
	plain := jpegOf(t, 40, 30)
	length := len(plain) + len(mpf(0, 1))
	header := 2 + 4 + 4 // SOI, marker and length, identifier: offsets count from there (CIPA DC-007, 5.2.3.3)
	return withSegments(plain, mpf(size, length+shift-header))
}

// samsung is the trailer of a Samsung phone that holds data.
func samsung(data []byte) []byte {
	directory := join("SEFH", le32(101), le32(1), le16(0), le16(0x0a01), le32(len(data)), le32(len(data)))
	return join(data, directory, le32(len(directory)), "SEFT")
}

func film() []byte {
	return join(bytesOf("ftyp", "mp42\x00\x00\x00\x00isom"), bytesOf("moov", bytesOf("mvhd", make([]byte, 100))), bytesOf("mdat", make([]byte, 300)))
}

func withXMP(t testing.TB, packet string) []byte {
	return withSegments(jpegOf(t, 40, 30), segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00", packet))
}

func pe() []byte {
	return join("MZ", make([]byte, 58), le32(64), "PE\x00\x00", make([]byte, 100))
}

// kinds says in short what follows: "picture! padding" with ! for announced.
func kinds(trailers []survey.Trailer) string {
	var words []string
	for _, tr := range trailers {
		w := string(tr.Kind)
		if tr.Announced {
			w += "!"
		}
		words = append(words, w)
	}
	return strings.Join(words, " ")
}

func TestTrailers(t *testing.T) {
	plain, second, archive := jpegOf(t, 40, 30), jpegOf(t, 20, 10), zipOf(t)
	noise := bytes.Repeat([]byte("\x91\x17\xe3"), 200)
	motion := fmt.Sprintf(`<x GCamera:MicroVideo="1" GCamera:MicroVideoOffset="%d"/>`, len(film()))
	many := bytes.Repeat(join(second, make([]byte, 9)), survey.MaxTrailers)
	for _, c := range []struct {
		name, want string
		data       []byte
		foreign    string
	}{
		{name: "nothing", data: plain},
		{name: "zeros", data: join(plain, make([]byte, 5000)), want: "padding"},
		{name: "a single newline", data: join(plain, "\n"), want: "padding"},
		{name: "erased flash", data: join(plain, bytes.Repeat([]byte{0xff}, 99)), want: "padding"},
		{name: "bytes above 7f are no filler", data: join(plain, bytes.Repeat([]byte{0xfe, 0x81, 0x99}, 99)), want: "unknown"},
		{name: "announced picture", data: join(announced(t, len(second), 0), second), want: "picture!"},
		{name: "announced picture behind a gap", data: join(announced(t, len(second), 700), make([]byte, 700), second), want: "padding picture!"},
		{name: "announced picture behind noise", data: join(announced(t, len(second), len(noise)), noise, second), want: "unknown picture!"},
		{name: "announced picture that is longer", data: join(announced(t, len(second)-1, 0), second), want: "picture"},
		{name: "picture that the index has elsewhere", data: join(announced(t, len(second), 1), second), want: "picture"},
		{name: "picture that nobody announces", data: join(plain, second), want: "picture"},
		{name: "two pictures and zeros", data: join(plain, second, make([]byte, 9), second), want: "picture padding picture"},
		{name: "PNG behind a JPEG", data: join(plain, pngOf(t, 9, 9)), want: "picture"},
		{name: "motion photo", data: join(withXMP(t, motion), film()), want: "film!"},
		{name: "film of another length than announced", data: join(withXMP(t, motion), film(), bytesOf("free", "x")), want: "film"},
		{name: "film behind zeros", data: join(plain, make([]byte, 50), film()), want: "padding film"},
		{name: "film that nobody announces", data: join(plain, film()), want: "film"},
		{name: "Samsung", data: join(plain, samsung(noise)), want: "maker!"},
		{name: "Samsung behind zeros", data: join(plain, make([]byte, 64), samsung(noise)), want: "padding maker!"},
		{name: "Samsung whose directory points before the end", data: join(plain, bytes.Replace(samsung(noise), le32(len(noise)), le32(1<<30), 1)), want: "unknown"},
		{name: "archive inside a Samsung trailer", data: join(plain, samsung(archive)), want: "maker!", foreign: "archive"},
		{name: "Canon", data: join(plain, "CANON OPTIONAL DATA\x00\x00\x01\x00\x00", be32(40), make([]byte, 40+0x40)), want: "maker"},
		{name: "ZIP", data: join(plain, archive), want: "archive"},
		{name: "ZIP behind noise", data: join(plain, noise, archive), want: "unknown archive"},
		{name: "ZIP behind an announced picture", data: join(announced(t, len(second), 0), second, archive), want: "picture! archive"},
		{name: "ZIP inside a film", data: join(plain, film(), bytesOf("free", archive)), want: "film", foreign: "archive"},
		{name: "RAR", data: join(plain, "Rar!\x1a\x07\x01\x00", noise), want: "archive"},
		{name: "7z", data: join(plain, "7z\xbc\xaf\x27\x1c", noise), want: "archive"},
		{name: "PDF", data: join(plain, "%PDF-1.4\n", noise, "%%EOF"), want: "document", foreign: ""},
		{name: "HTML", data: join(plain, "<HTML><script>alert(1)</script>"), want: "script"},
		{name: "HTML behind blanks", data: join(plain, "\r\n  <!DOCTYPE html>"), want: "padding script"},
		{name: "PHP behind noise", data: join(plain, noise, "<?php system($_GET[0]);"), want: "unknown script"},
		{name: "PHP in short", data: join(plain, "<?=`$_GET[0]`?>"), want: "script"},
		{name: "shell", data: join(plain, "#!/bin/sh\n"), want: "script"},
		{name: "Windows program", data: join(plain, pe()), want: "program"},
		{name: "MZ alone", data: join(plain, "MZ", noise), want: "unknown"},
		{name: "Linux program", data: join(plain, "\x7fELF\x02\x01\x01", noise), want: "program"},
		{name: "second picture with PHP in its comment", data: join(plain, withSegments(second, segment(0xfe, "<?php x"))), want: "picture", foreign: "script"},
		{name: "noise", data: join(plain, noise), want: "unknown"},
		{name: "more pieces than are looked at", data: join(plain, many, archive), want: strings.TrimSuffix(strings.Repeat("picture padding ", survey.MaxTrailers/2), "padding ") + "archive"},
		{name: "behind a PNG", data: join(pngOf(t, 9, 9), archive), want: "archive"},
		{name: "behind a WebP", data: join(webpOf(vp8(9, 9)), archive), want: "archive"},
		{name: "behind a GIF", data: join(gifOf(t, 9, 9, 1), archive), want: "archive"},
		{name: "behind a BMP", data: join(bmpOf(t, 9, 9), archive), want: "archive"},
		{name: "behind a TIFF", data: join(tiffOf(t, 9, 9), archive), want: "archive"},
		{name: "behind a HEIC", data: join(phone().bytes(), archive), want: "archive"},
		{name: "film behind a HEIC", data: join(phone().bytes(), film()), want: "film"},
		{name: "behind a PDF", data: join("%PDF-1.4\nstartxref\n%%EOF\n", archive), want: "archive"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := look(t, c.data)
			if got := kinds(s.Trailers); got != c.want {
				t.Errorf("what follows is %q, want %q: %+v", got, c.want, s.Trailers)
			}
			if got := kinds(s.Foreign); got != c.foreign {
				t.Errorf("foreign is %q, want %q: %+v", got, c.foreign, s.Foreign)
			}
			if s.Problem != "" {
				t.Errorf("problem %q", s.Problem)
			}
		})
	}
}

func TestForeign(t *testing.T) {
	plain, archive := jpegOf(t, 40, 30), zipOf(t)
	script := "*/=alert(1);/*"
	for _, c := range []struct {
		name, want string
		data       []byte
	}{
		{"comment that is a ZIP", "archive", withSegments(plain, segment(0xfe, archive))},
		{"comment that is HTML", "script", withSegments(plain, segment(0xfe, "<html><body>"))},
		{"comment with PHP in it", "script", withSegments(plain, segment(0xfe, "a picture <?PHP eval($x);"))},
		{"comment that mentions a tag", "", withSegments(plain, segment(0xfe, "x<scripted y <bodywork <5"))},
		{"Exif with PHP in it", "script", withSegments(plain, segment(0xe1, "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08<?php phpinfo();"))},
		{"segment that nobody knows with a program", "program", withSegments(plain, segment(0xe7, pe()))},
		{"XMP that is XML", "", withXMP(t, `<?xpacket begin=""?><x:xmpmeta/>`)},
		{"PDF in the first kilobyte", "document", withSegments(plain, segment(0xfe, "x%PDF-1.4 ..."))},
		{"PDF behind the first kilobyte", "", withSegments(plain, segment(0xe9, make([]byte, 1100)), segment(0xfe, "x%PDF-1.4 ..."))},
		{"JPEG that is JavaScript", "script", join("\xff\xd8\xff\xe0/*", make([]byte, 0x2f2a-2), plain[2:], script)},
		{"GIF that is JavaScript", "script", join("GIF89a/*", gifOf(t, 9, 9, 1)[8:], script)},
		{"ZIP that is read from its end", "archive", withSegments(plain, segment(0xe9, "junk", archive), segment(0xe9, make([]byte, 60000)))},
		{"end record without a directory", "", withSegments(plain, segment(0xe9, "junkPK\x05\x06", make([]byte, 18)))},
		{"end record that is cut off", "", join(plain, "PK\x01\x02", make([]byte, 46), "PK\x05\x06", make([]byte, 8), le32(50))},
		{"PNG text that is PHP", "script", withChunks(pngOf(t, 9, 9), chunk("tEXt", "Comment\x00<?php x"))},
		{"private PNG chunk that is a ZIP", "archive", withChunks(pngOf(t, 9, 9), chunk("ruSt", archive))},
		{"WebP chunk that is a ZIP", "archive", webpOf(vp8(9, 9), riff("JUNK", archive))},
		{"GIF comment that is HTML", "script", withComment(gifOf(t, 9, 9, 1), "<script>")},
		{"TIFF description that is PHP", "script", join("II*\x00", le32(8), directoryAt(binary.LittleEndian, 8, 0, append(sizeTags(9, 9, 8, 4), tag{id: 33723, text: []byte("<?php x")})...))},
		{"free box that is a ZIP", "archive", join(phone().bytes(), bytesOf("free", archive))},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := look(t, c.data)
			var all []survey.Trailer
			for _, tr := range append(s.Foreign, s.Trailers...) {
				if tr.Kind.Foreign() {
					all = append(all, tr)
				}
			}
			if got := kinds(all); got != c.want {
				t.Errorf("foreign is %q, want %q: %+v", got, c.want, s)
			}
		})
	}
}

// Nothing before the magic is accepted, and what is not read is named.
func TestNames(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"bytes before the magic", "\n" + string(pngOf(t, 9, 9)), "of a type that we do not know"},
		{"ZIP", string(zipOf(t)), "a ZIP archive or office document"}, {"RAR", "Rar!\x1a\x07\x01", "a RAR archive"}, {"nothing", "", "nothing"},
		{"SVG", " <svg xmlns='x'>", "an SVG"}, {"SVG behind XML", "<?xml version='1.0'?>\n<svg>", "an SVG"}, {"XML", "<?xml?><a/>", "XML"},
		{"HTML", "\ufeff<!DOCTYPE html><p>", "HTML"}, {"PHP", "<?php x", "a PHP script"}, {"text", "hello\n", "text"}, {"Latin-1 text", "caf\xe9", "text"},
		{"JPEG XL", "\xff\x0a\x00", "a JPEG XL picture"}, {"JPEG 2000", "\x00\x00\x00\x0cjP  \r\n\x87\n", "a JPEG 2000 picture"},
		{"video", string(film()), "a video or another ISO media file"}, {"BigTIFF", "II+\x00\x08\x00", "a BigTIFF picture"},
		{"text that begins like a BMP", "BMW drives ahead of all the others, says BMW", "text"}, {"noise", "\x01\x02\x03", "of a type that we do not know"},
		{"half a PNG signature", "\x89PNG", "text"}, {"program", string(pe()), "a program"},
	} {
		if s := survey.Look([]byte(c.data)); s.MediaType != "" || s.Name != c.want || s.Frames != 0 || len(s.Trailers) > 0 {
			t.Errorf("%s: %q is %q, want %q", c.name, s.MediaType, s.Name, c.want)
		}
	}
}
