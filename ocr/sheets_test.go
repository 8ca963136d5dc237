package ocr_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"loupe/forensics/picturetest"
	"loupe/samples"
)

// press prints pages and cards of invented layout in faces, sizes and colours that vary with the seed.
type press struct {
	words []string
	faces []*sfnt.Font
}

func newPress(t testing.TB) press {
	list, err := os.ReadFile(filepath.Join(picturetest.Dir(t, "ocr/tesseract_test"), "testing", "eng.wordlist.clean.freq"))
	if err != nil {
		t.Fatal(err)
	}
	var p press
	for line := range bytes.Lines(list) {
		if f := strings.Fields(string(line)); len(f) > 0 && len(f[0]) > 1 && len(p.words) < 3000 {
			p.words = append(p.words, f[0])
		}
	}
	files, err := filepath.Glob("/usr/share/fonts/truetype/dejavu/DejaVuS*.ttf")
	if err != nil || len(files) == 0 {
		t.Skipf("SKIPPED, nothing was measured: no DejaVu fonts: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		p.add(t, data)
	}
	p.add(t, goregular.TTF)
	return p
}

func (p *press) add(t testing.TB, ttf []byte) {
	f, err := opentype.Parse(ttf)
	if err != nil {
		t.Fatal(err)
	}
	p.faces = append(p.faces, f)
}

// galley is a sheet in the making.
type galley struct {
	press
	*rand.Rand
	img  *image.RGBA
	dpi  float64
	gold []string
}

// sheet is the ground of a sheet of w x h inches: paper, a tint, or a tint that changes over the sheet.
func (p press) sheet(seed uint64, w, h, dpi float64) *galley {
	r := rand.New(rand.NewPCG(seed, 77))
	g := &galley{press: p, Rand: r, img: image.NewRGBA(image.Rect(0, 0, int(w*dpi), int(h*dpi))), dpi: dpi}
	from, to := [3]float64{250, 250, 250}, [3]float64{250, 250, 250}
	if r.IntN(2) == 0 {
		for i := range from {
			from[i], to[i] = 175+r.Float64()*75, 175+r.Float64()*75
		}
	}
	for y := range g.img.Rect.Dy() {
		k := float64(y) / float64(g.img.Rect.Dy())
		c := color.RGBA{uint8(from[0] + k*(to[0]-from[0])), uint8(from[1] + k*(to[1]-from[1])), uint8(from[2] + k*(to[2]-from[2])), 255}
		draw.Draw(g.img, image.Rect(0, y, g.img.Rect.Dx(), y+1), image.NewUniform(c), image.Point{}, draw.Src)
	}
	return g
}

// set prints s with its baseline at x, y inches, in points, and returns the place after it.
func (g *galley) set(f *sfnt.Font, points, x, y float64, ink color.Color, s string) float64 {
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: points, DPI: g.dpi, Hinting: font.HintingNone})
	if err != nil {
		panic(err)
	}
	d := font.Drawer{Dst: g.img, Src: image.NewUniform(ink), Face: face, Dot: fixed.P(int(x*g.dpi), int(y*g.dpi))}
	d.DrawString(s)
	g.gold = append(g.gold, s)
	return float64(d.Dot.X) / 64 / g.dpi
}

func (g *galley) font() *sfnt.Font { return g.faces[g.IntN(len(g.faces))] }

func (g *galley) word() string {
	w := g.words[g.IntN(len(g.words))]
	switch g.IntN(12) {
	case 0:
		return strings.ToUpper(w)
	case 1, 2:
		return strings.ToUpper(w[:1]) + w[1:]
	case 3:
		return fmt.Sprint(g.IntN(100000))
	}
	return w
}

func (g *galley) ink() color.Color {
	return color.RGBA{uint8(g.IntN(90)), uint8(g.IntN(70)), uint8(g.IntN(110)), 255}
}

// bar prints a band with light letters.
func (g *galley) bar(f *sfnt.Font, points, y float64) {
	w := float64(g.img.Rect.Dx()) / g.dpi
	h := points / 72 * 1.8
	draw.Draw(g.img, image.Rect(0, int(y*g.dpi), g.img.Rect.Dx(), int((y+h)*g.dpi)), image.NewUniform(g.ink()), image.Point{}, draw.Src)
	for x := 0.08 * w; x < 0.6*w; {
		x = g.set(f, points, x, y+0.68*h, color.White, g.word()) + points/200
	}
}

// page is an A4 page of one or two columns with a heading.
func (p press) page(seed uint64) *galley {
	g := p.sheet(seed, 8.27, 11.69, []float64{150, 200, 250, 300}[seed%4])
	body, ink, points := g.font(), g.ink(), 8+6*g.Float64()
	top := 0.9
	if g.IntN(3) == 0 {
		g.bar(g.font(), 20, 0.5)
		top = 1.5
	} else {
		g.set(g.font(), 22, 0.8, top, ink, g.word()+" "+g.word())
		top += 0.5
	}
	columns := 1 + g.IntN(2)
	width := (8.27 - 1.6 - 0.4*float64(columns-1)) / float64(columns)
	for c := range columns {
		left := 0.8 + float64(c)*(width+0.4)
		bottom := 5 + 5.5*g.Float64()
		for y := top; y < bottom; y += points / 72 * 1.25 {
			for x := left; x < left+width-0.75; {
				x = g.set(body, points, x, y, ink, g.word()) + points/72*0.3
			}
			if g.IntN(8) == 0 {
				y += points / 72
			}
		}
	}
	return g
}

// card is one of ID-1 with a picture, captions and values on a ground of waves.
func (p press) card(seed uint64) *galley {
	g := p.sheet(seed, 3.37, 2.125, 600)
	g.waves()
	f, ink := g.font(), g.ink()
	g.bar(g.font(), 9+3*g.Float64(), 0.1)
	draw.Draw(g.img, image.Rect(90, 330, 570, 960), image.NewUniform(color.RGBA{150, 130, 120, 255}), image.Point{}, draw.Src)
	caption, value := 4.5+2*g.Float64(), 7+3*g.Float64()
	y := 0.6
	for y < 1.95 {
		for _, x := range []float64{1.1, 2.2} {
			g.set(f, caption, x, y, ink, g.word())
			at := g.set(f, value, x, y+1.25*value/72, ink, strings.ToUpper(g.word()))
			if x < 2 && at < 1.7 {
				g.set(f, value, at+0.06, y+1.25*value/72, ink, strings.ToUpper(g.words[g.IntN(len(g.words))][:2]))
			}
		}
		y += (value*1.25 + caption*1.8) / 72
	}
	return g
}

// waves are fine pale lines.
func (g *galley) waves() {
	pale := color.RGBA{uint8(130 + g.IntN(90)), uint8(130 + g.IntN(90)), uint8(130 + g.IntN(90)), 255}
	period, swing := 30+g.IntN(50), 10+g.IntN(30)
	for x := range g.img.Rect.Dx() {
		rise := (x % (4 * swing)) - 2*swing
		for y := range g.img.Rect.Dy() {
			if (y+max(rise, -rise))%period < 2 {
				g.img.Set(x, y, pale)
			}
		}
	}
}

// printed is the sheet as something to be photographed.
func (g *galley) printed() *samples.Sheet { return &samples.Sheet{Image: g.img, DPI: g.dpi} }
