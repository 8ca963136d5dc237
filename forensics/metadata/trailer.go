package metadata

import "bytes"

// trailer describes what follows the picture's end.
type trailer struct {
	length int
	what   string // what it is, for the reviewer; "" when there is nothing
	benign bool   // of a kind that cameras and phones write
}

// mostRemainder is how many bytes after the end are too few to hide anything; writers round up.
const mostRemainder = 16

// trailerOf tells the kinds of trailing data that devices write from the rest. Polyglots and hidden archives stay.
func trailerOf(data []byte, c container, x xmp) trailer {
	rest := data[min(max(c.end, 0), len(data)):]
	t := trailer{length: len(rest)}
	film := len(rest) >= 12 && string(rest[4:8]) == "ftyp"
	switch {
	case len(rest) == 0:
		return t
	case padding(rest) || len(rest) <= mostRemainder:
		t.what, t.benign = "padding", true
	case bytes.HasSuffix(rest, []byte("SEFT")):
		t.what, t.benign = "a Samsung trailer", true // its directory ends in "SEFT"
	case x.motionPhoto && (film || bytes.Contains(rest[:min(len(rest), 1<<20)], []byte("ftyp"))):
		t.what, t.benign = "the film of a motion photo", true
	case c.mpf && bytes.Contains(rest[:min(len(rest), 4096)], []byte("\xff\xd8\xff")):
		t.what, t.benign = "further pictures (MPF)", true
	case film:
		t.what = "a film that the metadata does not announce"
	case bytes.HasPrefix(rest, []byte("\xff\xd8\xff")):
		t.what = "another JPEG that the metadata does not announce"
	case bytes.HasPrefix(rest, []byte("PK\x03\x04")):
		t.what = "a ZIP archive"
	default:
		t.what = "bytes of an unknown kind"
	}
	return t
}

// padding reports whether b is filled with one of the bytes that writers pad with, line ends included.
func padding(b []byte) bool {
	return len(bytes.Trim(b, "\x00\r\n ")) == 0 || len(bytes.Trim(b, "\xff")) == 0
}
