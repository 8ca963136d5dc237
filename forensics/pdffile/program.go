package pdffile

import (
	// For go:linkname below.
	_ "unsafe"

	// Carries the compiled PDFium.
	_ "github.com/klippa-app/go-pdfium/webassembly"
)

// pdfiumWasm is the compiled PDFium that go-pdfium embeds and does not export; it is only read. go-pdfium's own pool is
// not used: it keeps PDFium's memory in the Go heap, where each growth needs the old and the new copy at once, and never
// passes a context on. When a new release renames the variable, this one stays empty and Engine.Start says so.
//
//go:linkname pdfiumWasm github.com/klippa-app/go-pdfium/webassembly.pdfiumWasm
var pdfiumWasm []byte
