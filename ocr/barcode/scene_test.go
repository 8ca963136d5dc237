package barcode_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/disintegration/imaging"
	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"loupe/forensics/raster"
)

// zint draws a symbol with modules of scale pixels, by Debian's program; the test is skipped loudly without it.
func zint(t testing.TB, kind int, payload []byte, scale int, options ...string) *image.Gray {
	t.Helper()
	if _, err := exec.LookPath("zint"); err != nil {
		t.Skip("SKIPPED, nothing was tested: zint is not installed; run scripts/setup.sh test")
	}
	file := filepath.Join(t.TempDir(), "payload") // zint wants to seek in it
	if err := os.WriteFile(file, payload, 0o600); err != nil {
		t.Fatal(err)
	}
	args := append([]string{"-b", strconv.Itoa(kind), "--binary", "--direct", "--filetype=PNG", "--quietzones", "--notext",
		"--scale=" + strconv.FormatFloat(float64(scale)/2, 'f', 1, 64), "-i", file}, options...)
	c := exec.Command("zint", args...)
	var out, complaint bytes.Buffer
	c.Stdout, c.Stderr = &out, &complaint
	if err := c.Run(); err != nil {
		t.Fatalf("zint %v: %v: %s", args, err, complaint.String())
	}
	img, err := png.Decode(&out)
	if err != nil {
		t.Fatal(err)
	}
	return raster.Luma(img)
}

// licence returns an AAMVA payload of version 8 with fields drawn by r.
func licence(r *rand.Rand) []byte {
	pick := func(s ...string) string { return s[r.IntN(len(s))] }
	digits := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte('0' + r.IntN(10))
		}
		return string(b)
	}
	dl := "DLDAQ" + pick("D", "S", "K") + digits(8) + "\nDCS" + pick("SAMPLE", "MUSTERMANN", "DOE") + "\nDDEN\nDAC" + pick("JANE", "JOHN", "ERIKA") +
		"\nDDFN\nDADQUINCY\nDDGN\nDCAD\nDCBNONE\nDCDNONE\nDBD0824201" + digits(1) + "\nDBB0131197" + digits(1) + "\nDBA0131203" + digits(1) +
		"\nDBC" + pick("1", "2") + "\nDAU068 IN\nDAYBRO\nDAG" + digits(4) + " MAIN STREET\nDAIANYTOWN\nDAJVA\nDAK" + digits(5) + "0000  \nDCF" + digits(20) +
		"\nDCGUSA\nDCK" + digits(16) + "\nDDAF\nDDB06062008\r"
	return []byte(fmt.Sprintf("@\n\x1e\rANSI 636000080001DL0031%04d", len(dl)) + dl)
}

// scene is how a code is put into a picture.
type scene struct {
	rotation float64 // degrees clockwise
	tilt     float64 // degrees of perspective, about an axis at 37 degrees
	module   float64 // pixels of the picture per module
	blur     float64 // sigma in pixels
	noise    float64 // sigma in grey levels
	quality  int     // of JPEG; 0 leaves it out
	dim      bool    // a quarter of the contrast, on a slope of light
	short    bool    // a payload of 60 bytes
	w, h     int
}

// drawnModule is pixels per module of the flat drawing.
const drawnModule = 4

// shoot puts code on a printed card and the card into a picture, and returns the picture and the code's corners in it.
func (s scene) shoot(t testing.TB, code *image.Gray, r *rand.Rand) (*image.Gray, [4][2]float64) {
	t.Helper()
	card := printed(code, r)
	m := s.homography(card.Rect)
	inverse := m.Inverse()
	out := image.NewGray(image.Rect(0, 0, s.w, s.h))
	reduced := imaging.Blur(card, drawnModule/s.module/3) // what a pixel of the picture averages
	for y := range s.h {
		for x := range s.w {
			u, v := inverse.At(float64(x)+0.5, float64(y)+0.5)
			out.Pix[y*out.Stride+x] = s.light(lookup(reduced, u, v, backdrop(x, y)), x, y)
		}
	}
	out = s.sensor(t, out, r)
	return out, s.corners(card.Rect, code.Rect, m)
}

