// Package net is the small convolutional network that tells the characters of OCR-B apart. It works on rows of float32,
// so that a convolution is a sum of scaled rows (BLAS axpy), fast without a line of assembler of our own.
package net

// Pad is how many zero columns stand on each side of a row; a kernel may be 2*Pad+1 wide.
const Pad = 4

// Planes are C planes of H rows of W values. Rows have Pad zeros on both sides.
type Planes struct {
	C, H, W int
	data    []float32
}

// NewPlanes returns planes of zeros.
func NewPlanes(c, h, w int) *Planes {
	return &Planes{c, h, w, make([]float32, c*h*(w+2*Pad))}
}

// Row returns the W values of a row.
func (p *Planes) Row(c, y int) []float32 { return p.Wide(c, y)[Pad : Pad+p.W : Pad+p.W] }

// Wide returns a row with its zeros: the value of column x stands at Pad+x.
func (p *Planes) Wide(c, y int) []float32 {
	stride := p.W + 2*Pad
	at := (c*p.H + y) * stride
	return p.data[at : at+stride : at+stride]
}
