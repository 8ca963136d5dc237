package colour

import "image"

// reader reads the device values, 0..1, and the alpha of a pixel.
type reader func(x, y int) (device [4]float64, alpha uint8)

// reader chooses how img's samples are read; fits is false when nothing is to be done or img is not of p's kind.
func (p Profile) reader(img image.Image) (read reader, fits bool) {
	if m, ok := img.(*image.CMYK); ok {
		return cmykReader(m), p.channels == 4
	}
	if m, ok := img.(*image.YCbCr); ok && !p.ycc.asGo() {
		return p.ycc.reader(m), p.channels == 3
	}
	m, ok := img.(image.RGBA64Image)
	if !ok || p.device == nil || p.channels == 4 {
		return nil, false
	}
	return rgbReader(m), true
}

// rgbReader reads R'G'B', without the alpha that Go multiplies in; a grey profile takes the first channel.
func rgbReader(m image.RGBA64Image) reader {
	return func(x, y int) (device [4]float64, alpha uint8) {
		c := m.RGBA64At(x, y)
		if c.A == 0 {
			return device, 0
		}
		a := float64(c.A)
		return [4]float64{float64(c.R) / a, float64(c.G) / a, float64(c.B) / a}, uint8(c.A >> 8)
	}
}

// cmykReader reads amounts of ink, as Go stores them: 1 is full ink.
func cmykReader(m *image.CMYK) reader {
	return func(x, y int) (device [4]float64, alpha uint8) {
		c := m.CMYKAt(x, y)
		return [4]float64{float64(c.C) / 255, float64(c.M) / 255, float64(c.Y) / 255, float64(c.K) / 255}, 255
	}
}

// ycc is how Y'CbCr of 8 bits becomes R'G'B': the weights of red and blue in luma (H.273 equations 38 to 43) and the
// range. The zero value is Go's own way, BT.601 at full range.
type ycc struct {
	kr, kb   float64
	limited  bool
	identity bool // matrix 0: the planes are G, B and R
}

func (y ycc) asGo() bool { return y == ycc{} || y == ycc{kr: 0.299, kb: 0.114} }

// newYCC is H.273 table 4; 2, unspecified, is BT.601, as in JPEG.
func newYCC(matrix int, full bool) (ycc, bool) {
	y := ycc{limited: !full}
	switch matrix {
	case 0:
		y.identity = true
	case 1:
		y.kr, y.kb = 0.2126, 0.0722
	case 2, 5, 6:
		y.kr, y.kb = 0.299, 0.114
	case 4:
		y.kr, y.kb = 0.30, 0.11
	case 7:
		y.kr, y.kb = 0.212, 0.087
	case 9:
		y.kr, y.kb = 0.2627, 0.0593
	default:
		return ycc{}, false
	}
	return y, true
}

func (y ycc) reader(m *image.YCbCr) reader {
	return func(x, row int) ([4]float64, uint8) {
		c := m.YCbCrAt(x, row)
		return y.rgb(float64(c.Y), float64(c.Cb), float64(c.Cr)), 255
	}
}

// rgb inverts H.273 equations 20 to 43 for 8 bits.
func (y ycc) rgb(luma, cb, cr float64) [4]float64 {
	black, span, chroma := 0.0, 255.0, 255.0
	if y.limited {
		black, span, chroma = 16, 219, 224
	}
	if y.identity {
		return [4]float64{unit((cr - black) / span), unit((luma - black) / span), unit((cb - black) / span)}
	}
	l, b, r := (luma-black)/span, (cb-128)/chroma, (cr-128)/chroma
	red, blue := l+2*(1-y.kr)*r, l+2*(1-y.kb)*b
	green := (l - y.kr*red - y.kb*blue) / (1 - y.kr - y.kb)
	return [4]float64{unit(red), unit(green), unit(blue)}
}
