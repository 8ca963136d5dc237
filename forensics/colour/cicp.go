package colour

import (
	"fmt"
	"math"
)

// FromCICP returns the profile of ITU-T H.273 code points, as HEIF's nclx, AVIF and PNG's cICP carry them. Read are
// primaries 1 (BT.709, sRGB), 5 and 6 (BT.601), 9 (BT.2020) and 12 (Display P3); transfers 1, 6, 14 and 15 (BT.709 and its
// kin), 4 and 5 (gamma 2.2 and 2.8), 8 (linear), 13 (sRGB), 16 (PQ) and 18 (HLG); the matrices of WithYCbCr. 2, unspecified,
// is taken as sRGB's. The second value is false for any other.
//
// BT.709 and its kin are shown as if they were sRGB, which is what viewers do with stills: the curve in the standard
// is the camera's, not the display's. PQ and HLG are mapped to a display of 203 cd/m2 (the diffuse white of ITU-R BT.2408)
// with a soft shoulder above 3/4 of it, on the largest of the three channels, so that hue stays and highlights lose only
// brightness.
func FromCICP(colourPrimaries, transfer, matrixCoefficients int, full bool) (Profile, bool) {
	prim, known := cicpPrimaries(colourPrimaries)
	toneCurve, hdr, ok := cicpTransfer(transfer)
	y, okMatrix := newYCC(matrixCoefficients, full)
	if !known || !ok || !okMatrix {
		return Profile{}, false
	}
	p := Profile{name: fmt.Sprintf("CICP %d/%d/%d", colourPrimaries, transfer, matrixCoefficients), channels: 3, ycc: y}
	toSRGB := rec709().toXYZ().inverse().times(prim.toXYZ())
	s := shaper{[3]curve{toneCurve, toneCurve, toneCurve}, toSRGB}
	p.device = s
	if hdr != nil {
		p.device = display{s, hdr}
	} else if likeSRGB(p) {
		p.device = nil
	}
	return p, true
}

// cicpPrimaries is H.273 table 2.
func cicpPrimaries(code int) (primaries, bool) {
	switch code {
	case 1, 2:
		return rec709(), true
	case 5:
		return primaries{chromaticity{0.64, 0.33}, chromaticity{0.29, 0.60}, chromaticity{0.15, 0.06}, d65()}, true
	case 6:
		return primaries{chromaticity{0.630, 0.340}, chromaticity{0.310, 0.595}, chromaticity{0.155, 0.070}, d65()}, true
	case 9:
		return primaries{chromaticity{0.708, 0.292}, chromaticity{0.170, 0.797}, chromaticity{0.131, 0.046}, d65()}, true
	case 12:
		return primaries{chromaticity{0.680, 0.320}, chromaticity{0.265, 0.690}, chromaticity{0.150, 0.060}, d65()}, true
	}
	return primaries{}, false
}

// cicpTransfer is H.273 table 3: the curve to linear light and, for HDR, what makes it light of the display.
func cicpTransfer(code int) (c curve, hdr func([3]float64) [3]float64, ok bool) {
	gamma := func(g float64) curve { return sampled(func(v float64) float64 { return math.Pow(v, g) }) }
	switch code {
	case 1, 2, 6, 13, 14, 15:
		return sampled(srgbEOTF), nil, true
	case 4:
		return gamma(2.2), nil, true
	case 5:
		return gamma(2.8), nil, true
	case 8:
		return curve{0, 1}, nil, true
	case 16:
		return sampled(pqEOTF), func(v [3]float64) [3]float64 { return scaled(v, 10000.0/diffuseWhite) }, true
	case 18:
		return sampled(hlgInverseOETF), hlgOOTF, true
	}
	return nil, nil, false
}

// diffuseWhite is the luminance of a white page in HDR, in cd/m2 (ITU-R BT.2408 section 2.1).
const diffuseWhite = 203

// display is an HDR signal shown on an ordinary display: light in units of the diffuse white, then the shoulder.
type display struct {
	shaper
	light func([3]float64) [3]float64
}

func (d display) linear(device [4]float64) [3]float64 {
	v := [3]float64{d.curves[0].at(device[0]), d.curves[1].at(device[1]), d.curves[2].at(device[2])}
	v = d.matrix.apply(d.light(v))
	peak := max(v[0], v[1], v[2])
	if peak <= shoulder {
		return v
	}
	return scaled(v, rollOff(peak)/peak)
}

// shoulder is where highlights begin to be compressed.
const shoulder = 0.75

// rollOff is the identity up to the shoulder and goes on with slope 1 towards 1, never reaching it.
func rollOff(v float64) float64 {
	t := (v - shoulder) / (1 - shoulder)
	return shoulder + (1-shoulder)*t/(1+t)
}

func scaled(v [3]float64, by float64) [3]float64 {
	return [3]float64{v[0] * by, v[1] * by, v[2] * by}
}

// pqEOTF is ITU-R BT.2100 table 4, in units of 10,000 cd/m2.
func pqEOTF(v float64) float64 {
	const m1, m2, c1, c2, c3 = 2610.0 / 16384, 2523.0 / 4096 * 128, 3424.0 / 4096, 2413.0 / 4096 * 32, 2392.0 / 4096 * 32
	p := math.Pow(v, 1/m2)
	return math.Pow(max(p-c1, 0)/(c2-c3*p), 1/m1)
}

// hlgInverseOETF is ITU-R BT.2100 table 5: scene light 0..1.
func hlgInverseOETF(v float64) float64 {
	const a, b, c = 0.17883277, 0.28466892, 0.55991073
	if v <= 0.5 {
		return v * v / 3
	}
	return (math.Exp((v-c)/a) + b) / 12
}

// hlgOOTF is ITU-R BT.2100 table 5 for a display of 1000 cd/m2, gamma 1.2, in units of the diffuse white.
func hlgOOTF(v [3]float64) [3]float64 {
	y := 0.2627*v[0] + 0.6780*v[1] + 0.0593*v[2]
	return scaled(v, math.Pow(max(y, 0), 0.2)*1000/diffuseWhite)
}
