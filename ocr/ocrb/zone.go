package ocrb

import (
	"cmp"
	"image"
	"math"
	"slices"

	"loupe/ocr/mrz"
	"loupe/ocr/ocrb/strip"
)

// Zone is a machine readable zone as it was found in a picture.
type Zone struct {
	Rows    []mrz.Row       // 2 or 3, top to bottom, all of one length: 30, 36 or 44 cells
	Turn    int             // quarter turns clockwise by which the text is turned in the picture, 0..3
	Angle   float64         // radians clockwise by which it is turned exactly, -pi..pi
	Box     image.Rectangle // around all cells
	Quality float64         // nats a character by which the rows look like OCR-B rather than like anything else: above 5 for clear print
}

const (
	acceptable = 3.5 // nats a character of a zone that is reported
	aligned    = 6   // places by which the rows of a zone may begin apart: under perspective they do
)

// layouts are the sizes of a zone (ICAO 9303-4, -5, -6, -7).
func layouts() []struct{ rows, characters int } {
	return []struct{ rows, characters int }{{3, 30}, {2, 44}, {2, 36}}
}

// group is a set of parallel lines that lie one below the other as a zone's do, top to bottom.
type group []strip.Line

// groups returns the runs of 3 and of 2 neighbours among lines of one direction, those of 3 of a text first.
func groups(lines []strip.Line) []group {
	var out []group
	for _, l := range lines {
		if slices.ContainsFunc(lines, func(o strip.Line) bool { return below(o, l) }) {
			continue // not the topmost
		}
		run := group{l}
		for len(run) < len(lines) {
			j := slices.IndexFunc(lines, func(o strip.Line) bool { return below(run[len(run)-1], o) })
			if j < 0 {
				break
			}
			run = append(run, lines[j])
		}
		for from := range run {
			if from+3 <= len(run) {
				out = append(out, run[from:from+3])
			}
		}
		for from := range len(run) - 1 {
			out = append(out, run[from:from+2])
		}
	}
	return out
}

// scaled returns the lines in a picture f times as large, reversed if they read the other way round.
func (g group) scaled(f float64, reverse bool) group {
	out := slices.Clone(g)
	for i := range out {
		l := &out[i]
		l.X, l.Y, l.Length, l.Pitch, l.Tall, l.Bend = l.X*f, l.Y*f, l.Length*f, l.Pitch*f, l.Tall*f, l.Bend/f
		if reverse {
			*l = l.Reversed()
		}
	}
	if reverse {
		slices.Reverse(out)
	}
	return out
}

// below reports whether b is the next line below a.
func below(a, b strip.Line) bool {
	if a.DX*b.DX+a.DY*b.DY < math.Cos(4*math.Pi/180) || a.Tall > 1.4*b.Tall || b.Tall > 1.4*a.Tall {
		return false
	}
	ax, ay := middle(a)
	bx, by := middle(b)
	pitch := (a.Pitch + b.Pitch) / 2
	down := (by-ay)*a.DX - (bx-ax)*a.DY
	along := (bx-ax)*a.DX + (by-ay)*a.DY
	return down > 1.2*pitch && down < 3.6*pitch && math.Abs(along) < 0.35*max(a.Length, b.Length)
}

func middle(l strip.Line) (x, y float64) { return l.X + l.DX*l.Length/2, l.Y + l.DY*l.Length/2 }

// framed returns the lines of a group all with the same beginning, length, pitch and height, and some room on both sides for
// fillers too faint to be found.
func (g group) framed() group {
	var dx, dy, pitch, tall float64
	for _, l := range g {
		dx, dy, pitch, tall = dx+l.DX, dy+l.DY, pitch+l.Pitch/float64(len(g)), max(tall, l.Tall)
	}
	norm := math.Hypot(dx, dy)
	dx, dy = dx/norm, dy/norm
	from, to := math.Inf(1), math.Inf(-1)
	for _, l := range g {
		u := l.X*dx + l.Y*dy
		from, to = min(from, u), max(to, u+l.Length)
	}
	room := 1.5 * pitch
	if missing := 28*pitch - (to - from); missing > 0 {
		room += missing
	}
	out := slices.Clone(g)
	for i := range out {
		l := &out[i]
		back := (l.X*dx + l.Y*dy - from + room) / (l.DX*dx + l.DY*dy)
		half := l.Length / 2
		// The parabola keeps its place although the line grows: At measures it from the new ends.
		sag := func(t float64) float64 { return l.Bend * (half*half - (t-half)*(t-half)) }
		length := to - from + 2*room
		a, b := sag(-back), sag(length-back)
		l.X, l.Y = l.X-back*l.DX-a*l.DY, l.Y-back*l.DY+a*l.DX
		slope := math.Atan2(b-a, length)
		sin, cos := math.Sincos(slope)
		l.DX, l.DY = l.DX*cos-l.DY*sin, l.DX*sin+l.DY*cos
		l.Length, l.Pitch, l.Tall = length, pitch, tall
	}
	return out
}