// printed is a card with lines of text around code, which stands in the middle.
func printed(code *image.Gray, r *rand.Rand) *image.Gray {
	w := code.Rect.Dx() + 160
	h := max(code.Rect.Dy()+600, w*2/3)
	card := image.NewGray(image.Rect(0, 0, w, h))
	for i := range card.Pix {
		card.Pix[i] = uint8(215 + 20*math.Sin(float64(i%w)/90+float64(i/w)/70))
	}
	top := (h - code.Rect.Dy()) / 2
	small := image.NewGray(image.Rect(0, 0, w/4, h/4))
	draw.Draw(small, small.Rect, image.NewUniform(color.Gray{255}), image.Point{}, draw.Src)
	for y := 14; y < h/4; y += 18 {
		line := make([]byte, w/4/8)
		for i := range line {
			line[i] = "ABCDEFGHIKLMNOPRSTUVWY 0123456789 "[r.IntN(34)]
		}
		d := font.Drawer{Dst: small, Src: image.Black, Face: basicfont.Face7x13, Dot: fixed.P(6, y)}
		d.DrawString(string(line))
	}
	for y := range h {
		for x := range w {
			if (y < top-40 || y > h-top+40) && small.Pix[min(y/4, h/4-1)*small.Stride+min(x/4, w/4-1)] < 128 {
				card.Pix[y*w+x] = 40
			}
		}
	}
	draw.Draw(card, code.Rect.Add(image.Pt((w-code.Rect.Dx())/2, top)), code, image.Point{}, draw.Src)
	return card
}

// homography maps the flat card to the picture: turned, then tilted about an axis, seen from two card widths away.
func (s scene) homography(card image.Rectangle) raster.Homography {
	scale := s.module / drawnModule
	w, h := float64(card.Dx())*scale, float64(card.Dy())*scale
	turn, tilt, axis := s.rotation*math.Pi/180, s.tilt*math.Pi/180, 37*math.Pi/180
	var quad [4][2]float64
	for i, c := range [4][2]float64{{-w / 2, -h / 2}, {w / 2, -h / 2}, {w / 2, h / 2}, {-w / 2, h / 2}} {
		x, y := c[0]*math.Cos(turn)-c[1]*math.Sin(turn), c[0]*math.Sin(turn)+c[1]*math.Cos(turn)
		along, across := x*math.Cos(axis)+y*math.Sin(axis), y*math.Cos(axis)-x*math.Sin(axis)
		depth := 1 + across*math.Sin(tilt)/(2*max(w, h))
		along, across = along/depth, across*math.Cos(tilt)/depth
		quad[i] = [2]float64{along*math.Cos(axis) - across*math.Sin(axis) + float64(s.w)/2, along*math.Sin(axis) + across*math.Cos(axis) + float64(s.h)/2}
	}
	m, err := raster.Square(float64(card.Dx()), float64(card.Dy()), quad)
	if err != nil {
		panic(err)
	}
	return m
}

func (s scene) corners(card, code image.Rectangle, m raster.Homography) (out [4][2]float64) {
	x, y := float64(card.Dx()-code.Dx())/2, float64(card.Dy()-code.Dy())/2
	for i, c := range [4][2]float64{{x, y}, {float64(card.Dx()) - x, y}, {float64(card.Dx()) - x, float64(card.Dy()) - y}, {x, float64(card.Dy()) - y}} {
		out[i][0], out[i][1] = m.At(c[0], c[1])
	}
	return out
}

// lookup is the grey value at u, v of img, bilinear; other outside.
func lookup(img *image.NRGBA, u, v float64, other uint8) float64 {
	u, v = u-0.5, v-0.5
	x, y := int(math.Floor(u)), int(math.Floor(v))
	if x < 0 || y < 0 || x+1 >= img.Rect.Dx() || y+1 >= img.Rect.Dy() {
		return float64(other)
	}
	at := func(x, y int) float64 { return float64(img.Pix[y*img.Stride+4*x]) }
	fx, fy := u-float64(x), v-float64(y)
	return (at(x, y)*(1-fx)+at(x+1, y)*fx)*(1-fy) + (at(x, y+1)*(1-fx)+at(x+1, y+1)*fx)*fy
}

// backdrop is a table of wood-like grain.
func backdrop(x, y int) uint8 {
	return uint8(110 + 25*math.Sin(float64(y)/11+3*math.Sin(float64(x)/140)) + 10*math.Sin(float64(x+2*y)/7))
}

func (s scene) light(v float64, x, y int) uint8 {
	if s.dim {
		v = (60 + v/4) * (0.6 + 0.6*float64(x)/float64(s.w))
	}
	return uint8(min(max(v, 0), 255))
}

func (s scene) sensor(t testing.TB, g *image.Gray, r *rand.Rand) *image.Gray {
	if s.blur > 0 {
		g = raster.Luma(imaging.Grayscale(imaging.Blur(g, s.blur)))
	}
	if s.noise > 0 {
		for i, v := range g.Pix {
			g.Pix[i] = uint8(min(max(float64(v)+s.noise*r.NormFloat64(), 0), 255))
		}
	}
	if s.quality == 0 {
		return g
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, g, &jpeg.Options{Quality: s.quality}); err != nil {
		t.Fatal(err)
	}
	img, err := jpeg.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	return raster.Luma(img)
}
