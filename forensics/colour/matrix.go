package colour

// matrix is a 3x3 matrix by rows.
type matrix [3][3]float64

func (m matrix) apply(v [3]float64) (out [3]float64) {
	for i := range out {
		out[i] = m[i][0]*v[0] + m[i][1]*v[1] + m[i][2]*v[2]
	}
	return out
}

func (m matrix) times(n matrix) (out matrix) {
	for j := range 3 {
		column := m.apply([3]float64{n[0][j], n[1][j], n[2][j]})
		for i := range 3 {
			out[i][j] = column[i]
		}
	}
	return out
}

// inverse by cofactors; m is not singular.
func (m matrix) inverse() (out matrix) {
	cofactor := func(i, j int) float64 {
		a, b, c, d := (i+1)%3, (i+2)%3, (j+1)%3, (j+2)%3
		return m[a][c]*m[b][d] - m[a][d]*m[b][c]
	}
	det := m[0][0]*cofactor(0, 0) + m[0][1]*cofactor(0, 1) + m[0][2]*cofactor(0, 2)
	for i := range 3 {
		for j := range 3 {
			out[j][i] = cofactor(i, j) / det
		}
	}
	return out
}

// chromaticity is a CIE 1931 x, y.
type chromaticity struct{ x, y float64 }

func (c chromaticity) xyz() [3]float64 {
	return [3]float64{c.x / c.y, 1, (1 - c.x - c.y) / c.y}
}

// primaries are the chromaticities of red, green, blue and white.
type primaries struct{ r, g, b, white chromaticity }

func d65() chromaticity { return chromaticity{0.3127, 0.3290} }

func rec709() primaries {
	return primaries{chromaticity{0.64, 0.33}, chromaticity{0.30, 0.60}, chromaticity{0.15, 0.06}, d65()}
}

// toXYZ is the matrix from linear RGB to XYZ relative to the white (SMPTE RP 177 section 3.3).
func (p primaries) toXYZ() matrix {
	r, g, b := p.r.xyz(), p.g.xyz(), p.b.xyz()
	m := matrix{{r[0], g[0], b[0]}, {r[1], g[1], b[1]}, {r[2], g[2], b[2]}}
	s := m.inverse().apply(p.white.xyz())
	for i := range 3 {
		for j := range 3 {
			m[i][j] *= s[j]
		}
	}
	return m
}

// d50 is the white of ICC's connection space (ICC.1:2022 section 7.2.16).
func d50() [3]float64 { return [3]float64{0.9642, 1, 0.8249} }

// bradford is the linear Bradford adaptation from one white to another (ICC.1:2022 annex E).
func bradford(from, to [3]float64) matrix {
	cone := matrix{{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}
	f, t := cone.apply(from), cone.apply(to)
	scale := matrix{{t[0] / f[0]}, {0, t[1] / f[1]}, {0, 0, t[2] / f[2]}}
	return cone.inverse().times(scale).times(cone)
}

// fromConnection is the matrix from ICC's connection space, XYZ relative to D50, to linear sRGB.
func fromConnection() matrix {
	srgb := rec709()
	return bradford(srgb.white.xyz(), d50()).times(srgb.toXYZ()).inverse()
}
