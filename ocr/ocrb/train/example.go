package main

import (
	"image"
	"math"
	"math/rand/v2"
	"strings"

	"loupe/ocr/mrz"
	"loupe/ocr/ocrb/net"
	"loupe/ocr/ocrb/strip"
)

const (
	letters = 20 // of an example, the two at each end lie in the strip's margins
	columns = (letters-4)*strip.Pitch + 2*strip.Margin
	ignored = -1 // a place that is neither the middle of a character nor between two
)

// example is one strip and, for every net.Stride columns, the class that the network shall answer, or ignored.
type example struct {
	strip  []float32
	labels []int8
}

// between is how many ignored columns keep joined examples apart: as many as the network's kernels reach over.
const between = 4 * net.Pad

// join sets examples side by side: long rows are faster than short ones.
func join(examples []example) example {
	wide := columns + between
	out := example{make([]float32, strip.Height*wide*len(examples)), make([]int8, wide/net.Stride*len(examples))}
	for i, e := range examples {
		for y := range strip.Height {
			copy(out.strip[(y*len(examples)+i)*wide:], e.strip[y*columns:(y+1)*columns])
		}
		labels := out.labels[i*wide/net.Stride : (i+1)*wide/net.Stride]
		for j := copy(labels, e.labels); j < len(labels); j++ {
			labels[j] = ignored
		}
	}
	return out
}

// scene is how a line of an example lies on its sheet.
type scene struct {
	r              *rand.Rand
	tall, pitch    float64 // pixels
	angle          float64 // radians
	drift, bend    float64 // how the pitch changes along the line, as a share; how far its middle sags, in capitals
	slant, stretch float64 // of the glyphs
	restless       float64 // how far glyphs lie beside their places, in capitals
	x, y           float64 // where the line begins
	hard           float64
}

func newScene(r *rand.Rand, hard float64) scene {
	spread := func(s float64) float64 { return hard * s * (2*r.Float64() - 1) }
	s := scene{r: r, hard: hard, tall: 8 * math.Exp(r.Float64()*math.Log(3.4)), restless: 0.02 * hard * r.Float64()}
	s.pitch = s.tall * (1.02 + spread(0.16))
	s.drift, s.bend, s.slant = spread(0.06), spread(0.12), spread(0.07)
	s.stretch = 0.98 + spread(0.13)
	if r.Float64() < 0.6 {
		s.angle = spread(0.15)
	}
	return s
}

// size lays the line into a sheet with room around it, and returns the sheet's size.
func (s *scene) size() (w, h int) {
	long := s.pitch * (letters + 3)
	rise := long * math.Sin(math.Abs(s.angle))
	w, h = int(long+4*s.tall), int(rise+7.5*s.tall)
	s.x, s.y = 2*s.tall, 3.7*s.tall
	if s.angle < 0 {
		s.y += rise
	}
	return w &^ 1, h &^ 1
}

// at returns where line number row of the scene lies, row*spacing capitals below the first.
func (s *scene) at(row, scale float64) place {
	cos, sin := math.Cos(s.angle), math.Sin(s.angle)
	return func(along, across float64) (float64, float64) {
		t := along / letters
		u := s.pitch * letters * (t + s.drift*t*(t-1))
		v := s.tall * (across + row + 4*s.bend*t*(1-t))
		return (s.x + u*cos - v*sin) * scale, (s.y + u*sin + v*cos) * scale
	}
}

// write prints a line of text, its first character's middle half a pitch behind the line's beginning.
func (s *scene) write(to *sheet, l printed, at place) {
	for i, c := range l.text {
		dx, dy := s.r.NormFloat64()*s.restless, s.r.NormFloat64()*s.restless
		to.print(l.font.glyph(c), at, float64(i)+0.5, func(x, y float64) (float64, float64) {
			if l.kind == reversed {
				x, y = -x, -y
			}
			return (x*s.stretch-y*s.slant)*s.tall/s.pitch + dx, y + dy
		})
	}
}

// makeExamples draws a sheet with a line and what stands above and below it, and returns an example of every line of OCR-B on it.
func makeExamples(r *rand.Rand, f faces, hard float64) ([]example, error) {
	s := newScene(r, hard)
	w, h := s.size()
	scale := 1.0
	if s.tall < 18 {
		scale = 2
	}
	on := newSheet(int(scale)*w, int(scale)*h)
	lines := append([]printed{s.choose(f)}, s.neighbours(f)...)
	for _, l := range lines {
		s.write(on, l, s.at(l.row, scale))
	}
	if weight := 2*r.Float64() - 1; weight > 0 { // OCR-B's strokes are 0.13 capitals wide; thinner ones must not vanish
		on.spread(s.tall*scale*(0.03+0.05*weight), float32(0.5-0.3*weight))
	} else {
		on.spread(s.tall*scale*0.03, float32(0.5-0.25*weight))
	}
	if scale == 2 {
		on = on.halve()
	}
	g, err := capture(r, on, s.tall, hard)
	if err != nil {
		return nil, err
	}
	var out []example
	for i, l := range lines {
		if i == 0 || l.kind == upright {
			out = append(out, s.cut(g, l))
		}
	}
	return out, nil
}

