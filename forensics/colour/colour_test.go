package colour_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"

	"loupe/forensics/colour"
)

func be32(v uint32) []byte { return binary.BigEndian.AppendUint32(nil, v) }

func fixed(v ...float64) (out []byte) {
	for _, f := range v {
		out = append(out, be32(uint32(int32(math.Round(f*65536))))...)
	}
	return out
}

func xyzTag(x, y, z float64) []byte { return append([]byte("XYZ \x00\x00\x00\x00"), fixed(x, y, z)...) }

func paraTag(kind uint16, v ...float64) []byte {
	head := binary.BigEndian.AppendUint16([]byte("para\x00\x00\x00\x00"), kind)
	return append(append(head, 0, 0), fixed(v...)...)
}

func gammaTag(g float64) []byte {
	return append([]byte("curv\x00\x00\x00\x00\x00\x00\x00\x01"), byte(int(g*256)>>8), byte(int(g*256)))
}

func srgbCurve() []byte { return paraTag(3, 2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045) }

type entry struct {
	name string
	data []byte
}

// profile writes an ICC profile with the tags given.
func profile(space, connection string, tags ...entry) []byte {
	head := make([]byte, 128)
	copy(head[8:], []byte{4, 0x30})
	copy(head[12:], "mntr")
	copy(head[16:], space)
	copy(head[20:], connection)
	copy(head[36:], "acsp")
	table, body := be32(uint32(len(tags))), []byte{}
	start := 128 + 4 + 12*len(tags)
	for _, t := range tags {
		table = append(append(append(table, t.name...), be32(uint32(start+len(body)))...), be32(uint32(len(t.data)))...)
		body = append(append(body, t.data...), make([]byte, (4-len(t.data)%4)%4)...)
	}
	out := append(append(head, table...), body...)
	copy(out, be32(uint32(len(out))))
	return out
}

// shaper is a matrix profile; columns are the primaries' XYZ relative to D50, as published.
func shaper(curve []byte, columns [3][3]float64) []byte {
	tags := []entry{}
	for i, c := range []string{"r", "g", "b"} {
		tags = append(tags, entry{c + "XYZ", xyzTag(columns[i][0], columns[i][1], columns[i][2])}, entry{c + "TRC", curve})
	}
	return profile("RGB ", "XYZ ", tags...)
}

// The columns below are those of the profiles that Apple, Adobe and Kodak publish, and of sRGB v4 (ICC).
func srgb() []byte {
	return shaper(srgbCurve(), [3][3]float64{{0.4360657, 0.2224884, 0.0139160}, {0.3851471, 0.7168732, 0.0970764}, {0.1430664, 0.0606079, 0.7140961}})
}

func displayP3() []byte {
	return shaper(srgbCurve(), [3][3]float64{{0.515102, 0.241182, -0.001050}, {0.291965, 0.692236, 0.041882}, {0.157153, 0.066582, 0.784378}})
}

func adobeRGB() []byte {
	return shaper(gammaTag(563.0/256), [3][3]float64{{0.60974, 0.31111, 0.01947}, {0.20528, 0.62567, 0.06087}, {0.14919, 0.06322, 0.74457}})
}

func proPhoto() []byte {
	return shaper(gammaTag(1.8), [3][3]float64{{0.79767, 0.28804, 0}, {0.13519, 0.71188, 0}, {0.03134, 0.00009, 0.82491}})
}

func must(t testing.TB, icc []byte) colour.Profile {
	t.Helper()
	p, err := colour.Parse(icc)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func one(c color.Color) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, 1, 1))
	img.Set(0, 0, c)
	return img
}

