package samples

import "cmp"

// DefaultSeed is the seed of the committed manifest.
const DefaultSeed = 1871

// Options says what to generate and with which fonts. The zero value is the default set.
type Options struct {
	Seed      uint64 // 0 means DefaultSeed
	OCRBFont  string // path of OCR-B; empty means the Debian package fonts-ocr-b
	DejaVuDir string // directory of DejaVu; empty means the Debian package fonts-dejavu-core
	Large     bool   // also the two pictures of 12 megapixels, card12.jpg and page12.jpg
	Bad       bool   // also the files that must be refused, in bad/
}

func (o Options) seed() uint64   { return cmp.Or(o.Seed, DefaultSeed) }
func (o Options) ocrb() string   { return cmp.Or(o.OCRBFont, defaultOCRBFont) }
func (o Options) dejavu() string { return cmp.Or(o.DejaVuDir, defaultDejaVuDir) }
