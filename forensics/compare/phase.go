package compare

import (
	"math"
	"math/cmplx"

	"gonum.org/v1/gonum/dsp/fourier"
)

// correlator finds the shift between two pictures of at most w x h pixels by phase correlation (Kuglin and Hines 1975).
// It holds its buffers: not for concurrent use.
type correlator struct {
	w, h       int
	rows, cols *fourier.CmplxFFT
	buf        []complex128
	cross      []complex128
	column     []complex128
	fade       []float32 // Hann window, for pictures that fill the whole field
}

func newCorrelator(w, h int) *correlator {
	c := &correlator{
		w: w, h: h, rows: fourier.NewCmplxFFT(w), cols: fourier.NewCmplxFFT(h),
		buf: make([]complex128, w*h), cross: make([]complex128, w*h), column: make([]complex128, h),
	}
	c.fade = make([]float32, w*h)
	for y := range h {
		for x := range w {
			c.fade[y*w+x] = float32(hann(x, w) * hann(y, h))
		}
	}
	return c
}

func hann(i, n int) float64 { return 0.5 - 0.5*math.Cos(2*math.Pi*(float64(i)+0.5)/float64(n)) }

func (c *correlator) transform(buf []complex128, inverse bool) {
	for y := range c.h {
		row := buf[y*c.w : (y+1)*c.w]
		if inverse {
			c.rows.Sequence(row, row)
		} else {
			c.rows.Coefficients(row, row)
		}
	}
	for x := range c.w {
		for y := range c.h {
			c.column[y] = buf[y*c.w+x]
		}
		if inverse {
			c.cols.Sequence(c.column, c.column)
		} else {
			c.cols.Coefficients(c.column, c.column)
		}
		for y := range c.h {
			buf[y*c.w+x] = c.column[y]
		}
	}
}

// shift returns dx, dy such that q(x+dx, y+dy) looks like p(x, y), to a fraction of a pixel, and the height of the
// peak: 1 for a pure circular shift, about 0 for unrelated pictures. whitening is 1 for pure phase correlation and 0
// for plain cross-correlation; less than 1 trusts strong frequencies more, which noise asks for.
func (c *correlator) shift(p, q plane, whitening float64) (dx, dy, peak float64) {
	c.load(p, q)
	c.transform(c.buf, false)
	energy := c.crossPower(whitening)
	if energy == 0 {
		return 0, 0, 0
	}
	c.transform(c.cross, true)
	best := 0
	for i, v := range c.cross {
		if real(v) > real(c.cross[best]) {
			best = i
		}
	}
	x, y := best%c.w, best/c.w
	dx = float64(x) + c.vertex(best, (x+1)%c.w+y*c.w, (x+c.w-1)%c.w+y*c.w)
	dy = float64(y) + c.vertex(best, x+(y+1)%c.h*c.w, x+(y+c.h-1)%c.h*c.w)
	if dx > float64(c.w)/2 {
		dx -= float64(c.w)
	}
	if dy > float64(c.h)/2 {
		dy -= float64(c.h)
	}
	return dx, dy, real(c.cross[best]) / energy
}

// load packs two real pictures into one complex field, so that one transform serves both.
func (c *correlator) load(p, q plane) {
	clear(c.buf)
	mp, _ := p.deviation()
	mq, _ := q.deviation()
	full := p.w == c.w && p.h == c.h
	for y := range max(p.h, q.h) {
		for x := range max(p.w, q.w) {
			re, im := 0.0, 0.0
			if x < p.w && y < p.h {
				re = float64(p.pix[y*p.w+x]) - mp
			}
			if x < q.w && y < q.h {
				im = float64(q.pix[y*q.w+x]) - mq
			}
			if full {
				f := float64(c.fade[y*c.w+x])
				re, im = re*f, im*f
			}
			c.buf[y*c.w+x] = complex(re, im)
		}
	}
}

// crossPower fills cross with conj(P)*Q / |P*Q|^whitening and returns the sum of its magnitudes.
func (c *correlator) crossPower(whitening float64) float64 {
	total := 0.0
	for y := range c.h {
		my := (c.h - y) % c.h
		for x := range c.w {
			f, g := c.buf[y*c.w+x], cmplx.Conj(c.buf[my*c.w+(c.w-x)%c.w])
			p, q := (f+g)/2, (f-g)/complex(0, 2)
			v := cmplx.Conj(p) * q
			m := math.Hypot(real(v), imag(v))
			if m < 1e-9 {
				c.cross[y*c.w+x] = 0
				continue
			}
			s := 1 / m
			if whitening == 0.5 {
				s = math.Sqrt(s)
			}
			c.cross[y*c.w+x] = v * complex(s, 0)
			total += m * s
		}
	}
	return total
}

// vertex is the offset of the parabola's top through three neighbouring values, -0.5..0.5.
func (c *correlator) vertex(mid, next, prev int) float64 {
	a, b, d := real(c.cross[prev]), real(c.cross[mid]), real(c.cross[next])
	curve := a - 2*b + d
	if curve >= 0 {
		return 0
	}
	return min(max((a-d)/(2*curve), -0.5), 0.5)
}
