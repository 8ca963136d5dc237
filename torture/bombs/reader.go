package bombs

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"

	"loupe/models"
	"loupe/torture/craft"
)

// readerBombs are valid pictures that keep a text reader busy. All are sent as identity documents, which are read.
func readerBombs() []Bomb {
	bilevel := func(w, h int, draw func(*image.Paletted)) func() []byte {
		return func() []byte { return encodeBilevel(w, h, draw) }
	}
	list := []Bomb{
		{Name: "reader/glyphs-1mp", Data: bilevel(1000, 1000, randomGlyphs(1)), Why: "dense random letters: 4.2 CPU seconds of tesseract in 94 KB"},
		{Name: "reader/glyphs-most", Data: bilevel(1300, 1300, randomGlyphs(7)), Why: "as many as the reader still takes: the dearest picture there is"},
		{Name: "reader/glyphs-4mp", Data: bilevel(2000, 2000, randomGlyphs(2)), Why: "the same, 33 seconds of wall time"},
		{Name: "reader/glyphs-40mp", Data: bilevel(8000, 5000, randomGlyphs(3)), Why: "the same at the limit of pixels"},
		{Name: "reader/glyphs-turned", Data: bilevel(2000, 2000, turned(randomGlyphs(4), 0.12)), Why: "the same, turned by seven degrees"},
		{Name: "reader/angle-brackets", Data: bilevel(2000, 12_000, brackets), Why: "1,000 lines of <<<<: each may be a machine readable zone"},
		{Name: "reader/box-grid", Data: bilevel(3000, 3000, boxes(24)), Why: "15,000 boxes (tesseract #3377)"},
		{Name: "reader/box-grid-fine", Data: bilevel(4000, 4000, boxes(9)), Why: "200,000 boxes"},
		{Name: "reader/rules", Data: bilevel(4000, 4000, rules), Why: "1,300 lines across and down: table detection (tesseract #2196)"},
		{Name: "reader/noise", Data: bilevel(3000, 3000, noise(0.5)), Why: "every second pixel black"},
		{Name: "reader/specks", Data: bilevel(5000, 5000, noise(0.02)), Why: "500,000 specks: one component each (leptonica)"},
		{Name: "reader/checkerboard", Data: bilevel(4000, 4000, func(p *image.Paletted) { fill(p, func(x, y int) bool { return (x+y)%2 == 0 }) }), Why: "a checkerboard of pixels"},
		{Name: "reader/barcode", Data: bilevel(4000, 2000, stripes), Why: "stripes that look like a barcode to every line"},
		{Name: "reader/maze", Data: bilevel(3000, 3000, maze), Why: "one connected component of a million pixels"},
		{Name: "reader/spiral", Data: bilevel(3000, 3000, spiral), Why: "one outline 100 metres long"},
		{Name: "reader/blank-36mp", Data: blank, Why: "a white page of 36 megapixels"},
		{Name: "reader/strip-wide", Data: bilevel(12_000, 16, randomGlyphs(5)), Why: "12,000x16"},
		{Name: "reader/strip-high", Data: bilevel(16, 12_000, randomGlyphs(6)), Why: "16x12,000"},
		{Name: "reader/moire", Data: moire, Why: "rings that grow ever finer: every threshold finds another picture"},
	}
	for i := range list {
		list[i].Want, list[i].Kind, list[i].Heavy = Finishes, models.KindIdentityDocument, true
	}
	return list
}

// encodeBilevel pads the file with a text, as an attacker would, so that its inflate ratio passes.
func encodeBilevel(w, h int, draw func(*image.Paletted)) []byte {
	p := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.White, color.Black})
	draw(p)
	var out bytes.Buffer
	if err := png.Encode(&out, p); err != nil {
		panic("bombs: PNG into memory failed: " + err.Error()) // a Buffer does not fail
	}
	const ratio, header = 1500, 33
	text := craft.Chunk("tEXt", append([]byte("Comment\x00"), make([]byte, 3*w*h/ratio)...))
	return craft.Join(out.Bytes()[:header], text, out.Bytes()[header:])
}

