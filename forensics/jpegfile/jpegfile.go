// Package jpegfile reads a JPEG's own structure: markers in order, tables, sampling, quantised coefficients, what
// follows the end. Standard library only.
package jpegfile

import "errors"

// ErrNotJPEG says that the bytes do not begin with an SOI marker.
var ErrNotJPEG = errors.New("not a JPEG")

// File is a parsed JPEG.
type File struct{}

// Parse reads the structure of data.
func Parse(data []byte) (*File, error) { return nil, ErrNotJPEG }
