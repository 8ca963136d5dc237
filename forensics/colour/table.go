package colour

import (
	"encoding/binary"
	"fmt"
	"math"
)

// table is an A2B0 table: curves, a grid of colours, curves, a matrix, curves, in the order of ICC.1:2022 section
// 10.12.1 (lutAToBType); lut8Type and lut16Type are the same without matrix.
type table struct {
	a      []curve
	grid   grid
	m      []curve
	matrix matrix
	offset [3]float64
	b      []curve
	space  func([3]float64) [3]float64 // from the connection space's encoding to XYZ relative to D50
	out    matrix                      // from there to linear sRGB
}

func (t *table) linear(device [4]float64) [3]float64 {
	for i, c := range t.a {
		device[i] = c.at(device[i])
	}
	v := through(t.m, t.grid.at(device))
	v = t.matrix.apply(v)
	for i := range v {
		v[i] += t.offset[i]
	}
	return t.out.apply(t.space(through(t.b, v)))
}

func through(curves []curve, v [3]float64) [3]float64 {
	for i, c := range curves {
		v[i] = c.at(v[i])
	}
	return v
}

// grid is a colour lookup table of three outputs; a grid without points hands its input on.
type grid struct {
	points []int     // along each input
	values []float64 // the last input varies fastest
}

// at interpolates multilinearly among the corners of the cell that device lies in.
func (g grid) at(device [4]float64) (out [3]float64) {
	if len(g.points) == 0 {
		return [3]float64{device[0], device[1], device[2]}
	}
	var low, step [4]int
	var part [4]float64
	stride := 3
	for i := len(g.points) - 1; i >= 0; i-- {
		at := unit(device[i]) * float64(g.points[i]-1)
		cell := max(0, min(int(at), g.points[i]-2))
		low[i], part[i], step[i] = cell*stride, at-float64(cell), stride
		if g.points[i] == 1 {
			step[i] = 0
		}
		stride *= g.points[i]
	}
	for corner := range 1 << len(g.points) {
		at, weight := 0, 1.0
		for i := range g.points {
			if corner>>i&1 == 1 {
				at, weight = at+low[i]+step[i], weight*part[i]
			} else {
				at, weight = at+low[i], weight*(1-part[i])
			}
		}
		if weight > 0 {
			for k := range out {
				out[k] += weight * g.values[at+k]
			}
		}
	}
	return out
}

// cells returns how many values a grid has, 0 when that is more than limit.
func cells(points []int, limit int) int {
	n := 3
	for _, p := range points {
		if p < 1 || n > limit/p {
			return 0
		}
		n *= p
	}
	return n
}

func parseTable(data []byte, channels int, connection string) (transform, error) {
	if len(data) < 32 || int(data[8]) != channels || data[9] != 3 {
		return nil, fmt.Errorf("icc: A2B0 has %d bytes, or not %d inputs and 3 outputs", len(data), channels)
	}
	t := &table{matrix: matrix{{1}, {0, 1}, {0, 0, 1}}, out: fromConnection()}
	kind := string(data[:4])
	var err error
	switch kind {
	case "mft1", "mft2":
		err = t.readLut(data, channels, kind == "mft2")
	case "mAB ":
		err = t.readAToB(data, channels)
	default:
		return nil, fmt.Errorf("icc: A2B0 is of type %q; mft1, mft2 and mAB are read", kind)
	}
	if err != nil {
		return nil, fmt.Errorf("icc: A2B0: %w", err)
	}
	switch connection {
	case "XYZ ":
		t.space = fromXYZ
	case "Lab ":
		t.space = fromLab(kind == "mft2")
	default:
		return nil, fmt.Errorf("icc: the connection space is %q, neither XYZ nor Lab", connection)
	}
	return t, nil
}

// readLut reads lut8Type or lut16Type (sections 10.11 and 10.10). Their matrix applies to XYZ input only.
func (t *table) readLut(data []byte, channels int, wide bool) error {
	head, inputs, outputs, size, read := 48, 256, 256, 1, uint8s
	if wide {
		head, size, read = 52, 2, uint16s
	}
	if len(data) < head {
		return fmt.Errorf("%d bytes, %d at least", len(data), head)
	}
	if wide {
		inputs, outputs = int(binary.BigEndian.Uint16(data[48:])), int(binary.BigEndian.Uint16(data[50:]))
	}
	rest := data[head:]
	for range channels {
		t.grid.points = append(t.grid.points, int(data[10]))
	}
	n := cells(t.grid.points, len(data))
	if need := size * (inputs*channels + n + outputs*3); n == 0 || inputs < 2 || outputs < 2 || len(rest) < need {
		return fmt.Errorf("%d bytes for %d inputs of %d, a grid of %d and outputs of %d", len(rest), channels, inputs, data[10], outputs)
	}
	take := func(count int) curve {
		c := read(rest[:size*count])
		rest = rest[size*count:]
		return c
	}
	for range channels {
		t.a = append(t.a, take(inputs))
	}
	t.grid.values = take(n)
	for range 3 {
		t.b = append(t.b, take(outputs))
	}
	return nil
}

