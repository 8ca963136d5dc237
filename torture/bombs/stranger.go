package bombs

import (
	"strings"

	"loupe/torture/craft"
)

// magics are the first bytes of every format that is read, and nothing else.
func magics() []struct{ name, bytes string } {
	return []struct{ name, bytes string }{
		{"jpeg", "\xff\xd8\xff"}, {"png", "\x89PNG\r\n\x1a\n"}, {"webp", "RIFF\x04\x00\x00\x00WEBP"}, {"tiff-le", "II*\x00"}, {"tiff-be", "MM\x00*"},
		{"bmp", "BM"}, {"gif", "GIF89a"}, {"heic", "\x00\x00\x00\x0cftypheic"}, {"avif", "\x00\x00\x00\x0cftypavif"}, {"pdf", "%PDF-"},
	}
}

// strangers are files that are no pictures.
func strangers() []Bomb {
	text := func(s string) func() []byte { return func() []byte { return []byte(s) } }
	svg := `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1:1/"/><text>&e;</text></svg>`
	all := []Bomb{
		{Name: "stranger/empty", Data: text(""), Want: "file.empty", Why: "no bytes"},
		{Name: "stranger/one-byte", Data: text("\xff"), Want: unsupported, Why: "one byte"},
		{Name: "stranger/text", Data: text(strings.Repeat("believe me, I am a picture\n", 1000)), Want: unsupported, Why: "text"},
		{Name: "stranger/html", Data: text(page), Want: unsupported, Why: "a page with a script"},
		{Name: "stranger/svg-entity", Data: text(svg), Want: unsupported, Why: "SVG that reads files and calls home (XXE, SSRF)"},
		{Name: "stranger/zip-bomb", Data: func() []byte { return zipped("zeros", make([]byte, 100_000_000)) }, Want: unsupported, Why: "100 MB in 100 KB"},
		{Name: "stranger/gzip-bomb", Data: func() []byte { return append([]byte("\x1f\x8b\x08\x00"), craft.DeflateRun(0, 1<<26)...) }, Want: unsupported, Why: "a compressed run"},
		{Name: "stranger/eicar", Data: text(eicar), Want: unsupported, Why: "the virus scanners' test file"},
		{Name: "stranger/zeros-19mb", Data: func() []byte { return make([]byte, 19_000_000) }, Want: unsupported, Why: "19 MB of nothing"},
		{Name: "stranger/over-20mb", Data: func() []byte { return append(small().Encode(), make([]byte, 20_000_001)...) }, Want: "file.too_large", Why: "one picture and 20 MB more"},
		{Name: "stranger/postscript", Data: text("%!PS\n{} loop\n"), Want: unsupported, Why: "a program that never ends (ImageTragick, CVE-2016-3714)"},
		{Name: "stranger/mvg", Data: text("push graphic-context\nfill 'url(https://127.0.0.1:1/\"|id\")'\n"), Want: unsupported, Why: "drawing commands that call a shell (ImageTragick)"},
	}
	for _, m := range magics() {
		all = append(all, Bomb{Name: "stranger/only-" + m.name, Data: text(m.bytes), Want: broken + "|" + unsupported, Why: "the first bytes of a format and nothing else"})
	}
	return all
}