// zone reads the lines of a group; it is false when they are no zone.
func (r *Recogniser) zone(g *image.Gray, lines group) (Zone, bool) {
	lines = lines.framed()
	z, pitch, ok := r.attempt(g, lines)
	if ok && math.Abs(pitch/lines[0].Pitch-1) > unevenPitch {
		for i := range lines {
			lines[i].Pitch = pitch
		}
		if again, _, ok := r.attempt(g, lines); ok && again.Quality > z.Quality {
			z = again
		}
	}
	return z, ok
}

func (r *Recogniser) attempt(g *image.Gray, lines group) (z Zone, pitch float64, ok bool) {
	readings := make([]reading, len(lines))
	for i, l := range lines {
		readings[i] = r.read(g, l)
	}
	if n, _, quality := fit(readings); n == 0 || quality < acceptable {
		return Zone{}, 0, false
	}
	for i := range readings {
		readings[i] = r.again(g, readings[i])
	}
	n, starts, quality := fit(readings)
	if n == 0 || quality < acceptable {
		return Zone{}, 0, false
	}
	z.Quality = float64(quality)
	z.Angle = math.Atan2(lines[0].DY, lines[0].DX)
	z.Turn = (int(math.Round(z.Angle/(math.Pi/2))) + 4) % 4
	for i, read := range readings {
		pitch += read.measuredPitch(read.lattice.places(n, starts[i])) / float64(len(readings))
		row := read.row(n, starts[i])
		for _, c := range row.Cells {
			z.Box = z.Box.Union(c.Box)
		}
		z.Rows = append(z.Rows, row)
	}
	return z, pitch, true
}

// fit returns the number of characters a row, 0 when no layout has so many rows, the places where the rows begin, and how well that
// fits: nats a character, less what lies outside of it.
func fit(readings []reading) (n int, starts []int, quality float32) {
	quality = never
	for _, layout := range layouts() {
		if layout.rows != len(readings) {
			continue
		}
		s, total := together(readings, layout.characters)
		outside := float32(0)
		for _, r := range readings {
			outside += r.lattice.score(r.lattice.free())
		}
		outside -= total
		if q := (total - outside) / float32(layout.rows*layout.characters); q > quality {
			n, starts, quality = layout.characters, s, q
		}
	}
	return n, starts, quality
}

// together returns where the rows begin, one below the other, so that the sum of their values is the largest, and that sum.
func together(readings []reading, n int) (starts []int, total float32) {
	total = never * float32(len(readings))
	for at := range readings[0].scores {
		sum := float32(0)
		s := make([]int, len(readings))
		for i, r := range readings {
			var v float32
			s[i], v = r.lattice.from(n, at-aligned/2, at+aligned/2)
			sum += v
		}
		if sum > total {
			starts, total = s, sum
		}
	}
	return starts, total
}

// best returns the zones without those that share ground with a better one, the best first.
func best(zones []Zone, most int) []Zone {
	slices.SortStableFunc(zones, func(a, b Zone) int { return cmp.Compare(b.Quality, a.Quality) })
	var out []Zone
	for _, z := range zones {
		if len(out) < most && !slices.ContainsFunc(out, func(o Zone) bool { return o.Box.Overlaps(z.Box) }) {
			out = append(out, z)
		}
	}
	return out
}

// scaled returns the zone in a picture f times as large.
func (z Zone) scaled(f float64) Zone {
	if f == 1 {
		return z
	}
	enlarge := func(r image.Rectangle) image.Rectangle {
		at := func(v int) int { return int(math.Round(float64(v) * f)) }
		return image.Rect(at(r.Min.X), at(r.Min.Y), at(r.Max.X), at(r.Max.Y))
	}
	z.Box = enlarge(z.Box)
	for _, row := range z.Rows {
		for i := range row.Cells {
			row.Cells[i].Box = enlarge(row.Cells[i].Box)
		}
	}
	return z
}
