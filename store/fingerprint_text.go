package store

import (
	"fmt"
	"strconv"
	"strings"

	"loupe/models"
)

// The fingerprints of a submission are kept as lines of text, because millions of them are read at every start and JSON
// would take most of that time. The first line names the version; then one line each, fields separated by one space:
//
//	fp1
//	kind bits orientation page version x,y,w,h hex
//
// The box is - where there is none. What begins with [ is JSON, kept by older programs.
const fingerprintVersion = "fp1\n"

// encodeFingerprints refuses words that would not come back as they were.
func encodeFingerprints(fps []models.Fingerprint) (string, error) {
	b := []byte(fingerprintVersion)
	for _, f := range fps {
		if !plainWord(string(f.Kind)) || !plainWord(f.Hex) {
			return "", models.Invalidf("fingerprints", "fingerprint %.40q with digits %.80q: send words of plain ASCII", f.Kind, f.Hex)
		}
		b = append(b, f.Kind...)
		for _, n := range [...]int{f.Bits, f.Orientation, f.Page, f.Version} {
			b = strconv.AppendInt(append(b, ' '), int64(n), 10)
		}
		b = append(appendBox(append(b, ' '), f.Box), ' ')
		b = append(append(b, f.Hex...), '\n')
	}
	return string(b), nil
}

// plainWord reports whether s is not empty and made of printable ASCII without spaces.
func plainWord(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return s != ""
}

func appendBox(b []byte, box *[4]int) []byte {
	if box == nil {
		return append(b, '-')
	}
	for i, n := range box {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return b
}

// decodeFingerprints is the reverse of encodeFingerprints. What it returns shares no memory with the document.
func decodeFingerprints(document string, known kinds) ([]models.Fingerprint, error) {
	if strings.HasPrefix(document, "[") {
		var fps []models.Fingerprint
		return fps, decode(document, &fps)
	}
	rest, ok := strings.CutPrefix(document, fingerprintVersion)
	if !ok {
		return nil, fmt.Errorf("store: fingerprints begin with %.10q: start the newer program that wrote them", document)
	}
	fps := make([]models.Fingerprint, 0, strings.Count(rest, "\n"))
	for number := 2; rest != ""; number++ {
		line, after, ended := strings.Cut(rest, "\n")
		f, ok := decodeFingerprint(line, known)
		if !ok || !ended {
			return nil, fmt.Errorf("store: line %d of a submission's fingerprints cannot be read: restore the database from a backup", number)
		}
		fps, rest = append(fps, f), after
	}
	return fps, nil
}

func decodeFingerprint(line string, known kinds) (f models.Fingerprint, ok bool) {
	kind, rest, _ := strings.Cut(line, " ")
	for _, n := range [...]*int{&f.Bits, &f.Orientation, &f.Page, &f.Version} {
		word, after, _ := strings.Cut(rest, " ")
		if *n, ok = number(word); !ok {
			return f, false
		}
		rest = after
	}
	box, digits, _ := strings.Cut(rest, " ")
	if f.Box, ok = decodeBox(box); !ok || !plainWord(kind) || !plainWord(digits) {
		return f, false
	}
	f.Kind, f.Hex = known.of(kind), strings.Clone(digits)
	return f, true
}

// number accepts what strconv.AppendInt writes, and nothing else, so that a document has one form.
func number(word string) (int, bool) {
	n, err := strconv.Atoi(word)
	if err != nil || word[0] == '+' || (word[0] == '0' && word != "0") || strings.HasPrefix(word, "-0") {
		return 0, false
	}
	return n, true
}

func decodeBox(word string) (box *[4]int, ok bool) {
	if word == "-" {
		return nil, true
	}
	box = new([4]int)
	for i := range box {
		digits, after, more := strings.Cut(word, ",")
		if box[i], ok = number(digits); !ok || more != (i < 3) {
			return nil, false
		}
		word = after
	}
	return box, true
}

// kinds holds each kind once, so that millions of fingerprints share its bytes.
type kinds map[string]models.FingerprintKind

func (k kinds) of(word string) models.FingerprintKind {
	kind, ok := k[word]
	if !ok {
		kind = models.FingerprintKind(strings.Clone(word))
		k[string(kind)] = kind
	}
	return kind
}
