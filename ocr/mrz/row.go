package mrz

import "image"

// Alphabet is every character of a machine readable zone (ICAO 9303-3, section 4.3), in the order of Posterior's entries.
const Alphabet = "<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// Posterior is how probable each character of Alphabet is at one place: natural logarithms of probabilities that sum to 1.
type Posterior [len(Alphabet)]float32

// Cell is one character's place as a recogniser saw it.
type Cell struct {
	Box       image.Rectangle // in pixels of the plane that was read, which shows the line about level
	Posterior Posterior
}

// Row is one line of what may be a machine readable zone, left to right, one cell a character.
type Row struct{ Cells []Cell }
