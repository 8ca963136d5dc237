package survey

import "bytes"

// signature tells a payload by how it begins. Only what is long enough not to occur by chance is searched for elsewhere.
type signature struct {
	magic string
	kind  Kind
	what  string
	rare  bool // searched for inside unknown bytes, too
}

func signatures() [16]signature {
	return [...]signature{
		{"PK\x03\x04", KindArchive, "a ZIP archive", true},
		{"PK\x05\x06", KindArchive, "a ZIP archive", false},
		{"Rar!\x1a\x07", KindArchive, "a RAR archive", true},
		{"7z\xbc\xaf\x27\x1c", KindArchive, "a 7z archive", true},
		{"\xfd7zXZ\x00", KindArchive, "an XZ archive", true},
		{"\x1f\x8b\x08", KindArchive, "a gzip archive", false},
		{"BZh", KindArchive, "a bzip2 archive", false},
		{"MSCF\x00\x00\x00\x00", KindArchive, "a CAB archive", true},
		{"%PDF-", KindDocument, "a PDF", true},
		{"MZ", KindProgram, "a Windows program", true},
		{"\x7fELF", KindProgram, "a Linux program", true},
		{"\xca\xfe\xba\xbe\x00", KindProgram, "a Java or macOS program", false},
		{"\xcf\xfa\xed\xfe", KindProgram, "a macOS program", false},
		{"\x00asm\x01\x00\x00\x00", KindProgram, "a WebAssembly program", true},
		{"dex\n03", KindProgram, "an Android program", true},
		{"#!/", KindScript, "a shell script", false},
	}
}

// confirmed looks further than the magic where it is short enough to occur by chance in megabytes of anything.
func (s signature) confirmed(b []byte) bool {
	switch s.magic {
	case "PK\x03\x04": // APPNOTE 4.3.7: version to extract, method, length of the name
		return len(b) >= 30 && le16(b, 4) <= 63 && le16(b, 8) <= 99 && le16(b, 26) <= 4096
	case "MZ": // the header of the new kind stands where bytes 60..63 say
		return bytes.HasPrefix(b[min(le32(b, 60), len(b)):], []byte("PE\x00\x00"))
	case "\x7fELF":
		return len(b) >= 7 && b[4]-1 < 2 && b[5]-1 < 2 && b[6] == 1
	case "\x1f\x8b\x08": // RFC 1952: reserved flags are 0, extra flags 0, 2 or 4
		return len(b) >= 18 && b[3] < 0x20 && b[8]&^6 == 0
	case "BZh":
		return len(b) >= 10 && b[3] >= '1' && b[3] <= '9' && string(b[4:10]) == "1AY&SY"
	}
	return true
}

// tags are what active content begins with, without the "<", lower case and up to a character that ends a name; text and
// metadata of a picture have no use for them.
func tags() [8]struct{ tag, what string } {
	return [...]struct{ tag, what string }{
		{"?php", "a PHP script"}, {"script", "HTML with a script"}, {"html", "HTML"}, {"!doctype html", "HTML"}, {"svg", "an SVG"},
		{"iframe", "HTML"}, {"body", "HTML"}, {"jsp", "a JSP script"},
	}
}

// begins tells what b is when it begins like something else than a picture.
func begins(b []byte) (Kind, string, bool) {
	for _, s := range signatures() {
		if bytes.HasPrefix(b, []byte(s.magic)) && s.confirmed(b) {
			return s.kind, s.what, true
		}
	}
	head := bytes.TrimLeft(b[:min(len(b), 1024)], " \t\r\n\x00")
	if what, ok := tagAt(head); ok {
		return KindScript, what, true
	}
	if hasPrefixFold(head, "<?=") || hasPrefixFold(head, "<%") { // too short to be searched for anywhere else
		return KindScript, "a server's script", true
	}
	return "", "", false
}

// tagAt tells which of the tags b begins with.
func tagAt(b []byte) (what string, ok bool) {
	if len(b) < 3 || b[0] != '<' || bytes.IndexByte([]byte("?sh!ibj"), b[1]|0x20) < 0 {
		return "", false
	}
	for _, t := range tags() {
		end := 1 + len(t.tag)
		if hasPrefixFold(b[1:], t.tag) && (len(b) == end || bytes.IndexByte([]byte(" \t\r\n>/:@\x00"), b[end]) >= 0) {
			return t.what, true
		}
	}
	return "", false
}

// scriptIn finds the first tag of active content in b, -1 when there is none.
func scriptIn(b []byte) (at int, what string) {
	for at = 0; at < len(b); at++ {
		if b[at] != '<' {
			skip := bytes.IndexByte(b[at:], '<')
			if skip < 0 {
				break
			}
			at += skip
		}
		if what, ok := tagAt(b[at:]); ok {
			return at, what
		}
	}
	return -1, ""
}

// find looks anywhere in b for something else than a picture, -1 when there is nothing.
func find(b []byte) (at int, kind Kind, what string) {
	at, what = scriptIn(b)
	kind = KindScript
	for _, s := range signatures() {
		if !s.rare {
			continue
		}
		within := b
		if at >= 0 {
			within = b[:min(len(b), at+len(s.magic))]
		}
		if i := s.in(b, within); i >= 0 && (at < 0 || i < at) {
			at, kind, what = i, s.kind, s.what
		}
	}
	return at, kind, what
}

// in returns where the signature first stands and is confirmed by what follows in b; within is the part to search.
func (s signature) in(b, within []byte) int {
	for at := 0; at < len(within); at++ {
		skip := bytes.Index(within[at:], []byte(s.magic))
		if skip < 0 {
			break
		}
		if at += skip; s.confirmed(b[at:]) {
			return at
		}
	}
	return -1
}