// shows checks one colour within a tolerance of steps of 8 bits.
func shows(t *testing.T, p colour.Profile, img image.Image, want color.NRGBA, tolerance int) {
	t.Helper()
	b := img.Bounds()
	got := color.NRGBAModel.Convert(p.ToSRGB(img).At(b.Min.X, b.Min.Y)).(color.NRGBA)
	for _, d := range []int{int(got.R) - int(want.R), int(got.G) - int(want.G), int(got.B) - int(want.B), int(got.A) - int(want.A)} {
		if max(d, -d) > tolerance {
			t.Errorf("%s: %v shows as %v, want %v within %d", p.Name(), img.At(b.Min.X, b.Min.Y), got, want, tolerance)
			return
		}
	}
}

// linearMatrix converts through published matrices in plain arithmetic, with nothing of the package: P3 to sRGB (both D65)
// and Rec. 2020 to sRGB (ITU-R BT.2407 annex 2).
func linearMatrix(m [3][3]float64, c color.NRGBA) color.NRGBA {
	decode := func(v uint8) float64 {
		if f := float64(v) / 255; f > 0.04045 {
			return math.Pow((f+0.055)/1.055, 2.4)
		}
		return float64(v) / 255 / 12.92
	}
	encode := func(v float64) uint8 {
		v = min(max(v, 0), 1)
		if v <= 0.0031308 {
			return uint8(math.Round(255 * 12.92 * v))
		}
		return uint8(math.Round(255 * (1.055*math.Pow(v, 1/2.4) - 0.055)))
	}
	in := [3]float64{decode(c.R), decode(c.G), decode(c.B)}
	var out [3]uint8
	for i := range out {
		out[i] = encode(m[i][0]*in[0] + m[i][1]*in[1] + m[i][2]*in[2])
	}
	return color.NRGBA{R: out[0], G: out[1], B: out[2], A: c.A}
}

func p3Matrix() [3][3]float64 {
	return [3][3]float64{{1.2249402, -0.2249404, 0}, {-0.0420569, 1.0420571, 0}, {-0.0196376, -0.0786361, 1.0982735}}
}

func rec2020Matrix() [3][3]float64 {
	return [3][3]float64{{1.660496, -0.587656, -0.072840}, {-0.124547, 1.132895, -0.008348}, {-0.018154, -0.100597, 1.118751}}
}

func colours() (out []color.NRGBA) {
	for i := range 125 {
		out = append(out, color.NRGBA{R: uint8(i % 5 * 63), G: uint8(i / 5 % 5 * 63), B: uint8(i / 25 * 63), A: 200})
	}
	return out
}

func TestDisplayP3(t *testing.T) {
	p := must(t, displayP3())
	cicp, ok := colour.FromCICP(12, 13, 0, true)
	if !ok {
		t.Fatal("Display P3 has code points")
	}
	for _, c := range colours() {
		want := linearMatrix(p3Matrix(), c)
		shows(t, p, one(c), want, 1)
		shows(t, cicp, one(c), want, 1)
	}
	shows(t, p, one(color.NRGBA{R: 255, A: 255}), color.NRGBA{R: 255, A: 255}, 0) // outside sRGB: clipped
}

func TestRec2020(t *testing.T) {
	p, ok := colour.FromCICP(9, 13, 9, true)
	if !ok {
		t.Fatal("Rec. 2020 has code points")
	}
	for _, c := range colours() {
		shows(t, p, one(c), linearMatrix(rec2020Matrix(), c), 1)
	}
}

// TestWhiteStaysWhite holds for every profile relative to its own white.
func TestWhiteStaysWhite(t *testing.T) {
	for _, icc := range [][]byte{srgb(), displayP3(), adobeRGB(), proPhoto()} {
		p := must(t, icc)
		shows(t, p, one(color.White), color.NRGBA{R: 255, G: 255, B: 255, A: 255}, 1)
		shows(t, p, one(color.Black), color.NRGBA{A: 255}, 0)
	}
}

