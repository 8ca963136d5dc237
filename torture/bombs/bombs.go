// Package bombs is a set of hostile files, each made on demand by code: tiny headers that ask for gigabytes, structures
// that loop, files that are two things at once, pictures that keep a text reader busy.
package bombs

import (
	"strings"

	"loupe/models"
)

// Finishes is the Want of a bomb of which nothing more is asked than an honest answer in time: a report, or a refusal.
const Finishes = "finishes"

// Bomb is one hostile file.
type Bomb struct {
	Name string        // format/what, unique
	Data func() []byte // the same bytes each time; made on demand because some take megabytes
	// Want is what the answer must say: reason codes separated by "|", one of which must be the refusal's code or among
	// the report's reasons, or Finishes.
	Want  string
	Why   string      // what it attacks, and who saw it first
	Kind  models.Kind // what to send it as; empty for a profile photo, of which no text is read
	Heavy bool        // costs CPU seconds, here or there
}

// Codes returns the reason codes of Want, nil for Finishes.
func (b Bomb) Codes() []string {
	if b.Want == Finishes {
		return nil
	}
	return strings.Split(b.Want, "|")
}

// All returns every bomb, format by format.
func All() []Bomb {
	var all []Bomb
	for _, set := range [][]Bomb{
		bmpBombs(), pngBombs(), pngChunkBombs(), jpegBombs(), jpegScanBombs(), jpegMetadataBombs(), exifBombs(), tiffBombs(), tiffStripBombs(), gifBombs(),
		webpBombs(), isoBombs(), pdfBombs(), pdfStreamBombs(), pdfPictureBombs(), polyglots(), strangers(), readerBombs(), machineBombs(),
	} {
		all = append(all, set...)
	}
	return all
}

// constant returns data as a Bomb's Data.
func constant(data []byte) func() []byte { return func() []byte { return data } }

// The codes that several bombs want.
const (
	corrupt     = string(models.ReasonFileCorrupt)
	truncated   = string(models.ReasonFileTruncated)
	unsupported = string(models.ReasonFileUnsupported)
	pixels      = string(models.ReasonFileTooManyPixels)
	intricate   = string(models.ReasonFileTooComplex)
	foreign     = string(models.ReasonFileForeign)
	broken      = corrupt + "|" + truncated
	unread      = corrupt + "|" + unsupported
)

// shade is the pattern of small pictures that are meant to be decoded.
func shade(x, y int) byte { return byte(60 + 2*(x%40) + 3*(y%30)) }
