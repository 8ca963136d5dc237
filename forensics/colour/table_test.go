package colour_test

import (
	"encoding/binary"
	"image"
	"image/color"
	"math"
	"testing"

	"loupe/forensics/colour"
)

// cmykTable is a lut8 profile on a grid of two: Lab of the ink-free corner is white, and each full ink takes it to black.
func cmykTable() []byte {
	ramp := make([]byte, 256)
	for i := range ramp {
		ramp[i] = byte(i)
	}
	lut := append([]byte("mft1\x00\x00\x00\x00\x04\x03\x02\x00"), fixed(1, 0, 0, 0, 1, 0, 0, 0, 1)...)
	for range 4 {
		lut = append(lut, ramp...)
	}
	for corner := range 16 {
		l := byte(0)
		if corner == 0 {
			l = 255
		}
		lut = append(lut, l, 128, 128)
	}
	for range 3 {
		lut = append(lut, ramp...)
	}
	return profile("CMYK", "Lab ", entry{"A2B0", lut})
}

// grey is what L* shows as in sRGB (CIE 15:2004 equation 8.14).
func grey(l float64) color.NRGBA {
	y := math.Pow((l+16)/116, 3)
	if l <= 8 {
		y = l / 903.3
	}
	v := 12.92 * y
	if y > 0.0031308 {
		v = 1.055*math.Pow(y, 1/2.4) - 0.055
	}
	g := uint8(math.Round(255 * v))
	return color.NRGBA{R: g, G: g, B: g, A: 255}
}

// TestCMYKTable multiplies what each ink leaves: the grid is multilinear.
func TestCMYKTable(t *testing.T) {
	p := must(t, cmykTable())
	for _, ink := range []color.CMYK{{}, {C: 255}, {C: 51}, {C: 51, M: 102}, {Y: 153, K: 51}, {C: 30, M: 60, Y: 90, K: 20}} {
		img := image.NewCMYK(image.Rect(0, 0, 1, 1))
		img.SetCMYK(0, 0, ink)
		left := 100.0
		for _, v := range []uint8{ink.C, ink.M, ink.Y, ink.K} {
			left *= 1 - float64(v)/255
		}
		shows(t, p, img, grey(left), 1)
	}
}

// TestLut16 has the older encoding of Lab: FF00 is L* 100, 8000 is neutral.
func TestLut16(t *testing.T) {
	lut := append([]byte("mft2\x00\x00\x00\x00\x01\x03\x02\x00"), fixed(1, 0, 0, 0, 1, 0, 0, 0, 1)...)
	lut = append(lut, 0, 2, 0, 2, 0, 0, 0xff, 0xff)                   // two entries each; the input curve
	lut = append(lut, 0, 0, 0x80, 0, 0x80, 0)                         // black
	lut = append(lut, 0xff, 0, 0x80, 0, 0x80, 0)                      // white
	lut = append(lut, 0, 0, 255, 255, 0, 0, 255, 255, 0, 0, 255, 255) // output curves
	p := must(t, profile("GRAY", "Lab ", entry{"A2B0", lut}))
	for _, v := range []uint8{0, 25, 100, 200, 255} {
		img := image.NewGray(image.Rect(0, 0, 1, 1))
		img.Pix[0] = v
		shows(t, p, img, grey(100*float64(v)/255), 1)
	}
}

// aToB is a lutAToB profile: A curves of gamma 2, a grid of two that hands its input on, M curves of gamma 1, a matrix
// that takes RGB to XYZ of Display P3, halved to fit the encoding, with B curves that do nothing.
func aToB() []byte {
	identity := append([]byte("curv\x00\x00\x00\x00"), be32(0)...)
	half := 32768.0 / 65535
	mab := []byte("mAB \x00\x00\x00\x00\x03\x03\x00\x00")
	b, matrix := 32, 32+36
	m := matrix + 48
	clut := m + 36
	a := clut + 20 + 24
	for _, at := range []int{b, matrix, m, clut, a} {
		mab = append(mab, be32(uint32(at))...)
	}
	for range 3 {
		mab = append(mab, identity...)
	}
	mab = append(mab, fixed(0.515102*half, 0.291965*half, 0.157153*half, 0.241182*half, 0.692236*half, 0.066582*half, -0.001050*half, 0.041882*half, 0.784378*half, 0, 0, 0)...)
	for range 3 {
		mab = append(mab, identity...)
	}
	grid := make([]byte, 20)
	copy(grid, []byte{2, 2, 2})
	grid[16] = 1
	for corner := range 8 {
		for k := range 3 {
			grid = append(grid, 255*byte(corner>>(2-k)&1))
		}
	}
	mab = append(mab, grid...)
	for range 3 {
		mab = append(append(mab, gammaTag(2)...), 0, 0)
	}
	return profile("RGB ", "XYZ ", entry{"A2B0", mab})
}

func TestAToB(t *testing.T) {
	table := must(t, aToB())
	direct := must(t, shaper(gammaTag(2), [3][3]float64{{0.515102, 0.241182, -0.001050}, {0.291965, 0.692236, 0.041882}, {0.157153, 0.066582, 0.784378}}))
	for _, c := range colours() {
		want := color.NRGBAModel.Convert(direct.ToSRGB(one(c)).At(0, 0)).(color.NRGBA)
		shows(t, table, one(c), want, 1)
	}
}