// TestAdobeRGB uses pairs that are worked out from Adobe RGB (1998) section 4.3: same white, gamma 563/256, red and blue as
// in sRGB's, so that grey depends on the curve alone and pure green leaves the gamut.
func TestAdobeRGB(t *testing.T) {
	p := must(t, adobeRGB())
	for _, v := range []uint8{32, 96, 160, 224} {
		l := math.Pow(float64(v)/255, 563.0/256)
		want := uint8(math.Round(255 * (1.055*math.Pow(l, 1/2.4) - 0.055)))
		shows(t, p, one(color.NRGBA{R: v, G: v, B: v, A: 255}), color.NRGBA{R: want, G: want, B: want, A: 255}, 1)
	}
	shows(t, p, one(color.NRGBA{G: 255, A: 255}), color.NRGBA{G: 255, A: 255}, 1)
}

func TestSRGBReturnsTheInput(t *testing.T) {
	img := one(color.NRGBA{R: 10, G: 20, B: 30, A: 40})
	cicp, _ := colour.FromCICP(1, 13, 6, true)
	rec709, _ := colour.FromCICP(1, 1, 2, true)
	for _, p := range []colour.Profile{{}, must(t, srgb()), cicp, rec709} {
		if !p.IsSRGB() || p.ToSRGB(img) != image.Image(img) {
			t.Errorf("%q: sRGB is converted", p.Name())
		}
		ycc := image.NewYCbCr(image.Rect(0, 0, 2, 2), image.YCbCrSubsampleRatio420)
		if p.ToSRGB(ycc) != image.Image(ycc) {
			t.Errorf("%q: YCbCr as Go reads it is converted", p.Name())
		}
	}
	if must(t, displayP3()).IsSRGB() || must(t, adobeRGB()).IsSRGB() {
		t.Error("a wide gamut is taken for sRGB")
	}
}

func TestGrey(t *testing.T) {
	p := must(t, profile("GRAY", "XYZ ", entry{"kTRC", gammaTag(1)}))
	if p.Channels() != 1 {
		t.Errorf("%d channels", p.Channels())
	}
	img := image.NewGray(image.Rect(0, 0, 1, 1))
	img.Pix[0] = 51 // linear 0.2 is 124 in sRGB: 1.055 x 0.2^(1/2.4) - 0.055 = 0.4845
	shows(t, p, img, color.NRGBA{R: 124, G: 124, B: 124, A: 255}, 0)
	lab := must(t, profile("GRAY", "Lab ", entry{"kTRC", gammaTag(1)}))
	img.Pix[0] = 128 // L* = 50.2: Y = ((50.2+16)/116)^3 = 0.1858, 120 in sRGB
	shows(t, lab, img, color.NRGBA{R: 120, G: 120, B: 120, A: 255}, 1)
}

// TestParametricCurves gives the five functions of ICC.1:2022 table 68 the same curve, Y = X^2.
func TestParametricCurves(t *testing.T) {
	want := color.NRGBA{R: 137, G: 137, B: 137, A: 255} // (128/255)^2 = 0.252 is 137 in sRGB
	img := image.NewGray(image.Rect(0, 0, 1, 1))
	img.Pix[0] = 128
	for kind, v := range [][]float64{{2}, {2, 1, 0}, {2, 1, 0, 0}, {2, 1, 0, 0, 0}, {2, 1, 0, 0, 0, 0, 0}} {
		shows(t, must(t, profile("GRAY", "XYZ ", entry{"kTRC", paraTag(uint16(kind), v...)})), img, want, 0)
	}
	table := append([]byte("curv\x00\x00\x00\x00"), be32(3)...)
	table = append(table, 0, 0, 0x40, 0, 0xff, 0xff) // through (0.5, 0.25): straight lines between
	shows(t, must(t, profile("GRAY", "XYZ ", entry{"kTRC", table})), img, color.NRGBA{R: 137, G: 137, B: 137, A: 255}, 1)
}

