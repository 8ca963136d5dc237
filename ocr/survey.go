package ocr

import (
	"image"
	"math"
)

// survey is what a quick look at the reduced picture says about its text, in pixels of the full upright picture.
type survey struct {
	glyphs int             // components of a character's size, text or not
	height float64         // of small text: the lower quartile over the glyphs that stand in lines; 0 when there are none
	text   image.Rectangle // around all lines; empty when there are none
	zone   image.Rectangle // a band of long lines of fixed pitch: perhaps a machine readable zone; empty when there is none
	letter float64         // height of the zone's characters
	rows   []baseline      // the zone's lines, from above
}

// surveyPixels is the area of the analysis plane. A page's letters are then some 7 pixels high.
const surveyPixels = 1_500_000

// look surveys g.
func look(g *image.Gray) survey {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	f := max(1, int(math.Ceil(math.Sqrt(float64(w)*float64(h)/surveyPixels))))
	small := shrink(g, f)
	var s survey
	var inLines []glyph
	for _, light := range []bool{false, true} {
		gs := glyphs(ink(small, light))
		s.glyphs += len(gs)
		lines := chain(gs)
		for _, l := range lines {
			inLines = append(inLines, l.glyphs...)
			s.text = s.text.Union(l.box())
		}
		if !light {
			zone, letter := band(lines)
			s.zone, s.letter = times(zone, f), float64(letter*f)
			s.rows = rowsOf(gs, zone, letter, f)
		}
	}
	s.height = float64(f * quantile(inLines, 0.25, func(g glyph) int { return g.h }))
	s.text = times(s.text, f)
	return s
}

// A TD1 line has 30 characters; a third may touch or be lost.
const minZoneGlyphs = 20

// band returns the rectangle around the lowest group of two or more stacked lines that have fixed pitch and are long, with a
// line's height around it, and that height; empty when there is none.
func band(lines []line) (found image.Rectangle, letter int) {
	for _, l := range lines {
		if len(l.glyphs) < minZoneGlyphs || !l.fixedPitch() {
			continue
		}
		h := l.height()
		group, n := l.box(), 1
		for _, other := range lines {
			box := other.box()
			gap := max(box.Min.Y-group.Max.Y, group.Min.Y-box.Max.Y)
			if box != l.box() && len(other.glyphs) >= minZoneGlyphs && gap < 3*h && other.like(h) && other.fixedPitch() {
				group, n = group.Union(box), n+1
			}
		}
		if n >= 2 && group.Max.Y > found.Max.Y {
			found, letter = pieces(group, h, lines).Inset(-h), h
		}
	}
	return found, letter
}

// like reports whether the line's glyphs are about h high.
func (l line) like(h int) bool { return 2*l.height() > h && l.height() < 2*h }

// pieces widens group by the lines beside it: a chain breaks where characters touch or a speck intrudes.
func pieces(group image.Rectangle, h int, lines []line) image.Rectangle {
	top, bottom := group.Min.Y, group.Max.Y
	for _, l := range lines {
		box := l.box()
		if middle := (box.Min.Y + box.Max.Y) / 2; middle > top && middle < bottom && l.like(h) {
			group = group.Union(box)
		}
	}
	return group
}

func times(r image.Rectangle, f int) image.Rectangle {
	return image.Rect(r.Min.X*f, r.Min.Y*f, r.Max.X*f, r.Max.Y*f)
}
