package history

// Two numbers ride in one machine word: a + b*2^32. Sums, differences and products with a constant of such words are those
// of both numbers at once, as long as each result fits 32 bits with its sign; so one integer DCT transforms two columns.

// Orthonormal DCT-II constants cos(k pi/16)/2 in units of 1/1024. Rows and columns both being scaled so, a coefficient is
// in units of 2^-20 levels, and at most 8*128 levels: 31 bits with its sign.
const (
	k1 = 502
	k2 = 473
	k3 = 426
	k4 = 362
	k5 = 284
	k6 = 196
	k7 = 100
)

const (
	// SlideUnit is one level in the coefficients of a Slide.
	SlideUnit = 1 << 20
	// SlideWidth is how many blocks wide a Slide can be.
	SlideWidth = 264
)

// SlideRow is one pixel row's transforms: from every x four words, of the horizontal frequencies 2w (low half) and 2w+1.
type SlideRow [4 * SlideWidth]int64

// Slide transforms the 8x8 blocks at every pixel offset of a strip, rows first, so that each row is transformed once. It
// is working memory: of one goroutine, and to be used again.
type Slide struct{ rows [8]SlideRow }

// Row takes row y, whose 8 pixels from each x, of SlideWidth at most, are transformed. It replaces row y-8.
func (s *Slide) Row(y int, pix []uint8) {
	out := &s.rows[y&7]
	for x := 0; x+8 <= len(pix); x++ {
		p := pix[x : x+8 : x+8]
		a0, a1, a2, a3, a4, a5, a6, a7 := Pair8(int64(p[0])-128, int64(p[1])-128, int64(p[2])-128, int64(p[3])-128,
			int64(p[4])-128, int64(p[5])-128, int64(p[6])-128, int64(p[7])-128)
		w := out[4*x : 4*x+4 : 4*x+4]
		w[0], w[1], w[2], w[3] = a0+a1<<32, a2+a3<<32, a4+a5<<32, a6+a7<<32
	}
}

// From returns the eight rows from top on, which must be the last that were taken. Pair8 of their words i is the transform
// of two columns of the block at x = i/4, in vertical order.
func (s *Slide) From(top int) (rows [8]*SlideRow) {
	for k := range rows {
		rows[k] = &s.rows[(top+k)&7]
	}
	return rows
}

// Halves returns the two numbers of a word.
func Halves(w int64) (low, high int32) {
	low = int32(w)
	return low, int32((w - int64(low)) >> 32)
}

// Pair8 is the 8-point DCT-II by even and odd halves, of one number a word or of two.
func Pair8(s0, s1, s2, s3, s4, s5, s6, s7 int64) (_, _, _, _, _, _, _, _ int64) {
	e0, e1, e2, e3 := s0+s7, s1+s6, s2+s5, s3+s4
	o0, o1, o2, o3 := s0-s7, s1-s6, s2-s5, s3-s4
	p0, p1, m0, m1 := e0+e3, e1+e2, e0-e3, e1-e2
	return k4 * (p0 + p1),
		k1*o0 + k3*o1 + k5*o2 + k7*o3,
		k2*m0 + k6*m1,
		k3*o0 - k7*o1 - k1*o2 - k5*o3,
		k4 * (p0 - p1),
		k5*o0 - k1*o1 + k7*o2 + k3*o3,
		k6*m0 - k2*m1,
		k7*o0 - k5*o1 + k3*o2 - k1*o3
}
