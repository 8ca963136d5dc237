package samples

import "math"

// linear converts an sRGB value 0..1 to linear light (IEC 61966-2-1).
func linear(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// encode8 converts linear light to an 8-bit sRGB value, clipping what no display shows.
func encode8(v float64) uint8 { return uint8(gamma(v)*255 + 0.5) }

// gamma converts linear light to an sRGB value 0..1, clipped.
func gamma(v float64) float64 {
	v = clamp(v, 0, 1)
	if v <= 0.0031308 {
		return v * 12.92
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

// encoder tabulates encode8: 1/16384 of full scale is a fifth of an 8-bit step where the curve is steepest.
type encoder []uint8

func newEncoder() encoder {
	table := make(encoder, 1<<14+1)
	for i := range table {
		table[i] = encode8(float64(i) / (1 << 14))
	}
	return table
}

func (e encoder) at(v float64) uint8 { return e[int(clamp(v, 0, 1)*(1<<14)+0.5)] }
