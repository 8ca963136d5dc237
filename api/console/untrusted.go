package console

import (
	"fmt"
	"strings"
	"unicode"
)

// segment is a run of untrusted text, or one character that has to be shown as a mark.
type segment struct {
	Text string
	Mark bool
}

// hides reports whether r changes how its neighbours read without being seen itself: control characters, everything of
// Unicode category Cf (bidirectional overrides, zero-width characters, tags, soft hyphen), line and paragraph
// separators, variation selectors and blank fillers. See Unicode TR 36, section 3.
func hides(r rune) bool {
	switch {
	case unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Variation_Selector):
		return true
	}
	return r == unicode.ReplacementChar || r == 0x115F || r == 0x1160 || r == 0x3164 || r == 0xFFA0 || r == 0x2800 || r == 0x034F
}

// marked splits text so that the template can show hidden characters as marks.
func marked(text any) []segment {
	var out []segment
	var run strings.Builder
	flush := func() {
		if run.Len() > 0 {
			out = append(out, segment{Text: run.String()})
			run.Reset()
		}
	}
	for _, r := range fmt.Sprint(text) {
		if hides(r) {
			flush()
			out = append(out, segment{Text: fmt.Sprintf("U+%04X", r), Mark: true})
			continue
		}
		run.WriteRune(r)
	}
	flush()
	return out
}

// visible is marked for places that hold text only, such as attributes.
func visible(text any) string {
	var out strings.Builder
	for _, s := range marked(text) {
		if s.Mark {
			out.WriteString("[" + s.Text + "]")
			continue
		}
		out.WriteString(s.Text)
	}
	return out.String()
}
