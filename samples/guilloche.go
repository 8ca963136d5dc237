package samples

import (
	"image/color"
	"math"
)

// wave returns points on a sine line: amplitude and wave length in millimetres.
func wave(x, y, length, amplitude, wavelength, phase float64) []point {
	n := max(8, int(length*2.2))
	points := make([]point, n+1)
	for i := range points {
		t := length * float64(i) / float64(n)
		points[i] = point{x + t, y + amplitude*math.Sin(2*math.Pi*t/wavelength+phase)}
	}
	return points
}

// guillocheBand fills a band with lines whose amplitude breathes: the fine background of security print.
func (c *canvas) guillocheBand(x, y, w, h float64, lines int, seed uint64, ink color.Color) {
	r := stream(seed, "band")
	long, short, swing := between(r, 18, 34), between(r, 5, 9), between(r, 0.8, 2)
	for i := range lines {
		t := float64(i) / float64(lines)
		n := int(w * 2.4)
		points := make([]point, n+1)
		for j := range points {
			s := w * float64(j) / float64(n)
			breathe := 0.5 + 0.5*math.Sin(2*math.Pi*s/long+1.3)
			dy := swing*breathe*math.Sin(2*math.Pi*s/short+4*math.Pi*t) + 1.4*math.Sin(2*math.Pi*s/long+2*math.Pi*t)
			points[j] = point{x + s, y + h*t + dy}
		}
		c.stroke(points, 0.08, ink)
	}
}

// rosette draws an epicyclic flower of nested lines.
func (c *canvas) rosette(cx, cy, radius float64, petals, rings int, width float64, ink color.Color) {
	for ring := range rings {
		t := float64(ring+1) / float64(rings)
		n := 40 * petals
		points := make([]point, n+1)
		for i := range points {
			a := 2 * math.Pi * float64(i) / float64(n)
			rr := radius * t * (0.74 + 0.26*math.Cos(float64(petals)*a+t*5) + 0.07*math.Sin(float64(3*petals)*a))
			points[i] = point{cx + rr*math.Cos(a), cy + rr*math.Sin(a)}
		}
		for i := 0; i < n; i += petals * 4 { // in pieces, because a closed outline would cancel its own inside
			c.stroke(points[i:min(i+petals*4+1, n+1)], width, ink)
		}
	}
}

// microtext repeats the microprint line over a length, along a gentle wave.
func (c *canvas) microtext(x, y, length float64, ink color.Color) {
	const phrase = "LOUPE SPECIMEN REPUBLIC OF CALDORIA "
	l := lettering{style: styleLabel, size: 0.62, ink: ink}
	outline, width := c.line(phrase, l)
	for at := 0.0; at+width < length; at += width {
		c.fill(outline.mapped(func(px, py float64) (float64, float64) {
			return x + at + px, y + py + 0.5*math.Sin((at+px)/9)
		}), ink)
	}
}

// emblem draws the arms of Caldoria: a rayed sun over a caldera, in a ring.
func (c *canvas) emblem(cx, cy, radius float64, ink color.NRGBA) {
	ring := func(r, width float64) {
		var points []point
		for i := range 65 {
			a := 2 * math.Pi * float64(i) / 64
			points = append(points, point{cx + r*math.Cos(a), cy + r*math.Sin(a)})
		}
		c.stroke(points[:34], width, ink)
		c.stroke(points[33:], width, ink)
	}
	ring(radius, radius*0.06)
	ring(radius*0.86, radius*0.025)
	for i := range 16 {
		a := math.Pi * (1 + (float64(i)+0.5)/16)
		at := func(r, da float64) point {
			return point{cx + r*radius*math.Cos(a+da), cy + radius*0.12 + r*radius*math.Sin(a+da)}
		}
		c.fill(polygon(at(0.36, 0.06), at(0.74, 0), at(0.36, -0.06)), ink)
	}
	c.fill(disc(cx, cy+radius*0.05, radius*0.26, radius*0.26), ink)
	mountain := func(dy float64) path {
		return polygon(point{cx - radius*0.7, cy + radius*(0.46+dy)}, point{cx - radius*0.22, cy + radius*(0.06+dy)}, point{cx - radius*0.1, cy + radius*(0.14+dy)},
			point{cx + radius*0.1, cy + radius*(0.14+dy)}, point{cx + radius*0.24, cy + radius*(0.04+dy)}, point{cx + radius*0.7, cy + radius*(0.46+dy)})
	}
	c.fill(mountain(0), ink)
	c.fill(mountain(0.12), color.NRGBA{255, 255, 255, 90})
	for i := range 3 {
		c.stroke(wave(cx-radius*0.5+float64(i)*radius*0.1, cy+radius*(0.58+0.1*float64(i)), radius*(1-0.2*float64(i)), radius*0.03, radius*0.3, 0), radius*0.04, ink)
	}
}