// readAToB reads lutAToBType (section 10.12): offsets of B curves, matrix, M curves, grid and A curves, 0 for none.
func (t *table) readAToB(data []byte, channels int) (err error) {
	var at [5][]byte
	for i := range at {
		offset := uint64(binary.BigEndian.Uint32(data[12+4*i:]))
		if offset > uint64(len(data)) {
			return fmt.Errorf("part %d starts at %d of %d bytes", i, offset, len(data))
		}
		if offset > 0 {
			at[i] = data[offset:]
		}
	}
	if t.b, err = parseCurves(at[0], 3); err != nil {
		return err
	}
	if at[1] != nil {
		if err = t.readMatrix(at[1]); err != nil {
			return err
		}
	}
	if t.m, err = parseCurves(at[2], 3); err != nil {
		return err
	}
	if at[3] == nil {
		if channels != 3 {
			return fmt.Errorf("%d inputs without a grid", channels)
		}
		return nil
	}
	if err = t.readGrid(at[3], channels); err != nil {
		return err
	}
	t.a, err = parseCurves(at[4], channels)
	return err
}

// parseCurves reads n curves that follow each other, each on a multiple of four bytes; none when data is nil.
func parseCurves(data []byte, n int) (out []curve, err error) {
	for range n {
		if data == nil {
			return nil, nil
		}
		c, used, err := parseCurve(data)
		if err != nil {
			return nil, err
		}
		out, data = append(out, c), data[min((used+3)&^3, len(data)):]
	}
	return out, nil
}

func (t *table) readMatrix(data []byte) error {
	if len(data) < 48 {
		return fmt.Errorf("the matrix has %d bytes of 48", len(data))
	}
	for i := range 9 {
		t.matrix[i/3][i%3] = s15Fixed16(data[4*i:])
	}
	for i := range 3 {
		t.offset[i] = s15Fixed16(data[36+4*i:])
	}
	return nil
}

// readGrid reads the CLUT element (section 10.12.3): 16 bytes of grid points, precision, padding, values.
func (t *table) readGrid(data []byte, channels int) error {
	if len(data) < 20 {
		return fmt.Errorf("the grid has %d bytes, 20 at least", len(data))
	}
	for i := range channels {
		t.grid.points = append(t.grid.points, int(data[i]))
	}
	n, size, read := cells(t.grid.points, len(data)), int(data[16]), uint8s
	if size == 2 {
		read = uint16s
	}
	if size < 1 || size > 2 || n == 0 || len(data)-20 < n*size {
		return fmt.Errorf("a grid of %v values of %d bytes in %d bytes", t.grid.points, size, len(data))
	}
	t.grid.values = read(data[20 : 20+n*size])
	return nil
}

// fromXYZ reads the encoding of ICC.1:2022 table 11: 1 is 1 + 32767/32768.
func fromXYZ(v [3]float64) [3]float64 {
	const scale = 1 + 32767.0/32768
	return [3]float64{scale * v[0], scale * v[1], scale * v[2]}
}

// fromLab reads PCSLAB (ICC.1:2022 tables 12 and 13; lut16Type keeps the older encoding of section 10.10, where
// FF00 is 100) and converts it to XYZ (annex A.2).
func fromLab(legacy bool) func([3]float64) [3]float64 {
	scale := 1.0
	if legacy {
		scale = 65535.0 / 65280
	}
	inverse := func(t float64) float64 {
		if t > 6.0/29 {
			return t * t * t
		}
		return 3 * math.Pow(6.0/29, 2) * (t - 4.0/29)
	}
	return func(v [3]float64) [3]float64 {
		l, a, b := scale*v[0]*100, scale*v[1]*255-128, scale*v[2]*255-128
		y := (l + 16) / 116
		white := d50()
		return [3]float64{white[0] * inverse(y+a/500), white[1] * inverse(y), white[2] * inverse(y-b/200)}
	}
}
