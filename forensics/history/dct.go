package history

// cosines of the 8-point DCT: ck = cos(k*pi/16) / 2, so that the transform is orthonormal.
const (
	c1 = 0.49039264020161522
	c2 = 0.46193976625564337
	c3 = 0.41573480615127262
	c4 = 0.35355339059327376
	c5 = 0.27778511650980111
	c6 = 0.19134171618254489
	c7 = 0.09754516100806413
)

// Transform replaces block, samples in row-major order, by its orthonormal 8x8 DCT-II, natural order: the transform of
// T.81 A.3.3, whose coefficients a quantisation table divides.
func Transform(block *[64]float32) {
	for y := 0; y < 64; y += 8 {
		r := block[y : y+8 : y+8]
		r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7] = dct8(r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7])
	}
	for x := range 8 {
		b := block[x : x+57 : x+57]
		b[0], b[8], b[16], b[24], b[32], b[40], b[48], b[56] = dct8(b[0], b[8], b[16], b[24], b[32], b[40], b[48], b[56])
	}
}

// dct8 is the 8-point DCT-II by even and odd halves.
func dct8(s0, s1, s2, s3, s4, s5, s6, s7 float32) (_, _, _, _, _, _, _, _ float32) {
	e0, e1, e2, e3 := s0+s7, s1+s6, s2+s5, s3+s4
	o0, o1, o2, o3 := s0-s7, s1-s6, s2-s5, s3-s4
	p0, p1, m0, m1 := e0+e3, e1+e2, e0-e3, e1-e2
	return c4 * (p0 + p1),
		c1*o0 + c3*o1 + c5*o2 + c7*o3,
		c2*m0 + c6*m1,
		c3*o0 - c7*o1 - c1*o2 - c5*o3,
		c4 * (p0 - p1),
		c5*o0 - c1*o1 + c7*o2 + c3*o3,
		c6*m0 - c2*m1,
		c7*o0 - c5*o1 + c3*o2 - c1*o3
}

// Restore is the inverse of Transform: the IDCT of T.81 A.3.3 without its level shift.
func Restore(block *[64]float32) {
	for y := 0; y < 64; y += 8 {
		r := block[y : y+8 : y+8]
		r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7] = idct8(r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7])
	}
	for x := range 8 {
		b := block[x : x+57 : x+57]
		b[0], b[8], b[16], b[24], b[32], b[40], b[48], b[56] = idct8(b[0], b[8], b[16], b[24], b[32], b[40], b[48], b[56])
	}
}

// idct8 is the transpose of dct8.
func idct8(f0, f1, f2, f3, f4, f5, f6, f7 float32) (_, _, _, _, _, _, _, _ float32) {
	p0, p1, m0, m1 := c4*(f0+f4), c4*(f0-f4), c2*f2+c6*f6, c6*f2-c2*f6
	e0, e1, e2, e3 := p0+m0, p1+m1, p1-m1, p0-m0
	o0 := c1*f1 + c3*f3 + c5*f5 + c7*f7
	o1 := c3*f1 - c7*f3 - c1*f5 - c5*f7
	o2 := c5*f1 - c1*f3 + c7*f5 + c3*f7
	o3 := c7*f1 - c5*f3 + c3*f5 - c1*f7
	return e0 + o0, e1 + o1, e2 + o2, e3 + o3, e3 - o3, e2 - o2, e1 - o1, e0 - o0
}
