package bombs

import (
	"image"
	"math/rand/v2"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// letter is the ink of one character in a cell.
type letter struct {
	w, h int
	ink  []bool
}

// letters draws characters with the Go monospaced font at size pixels.
func letters(text string, size float64) []letter {
	f, err := opentype.Parse(gomono.TTF)
	if err != nil {
		panic("bombs: the Go font is embedded and does not parse: " + err.Error())
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72})
	if err != nil {
		panic("bombs: " + err.Error())
	}
	advance, _ := face.GlyphAdvance('M')
	m := face.Metrics()
	w, h := advance.Ceil(), (m.Ascent + m.Descent).Ceil()
	var out []letter
	for _, c := range text {
		cell := image.NewAlpha(image.Rect(0, 0, w, h))
		d := font.Drawer{Dst: cell, Src: image.Opaque, Face: face, Dot: fixed.Point26_6{Y: m.Ascent}}
		d.DrawString(string(c))
		l := letter{w: w, h: h, ink: make([]bool, w*h)}
		for i, a := range cell.Pix {
			l.ink[i] = a > 127
		}
		out = append(out, l)
	}
	return out
}

// lines fills a sheet with letters, line by line, that next chooses.
func lines(p *image.Paletted, next func() letter) {
	for y := 0; y < p.Rect.Dy(); {
		height := 1
		for x := 0; x < p.Rect.Dx(); {
			l := next()
			for i, ink := range l.ink {
				if at := (image.Point{X: x + i%l.w, Y: y + i/l.w}); ink && at.In(p.Rect) {
					p.Pix[p.PixOffset(at.X, at.Y)] = 1
				}
			}
			x, height = x+l.w, l.h
		}
		y += height
	}
}

// randomGlyphs fills a sheet with random letters of 14 pixels: no word, no line end, nothing to give up at.
func randomGlyphs(seed uint64) func(*image.Paletted) {
	return func(p *image.Paletted) {
		all := letters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789&%#@", 14)
		r := rand.New(rand.NewPCG(seed, seed))
		lines(p, func() letter { return all[r.IntN(len(all))] })
	}
}

// brackets fills a sheet with the filler of machine readable zones and now and then a letter.
func brackets(p *image.Paletted) {
	all := letters("<<<<<<<<<<<<P0", 11)
	i := 0
	lines(p, func() letter { i++; return all[i*i%len(all)] })
}
