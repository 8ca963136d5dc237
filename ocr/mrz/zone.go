package mrz

import (
	"math"
	"strings"
)

// zone is rows laid on a layout.
type zone struct {
	layout
	templates []template
	fits      []fit    // one for each line
	lines     [][]byte // as they are understood so far
	evidence  float64
}

// maxBroken is how many characters of a zone may be ones that their field rules out, without one in its place that looks like it.
const maxBroken = 2

// A check digit that agrees speaks for a zone, one that does not against it, less so because they are forged: ln(0.95 / 0.1)
// and ln(0.05 / 0.9).
const agreeEvidence, disagreeEvidence = 2.25, -2.9

// best returns the best zone that begins with row j; nil when there is none.
func (l layout) best(templates []template, fits [][][]fit, j int) *zone {
	for i := range templates {
		if len(fits[i][j+i]) == 0 {
			return nil
		}
	}
	var best *zone
	chosen := make([]fit, len(templates))
	var try func(i int)
	try = func(i int) {
		if i < len(templates) {
			for _, f := range fits[i][j+i] {
				chosen[i] = f
				try(i + 1)
			}
			return
		}
		if z := l.zone(templates, chosen); z != nil && (best == nil || z.evidence > best.evidence) {
			best = z
		}
	}
	try(0)
	return best
}

// zone puts lines together; nil when they cannot be one zone.
func (l layout) zone(templates []template, chosen []fit) *zone {
	z := &zone{layout: l, templates: templates, fits: append([]fit(nil), chosen...)}
	broken, counted := 0, false
	for i, f := range chosen {
		z.evidence += f.evidence + slant(chosen[0], f, l.width)
		broken, counted = broken+f.broken, counted || f.counted
		z.lines = append(z.lines, append([]byte(nil), f.text...))
		z.endNames(i)
	}
	if broken > maxBroken || z.evidence < leastEvidence-agreeEvidence*float64(len(l.checks)) {
		return nil
	}
	lines := z.text()
	if strings.IndexByte(l.initial, lines[0][0]) < 0 || !l.marked(lines[0]) || strings.Count(strings.Join(lines, ""), "<") < minFillers {
		return nil
	}
	m := l.parse(lines)
	if m.Fields[FieldSurname]+m.Fields[FieldGivenNames] == "" {
		return nil
	}
	for _, c := range l.checks {
		switch {
		case m.Checks[c.name]:
			z.evidence += agreeEvidence
		case counted && c.name == CheckComposite:
			return nil // fillers inside a line were counted anew, and nothing confirms the count
		default:
			z.evidence += disagreeEvidence
		}
	}
	return z
}

// minFillers is how many fillers a zone has: two stand between the names, and the document code and a second given name
// leave one more in all but the fullest.
const minFillers = 3

// slant is the evidence against two lines of one zone that do not begin and end at the same place: their margins are equal
// to a fraction of a character's width (9303-3 section 4.2), while a cell too many at an end shifts them by a whole one.
func slant(a, b fit, width int) float64 {
	first, last := a.glyph(a.row, 0), b.glyph(b.row, 0)
	if a.row == b.row || first == nil || last == nil || first.box[2] <= 0 || last.box[2] <= 0 {
		return 0
	}
	pitch := max(a.row.pitch(), b.row.pitch())
	if !(pitch > 0) {
		return 0
	}
	return -min(4*math.Abs(centre(first.box)-centre(last.box))/pitch, 6)
}

func centre(box [4]int) float64 { return float64(box[0]) + float64(box[2])/2 }

// pitch is the mean distance of the row's characters.
func (s *strip) pitch() float64 {
	n := len(s.glyphs) - 1
	return (centre(s.glyphs[n].box) - centre(s.glyphs[0].box)) / float64(n)
}

// endNames makes fillers of what only looks like one behind the end of the name on line i: names are separated by two
// fillers at most (9303-3 section 4.6), so nothing follows three.
func (z *zone) endNames(i int) {
	if z.names.line != i || z.names.to == 0 {
		return
	}
	text := z.lines[i][z.names.from:z.names.to]
	end := strings.Index(string(text), "<<<")
	if end < 0 {
		return
	}
	for at := end; at < len(text); at++ {
		g := z.glyph(i, z.names.from+at)
		if text[at] != '<' && (g == nil || g.p[0] < forcedFloor) {
			return
		}
	}
	copy(text[end:], strings.Repeat("<", len(text)-end))
}

// glyph is what stands at a position; nil for a filler that was lost.
func (z *zone) glyph(line, at int) *glyph { return z.fits[line].glyph(z.fits[line].row, at) }

func (z *zone) text() []string {
	out := make([]string, len(z.lines))
	for i, line := range z.lines {
		out[i] = string(line)
	}
	return out
}
