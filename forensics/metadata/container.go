package metadata

import (
	"loupe/forensics"
	"loupe/forensics/embedded"
)

// maxBlob bounds every EXIF or XMP block that is looked at; larger ones are passed over (SECURITY section 2).
const maxBlob = 256 << 10

// container is what a file carries beside its pixels, still unread.
type container struct {
	exif     []byte   // a TIFF structure, "II*" or "MM*"
	xmp      [][]byte // packets
	notes    []string // comments and text chunks that may name software, untrusted
	segments []string // JPEG application segments in file order
	savedWeb bool     // APP12 "Ducky": Adobe's "Save for Web"
}

// unpack finds the metadata blocks of a picture. It never fails: what cannot be walked ends the walk.
func unpack(x *forensics.Exhibit) container {
	j, err := x.JPEG()
	if err != nil {
		j = nil
	}
	blocks := embedded.Find(x.Bytes(), x.File.MediaType, j, x.Survey())
	c := container{exif: blocks.EXIF, xmp: capped(blocks.XMP)}
	for _, t := range blocks.Texts {
		if t.Key == "" || t.Place == embedded.PlacePNGText && (t.Key == "Software" || t.Key == "Comment") {
			c.note(t.Value)
		}
	}
	if j != nil {
		c.savedWeb = len(j.App(12, "Ducky")) > 0
		c.segments = segmentNames(j)
	}
	return c
}

// capped keeps the blocks of at most maxBlob bytes.
func capped(blocks [][]byte) [][]byte {
	var kept [][]byte
	for _, b := range blocks {
		if len(b) <= maxBlob {
			kept = append(kept, b)
		}
	}
	return kept
}

// note keeps a comment, as far as it may name software.
func (c *container) note(s string) {
	if len(c.notes) < 16 {
		c.notes = append(c.notes, embedded.Clean(s))
	}
}
