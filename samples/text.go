package samples

import (
	"image"
	"image/color"
	"math"
)

// lettering says how a text is set.
type lettering struct {
	style   style
	size    float64 // em, millimetres
	ink     color.Color
	squeeze float64 // width of the letters relative to the font's; 0 means 1
	slant   float64 // shear, 0.2 looks like italics
	track   float64 // extra space between letters, millimetres
	center  bool    // x is the middle, not the left end
}

// line returns the outline of text with its baseline starting at 0,0, and its width, both in millimetres.
func (c *canvas) line(text string, l lettering) (path, float64) {
	letters, err := c.fonts.shape(l.style, text, l.size)
	if err != nil && c.err == nil {
		c.err = err
	}
	squeeze := l.squeeze
	if squeeze == 0 {
		squeeze = 1
	}
	var out path
	pen := 0.0
	for _, glyph := range letters {
		out.append(glyph.outline.mapped(func(x, y float64) (float64, float64) {
			return pen + x*squeeze - y*l.slant, y
		}))
		pen += glyph.advance*squeeze + l.track
	}
	return out, pen
}

// text sets one line with its baseline at y and returns the box of its ink in pixels of the sheet.
func (c *canvas) text(x, y float64, text string, l lettering) image.Rectangle {
	outline, width := c.line(text, l)
	if l.center {
		x -= width / 2
	}
	placed := outline.mapped(func(px, py float64) (float64, float64) { return (x + px) * c.scale, (y + py) * c.scale })
	fillPath(c.img, placed, l.ink)
	return placed.bounds()
}

// fitted sets one line, squeezed when it would be wider than width.
func (c *canvas) fitted(x, y, width float64, text string, l lettering) image.Rectangle {
	if _, natural := c.line(text, l); natural > width {
		l.squeeze = width / natural
	}
	return c.text(x, y, text, l)
}

// arc sets a line on a circle, its middle at angle (radians clockwise from the top).
func (c *canvas) arc(cx, cy, radius, angle float64, text string, l lettering) {
	outline, width := c.line(text, l)
	c.fill(outline.mapped(func(x, y float64) (float64, float64) {
		a, r := angle+(x-width/2)/radius, radius-y
		return cx + r*math.Sin(a), cy - r*math.Cos(a)
	}), l.ink)
}

// pitch sets a machine readable line: every character centred in a cell of fixed width (ICAO 9303-3 section 4.4: 10 per inch).
func (c *canvas) pitch(x, y, cell float64, text string, l lettering) image.Rectangle {
	box := image.Rectangle{}
	for i, r := range text {
		_, width := c.line(string(r), l)
		box = box.Union(c.text(x+cell*(float64(i)+0.5)-width/2, y, string(r), l))
	}
	return box
}