// kind is what the line of an example is.
type kind int

const (
	upright  kind = iota // OCR-B as it is read
	reversed             // OCR-B upside down
	other                // another font, or nothing
)

// printed is one line of a sheet.
type printed struct {
	text string
	font face
	kind kind
	row  float64 // capitals below the scene's own line
}

// choose returns the scene's own line.
func (s *scene) choose(f faces) printed {
	r := s.r
	line := []byte(text(r, letters))
	if r.Float64() < 0.35 {
		copy(line, "  ")
	}
	if r.Float64() < 0.35 {
		copy(line[letters-2:], "  ")
	}
	font := f.ocrb[0]
	switch p := r.Float64(); {
	case p < 0.06:
		return printed{string(line), f.ocrb[2], upright, 0}
	case p < 0.40:
		font = f.ocrb[1]
	}
	switch p := r.Float64(); {
	case p < 0.05:
		return printed{string(line), font, reversed, 0}
	case p < 0.10:
		return printed{draw(r, "abcdefghijklmnopqrstuvwxyz.,;:-/()&%$#@!?*+=>", letters), f.others[r.IntN(len(f.others))], other, 0}
	case p < 0.12:
		return printed{strings.Repeat(" ", letters), font, other, 0}
	}
	return printed{string(line), font, upright, 0}
}

// neighbours returns what may stand above and below: other lines of the zone, or print.
func (s *scene) neighbours(f faces) []printed {
	var out []printed
	for _, side := range []float64{-1, 1} {
		switch p := s.r.Float64(); {
		case p < 0.5:
			out = append(out, printed{text(s.r, letters), f.ocrb[s.r.IntN(2)], upright, side * (1.7 + 1.2*s.r.Float64())})
		case p < 0.6:
			out = append(out, printed{draw(s.r, "abcdefghijklmnop EFGHILMNORSTU,.", letters), f.others[0], other, side * (1.5 + 1.3*s.r.Float64())})
		}
	}
	return out
}

// cut takes the strip as a recogniser would that has found the line, about, and says what stands where in it.
func (s *scene) cut(g *image.Gray, p printed) example {
	r, at := s.r, s.at(p.row, 1)
	x0, y0 := at(2, 0)
	x1, y1 := at(letters-2, 0)
	long := math.Hypot(x1-x0, y1-y0)
	l := strip.Line{X: x0, Y: y0, Length: long, Pitch: long / (letters - 4), Tall: s.tall, Bend: 4 * s.bend * s.tall / long / long * 0.64}
	if r.Float64() < 0.3 {
		l.Bend = 0
	}
	angle := math.Atan2(y1-y0, x1-x0) + s.hard*0.012*(2*r.Float64()-1)
	l.DX, l.DY = math.Cos(angle), math.Sin(angle)
	l.Pitch *= 1 + s.hard*0.07*(2*r.Float64()-1)
	l.Tall *= 1 + s.hard*(0.15*(2*r.Float64()-1)+0.02)
	shift, slide := s.hard*0.09*s.tall*(2*r.Float64()-1), 0.6*s.pitch*(2*r.Float64()-1)
	l.X, l.Y = l.X-shift*l.DY+slide*l.DX, l.Y+shift*l.DX+slide*l.DY
	labels := make([]int8, columns/net.Stride)
	for i := range labels {
		labels[i] = int8(net.Blank)
	}
	for i := range p.text {
		px, py := at(float64(i)+0.5, 0)
		centre := strip.Margin + ((px-l.X)*l.DX+(py-l.Y)*l.DY)*strip.Pitch/l.Pitch
		mark(labels, centre, class(p.text[i], p.kind))
	}
	return example{strip.Cut(g, l, columns), labels}
}

// class returns what the network shall answer for a character. Upside down some look like a character all the same.
func class(c byte, k kind) int8 {
	switch {
	case c == ' ' || k == other:
		return int8(net.Blank)
	case k == reversed && strings.IndexByte("0OHINSXZ8669MWU5LCDEBKVPQ1", c) >= 0:
		return ignored
	case k == reversed:
		return int8(net.Blank)
	}
	return int8(strings.IndexByte(mrz.Alphabet, c))
}

// mark labels the places around a character's middle.
func mark(labels []int8, centre float64, class int8) {
	if class == int8(net.Blank) {
		return
	}
	for i := range labels {
		d := math.Abs((float64(i)+0.5)*net.Stride - centre)
		switch {
		case d <= 0.16*strip.Pitch:
			labels[i] = class
		case d < 0.34*strip.Pitch:
			labels[i] = ignored
		}
	}
}
