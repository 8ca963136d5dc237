package colour

import "math"

// cubeSide is the number of grid points along each axis of a cube. Device values and sRGB codes are both gamma-coded, so
// that the map between them is nearly straight from one point to the next.
const cubeSide = 33

// cubePixels is from how many pixels on a cube is made: it costs 36,000 conversions.
const cubePixels = 200_000

// cube is a conversion of three channels, computed on a grid and interpolated between: for large pictures.
// Colours outside sRGB keep their codes beyond 0..255 until they are interpolated: clipped before, they would bend the
// lines to their neighbours.
type cube struct{ codes [][3]float32 } // sRGB codes; index (r * cubeSide + g) * cubeSide + b

func (p Profile) cube() cube {
	codes := make([][3]float32, 0, cubeSide*cubeSide*cubeSide)
	step := func(i int) float64 { return float64(i) / (cubeSide - 1) }
	for r := range cubeSide {
		for g := range cubeSide {
			for b := range cubeSide {
				var code [3]float32
				for i, v := range p.linear([4]float64{step(r), step(g), step(b)}) {
					if !math.IsNaN(v) {
						code[i] = float32(255 * math.Copysign(srgbOETF(math.Min(math.Abs(v), 16)), v))
					}
				}
				codes = append(codes, code)
			}
		}
	}
	return cube{codes}
}

// bytes interpolates between the eight grid points around device.
func (c cube) bytes(device [4]float64) (out [3]uint8) {
	var at [3]int
	var part [3]float32
	for i := range at {
		v := unit(device[i]) * (cubeSide - 1)
		at[i] = min(int(v), cubeSide-2)
		part[i] = float32(v - float64(at[i]))
	}
	var sum [3]float32
	base := (at[0]*cubeSide+at[1])*cubeSide + at[2]
	for corner := range 8 {
		r, g, b := corner>>2, corner>>1&1, corner&1
		weight := side(part[0], r) * side(part[1], g) * side(part[2], b)
		code := &c.codes[base+(r*cubeSide+g)*cubeSide+b]
		for i := range sum {
			sum[i] += weight * code[i]
		}
	}
	for i, v := range sum {
		out[i] = uint8(min(max(v, 0), 255) + 0.5)
	}
	return out
}

func side(part float32, upper int) float32 {
	if upper == 1 {
		return part
	}
	return 1 - part
}
