package ocr

import (
	"image"
	"math"
	"slices"

	"loupe/ocr/plane"
)

// survey is what a quick look at the reduced level frame says about its text.
type survey struct {
	f      int             // pixels of the level frame per pixel of marks, dark and lines
	glyphs int             // components of a character's size, text or not
	marks  []glyph         // those that may be text, sorted
	dark   []glyph         // those of marks that are darker than their ground
	lines  []line          // of marks
	height float64         // of small text in pixels of the level frame: the lower quartile over the glyphs that stand in lines; 0 when there are none
	aspect float64         // width by height of the glyphs that stand in lines, their median; 0 when there are none
	text   image.Rectangle // around all lines, in pixels of the level frame; empty when there are none
}

// surveyPixels is the area of the analysis plane. A page's letters are then some 7 pixels high.
const surveyPixels = 1_500_000

// look surveys g as it lies by p, but for the parts skip of g.
func look(g *image.Gray, p pose, skip []image.Rectangle) survey {
	f := max(1, int(math.Ceil(math.Sqrt(float64(p.w)*float64(p.h)/surveyPixels))))
	small := plane.Shrink(g, f)
	reduced := pose{small.Rect.Dx(), small.Rect.Dy(), p.turn, p.skew}
	w, h := reduced.size()
	small = reduced.shown(small, reduced.frame(), w, h)
	hidden := make([]image.Rectangle, len(skip))
	for i, r := range skip {
		r = p.motion().back().around(r)
		hidden[i] = image.Rect(r.Min.X/f, r.Min.Y/f, r.Max.X/f+1, r.Max.Y/f+1)
	}
	s := survey{f: f}
	var inLines []glyph
	for _, light := range []bool{false, true} {
		gs := glyphs(ink(small, light))
		s.glyphs += len(gs)
		gs = outside(gs, hidden)
		lines := chain(gs)
		for i, l := range lines {
			lines[i].light = light
			inLines = append(inLines, l.glyphs...)
			s.text = s.text.Union(l.box())
		}
		s.marks, s.lines = append(s.marks, gs...), append(s.lines, lines...)
		if !light {
			s.dark = gs
		}
	}
	slices.SortFunc(s.marks, byPlace)
	s.height = float64(f * quantile(inLines, 0.25, func(g glyph) int { return g.h }))
	s.aspect = float64(quantile(inLines, 0.5, func(g glyph) int { return 100 * g.w / g.h })) / 100
	s.text = times(s.text, f)
	return s
}

func times(r image.Rectangle, f int) image.Rectangle {
	return image.Rect(r.Min.X*f, r.Min.Y*f, r.Max.X*f, r.Max.Y*f)
}