// fill makes the pixels black for which ink says so.
func fill(p *image.Paletted, ink func(x, y int) bool) {
	w := p.Rect.Dx()
	for i := range p.Pix {
		if ink(i%w, i/w) {
			p.Pix[i] = 1
		}
	}
}

// turned draws on a larger sheet and turns it by angle, in radians.
func turned(draw func(*image.Paletted), angle float64) func(*image.Paletted) {
	return func(p *image.Paletted) {
		w, h := p.Rect.Dx(), p.Rect.Dy()
		side := 2 * max(w, h)
		from := image.NewPaletted(image.Rect(0, 0, side, side), p.Palette)
		draw(from)
		sin, cos := math.Sincos(angle)
		fill(p, func(x, y int) bool {
			dx, dy := float64(x-w/2), float64(y-h/2)
			return from.ColorIndexAt(side/2+int(cos*dx-sin*dy), side/2+int(sin*dx+cos*dy)) == 1
		})
	}
}

func boxes(size int) func(*image.Paletted) {
	return func(p *image.Paletted) {
		fill(p, func(x, y int) bool {
			x, y = x%size, y%size
			edge := func(v int) bool { return v == 1 || v == size-3 }
			inside := func(v int) bool { return v >= 1 && v <= size-3 }
			return edge(x) && inside(y) || edge(y) && inside(x)
		})
	}
}

func rules(p *image.Paletted) {
	fill(p, func(x, y int) bool { return x%7 == 0 && y%50 < 45 || y%6 == 0 && x%60 < 55 })
}

func noise(share float64) func(*image.Paletted) {
	return func(p *image.Paletted) {
		r := rand.New(rand.NewPCG(7, 7))
		fill(p, func(int, int) bool { return r.Float64() < share })
	}
}

func stripes(p *image.Paletted) {
	r := rand.New(rand.NewPCG(8, 8))
	columns := make([]bool, p.Rect.Dx())
	for x := 0; x < len(columns); {
		ink := r.IntN(2) == 0
		for n := 2 * (1 + r.IntN(4)); n > 0 && x < len(columns); n-- {
			columns[x] = ink
			x++
		}
	}
	fill(p, func(x, y int) bool { return columns[x] && y%100 < 90 })
}

// maze is a binary tree maze: every cell opens to the right or downwards.
func maze(p *image.Paletted) {
	const cell = 6
	r := rand.New(rand.NewPCG(9, 9))
	w := p.Rect.Dx()/cell + 1
	right := make([]bool, w*(p.Rect.Dy()/cell+1))
	for i := range right {
		right[i] = r.IntN(2) == 0
	}
	fill(p, func(x, y int) bool {
		open := right[y/cell*w+x/cell]
		return x%cell >= cell-2 && !open || y%cell >= cell-2 && open
	})
}

func spiral(p *image.Paletted) {
	cx, cy := float64(p.Rect.Dx())/2, float64(p.Rect.Dy())/2
	fill(p, func(x, y int) bool {
		dx, dy := float64(x)-cx, float64(y)-cy
		turn := math.Hypot(dx, dy)/10 - math.Atan2(dy, dx)/(2*math.Pi)
		return turn-math.Floor(turn) < 0.5
	})
}

func blank() []byte { return encodeGrey(6000, 6000, func(int, int) byte { return 255 }) }

func moire() []byte {
	return encodeGrey(3000, 3000, func(x, y int) byte {
		dx, dy := float64(x-1500), float64(y-1500)
		return byte(127 + 120*math.Sin((dx*dx+dy*dy)/900))
	})
}

func encodeGrey(w, h int, shade func(x, y int) byte) []byte {
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = shade(i%w, i/w)
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 90}); err != nil {
		panic("bombs: JPEG into memory failed: " + err.Error()) // a Buffer does not fail
	}
	return out.Bytes()
}
