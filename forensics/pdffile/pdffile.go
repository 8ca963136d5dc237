// Package pdffile opens a PDF that nobody trusts and yields the pictures to examine.
//
// The PDF is read by PDFium, compiled to WebAssembly and run by wazero: no file system, no input or output, no clock,
// no network, a memory of its own with a limit. Every file gets a fresh instance that ends with it, so nothing that one
// file does to PDFium's memory reaches the next file; what is kept is the compiled program. A trap inside is an error
// of that file alone.
//
// Which pictures a sheet gives:
//
//   - Each embedded picture that covers at least 5 % of the sheet and has 64 pixels a side gives one, by its own stored
//     bytes (JPEG) or samples (anything else); the largest when there are too many, from top to bottom.
//   - Pieces that one picture was cut into (three or more that join along whole edges at one resolution, or two thin
//     ones) are not pictures: the sheet is rendered, at their resolution.
//   - When anything else is visible (text, lines, annotations, pictures that are small, overlap, are clipped, slanted
//     or transparent), or there is no picture at all, the whole sheet is rendered as well. Text that a scanner laid
//     invisibly over or under the picture is not visible, nor is white paper drawn first.
//
// An embedded picture is examined as it is stored: soft masks, /Decode arrays and the JPEG's own EXIF orientation, which
// PDF viewers ignore, do not change it. Attachments, scripts and earlier revisions of the file are not opened.
//
// Numbers in brackets such as "8.9.5" are sections of ISO 32000-1. Licences: go-pdfium MIT; PDFium, whose compiled form
// go-pdfium carries, BSD-3-Clause and Apache-2.0, with third-party parts under permissive terms (FreeType under the FTL, Little CMS,
// OpenJPEG, libjpeg-turbo, zlib, Anti-Grain Geometry 2.3); wazero Apache-2.0.
package pdffile

// Source says where a picture comes from.
type Source int

// The sources.
const (
	Embedded Source = iota + 1 // stored in the file as a picture of its own
	Rendered                   // the whole sheet, drawn by PDFium on white, annotations included
)

// String returns the source's name in lower case.
func (s Source) String() string {
	switch s {
	case Embedded:
		return "embedded"
	case Rendered:
		return "rendered"
	}
	return "unknown"
}

// Picture is one picture to examine.
type Picture struct {
	Sheet         int // from 1
	Source        Source
	Data          []byte  // the embedded JPEG file, byte for byte as it was put in; nil when there is none: use File.Decode
	Width, Height int     // stored pixels; of a rendered sheet, the pixels that it will have
	Orientation   int     // EXIF value, 1..8: how the stored pixels are turned so that they appear as on the displayed sheet
	DPI           float64 // pixels per inch as placed on the sheet
	Cover         float64 // share of the sheet's area that it takes, 0..1

	path []int // where the object is: index on the sheet, then within each form
}
