package main_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"loupe/samples"
)

// A printing office apart from that of samples, so that figures do not stand on one hand's layouts: other typefaces, grounds,
// places and captions for every document.

// paperDPI is the resolution at which cards are drawn; pages of A4 at half of it.
const paperDPI = 450

// typeface names the faces of a document: captions and values.
type typeface struct{ regular, bold string }

func typefaces() []typeface {
	return []typeface{{"DejaVuSans", "DejaVuSans-Bold"}, {"DejaVuSansCondensed", "DejaVuSansCondensed-Bold"}, {"DejaVuSerif", "DejaVuSerif-Bold"},
		{"DejaVuSerifCondensed", "DejaVuSerifCondensed-Bold"}, {"DejaVuSans", "DejaVuSansMono"}, {"DejaVuSans", "DejaVuSansMono-Bold"}}
}

// foundry loads and keeps fonts.
type foundry map[string]*sfnt.Font

func (f foundry) font(t *testing.T, file string) *sfnt.Font {
	t.Helper()
	if f[file] == nil {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Skipf("SKIPPED: %v", err)
		}
		if f[file], err = opentype.Parse(data); err != nil {
			t.Fatal(err)
		}
	}
	return f[file]
}

// press prints one sheet; lengths are millimetres.
type press struct {
	t     *testing.T
	fonts foundry
	img   *image.RGBA
	scale float64 // pixels per millimetre
	face  typeface
	ink   color.NRGBA
	label color.NRGBA
}

func newPress(t *testing.T, fonts foundry, w, h, dpi float64, r *rand.Rand) *press {
	p := &press{t: t, fonts: fonts, scale: dpi / 25.4, face: typefaces()[r.IntN(len(typefaces()))]}
	p.img = image.NewRGBA(image.Rect(0, 0, int(w*p.scale), int(h*p.scale)))
	shade := func(low, span int) uint8 { return uint8(low + r.IntN(span)) }
	p.ink = color.NRGBA{shade(8, 40), shade(8, 30), shade(8, 50), 255}
	p.label = color.NRGBA{shade(30, 70), shade(30, 70), shade(50, 90), 255}
	draw.Draw(p.img, p.img.Rect, image.NewUniform(color.NRGBA{shade(228, 27), shade(228, 27), shade(224, 27), 255}), image.Point{}, draw.Src)
	p.ground(color.NRGBA{shade(120, 90), shade(130, 90), shade(140, 90), 255}, r)
	return p
}

// ground prints waves, faint as on security paper.
func (p *press) ground(ink color.NRGBA, r *rand.Rand) {
	lines, period, swing := 14+r.IntN(30), 12+20*r.Float64(), 1+4*r.Float64()
	for k := range lines {
		y0, phase := float64(p.img.Rect.Dy())*float64(k)/float64(lines), 6*r.Float64()
		for x := range p.img.Rect.Dx() {
			y := int(y0 + swing*p.scale*math.Sin(phase+float64(x)/p.scale*2*math.Pi/period))
			if !image.Pt(x, y).In(p.img.Rect) {
				continue
			}
			c := p.img.RGBAAt(x, y)
			mix := func(a, b uint8) uint8 { return uint8((2*int(a) + int(b)) / 3) }
			p.img.SetRGBA(x, y, color.RGBA{mix(c.R, ink.R), mix(c.G, ink.G), mix(c.B, ink.B), 255})
		}
	}
}

