package colour

import (
	"encoding/binary"
	"fmt"
	"math"
)

// curve is a tone curve sampled at equal steps over 0..1.
type curve []float64

// curveSteps is fine enough that interpolating a gamma of 2.6 errs by less than a tenth of a step of 8 bits.
const curveSteps = 4096

func sampled(f func(float64) float64) curve {
	c := make(curve, curveSteps+1)
	for i := range c {
		c[i] = f(float64(i) / curveSteps)
	}
	return c
}

// at interpolates linearly; v is clipped to 0..1.
func (c curve) at(v float64) float64 {
	switch len(c) {
	case 0:
		return v
	case 1:
		return c[0]
	}
	at := unit(v) * float64(len(c)-1)
	i := min(int(at), len(c)-2)
	return c[i] + (c[i+1]-c[i])*(at-float64(i))
}

// parseCurve reads a curveType or parametricCurveType (ICC.1:2022 sections 10.6 and 10.18) and says how many bytes it takes.
func parseCurve(data []byte) (c curve, used int, err error) {
	if len(data) < 12 {
		return nil, 0, fmt.Errorf("a curve has %d bytes, 12 at least", len(data))
	}
	switch string(data[:4]) {
	case "curv":
		return parseSampledCurve(data)
	case "para":
		return parseParametricCurve(data)
	}
	return nil, 0, fmt.Errorf("a curve is of type %q, neither curv nor para", data[:4])
}

func parseSampledCurve(data []byte) (c curve, used int, err error) {
	n := uint64(binary.BigEndian.Uint32(data[8:]))
	if n > uint64(len(data)-12)/2 {
		return nil, 0, fmt.Errorf("a curve says %d points, %d bytes are left", n, len(data)-12)
	}
	used = 12 + 2*int(n)
	if n == 0 {
		return curve{0, 1}, used, nil
	}
	if n == 1 {
		gamma := float64(binary.BigEndian.Uint16(data[12:])) / 256
		return sampled(func(v float64) float64 { return math.Pow(v, gamma) }), used, nil
	}
	return uint16s(data[12:used]), used, nil
}

func uint16s(data []byte) curve {
	c := make(curve, len(data)/2)
	for i := range c {
		c[i] = float64(binary.BigEndian.Uint16(data[2*i:])) / math.MaxUint16
	}
	return c
}

func uint8s(data []byte) curve {
	c := make(curve, len(data))
	for i := range c {
		c[i] = float64(data[i]) / math.MaxUint8
	}
	return c
}

// parseParametricCurve reads functions 0 to 4 of ICC.1:2022 table 68.
func parseParametricCurve(data []byte) (c curve, used int, err error) {
	kind := binary.BigEndian.Uint16(data[8:])
	counts := [...]int{1, 3, 4, 5, 7}
	if int(kind) >= len(counts) {
		return nil, 0, fmt.Errorf("a parametric curve is of function %d, 0 to 4 are defined", kind)
	}
	used = 12 + 4*counts[kind]
	if len(data) < used {
		return nil, 0, fmt.Errorf("a parametric curve has %d bytes, its function %d needs %d", len(data), kind, used)
	}
	var v [7]float64
	for i := range counts[kind] {
		v[i] = s15Fixed16(data[12+4*i:])
	}
	return sampled(parametric(kind, v)), used, nil
}

// parametric returns one of the functions; all are of the form Y = (aX+b)^g + e for X >= d, cX+f below.
func parametric(kind uint16, v [7]float64) func(float64) float64 {
	g, a, b, c, d, e, f := v[0], 1.0, 0.0, 0.0, 0.0, 0.0, 0.0
	switch kind {
	case 1:
		a, b, d = v[1], v[2], -v[2]/v[1]
	case 2:
		a, b, d, e, f = v[1], v[2], -v[2]/v[1], v[3], v[3]
	case 3:
		a, b, c, d = v[1], v[2], v[3], v[4]
	case 4:
		a, b, c, d, e, f = v[1], v[2], v[3], v[4], v[5], v[6]
	}
	return func(x float64) float64 {
		if x >= d {
			return unit(math.Pow(max(0, a*x+b), g) + e)
		}
		return unit(c*x + f)
	}
}

func s15Fixed16(b []byte) float64 { return float64(int32(binary.BigEndian.Uint32(b))) / 65536 }
