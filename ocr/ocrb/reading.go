package ocrb

import (
	"image"
	"math"

	"loupe/ocr/mrz"
	"loupe/ocr/ocrb/net"
	"loupe/ocr/ocrb/strip"
)

const (
	mostCharacters = 46   // of a line: the longest has 44
	mostWidth      = 1000 // of a strip
	probed         = 12   // characters of a candidate that are looked at first
	unevenPitch    = 0.04 // share by which the steps differ from the pitch before the line is cut again
)

// reading is what the network sees in a line.
type reading struct {
	line    strip.Line
	scores  []net.Scores
	lattice lattice
}

// read cuts a line out of g and reads it.
func (r *Recogniser) read(g *image.Gray, l strip.Line) reading {
	scores := r.net.Read(strip.Cut(g, l, l.Width(mostWidth)))
	return reading{l, scores, newLattice(ink(scores), mostCharacters)}
}

// taller is by how much the second look at a line of a zone stretches it. It is not made lower instead because all lines are
// taken to be as tall as the tallest.
const taller = 1.1

// again reads the line of a reading once more, a little taller, and takes the mean of what both say of each place: where a
// character is in doubt, the two doubt different things.
func (r *Recogniser) again(g *image.Gray, first reading) reading {
	l := first.line
	l.Tall /= taller
	for i, s := range r.read(g, l).scores {
		for c, v := range s {
			first.scores[i][c] = (first.scores[i][c] + v) / 2
		}
		net.Normalise(first.scores[i][:])
	}
	first.lattice = newLattice(ink(first.scores), mostCharacters)
	return first
}

// probe returns how much the middle of a line looks like OCR-B, in nats a character: above 4 for a clear print, near or below
// 0 for anything else.
func (r *Recogniser) probe(g *image.Gray, l strip.Line) float32 {
	// The strip's margins show the line's next characters.
	const characters = probed - 2*strip.Margin/strip.Pitch
	part := l
	if cut := l.Length - characters*l.Pitch; cut > 0 {
		part.X, part.Y = l.At(strip.Margin+cut/2*strip.Pitch/l.Pitch, strip.Height/2)
		part.Length, part.Bend = characters*l.Pitch, 0
	}
	read := r.read(g, part)
	return read.lattice.score(read.lattice.free()) / probed
}

// row returns the best n characters that begin at a place.
func (r reading) row(n, at int) mrz.Row {
	row := mrz.Row{Cells: make([]mrz.Cell, n)}
	for i, place := range r.lattice.places(n, at) {
		row.Cells[i] = mrz.Cell{Box: r.box(place), Posterior: posterior(r.scores, place)}
	}
	return row
}

// posterior returns how probable each character is in the middle of a place: the mean over the places around, which see the same
// character, of the logarithms.
func posterior(scores []net.Scores, place int) mrz.Posterior {
	var p mrz.Posterior
	before, after := scores[max(place-1, 0)], scores[min(place+1, len(scores)-1)]
	for c := range p {
		p[c] = (before[c] + 2*scores[place][c] + after[c]) / 4
	}
	net.Normalise(p[:])
	return p
}

// box returns the bounds in the picture of the character at a place.
func (r reading) box(place int) image.Rectangle {
	x, y := (float64(place)+0.5)*net.Stride, float64(strip.Height)/2
	low, high := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	for _, corner := range [4][2]float64{{-0.45, -0.55}, {0.45, -0.55}, {-0.45, 0.55}, {0.45, 0.55}} {
		px, py := r.line.At(x+corner[0]*strip.Pitch, y+corner[1]*strip.Capital)
		low, high = [2]float64{min(low[0], px), min(low[1], py)}, [2]float64{max(high[0], px), max(high[1], py)}
	}
	return image.Rect(int(math.Floor(low[0])), int(math.Floor(low[1])), int(math.Ceil(high[0])), int(math.Ceil(high[1])))
}

// measuredPitch returns the pitch in the picture of the characters at places.
func (r reading) measuredPitch(places []int) float64 {
	if len(places) < 2 {
		return r.line.Pitch
	}
	mean := float64(places[len(places)-1]-places[0]) / float64(len(places)-1)
	return r.line.Pitch * mean / step
}
