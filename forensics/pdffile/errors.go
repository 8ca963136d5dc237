package pdffile

import (
	"errors"
	"fmt"
)

// Errors that callers test for.
var (
	// ErrNotPDF says that the bytes have no PDF header in their first 1024 bytes (7.5.2).
	ErrNotPDF = errors.New("not a PDF")
	// ErrEncrypted says that the file asks for a password, or that its encryption is one PDFium does not know.
	ErrEncrypted = errors.New("the PDF is encrypted and asks for a password")
	// ErrDamaged says that the file, a sheet or a picture cannot be read.
	ErrDamaged = errors.New("damaged PDF")
	// ErrCrashed says that PDFium broke down on the file, inside its sandbox. The engine is unharmed.
	ErrCrashed = errors.New("PDFium broke down on this file")
	// ErrClosed says that the file or the engine is closed already.
	ErrClosed = errors.New("closed")
)

// TooManySheetsError says that a file has more sheets than allowed.
type TooManySheetsError struct {
	Sheets, Limit int
}

// Error names both numbers.
func (e *TooManySheetsError) Error() string {
	return fmt.Sprintf("the PDF has %d sheets, the limit is %d: send fewer sheets", e.Sheets, e.Limit)
}

// TooManyPixelsError says that an embedded picture that must be examined is larger than allowed.
type TooManyPixelsError struct {
	Sheet         int // from 1
	Width, Height int // pixels
	MaxSide       int
	MaxPixels     int64
}

// Error names the sheet, the size and the limits.
func (e *TooManyPixelsError) Error() string {
	return fmt.Sprintf("the picture on sheet %d is %dx%d; the limits are %d pixels a side and %d in all: send a smaller picture",
		e.Sheet, e.Width, e.Height, e.MaxSide, e.MaxPixels)
}

// TooManyBytesError says that an embedded JPEG is longer than allowed.
type TooManyBytesError struct {
	Sheet        int // from 1
	Bytes, Limit int64
}

// Error names the sheet and both numbers.
func (e *TooManyBytesError) Error() string {
	return fmt.Sprintf("the picture on sheet %d has %d bytes, the limit is %d: send a smaller picture", e.Sheet, e.Bytes, e.Limit)
}

// MemoryLimitError says that PDFium needed more memory for the file than it is given.
type MemoryLimitError struct {
	Limit uint64 // bytes
}

// Error names the limit.
func (e *MemoryLimitError) Error() string {
	return fmt.Sprintf("the PDF needs more than %d bytes of memory to be read: send it as pictures", e.Limit)
}

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(format, args...))
}