func TestMismatchReturnsTheInput(t *testing.T) {
	cmyk := image.NewCMYK(image.Rect(0, 0, 1, 1))
	if p := must(t, displayP3()); p.ToSRGB(cmyk) != image.Image(cmyk) {
		t.Error("an RGB profile converts CMYK")
	}
	rgb := one(color.White)
	if p := must(t, cmykTable()); p.ToSRGB(rgb) != image.Image(rgb) {
		t.Error("a CMYK profile converts RGB")
	}
}

func TestBounds(t *testing.T) {
	big := image.NewNRGBA(image.Rect(0, 0, 8, 8))
	draw.Draw(big, big.Rect, image.NewUniform(color.NRGBA{R: 200, G: 100, B: 50, A: 255}), image.Point{}, draw.Src)
	sub := big.SubImage(image.Rect(3, 2, 6, 7))
	if out := must(t, displayP3()).ToSRGB(sub); out.Bounds() != sub.Bounds() {
		t.Errorf("bounds %v, want %v", out.Bounds(), sub.Bounds())
	}
}

func BenchmarkToSRGB(b *testing.B) {
	img := image.NewYCbCr(image.Rect(0, 0, 1600, 1200), image.YCbCrSubsampleRatio420)
	for i := range img.Y {
		img.Y[i] = byte(i * 7)
	}
	cmyk := image.NewCMYK(img.Rect)
	for i := range cmyk.Pix {
		cmyk.Pix[i] = byte(i * 11)
	}
	for _, c := range []struct {
		name string
		icc  []byte
		img  image.Image
	}{{"matrix", displayP3(), img}, {"cmyk", cmykTable(), cmyk}} {
		b.Run(c.name, func(b *testing.B) {
			p := must(b, c.icc)
			for b.Loop() {
				p.ToSRGB(c.img)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, icc := range [][]byte{srgb(), adobeRGB(), cmykTable(), aToB(), profile("GRAY", "Lab ", entry{"kTRC", paraTag(4, 2, 1, 0, 0, 0, 0, 0)})} {
		f.Add(icc)
	}
	rgb, cmyk := image.NewNRGBA(image.Rect(0, 0, 2, 1)), image.NewCMYK(image.Rect(0, 0, 2, 1))
	copy(rgb.Pix, []byte{255, 128, 3, 255, 0, 0, 0, 255})
	copy(cmyk.Pix, []byte{255, 128, 3, 7})
	f.Fuzz(func(t *testing.T, icc []byte) {
		p, err := colour.Parse(icc)
		if err != nil {
			return
		}
		for _, img := range []image.Image{rgb, cmyk} {
			if out := p.ToSRGB(img); out.Bounds() != img.Bounds() {
				t.Fatalf("bounds %v", out.Bounds())
			}
		}
	})
}

func TestRefused(t *testing.T) {
	good := srgb()
	for _, c := range []struct {
		name string
		icc  []byte
	}{
		{"nothing", nil},
		{"131 bytes", good[:131]},
		{"over a megabyte", append(bytes.Clone(good), make([]byte, 1<<20)...)},
		{"another signature", bytes.Replace(good, []byte("acsp"), []byte("acsq"), 1)},
		{"another space", bytes.Replace(good, []byte("RGB "), []byte("HSV "), 1)},
		{"no green", bytes.Replace(good, []byte("gTRC"), []byte("xTRC"), 1)},
		{"no blue primary", bytes.Replace(good, []byte("bXYZ"), []byte("xXYZ"), 1)},
		{"a curve of another type", bytes.Replace(good, []byte("para"), []byte("pard"), 1)},
		{"function 9", bytes.Replace(good, []byte("para\x00\x00\x00\x00\x00\x03"), []byte("para\x00\x00\x00\x00\x00\x09"), 1)},
		{"CMYK without a table", profile("CMYK", "Lab ")},
		{"cut off", good[:len(good)-60]},
		{"a table of another type", profile("RGB ", "XYZ ", entry{"A2B0", make([]byte, 64)})},
	} {
		if p, err := colour.Parse(c.icc); err == nil {
			t.Errorf("%s: was read as %q", c.name, p.Name())
		}
	}
}
