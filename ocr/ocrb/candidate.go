package ocrb

import (
	"cmp"
	"math"
	"slices"

	"loupe/ocr/ocrb/strip"
)

const (
	leastMarks     = 10  // pieces of ink that a candidate has
	shortest       = 17  // length in heights: the shortest line of a zone has 30 characters
	longest        = 75  // the longest has 44, at a wide pitch and with something beside it
	leastRegular   = 0.5 // share of neighbours a whole number of pitches apart
	mostCandidates = 10  // lines of one picture that are looked at with the network
)

// candidates returns the lines of text in one direction that may be set in a fixed pitch, the most regular and longest first,
// in pixels of the survey.
func candidates(all []blob, angle float64) []strip.Line {
	type candidate struct {
		line  strip.Line
		merit float64
	}
	var found []candidate
	for _, c := range bridged(chains(marks(all, angle))) {
		first, last := c.marks[0], c.marks[len(c.marks)-1]
		length := last.right() - first.left()
		if len(c.marks) < leastMarks || length < shortest*c.tall || length > longest*c.tall {
			continue
		}
		pitch, regular := pitchOf(c)
		if regular < leastRegular {
			continue
		}
		found = append(found, candidate{lay(c, angle, pitch), regular * min(1, length/pitch/28)})
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(b.merit, a.merit) })
	var out []strip.Line
	for _, c := range found[:min(len(found), mostCandidates)] {
		out = append(out, c.line)
	}
	return out
}

// pitchOf returns the pitch of a line and the share of neighbours that stand a whole number of pitches apart. Only marks as narrow
// as a single character tell; when most touch, the pitch is what OCR-B has beside its height.
func pitchOf(c chain) (pitch, regular float64) {
	var steps []float64
	for i := 1; i < len(c.marks); i++ {
		a, b := c.marks[i-1], c.marks[i]
		if step := b.u - a.u; max(a.along, b.along) < 0.55*c.tall && step > 0.55*c.tall {
			steps = append(steps, step)
		}
	}
	if len(steps) < len(c.marks)/3 {
		return 1.03 * c.tall, leastRegular
	}
	single := slices.Clone(steps)
	slices.Sort(single)
	pitch = single[len(single)*2/5]
	for range 3 {
		sum, count := 0.0, 0.0
		for _, s := range steps {
			if k := math.Round(s / pitch); k >= 1 && k <= 3 && math.Abs(s-k*pitch) < 0.25*pitch {
				sum, count = sum+s, count+k
			}
		}
		if count > 0 {
			pitch = sum / count
		}
	}
	fit := 0
	for _, s := range steps {
		if k := math.Round(s / pitch); math.Abs(s-k*pitch) < 0.17*pitch {
			fit++
		}
	}
	return pitch, float64(fit) / float64(len(steps))
}

// lay returns the line through the middles of a chain's marks: a parabola by least squares, fitted again without the marks far off.
func lay(c chain, angle, pitch float64) strip.Line {
	first, last := c.marks[0].left(), c.marks[len(c.marks)-1].right()
	length := last - first
	origin := first + length/2
	p := parabola(c.marks, origin, length/2, math.Inf(1), [3]float64{})
	p = parabola(c.marks, origin, length/2, 0.3*c.tall, p)
	// v = p0 + p1 t + p2 t^2 with t in -1..1: the line rises by 2 p1, and its middle lies p2 above its ends.
	v0, slope := p[0]-p[1]+p[2], math.Atan2(2*p[1], length)
	sin, cos := math.Sincos(angle)
	dy, dx := math.Sincos(angle + slope)
	return strip.Line{
		X: first*cos - v0*sin, Y: first*sin + v0*cos, DX: dx, DY: dy,
		Length: length, Pitch: pitch, Tall: c.tall, Bend: -4 * p[2] / (length * length),
	}
}

// parabola fits v over t = (u-origin)/half to the marks within reach of the parabola before.
func parabola(marks []mark, origin, half, reach float64, before [3]float64) [3]float64 {
	var s [5]float64
	var b [3]float64
	for _, m := range marks {
		t := (m.u - origin) / half
		if math.Abs(m.v-before[0]-before[1]*t-before[2]*t*t) > reach {
			continue
		}
		power := 1.0
		for i := range s {
			s[i] += power
			if i < 3 {
				b[i] += power * m.v
			}
			power *= t
		}
	}
	s[4] += 0.02 * s[0] // a straight line when the marks do not say otherwise
	det := func(a, b, c, d, e, f, g, h, i float64) float64 { return a*(e*i-f*h) - b*(d*i-f*g) + c*(d*h-e*g) }
	d := det(s[0], s[1], s[2], s[1], s[2], s[3], s[2], s[3], s[4])
	if s[0] < 3 || math.Abs(d) < 1e-9 {
		return before
	}
	return [3]float64{
		det(b[0], s[1], s[2], b[1], s[2], s[3], b[2], s[3], s[4]) / d,
		det(s[0], b[0], s[2], s[1], b[1], s[3], s[2], b[2], s[4]) / d,
		det(s[0], s[1], b[0], s[1], s[2], b[1], s[2], s[3], b[2]) / d,
	}
}
