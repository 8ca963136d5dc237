package pdffile

import "fmt"

// Limits bounds what one PDF may cost.
type Limits struct {
	MaxSheets           int     // sheets of a file
	MaxPixels           int64   // width x height of each picture; rendered sheets are made smaller to fit
	MaxSide             int     // pixels, either side of each picture; rendered sheets are made smaller to fit
	DPI                 float64 // pixels per inch of rendered sheets
	MaxPictureBytes     int64   // bytes of each embedded JPEG
	MaxPicturesPerSheet int     // embedded pictures given per sheet; beyond, the sheet is rendered as well
	MemoryBytes         uint64  // PDFium's whole memory, the file included; whole pages of 64 KiB
}

// DefaultLimits returns the limits used when nothing is configured: 10 sheets, 40 megapixels, 12,000 pixels a side,
// 200 dpi, 20 MB a JPEG, 8 pictures a sheet, 384 MiB.
func DefaultLimits() Limits {
	return Limits{
		MaxSheets: 10, MaxPixels: 40_000_000, MaxSide: 12_000, DPI: 200,
		MaxPictureBytes: 20_000_000, MaxPicturesPerSheet: 8, MemoryBytes: 384 << 20,
	}
}

const (
	wasmPage     = 1 << 16
	leastMemory  = 32 << 20 // PDFium starts with 17.75 MiB
	mostMemory   = 2 << 30  // the most that the compiled PDFium declares
	leastDPI     = 36
	mostDPI      = 1200
	mostSheets   = 10_000
	mostPictures = 1000
)

// Validate reports the first limit that makes no sense, with its value and range.
func (l Limits) Validate() error {
	switch {
	case l.MaxSheets < 1 || l.MaxSheets > mostSheets:
		return fmt.Errorf("pdf limits: max sheets is %d, need 1..%d", l.MaxSheets, mostSheets)
	case l.MaxPixels < 1 || l.MaxSide < 1:
		return fmt.Errorf("pdf limits: max pixels is %d and max side %d, both must be positive", l.MaxPixels, l.MaxSide)
	case !(l.DPI >= leastDPI && l.DPI <= mostDPI):
		return fmt.Errorf("pdf limits: dpi is %g, need %d..%d", l.DPI, leastDPI, mostDPI)
	case l.MaxPictureBytes < 1:
		return fmt.Errorf("pdf limits: max picture bytes is %d, must be positive", l.MaxPictureBytes)
	case l.MaxPicturesPerSheet < 1 || l.MaxPicturesPerSheet > mostPictures:
		return fmt.Errorf("pdf limits: max pictures per sheet is %d, need 1..%d", l.MaxPicturesPerSheet, mostPictures)
	case l.MemoryBytes < leastMemory || l.MemoryBytes > mostMemory || l.MemoryBytes%wasmPage != 0:
		return fmt.Errorf("pdf limits: memory is %d bytes, need %d..%d and a multiple of %d", l.MemoryBytes, leastMemory, mostMemory, wasmPage)
	}
	return nil
}