func TestHDR(t *testing.T) {
	pq, ok1 := colour.FromCICP(9, 16, 9, true)
	hlg, ok2 := colour.FromCICP(9, 18, 9, false)
	if !ok1 || !ok2 {
		t.Fatal("PQ and HLG are read")
	}
	deep := func(v float64) image.Image {
		img := image.NewNRGBA64(image.Rect(0, 0, 1, 1))
		u := uint16(math.Round(v * 65535))
		img.SetNRGBA64(0, 0, color.NRGBA64{R: u, G: u, B: u, A: 0xffff})
		return img
	}
	// ITU-R BT.2408 table 1: 18 % grey is 38 % of PQ and of HLG, 26 cd/m2: 26/203 = 0.128 is 100 in sRGB, below the
	// shoulder. White of 203 cd/m2 is 58 % of PQ and 75 % of HLG: it rolls off to 0.875, 240 in sRGB.
	for _, p := range []colour.Profile{pq, hlg} {
		shows(t, p, deep(0.38), color.NRGBA{R: 100, G: 100, B: 100, A: 255}, 4)
		shows(t, p, deep(0), color.NRGBA{A: 255}, 0)
	}
	shows(t, pq, deep(0.58), color.NRGBA{R: 240, G: 240, B: 240, A: 255}, 2)
	shows(t, hlg, deep(0.75), color.NRGBA{R: 240, G: 240, B: 240, A: 255}, 2)
	last := -1
	for i := range 101 { // brighter stays brighter, up to the brightest signal
		r, _, _, _ := pq.ToSRGB(deep(float64(i)/100)).At(0, 0).RGBA()
		if int(r) < last {
			t.Errorf("PQ %d %% is darker than %d %%", i, i-1)
		}
		last = int(r)
	}
}

// TestYCbCr checks the matrices and ranges by their definition: a colour's luma and chroma, computed here.
func TestYCbCr(t *testing.T) {
	for _, c := range []struct {
		matrix int
		full   bool
		kr, kb float64
	}{{1, true, 0.2126, 0.0722}, {1, false, 0.2126, 0.0722}, {5, false, 0.299, 0.114}, {9, true, 0.2627, 0.0593}, {9, false, 0.2627, 0.0593}, {7, true, 0.212, 0.087}, {4, true, 0.30, 0.11}} {
		p, ok := colour.FromCICP(1, 13, c.matrix, c.full)
		if !ok {
			t.Fatalf("matrix %d is not read", c.matrix)
		}
		for _, want := range []color.NRGBA{{R: 200, G: 100, B: 50, A: 255}, {R: 255, G: 255, B: 255, A: 255}, {A: 255}, {R: 20, G: 220, B: 120, A: 255}} {
			r, g, b := float64(want.R)/255, float64(want.G)/255, float64(want.B)/255
			y := c.kr*r + (1-c.kr-c.kb)*g + c.kb*b
			cb, cr := (b-y)/2/(1-c.kb), (r-y)/2/(1-c.kr)
			img := image.NewYCbCr(image.Rect(0, 0, 1, 1), image.YCbCrSubsampleRatio444)
			img.Y[0], img.Cb[0], img.Cr[0] = uint8(math.Round(255*y)), uint8(math.Round(128+255*cb)), uint8(math.Round(128+255*cr))
			if !c.full {
				img.Y[0], img.Cb[0], img.Cr[0] = uint8(math.Round(16+219*y)), uint8(math.Round(128+224*cb)), uint8(math.Round(128+224*cr))
			}
			shows(t, p, img, want, 2)
		}
	}
	identity, _ := colour.FromCICP(1, 13, 0, true)
	img := image.NewYCbCr(image.Rect(0, 0, 1, 1), image.YCbCrSubsampleRatio444)
	img.Y[0], img.Cb[0], img.Cr[0] = 10, 20, 30 // G, B, R
	shows(t, identity, img, color.NRGBA{R: 30, G: 10, B: 20, A: 255}, 0)
}

func TestUnknownCodePoints(t *testing.T) {
	for _, c := range [][3]int{{3, 13, 6}, {1, 3, 6}, {1, 13, 8}, {22, 13, 6}, {1, 17, 6}, {1, 13, 14}, {-1, -1, -1}} {
		if p, ok := colour.FromCICP(c[0], c[1], c[2], true); ok {
			t.Errorf("%v is read as %s", c, p.Name())
		}
	}
	p, ok := must(t, displayP3()).WithYCbCr(9, false)
	if _, bad := p.WithYCbCr(12, true); !ok || bad {
		t.Error("WithYCbCr: matrix 9 is known, 12 is not")
	}
}

func TestName(t *testing.T) {
	text := append([]byte("desc\x00\x00\x00\x00"), be32(6)...)
	text = append(text, "Test \x00"...)
	unicode := append([]byte("mluc\x00\x00\x00\x00"), be32(1)...)
	unicode = append(append(unicode, be32(12)...), "enUS"...)
	unicode = append(append(unicode, be32(4)...), be32(28)...)
	unicode = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(unicode, 'P'), 0x33)
	for _, c := range []struct {
		desc []byte
		want string
	}{{text, "Test "}, {unicode, "P3"}, {[]byte("mluc"), ""}, {unicode[:20], ""}, {append([]byte("desc\x00\x00\x00\x00\xff\xff\xff\xff"), "abcdef"...), "abcdef"}} {
		p := must(t, profile("GRAY", "XYZ ", entry{"kTRC", gammaTag(1)}, entry{"desc", c.desc}))
		if p.Name() != c.want {
			t.Errorf("name %q, want %q", p.Name(), c.want)
		}
	}
}
