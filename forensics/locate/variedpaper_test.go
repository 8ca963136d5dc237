package locate_test

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"loupe/samples"
)

// paperSheet is a paper or card as it lies flat; lengths in pixels of its picture.
type paperSheet struct {
	name     string
	w, h     float64
	rounding float64 // radius of its corners
	picture  *image.RGBA
	tone     [3]float64 // of its edge
}

func (p paperSheet) aspect() float64 { return max(p.w, p.h) / min(p.w, p.h) }

// outside returns how far u, v lies outside the sheet, negative inside: the distance to a rounded rectangle.
func (p paperSheet) outside(u, v float64) float64 {
	dx, dy := math.Abs(u-p.w/2)-p.w/2+p.rounding, math.Abs(v-p.h/2)-p.h/2+p.rounding
	return math.Hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - p.rounding
}

func (p paperSheet) colour(u, v float64) (out [3]float64) {
	x, y := min(max(u-0.5, 0), p.w-1.001), min(max(v-0.5, 0), p.h-1.001)
	i, j := int(x), int(y)
	fx, fy := x-float64(i), y-float64(j)
	pix := p.picture.Pix[j*p.picture.Stride+4*i:]
	for k := range 3 {
		a := float64(pix[k])*(1-fx) + float64(pix[4+k])*fx
		b := float64(pix[p.picture.Stride+k])*(1-fx) + float64(pix[p.picture.Stride+4+k])*fx
		out[k] = a*(1-fy) + b*fy
	}
	return out
}

// inventedPaper draws one of our specimens, or a card, passport page or letter of a simple design.
func inventedPaper(t testing.TB, s *samples.Studio, r *rand.Rand, seed uint64) paperSheet {
	t.Helper()
	if r.IntN(10) < 3 {
		name, sheet := paper(t, s, r.IntN(5), seed, 0.6)
		white := onWhite(sheet.Image, 0, 0)
		return paperSheet{name: name, w: float64(white.Rect.Dx()), h: float64(white.Rect.Dy()), rounding: roundingOf(name, white), picture: white, tone: toneOf(white)}
	}
	shape := []struct {
		name       string
		w, h, rate float64
	}{{"plain card", 600, 378, 1}, {"plain page", 620, 440, 1}, {"plain letter", 620, 877, 1}}[r.IntN(3)]
	img := image.NewRGBA(image.Rect(0, 0, int(shape.w), int(shape.h)))
	base := paperTone(r)
	draw.Draw(img, img.Rect, image.NewUniform(base), image.Point{}, draw.Src)
	design(img, r, base, shape.name)
	p := paperSheet{name: shape.name, w: shape.w, h: shape.h, picture: img, tone: toneOf(img)}
	if shape.name == "plain card" {
		p.rounding = shape.w * 3.18 / 85.6 * float64(r.IntN(4)) / 2
	} else if r.IntN(4) == 0 {
		p.rounding = shape.w * 3.18 / 125
	}
	return p
}

func roundingOf(name string, img *image.RGBA) float64 {
	if name == "card" || name == "back" || name == "licence" {
		return float64(img.Rect.Dx()) * 3.18 / 85.6
	}
	return 0
}

func toneOf(img *image.RGBA) [3]float64 {
	c := img.RGBAAt(img.Rect.Dx()/2, 2)
	return [3]float64{float64(c.R), float64(c.G), float64(c.B)}
}

// paperTone is mostly pale, some coloured, a few dark.
func paperTone(r *rand.Rand) color.RGBA {
	level := func(low, high int) uint8 { return uint8(low + r.IntN(high-low)) }
	switch r.IntN(10) {
	case 0:
		return color.RGBA{level(20, 90), level(20, 90), level(20, 110), 255}
	case 1, 2, 3:
		return color.RGBA{level(150, 250), level(150, 250), level(150, 250), 255}
	}
	v := level(225, 255)
	return color.RGBA{v, v - uint8(r.IntN(8)), v - uint8(r.IntN(16)), 255}
}

// design prints a header, a portrait, a frame and lines of text, each on some.
func design(img *image.RGBA, r *rand.Rand, base color.RGBA, name string) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	ink := color.RGBA{30, 30, 50, 255}
	if int(base.R)+int(base.G)+int(base.B) < 300 {
		ink = color.RGBA{230, 230, 220, 255}
	}
	fill := func(x0, y0, x1, y1 int, c color.Color) {
		draw.Draw(img, image.Rect(x0, y0, x1, y1), image.NewUniform(c), image.Point{}, draw.Src)
	}
	any := func() color.RGBA {
		return color.RGBA{uint8(r.IntN(200)), uint8(r.IntN(200)), uint8(r.IntN(200)), 255}
	}
	letter := name == "plain letter"
	if !letter && r.IntN(2) == 0 {
		fill(0, 0, w, h/6+r.IntN(h/12), any())
	}
	if r.IntN(4) == 0 {
		m, c := 8+r.IntN(30), any()
		for k := range 4 {
			x0, y0, x1, y1 := m, m, w-m, h-m
			fill([4]int{x0, x0, x0, x1 - 3}[k], [4]int{y0, y1 - 3, y0, y0}[k], [4]int{x1, x1, x0 + 3, x1}[k], [4]int{y0 + 3, y1, y1, y1}[k], c)
		}
	}
	left := w / 12
	if !letter && r.IntN(4) > 0 {
		for y := h / 4; y < h*3/4; y++ {
			for x := w / 16; x < w*5/16; x++ {
				v := uint8(200 - 120*min(1, math.Hypot(float64(x-w*3/16)/float64(w)*9, float64(y-h/2)/float64(h)*5)))
				img.SetRGBA(x, y, color.RGBA{v, v - v/8, v - v/5, 255})
			}
		}
		left = w * 6 / 16
	}
	print(img, r, ink, left, letter)
}

// print writes lines of text from the given left margin on; those at the foot of a card begin at its edge.
func print(img *image.RGBA, r *rand.Rand, ink color.Color, left int, letter bool) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	step := 18 + r.IntN(16)
	d := font.Drawer{Dst: img, Src: image.NewUniform(ink), Face: basicfont.Face7x13}
	for y := h / 4; y < h*9/10; y += step {
		d.Dot = fixed.P(left, y)
		text := make([]byte, r.IntN(max((w-left-w/12)/7, 1)))
		for i := range text {
			text[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789<"[r.IntN(65)]
		}
		if d.DrawString(string(text)); y > h*3/4 && !letter {
			left = w / 16
		}
	}
}

// thingPaper is a phone, a pen, a note or a box.
func thingPaper(r *rand.Rand) paperSheet {
	kind := r.IntN(4)
	w, h := []float64{300, 600, 300, 260}[kind], []float64{150, 24, 300, 400}[kind]
	img := image.NewRGBA(image.Rect(0, 0, int(w), int(h)))
	c := []color.RGBA{{22, 23, 26, 255}, {30, 60, 140, 255}, {240, 230, 120, 255}, {uint8(r.IntN(256)), uint8(r.IntN(256)), uint8(r.IntN(256)), 255}}[kind]
	draw.Draw(img, img.Rect, image.NewUniform(c), image.Point{}, draw.Src)
	return paperSheet{name: "thing", w: w, h: h, rounding: []float64{18, 8, 0, 4}[kind], picture: img, tone: toneOf(img)}
}
