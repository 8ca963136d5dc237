// Package jpegfile reads a JPEG's own structure: markers in order, tables, sampling, quantised coefficients, what
// follows the end. Standard library only.
//
// Sections are those of ITU-T T.81 (JPEG). Parse reads structure without touching entropy-coded data; Plane and
// Coefficients decode that data on first use. Every function is total: hostile bytes give an error, never a panic, and
// work and memory are bounded by the limits below.
package jpegfile

import (
	"errors"
	"sync"
)

// Errors that callers test for.
var (
	// ErrNotJPEG says that the bytes do not begin with an SOI marker.
	ErrNotJPEG = errors.New("not a JPEG")
	// ErrUnsupported says that the coding process is not read here: arithmetic, lossless or hierarchical.
	ErrUnsupported = errors.New("JPEG process not supported")
	// ErrDamaged says that the file contradicts the standard or ends too early.
	ErrDamaged = errors.New("damaged JPEG")
)

// Limits on hostile input. Real files have at most a few hundred segments and about a dozen scans.
const (
	MaxSegments     = 4096        // marker segments read before a file counts as damaged
	MaxScans        = 100         // scans read before a file counts as damaged
	MaxCoefficients = 128_000_000 // coefficients decoded at once, 2 bytes each: 40 megapixels at 4:4:4
	maxBlockVisits  = 48_000_000  // blocks touched by all scans together
)

// File is a parsed JPEG. It keeps the bytes it was parsed from; nobody may change them. It is safe for several goroutines.
type File struct {
	Segments        []Segment       // in file order, SOI and EOI included, restart markers not
	Frame           Frame           // zero when there is no SOF
	Quant           []QuantTable    // as defined, in file order
	Huffman         []*HuffmanTable // as defined, in file order
	Scans           []Scan          // in file order
	RestartInterval int             // MCUs between restart markers in the first scan that has them; 0 when there are none
	JFIF            *JFIF           // nil when there is no APP0 "JFIF"
	Adobe           *Adobe          // nil when there is no APP14 "Adobe"
	EOI             bool            // the end marker was reached
	TrailingOffset  int             // first byte after EOI; len(data) when there is none
	TrailingLength  int             // bytes after EOI
	Damage          error           // first structural fault, wrapping ErrDamaged; nil when there is none

	data   []byte
	mu     sync.Mutex
	planes [maxComponents]*Plane
}

// Parse reads the structure of data. The error is ErrNotJPEG or nil: a damaged file is described as far as it can be
// read, and its first fault stands in Damage.
func Parse(data []byte) (*File, error) {
	if len(data) < 3 || data[0] != 0xFF || data[1] != SOI || data[2] != 0xFF {
		return nil, ErrNotJPEG
	}
	p := parser{file: &File{data: data, TrailingOffset: len(data)}}
	p.file.Damage = p.run()
	return p.file, nil
}

// Progressive reports whether the coefficients come in several passes (SOF2).
func (f *File) Progressive() bool { return f.Frame.Marker == SOF2 }

// Baseline reports whether the file is baseline or extended sequential with Huffman coding (SOF0, SOF1).
func (f *File) Baseline() bool { return f.Frame.Marker == SOF0 || f.Frame.Marker == SOF1 }

// OptimisedHuffman reports whether any Huffman table differs from the typical ones of T.81 annex K.3.
func (f *File) OptimisedHuffman() bool {
	for _, t := range f.Huffman {
		if !t.Standard() {
			return true
		}
	}
	return false
}
