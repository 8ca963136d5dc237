package portrait

import "image"

// The measures, for tests of what they should come to.

// Shift is how far b stands off a, pixels, in a window whose upper left corner is at x, y.
func Shift(a, b *image.Gray, x, y int) (dx, dy float64) { return shift(floats(a), floats(b), x, y) }

// Bend measures two planes of a fine frame's size.
func Bend(a, b *image.Gray) (bent float64, n int) {
	all := windows(floats(a), floats(b), func(int, int) bool { return true })
	return bend(all), len(all)
}

// Toned gives p the tones of like, inside the mask.
func Toned(p, like *image.Gray, mask []float32) []float32 {
	return floats(p).toned(floats(like), mask).pix
}

// FineFrame is the frame in which faces are compared.
func FineFrame() Frame { return frameOf(fineEyes) }
