package resampling

import (
	"context"
	"image"
	"math"
	"slices"

	"gonum.org/v1/gonum/dsp/fourier"

	"loupe/forensics/order"
)

const (
	side      = 64  // pixels, of a window
	flatness  = 0.7 // levels: mean prediction error below which a window tells nothing
	textured  = 12  // times its neighbourhood: power of the picture itself from which on a period is the picture's own
	hitPower  = 6.0 // times the mean around it
	neighbour = 4   // bins: half the side of the square that a power is held against
)

// spectra finds, window by window, the periods in how well a pixel is foretold by its neighbours. Interpolation makes that
// periodic: Gallagher, Detection of linear and cubic interpolation in JPEG compressed images, CRV 2005, section 3; the
// predictor is Kirchner, Fast and reliable resampling detection by spectral analysis of fixed linear predictor residue,
// ACM MM&Sec 2008, eq. 17; doi:10.1145/1411328.1411333.
type spectra struct {
	columns, rows int
	told          []bool          // windows in which something can be told
	hits          map[int][]int32 // by frequency: windows in which it stands out, ascending
}

// spectraOf takes windows of side pixels beside each other.
func spectraOf(ctx context.Context, g *image.Gray) (*spectra, error) {
	s := &spectra{columns: max(g.Rect.Dx()-2, 0) / side, rows: max(g.Rect.Dy()-2, 0) / side, hits: map[int][]int32{}}
	s.told = make([]bool, s.columns*s.rows)
	w := newWindow()
	for y := range s.rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for x := range s.columns {
			i := y*s.columns + x
			if s.told[i] = w.predict(g, 1+x*side, 1+y*side); s.told[i] {
				w.transform()
				w.standing(func(f int) { s.hits[f] = append(s.hits[f], int32(i)) })
			}
		}
	}
	return s, nil
}

type window struct {
	fft        *fourier.CmplxFFT
	hann       [side]float64
	cells      []complex128 // real: normalised |error|; imaginary: the error itself
	line       []complex128
	errors     []float64
	ours, sign []float64 // power spectra
	ring       []float64
}

func newWindow() *window {
	w := &window{fft: fourier.NewCmplxFFT(side), cells: make([]complex128, side*side), line: make([]complex128, side),
		errors: make([]float64, side*side), ours: make([]float64, side*side), sign: make([]float64, side*side)}
	for i := range w.hann {
		w.hann[i] = 0.5 - 0.5*math.Cos(2*math.Pi*(float64(i)+0.5)/side)
	}
	return w
}

// standing calls yield with every frequency whose power stands out: hitPower times the mean around it, which noise, of
// exponentially distributed power, reaches with probability exp(-hitPower).
func (w *window) standing(yield func(frequency int)) {
	w.ring = append(w.ring[:0], w.ours[:side*side/2]...)
	slices.Sort(w.ring)
	low := w.ring[len(w.ring)/2] // the cheap test first
	for v := range side / 2 {
		for u := range side {
			power := w.ours[v*side+u]
			if power > hitPower*low && !masked(u, v) && power > hitPower*w.level(w.ours, u, v) && !w.own(u, v) {
				yield(v*side + u)
			}
		}
	}
}

// predict fills the cells with the error of the fixed predictor, signed and by size, each divided by the mean size of its
// surroundings: edges and texture must not shine by themselves.
func (w *window) predict(g *image.Gray, left, top int) bool {
	total, clipped := 0.0, 0
	for y := range side {
		for x := range side {
			at := (top+y)*g.Stride + left + x
			p := func(d int) float64 { return float64(g.Pix[at+d]) }
			s := g.Stride
			e := p(0) - 0.5*(p(-1)+p(1)+p(-s)+p(s)) + 0.25*(p(-s-1)+p(-s+1)+p(s-1)+p(s+1))
			w.errors[y*side+x] = e
			total += math.Abs(e)
			if v := g.Pix[at]; v < 3 || v > 252 {
				clipped++
			}
		}
	}
	if total/(side*side) < flatness || clipped > side*side/8 {
		return false
	}
	w.normalise(total / (side * side))
	return true
}

func (w *window) normalise(mean float64) {
	sum := 0.0
	for y := range side {
		for x := range side {
			near, n := 0.0, 0.0
			for v := max(y-2, 0); v <= min(y+2, side-1); v++ {
				for u := max(x-2, 0); u <= min(x+2, side-1); u++ {
					near += math.Abs(w.errors[v*side+u])
					n++
				}
			}
			e := w.errors[y*side+x] / (near/n + 0.25*mean)
			w.cells[y*side+x] = complex(math.Abs(e), e)
			sum += math.Abs(e)
		}
	}
	for y := range side {
		for x := range side {
			c, h := w.cells[y*side+x], w.hann[x]*w.hann[y]
			w.cells[y*side+x] = complex((real(c)-sum/(side*side))*h, imag(c)*h)
		}
	}
}

// transform makes both power spectra with one complex transform: of a + ib, A = (F(k) + conj F(-k))/2, B = (F(k) - conj F(-k))/2i.
func (w *window) transform() {
	for y := range side {
		w.fft.Coefficients(w.cells[y*side:(y+1)*side], w.cells[y*side:(y+1)*side])
	}
	for x := range side {
		for y := range side {
			w.line[y] = w.cells[y*side+x]
		}
		w.fft.Coefficients(w.line, w.line)
		for y := range side {
			w.cells[y*side+x] = w.line[y]
		}
	}
	for v := range side {
		for u := range side {
			f, m := w.cells[v*side+u], w.cells[(side-v)%side*side+(side-u)%side]
			a, b := complex(real(f)+real(m), imag(f)-imag(m)), complex(imag(f)+imag(m), real(m)-real(f))
			w.ours[v*side+u] = real(a)*real(a) + imag(a)*imag(a)
			w.sign[v*side+u] = real(b)*real(b) + imag(b)*imag(b)
		}
	}
}

// level is the mean power around u, v, by its median: exponentially distributed powers have a median of ln 2 times the mean.
func (w *window) level(power []float64, u, v int) float64 {
	w.ring = w.ring[:0]
	for dv := -neighbour; dv <= neighbour; dv++ {
		for du := -neighbour; du <= neighbour; du++ {
			if max(du, -du) > 1 || max(dv, -dv) > 1 {
				w.ring = append(w.ring, power[(v+dv+side)%side*side+(u+du+side)%side])
			}
		}
	}
	return order.Nth(w.ring, len(w.ring)/2) / math.Ln2
}

// own reports whether the picture's own texture has a period that would show at u, v: at the frequency itself, or at half
// of it, which the size of a signed wave doubles.
func (w *window) own(u, v int) bool {
	for _, f := range [][2]int{{u, v}, {u / 2, v / 2}, {(u + side) / 2, v / 2}, {u / 2, (v + side) / 2}, {(u + side) / 2, (v + side) / 2}} {
		x, y := f[0]%side, f[1]%side
		if w.sign[y*side+x] > textured*w.level(w.sign, x, y) {
			return true
		}
	}
	return false
}

// masked leaves out what is not interpolation: low frequencies, and the harmonics of the 8x8 grid of JPEG and of the
// colour filter (Gallagher, section 4).
func masked(u, v int) bool {
	near := func(k int) bool { return (k+1)%(side/8) <= 2 }
	x, y := min(u, side-u), min(v, side-v)
	return x*x+y*y < 64 || near(x) && near(y)
}
