package metadata

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxRunes bounds every word taken from a file.
const maxRunes = 200

// clean makes untrusted text fit to be shown: valid UTF-8, at most maxRunes runes, control, format (bidirectional
// overrides, zero-width), private and line-separating characters made visible as U+FFFD, outer blanks cut off.
func clean(s string) string {
	if len(s) > 4*maxRunes {
		s = s[:4*maxRunes] // bytes; a rune cut in two becomes U+FFFD
	}
	s = strings.TrimSpace(strings.TrimRight(s, "\x00 "))
	var b strings.Builder
	count := 0
	for _, r := range s {
		if count == maxRunes {
			break
		}
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			r = utf8.RuneError
		}
		b.WriteRune(r)
		count++
	}
	return b.String()
}

// segmentName returns "APP1 Exif": the number and the identifier up to its NUL.
func segmentName(n int, payload []byte) string {
	id := payload[:min(len(payload), 28)]
	for i, c := range id {
		if c <= ' ' || c > '~' {
			id = id[:i]
			break
		}
	}
	name := string(id)
	if strings.HasPrefix(name, "http://ns.adobe.com/xap/") || strings.HasPrefix(name, "http://ns.adobe.com/xmp/") {
		name = "XMP"
	}
	return strings.TrimSpace(fmt.Sprintf("APP%d %s", n, name))
}
