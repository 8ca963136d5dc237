// Package colour turns pixels into sRGB for people to look at. Checks never see its output: they work on stored
// samples. What says how the stored samples are meant is an embedded ICC profile (Parse) or the code points of a video
// format (FromCICP).
//
// Conversion is relative colorimetric for profiles of matrix and curves, as the profile's own A2B0 table says for
// others; colours outside sRGB are clipped per channel. Alpha is kept.
package colour

import (
	"image"
	"image/color"
	"math"
)

// Profile says what an image's samples mean. The zero Profile is sRGB.
type Profile struct {
	name     string
	channels int       // 1 grey, 3 RGB, 4 CMYK
	device   transform // nil: sRGB
	ycc      ycc       // how YCbCr samples become R'G'B'
}

// transform takes device values 0..1, as many as the profile has channels, to linear sRGB, 0..1 inside its gamut.
type transform interface {
	linear(device [4]float64) [3]float64
}

// Name is the profile's own description, or that of its code points; "" when it has none. It is the file's text: escape it.
func (p Profile) Name() string { return p.name }

// Channels is 1 for grey, 3 for RGB and 4 for CMYK.
func (p Profile) Channels() int { return max(1, p.channels) }

// IsSRGB reports whether the profile says what is assumed of a picture without one, within a step of 8 bits.
func (p Profile) IsSRGB() bool { return p.device == nil }

// WithYCbCr returns p with the matrix and range by which an image.YCbCr becomes R'G'B' before p applies: an HEIC may
// carry them beside an ICC profile. Go's own reading is matrix 6 (BT.601), full range. False when matrix is not one of
// ITU-T H.273 table 4's 0, 1, 2, 4, 5, 6, 7 or 9.
func (p Profile) WithYCbCr(matrix int, full bool) (Profile, bool) {
	y, ok := newYCC(matrix, full)
	if ok {
		p.ycc = y
	}
	return p, ok
}

// ToSRGB returns img in sRGB, 8 bits, not premultiplied, at the same bounds. An sRGB profile, and one that does not
// belong to img's kind of samples (a CMYK profile on RGB), return img itself.
func (p Profile) ToSRGB(img image.Image) image.Image {
	read, fits := p.reader(img)
	if !fits {
		return img
	}
	b := img.Bounds()
	convert := p.converter(b.Dx() * b.Dy())
	out := image.NewNRGBA(b)
	last, converted := [4]float64{-1}, [3]uint8{}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			device, alpha := read(x, y)
			if device != last { // flat areas are common and some transforms dear
				last, converted = device, convert(device)
			}
			out.SetNRGBA(x, y, color.NRGBA{R: converted[0], G: converted[1], B: converted[2], A: alpha})
		}
	}
	return out
}

// converter returns how device values become sRGB codes: exactly, or for many pixels of three channels by a cube.
func (p Profile) converter(pixels int) func(device [4]float64) [3]uint8 {
	if p.channels == 3 && pixels >= cubePixels {
		return p.cube().bytes
	}
	encode := newEncoder()
	return func(device [4]float64) [3]uint8 { return encode.bytes(p.linear(device)) }
}

func (p Profile) linear(device [4]float64) [3]float64 {
	if p.device == nil {
		return [3]float64{srgbEOTF(device[0]), srgbEOTF(device[1]), srgbEOTF(device[2])}
	}
	return p.device.linear(device)
}

// encoder holds the sRGB encoding of linear light in steps fine enough for 8 bits.
type encoder struct{ table []uint8 }

// encoderSteps is 16 steps per code where the curve is steepest: 12.92 x 255 x 16, rounded up to a power of two.
const encoderSteps = 1 << 16

func newEncoder() encoder {
	table := make([]uint8, encoderSteps+1)
	for i := range table {
		table[i] = uint8(math.Round(255 * srgbOETF(float64(i)/encoderSteps)))
	}
	return encoder{table}
}

func (e encoder) bytes(linear [3]float64) (out [3]uint8) {
	for i, v := range linear {
		out[i] = e.table[int(unit(v)*encoderSteps+0.5)]
	}
	return out
}

// unit clips v to 0..1; what is not a number becomes 0.
func unit(v float64) float64 {
	if v > 0 {
		return min(v, 1)
	}
	return 0
}

// srgbEOTF and srgbOETF are IEC 61966-2-1 sections 5.2 and 5.3.
func srgbEOTF(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func srgbOETF(v float64) float64 {
	if v <= 0.0031308 {
		return 12.92 * v
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}
