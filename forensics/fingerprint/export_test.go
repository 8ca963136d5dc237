package fingerprint

import (
	"image"

	"loupe/models"
)

// Trimmed shows the trimming of borders to the tests.
func Trimmed(g *image.Gray) (image.Rectangle, bool) { return trimmed(g) }

// Rough is the 256 bit hash that parts get.
func Rough(g *image.Gray) string { return rough(g).print(models.FingerprintPHash, 1).Hex }

// Filled paints a box out of a plane and fills it; the share that is seen comes with it.
func Filled(g *image.Gray, box image.Rectangle) (*image.Gray, float64) {
	p := newPlate(g)
	p.box(float64(box.Min.X), float64(box.Min.Y), float64(box.Max.X), float64(box.Max.Y))
	seen := p.seen()
	return p.filled(), seen
}

// Closed takes dark strokes out.
func Closed(g *image.Gray, radius int) *image.Gray { return closed(g, radius) }