// text sets one line with its baseline at y in letters of an em of size, and returns its width.
func (p *press) text(x, y, size float64, name, text string, ink color.Color) float64 {
	path := filepath.Join("/usr/share/fonts/truetype/dejavu", name+".ttf")
	if name == "OCRB" {
		path = "/usr/share/fonts/opentype/ocr-b/OCRBS.otf"
	}
	face, err := opentype.NewFace(p.fonts.font(p.t, path), &opentype.FaceOptions{Size: size * p.scale, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		p.t.Fatal(err)
	}
	d := font.Drawer{Dst: p.img, Src: image.NewUniform(ink), Face: face, Dot: fixed.Point26_6{X: fixed.Int26_6(x * p.scale * 64), Y: fixed.Int26_6(y * p.scale * 64)}}
	d.DrawString(text)
	return float64(d.Dot.X)/64/p.scale - x
}

// centred sets one line around x, no wider than width.
func (p *press) centred(x, y, size, width float64, name, text string) {
	blank := *p
	blank.img = image.NewRGBA(image.Rect(0, 0, 1, 1))
	w := blank.text(0, 0, size, name, text, p.ink)
	if w > width {
		size, w = size*width/w, width
	}
	p.text(x-w/2, y, size, name, text, p.ink)
}

// zone sets machine readable lines, ten characters to the inch (ICAO 9303-3 section 4.4).
func (p *press) zone(x, y, pitch float64, lines []string) {
	width := float64(len(lines[0])) * 2.54
	area := image.Rect(int((x-2)*p.scale), int((y-4)*p.scale), int((x+width+2)*p.scale), int((y+pitch*float64(len(lines)-1)+2)*p.scale))
	draw.Draw(p.img, area, image.NewUniform(color.NRGBA{248, 248, 246, 255}), image.Point{}, draw.Src)
	for i, line := range lines {
		for k, c := range line {
			p.text(x+2.54*float64(k), y+pitch*float64(i), 3.5, "OCRB", string(c), color.Black)
		}
	}
}

// portrait draws somebody's outline.
func (p *press) portrait(x, y, w, h float64, r *rand.Rand) {
	fill := func(cx, cy, rx, ry float64, c color.NRGBA) {
		for j := int((cy - ry) * p.scale); j < int((cy+ry)*p.scale); j++ {
			for i := int((cx - rx) * p.scale); i < int((cx+rx)*p.scale); i++ {
				dx, dy := (float64(i)/p.scale-cx)/rx, (float64(j)/p.scale-cy)/ry
				if dx*dx+dy*dy < 1 && float64(i) >= x*p.scale && float64(i) < (x+w)*p.scale && float64(j) < (y+h)*p.scale {
					p.img.Set(i, j, c)
				}
			}
		}
	}
	frame := image.Rect(int(x*p.scale), int(y*p.scale), int((x+w)*p.scale), int((y+h)*p.scale))
	draw.Draw(p.img, frame, image.NewUniform(color.NRGBA{205, 212, 220, 255}), image.Point{}, draw.Src)
	tone := uint8(120 + r.IntN(90))
	fill(x+w/2, y+h*1.05, w*0.48, h*0.36, color.NRGBA{50, 60, uint8(60 + r.IntN(90)), 255})
	fill(x+w/2, y+h*0.40, w*0.27, h*0.30, color.NRGBA{60, 44, 34, 255})
	fill(x+w/2, y+h*0.46, w*0.24, h*0.27, color.NRGBA{tone, tone - 30, tone - 50, 255})
}

// barcode prints a PDF417 symbol of width millimetres.
func (p *press) barcode(x, y, width float64, payload []byte) {
	if _, err := exec.LookPath("zint"); err != nil {
		p.t.Skip("SKIPPED: zint is not installed; run scripts/setup.sh test")
	}
	file := filepath.Join(p.t.TempDir(), "payload")
	if err := os.WriteFile(file, payload, 0o600); err != nil {
		p.t.Fatal(err)
	}
	out, err := exec.Command("zint", "-b", "55", "--binary", "--direct", "--filetype=PNG", "--quietzones", "--notext", "--scale=2", "--cols=14", "-i", file).Output()
	if err != nil {
		p.t.Fatal(err)
	}
	code, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		p.t.Fatal(err)
	}
	height := width * float64(code.Bounds().Dy()) / float64(code.Bounds().Dx())
	to := image.Rect(int(x*p.scale), int(y*p.scale), int((x+width)*p.scale), int((y+height)*p.scale))
	draw.CatmullRom.Scale(p.img, to, code, code.Bounds(), draw.Src, nil)
}

func (p *press) sheet() *samples.Sheet {
	return &samples.Sheet{Image: p.img, DPI: p.scale * 25.4}
}

// zoneName writes a name as zones do: A-Z, fillers for spaces and hyphens (ICAO 9303-3 section 6).
func zoneName(s string) string {
	s = strings.NewReplacer("'", "", " ", "<", "-", "<", "Ä", "AE", "Ö", "OE", "Ü", "UE", "Ø", "OE", "Å", "AA", "Æ", "AE", "SS", "SS", "ß", "SS", "Ñ", "N").Replace(strings.ToUpper(s))
	return strings.Map(func(r rune) rune {
		if i := strings.IndexRune("ÁAÀAÂAÃAĂAĄAÇCĆCČCĎDĐDÉEÈEÊEËEĚEĘEĞGÍIÎIÏIİIĽLŁLŃNŇNÓOÔOÕOŐOŘRŚSŞSŠSȘSŤTȚTÚUÙUŮUŰUÝYŹZŻZŽZ", r); r > 127 && i >= 0 {
			return rune("ÁAÀAÂAÃAĂAĄAÇCĆCČCĎDĐDÉEÈEÊEËEĚEĘEĞGÍIÎIÏIİIĽLŁLŃNŇNÓOÔOÕOŐOŘRŚSŞSŠSȘSŤTȚTÚUÙUŮUŰUÝYŹZŻZŽZ"[i+2])
		}
		return r
	}, s)
}
