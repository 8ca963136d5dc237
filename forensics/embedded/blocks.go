// Package embedded finds what a picture file carries beside its pixels: EXIF, XMP, texts and comments, Photoshop's
// resources, the provenance manifest. It knows the containers and reads no meaning into what it finds.
//
// Everything here is total: what cannot be walked ends the walk, and what was found so far counts. Nothing is larger
// than MaxBlock, and nothing is inflated beyond MaxInflated.
package embedded

import (
	"loupe/forensics/jpegfile"
	"loupe/forensics/survey"
)

// Limits on hostile files.
const (
	MaxBlock    = 4 << 20 // bytes of one block; larger ones are passed over
	MaxInflated = 4 << 20 // bytes that all compressed texts of a file may give together
	MaxTexts    = 256     // texts of one file
	MaxPackets  = 4       // XMP packets of one file
	maxChunks   = 4096    // chunks or boxes walked
)

// Blocks is what a file carries beside its pixels, still unread. All of it is untrusted and belongs to the file's bytes:
// callers must not change it.
type Blocks struct {
	EXIF      []byte   // a TIFF structure, "II*" or "MM*"; of a TIFF the whole file
	XMP       [][]byte // packets in file order, at most MaxPackets
	Texts     []Text   // comments and text chunks in file order, at most MaxTexts
	Photoshop []byte   // image resources "8BIM", joined when they stand in several segments
	Manifest  []byte   // the JUMBF box of a C2PA manifest store; nil when there is none

	inflated int // bytes so far
}

// Place is where in a file a text stands.
type Place string

// The places.
const (
	PlaceJPEGComment Place = "JPEG comment"
	PlaceGIFComment  Place = "GIF comment"
	PlacePNGText     Place = "PNG tEXt"
	PlacePNGUTF8     Place = "PNG iTXt"
	PlacePNGPacked   Place = "PNG zTXt"
	PlaceEXIF        Place = "EXIF"
)

// Text is one text that a file carries, with its keyword or tag name; Key is empty for comments. Value is as stored and
// may be no valid UTF-8.
type Text struct {
	Place      Place
	Key, Value string
}

// String says where the text stands: "PNG tEXt parameters".
func (t Text) String() string {
	if t.Key == "" {
		return string(t.Place)
	}
	return string(t.Place) + " " + t.Key
}

// Find looks through data, of the given media type by content. j is the parsed bitstream of a JPEG, nil for other types;
// s is the survey of data, of which only what it found in a HEIC or AVIF is used.
func Find(data []byte, mediaType string, j *jpegfile.File, s survey.Survey) Blocks {
	var b Blocks
	switch mediaType {
	case "image/jpeg":
		if j != nil {
			b.jpeg(j)
		}
	case "image/png":
		b.png(data)
	case "image/webp":
		b.webp(data)
	case "image/gif":
		b.gif(data)
	case "image/tiff":
		b.tiff(data)
	case "image/heic", "image/heif", "image/avif":
		b.heif(data, s)
	case "application/pdf":
		b.pdf(data)
	}
	return b
}

func (b *Blocks) exif(block []byte) {
	if b.EXIF == nil && len(block) <= MaxBlock {
		b.EXIF = block // a second one is not read by cameras' and viewers' software either
	}
}

func (b *Blocks) packet(xmp []byte) {
	if len(xmp) > 0 && len(xmp) <= MaxBlock && len(b.XMP) < MaxPackets {
		b.XMP = append(b.XMP, xmp)
	}
}

func (b *Blocks) text(place Place, key string, value []byte) {
	if len(value) <= MaxBlock && len(b.Texts) < MaxTexts {
		b.Texts = append(b.Texts, Text{place, key, string(value)})
	}
}

func (b *Blocks) manifest(box []byte) {
	if b.Manifest == nil && len(box) > 0 {
		b.Manifest = box
	}
}
