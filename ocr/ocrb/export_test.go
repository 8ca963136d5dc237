package ocrb

import (
	"image"

	"loupe/ocr/ocrb/net"
)

// Blobs is how many glyph-like pieces of ink g has.
func Blobs(g *image.Gray) int { return len(blobs(g)) }

// Directions is in which directions the text of g runs.
func Directions(g *image.Gray) []float64 { return directions(blobs(g)) }

// Sequence is where the best n characters stand on a lattice of ink; n of 0 leaves their number open.
func Sequence(ink []float32, n int) []int {
	l := newLattice(ink, mostCharacters)
	if n == 0 {
		n = l.free()
	}
	at, _ := l.from(n, 0, len(ink)-1)
	return l.places(n, at)
}

// Net is the network in use.
func (r *Recogniser) Net() *net.Net { return r.net }

// Extent is how long the only piece of ink of g is along a direction.
func Extent(g *image.Gray, angle float64) float64 {
	_, half := blobs(g)[0].span(angle)
	return 2 * half
}
