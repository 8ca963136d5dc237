package ocrb

import (
	"image"
	"slices"

	"loupe/ocr/ocrb/strip"
)

const (
	plausible = 2.0 // nats a character of a probed line that is read whole
	clearly   = 4.5 // nats a character of print that needs no second look
	enough    = 15  // pixels of the survey: capitals as tall are read there, not in the full picture
	mostRead  = 8   // groups of one search that are read whole: a picture may be full of lines that are no zone
)

// search is the state of looking through the groups of one survey.
type search struct {
	r            *Recogniser
	full, survey *image.Gray
	f            int                 // the survey is so many times smaller
	seen         map[strip.Line]look // lines that were probed
	used         map[strip.Line]bool // lines of a zone that is clear; no other group needs to be tried with them
	read         int                 // groups that were read whole
}

// look is how much a line looks like OCR-B, in nats a character, as it was found and turned round.
type look struct{ forth, back float32 }

// group reads the lines of a group, in pixels of the survey, and returns the zones that they may be.
func (s *search) group(lines group) []Zone {
	if s.read >= mostRead || slices.ContainsFunc(lines, func(l strip.Line) bool { return s.used[l] }) {
		return nil
	}
	on, scale := s.survey, 1.0
	if lines[0].Tall < enough && s.f > 1 {
		on, scale = s.full, float64(s.f)
	}
	reverse, ok := s.plausible(on, lines.scaled(scale, false))
	if !ok {
		return nil
	}
	var zones []Zone
	scaled := lines.scaled(scale, reverse)
	for _, g := range append([]group{scaled}, s.completed(on, scaled)...) {
		if s.read++; s.read > mostRead {
			break
		}
		z, ok := s.r.zone(on, g)
		if !ok {
			continue
		}
		zones = append(zones, z.scaled(float64(s.f)/scale))
		for _, l := range lines {
			s.used[l] = s.used[l] || z.Quality > clearly
		}
	}
	return zones
}

// plausible reports whether the lines of a group look like OCR-B, and whether they read the other way round. Every line is looked at
// once, although it may be in several groups.
func (s *search) plausible(g *image.Gray, lines group) (reverse, ok bool) {
	var sum look
	for _, l := range lines {
		k, known := s.seen[l]
		if !known {
			k.forth = s.r.probe(g, l)
			if k.forth < clearly {
				k.back = s.r.probe(g, l.Reversed())
			}
			s.seen[l] = k
		}
		if max(k.forth, k.back) < plausible {
			return false, false
		}
		sum.forth, sum.back = sum.forth+k.forth, sum.back+k.back
	}
	return sum.back > sum.forth, true
}

// completed returns the groups of three that a short group of two may be a part of: the third line was not found, but
// there is print where it must be.
func (s *search) completed(g *image.Gray, lines group) []group {
	if len(lines) != 2 || lines[0].Length > 38*lines[0].Pitch {
		return nil
	}
	a, b := lines[0], lines[1]
	between := func(t float64) strip.Line {
		l := a
		l.X, l.Y = a.X+t*(b.X-a.X), a.Y+t*(b.Y-a.Y)
		return l
	}
	var out []group
	for _, three := range []group{{a, between(0.5), b}, {between(-1), a, b}, {a, b, between(2)}} {
		if i := slices.IndexFunc(three, func(l strip.Line) bool { return l != a && l != b }); s.r.probe(g, three[i]) > plausible {
			out = append(out, three)
		}
	}
	return out
}
