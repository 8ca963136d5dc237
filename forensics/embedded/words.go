package embedded

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxRunes bounds every word that Clean returns.
const MaxRunes = 200

// Clean makes untrusted text fit to be shown: valid UTF-8, at most MaxRunes runes, control, format (bidirectional
// overrides, zero-width), private and line-separating characters made visible as U+FFFD, outer blanks cut off.
func Clean(s string) string {
	if len(s) > 4*MaxRunes {
		s = s[:4*MaxRunes] // bytes; a rune cut in two becomes U+FFFD
	}
	s = strings.TrimSpace(strings.TrimRight(s, "\x00 "))
	var b strings.Builder
	count := 0
	for _, r := range s {
		if count == MaxRunes {
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
