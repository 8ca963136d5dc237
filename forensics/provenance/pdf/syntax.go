package pdf

import (
	"bytes"
	"strconv"
)

// dictionary is the names and values of a dictionary (ISO 32000-1, 7.3.7), values as they are written.
type dictionary []entry

type entry struct {
	name  string
	value []byte
}

// wanted reports whether anything asks for a name: hostile dictionaries have millions.
func wanted(name string) bool {
	switch name {
	case "Type", "Subtype", "FT", "V", "Rect", "Contents", "ByteRange", "Linearized", "Prev", "Info", "Encrypt", "Producer", "Creator", "N", "First", "Filter", "DecodeParms":
		return true
	}
	return false
}

// readDictionary reads the wanted entries of the dictionary that b begins with, as far as it is one; nested ones are
// values. Of two equal names the first counts.
func readDictionary(b []byte) dictionary {
	d := dictionary{}
	for at := 2; at < len(b); {
		at += blank(b[at:])
		if at >= len(b) || b[at] != '/' {
			break
		}
		n := 1 + regular(b[at+1:])
		name := string(b[at+1 : at+n])
		at += n
		at += blank(b[at:])
		n = extent(b[at:], true)
		if n == 0 {
			break
		}
		if wanted(name) && d.get(name) == nil {
			d = append(d, entry{name, bytes.TrimSpace(b[at : at+n])})
		}
		at += n
	}
	return d
}

// get returns the value of a name, nil when it has none.
func (d dictionary) get(name string) []byte {
	for _, e := range d {
		if e.name == name {
			return e.value
		}
	}
	return nil
}

// is reports whether the value of name is the name want: /Type /Page.
func (d dictionary) is(name, want string) bool {
	v := d.get(name)
	return len(v) > 1 && v[0] == '/' && string(v[1:]) == want
}

// blank is the length of white space and comments at the beginning of b (7.2.2, 7.2.3).
func blank(b []byte) int {
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case 0, '\t', '\n', '\f', '\r', ' ':
		case '%':
			for i+1 < len(b) && b[i+1] != '\n' && b[i+1] != '\r' {
				i++
			}
		default:
			return i
		}
	}
	return len(b)
}

// regular is the length of the regular characters at the beginning of b (7.2.2).
func regular(b []byte) int {
	for i, c := range b {
		switch c {
		case 0, '\t', '\n', '\f', '\r', ' ', '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
			return i
		}
	}
	return len(b)
}

// extent is the length of what stands at the beginning of b: up to the bracket that closes what b is inside of or, for a
// value in a dictionary, up to the next name at its own depth.
func extent(b []byte, value bool) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '(':
			i += literalLength(b[i:]) - 1
		case '%':
			i += blank(b[i:]) - 1
		case '[', '<':
			depth++
		case ']', '>':
			if depth--; depth < 0 {
				return i
			}
		case '/':
			if value && depth == 0 && i > 0 {
				return i
			}
		}
	}
	return len(b)
}

// literalLength is the length of the string in parentheses at the beginning of b (7.3.4.2).
func literalLength(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(b)
}

// number reads a non-negative integer at the beginning of b, -1 when there is none.
func number(b []byte) int {
	b = b[blank(b):]
	n, err := strconv.Atoi(string(b[:min(regular(b), 12)]))
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// references lists the object numbers of the indirect references in v (7.3.10): "12 0 R", alone or in an array.
func references(v []byte) []int {
	words := bytes.FieldsFunc(v, func(r rune) bool { return r == '[' || r == ']' || r <= ' ' })
	var found []int
	for i := 2; i < len(words); i++ {
		if string(words[i]) == "R" {
			if n := number(words[i-2]); n >= 0 {
				found = append(found, n)
			}
		}
	}
	return found
}
