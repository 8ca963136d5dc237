// Package ocrb reads the machine readable zone of a document: it finds the lines of OCR-B in a picture at any rotation, tells
// the characters apart with a small network of its own, and places them on the lattice that a fixed pitch makes.
//
// The network is trained by ocr/ocrb/train from drawings of Debian's fonts-ocr-b; make ocrb-model makes model.bin again.
package ocrb

import (
	_ "embed"
	"image"
	"math"

	"loupe/ocr/mrz"
	"loupe/ocr/ocrb/net"
	"loupe/ocr/ocrb/strip"
	"loupe/ocr/plane"
)

//go:embed model.bin
var model []byte

// Recogniser reads machine readable zones. It is safe for concurrent use.
type Recogniser struct{ net *net.Net }

// New returns a recogniser with the embedded model.
func New() (*Recogniser, error) {
	n, err := net.Unmarshal(model)
	if err != nil {
		return nil, err
	}
	return &Recogniser{n}, nil
}

const (
	mostZones    = 3
	surveyPixels = 800_000   // of the reduced picture that is searched first
	closerPixels = 2_600_000 // of the one that is searched when nothing was found: small print
	leastPixels  = 40        // side of a picture that is searched at all
)

// Zones returns the zones of g, at most three, the best first; none when there is nothing that looks like one. Boxes are in
// pixels of g. The text may be turned by any angle. Bounded work: at most two searches, and in
// each at most twenty lines probed and eight groups of lines read.
func (r *Recogniser) Zones(g *image.Gray) []Zone {
	zones := r.zones(atOrigin(g))
	for i := range zones {
		zones[i].Box = zones[i].Box.Add(g.Rect.Min)
		for _, row := range zones[i].Rows {
			move(row, g.Rect.Min)
		}
	}
	return zones
}

func (r *Recogniser) zones(g *image.Gray) []Zone {
	area := float64(g.Rect.Dx()) * float64(g.Rect.Dy())
	if min(g.Rect.Dx(), g.Rect.Dy()) < leastPixels {
		return nil
	}
	first := max(1, int(math.Ceil(math.Sqrt(area/surveyPixels))))
	closer := max(1, int(math.Ceil(math.Sqrt(area/closerPixels))))
	zones := r.look(g, first)
	if len(zones) == 0 && closer < first {
		zones = r.look(g, closer)
	}
	return zones
}

// look searches for zones in g reduced f times.
func (r *Recogniser) look(g *image.Gray, f int) []Zone {
	survey := g
	if f > 1 {
		survey = plane.Shrink(g, f)
	}
	all := blobs(survey)
	var zones []Zone
	s := search{r: r, full: g, survey: survey, f: f, seen: map[strip.Line]look{}, used: map[strip.Line]bool{}}
	for _, angle := range directions(all) {
		for _, lines := range groups(candidates(all, angle)) {
			zones = append(zones, s.group(lines)...)
		}
	}
	return best(zones, mostZones)
}

// RecogniseLine reads a picture that shows one line of a zone and nothing else. A picture without a line gives a row
// without cells.
func (r *Recogniser) RecogniseLine(g *image.Gray) mrz.Row {
	origin := g.Rect.Min
	g = atOrigin(g)
	f := max(1, int(math.Ceil(math.Sqrt(float64(g.Rect.Dx())*float64(g.Rect.Dy())/surveyPixels))))
	survey := g
	if f > 1 {
		survey = plane.Shrink(g, f)
	}
	lines := candidates(blobs(survey), 0)
	if len(lines) == 0 {
		return mrz.Row{}
	}
	read := r.read(g, group{lines[0]}.scaled(float64(f), false).framed()[0])
	n := read.lattice.free()
	at, _ := read.lattice.from(n, 0, len(read.scores)-1)
	row := read.row(n, at)
	move(row, origin)
	return row
}

func move(row mrz.Row, by image.Point) {
	for i := range row.Cells {
		row.Cells[i].Box = row.Cells[i].Box.Add(by)
	}
}

// atOrigin returns g with its first pixel at 0,0, without copying.
func atOrigin(g *image.Gray) *image.Gray {
	return &image.Gray{Pix: g.Pix, Stride: g.Stride, Rect: image.Rect(0, 0, g.Rect.Dx(), g.Rect.Dy())}
}
