package apitest

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
)

// Card draws a plain card of an invented country: background, portrait, lines of text. Tint changes its ground.
func Card(w, h int, tint uint8) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetNRGBA(x, y, color.NRGBA{R: 150 + uint8(60*x/w), G: 190 + uint8((x*7+y*13)%9), B: 170 + tint + uint8(40*y/h), A: 255})
		}
	}
	cx, cy, rx, ry := w*18/100, h*45/100, w*10/100, h*25/100
	for y := cy - ry; y < cy+ry; y++ {
		for x := cx - rx; x < cx+rx; x++ {
			dx, dy := float64(x-cx)/float64(rx), float64(y-cy)/float64(ry)
			if dx*dx+dy*dy < 1 {
				m.SetNRGBA(x, y, color.NRGBA{R: 205, G: 160 - tint, B: 130, A: 255})
			}
		}
	}
	for line := range 6 {
		y := h * (18 + line*10) / 100
		Fill(m, image.Rect(w*36/100, y, w*(62+(line*17)%30)/100, y+h*4/100), color.NRGBA{R: 40, G: 45, B: 60, A: 255})
	}
	for line := range 2 {
		Fill(m, image.Rect(w*5/100, h*(84+line*7)/100, w*95/100, h*(88+line*7)/100), color.NRGBA{R: 20, G: 20, B: 20, A: 255})
	}
	return m
}

// Fill paints a rectangle.
func Fill(m *image.NRGBA, r image.Rectangle, c color.NRGBA) {
	draw.Draw(m, r, image.NewUniform(c), image.Point{}, draw.Over)
}

// Heat draws a map that is hot in r and clear elsewhere.
func Heat(w, h int, r image.Rectangle) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	Fill(m, m.Bounds(), color.NRGBA{R: 0, G: 34, B: 78, A: 120})
	Fill(m, r, color.NRGBA{R: 253, G: 231, B: 37, A: 230})
	return m
}

// PNG encodes m, in a hurry: tests draw many.
func PNG(m image.Image) []byte {
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, m); err != nil {
		panic(err) // a picture in memory always encodes
	}
	return out.Bytes()
}

// Show turns stored pixels upright as CIPA DC-008 words it for each orientation, by mirroring and quarter turns only.
func Show(m *image.NRGBA, orientation int) *image.NRGBA {
	turns := map[int]struct {
		mirror   bool
		quarters int // clockwise
	}{1: {}, 2: {mirror: true}, 3: {quarters: 2}, 4: {true, 2}, 5: {true, 3}, 6: {quarters: 1}, 7: {true, 1}, 8: {quarters: 3}}
	turn := turns[orientation]
	if turn.mirror {
		m = remap(m, m.Bounds().Dx(), m.Bounds().Dy(), func(x, y int) (int, int) { return m.Bounds().Dx() - 1 - x, y })
	}
	for range turn.quarters {
		w, h := m.Bounds().Dx(), m.Bounds().Dy()
		from := m
		m = remap(from, h, w, func(x, y int) (int, int) { return y, h - 1 - x })
	}
	return m
}

// remap draws a w x h picture whose pixel x, y is m's pixel at(x, y).
func remap(m *image.NRGBA, w, h int, at func(x, y int) (int, int)) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			out.SetNRGBA(x, y, m.NRGBAAt(at(x, y)))
		}
	}
	return out
}
