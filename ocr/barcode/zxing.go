package barcode

/*
#cgo CXXFLAGS: -std=c++17 -O2 -Wall
#cgo LDFLAGS: -lZXing
#include <stdlib.h>
#include "zxing.h"
*/
import "C"

import (
	"errors"
	"fmt"
	"image"
	"runtime"
	"strings"
	"unsafe"
)

// mostSymbols is how many symbols are taken from one look.
const mostSymbols = 16

// symbol is one decoded barcode as zxing gives it. Corners are pixels of the picture that was looked at.
type symbol struct {
	format   string
	payload  []byte
	text     string // UTF-8, as zxing understands the character set
	declared bool   // the symbol itself names its character set
	corners  quad
	vague    bool // corners are of the place that was looked at: zxing did not see the symbol's own
}

// decode lets zxing look at g once. The error is our own trouble: out of memory, or a fault that zxing reports.
func decode(g *image.Gray, formats []Format) ([]symbol, error) {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	if w < leastSide || h < leastSide {
		return nil, nil
	}
	names := C.CString(joined(formats))
	defer C.free(unsafe.Pointer(names))
	var out *C.loupe_symbol
	var message [160]C.char
	pixels := g.Pix[g.PixOffset(g.Rect.Min.X, g.Rect.Min.Y):]
	n := C.loupe_zxing_read((*C.uint8_t)(unsafe.Pointer(&pixels[0])), C.int(w), C.int(h), C.int(g.Stride), names, mostSymbols,
		&out, &message[0], C.size_t(len(message)))
	runtime.KeepAlive(g)
	if n < 0 {
		return nil, fmt.Errorf("barcode: zxing failed on a plane of %dx%d pixels: %w", w, h, errors.New(C.GoString(&message[0])))
	}
	defer C.loupe_zxing_free(out, n)
	symbols := make([]symbol, 0, n)
	for _, s := range unsafe.Slice(out, int(n)) {
		symbols = append(symbols, taken(s))
	}
	return symbols, nil
}

// taken copies s out of C's memory.
func taken(s C.loupe_symbol) symbol {
	out := symbol{
		format:   C.GoString(&s.format[0]),
		payload:  C.GoBytes(unsafe.Pointer(s.bytes), C.int(s.bytes_length)),
		text:     C.GoStringN(s.text, C.int(s.text_length)),
		declared: s.declared != 0,
	}
	for i := range out.corners {
		out.corners[i] = [2]float64{float64(s.corner[2*i]), float64(s.corner[2*i+1])}
	}
	return out
}

func joined(formats []Format) string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = string(f)
	}
	return strings.Join(names, ",")
}
