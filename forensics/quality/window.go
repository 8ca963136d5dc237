package quality

import (
	"math"
	"math/cmplx"
	"slices"

	"gonum.org/v1/gonum/dsp/fourier"
)

// window transforms two channels at once, red as the real and blue as the imaginary part.
type window struct {
	fft    *fourier.CmplxFFT
	taper  [screenWindow]float64
	pix    []complex128
	line   []complex128
	mean   float64    // level of the lighter channel
	levels [2]float64 // of red and blue
	log    []float64  // logarithm of the power of both, upper half plane
	rings  [][]float64
	level  []float64 // per ring
	spread []float64
}

func newWindow() *window {
	const n = screenWindow
	t := &window{fft: fourier.NewCmplxFFT(n), pix: make([]complex128, n*n), line: make([]complex128, n), log: make([]float64, n*n), rings: make([][]float64, n), level: make([]float64, n), spread: make([]float64, n)}
	for i := range t.taper {
		t.taper[i] = 0.5 - 0.5*math.Cos(2*math.Pi*(float64(i)+0.5)/n)
	}
	return t
}

// load reads a window, each of its pixels the mean of step x step, and transforms it.
func (t *window) load(step int, at func(x, y int) complex128) {
	const n = screenWindow
	var mean complex128
	scale := complex(1/float64(step*step), 0)
	for i := range t.pix {
		var sum complex128
		for k := range step * step {
			sum += at(i%n*step+k%step, i/n*step+k/step)
		}
		t.pix[i] = sum * scale
		mean += t.pix[i] / n / n
	}
	t.levels = [2]float64{max(real(mean), 1), max(imag(mean), 1)}
	t.mean = max(t.levels[0], t.levels[1])
	for i := range t.pix {
		t.pix[i] = (t.pix[i] - mean) * complex(t.taper[i%n]*t.taper[i/n], 0)
	}
	for y := range n {
		t.fft.Coefficients(t.pix[y*n:(y+1)*n], t.pix[y*n:(y+1)*n])
	}
	for x := range n {
		for y := range n {
			t.line[y] = t.pix[y*n+x]
		}
		t.fft.Coefficients(t.line, t.line)
		for y := range n {
			t.pix[y*n+x] = t.line[y]
		}
	}
}

// channels returns the coefficients of red and blue at u, v: a real signal's spectrum is symmetric.
func (t *window) channels(u, v int) (red, blue complex128) {
	const n = screenWindow
	z, m := t.pix[(v+n)%n*n+(u+n)%n], cmplx.Conj(t.pix[(n-v)%n*n+(n-u)%n])
	return (z + m) / 2, (z - m) / 2i
}

// strongest returns the strongest narrow peak above its ring; ok is false without one. grid leaves out what lies on the
// axes at multiples of an eighth, where JPEG has its own.
func (t *window) strongest(grid bool) (best wave, ok bool) {
	const n = screenWindow
	t.measureRings()
	height := screenPeak
	for v := 0; v <= n/2; v++ {
		for u := -n / 2; u < n/2; u++ {
			r := radius(u, v)
			if r < 0 || (grid && jpegOwn(u, v)) {
				continue
			}
			if s := (t.log[v*n+u+n/2] - t.level[r]) / t.spread[r]; s > height && t.narrow(u, v) {
				red, blue := t.channels(u, v)
				height, ok, best = s, true, t.waveAt(u, v, red, blue)
			}
		}
	}
	return best, ok
}

// waveAt is the wave of a peak with these coefficients.
func (t *window) waveAt(u, v int, red, blue complex128) wave {
	const gain = screenWindow * screenWindow / 8 // of a cosine through two Hann tapers
	a, b := cmplx.Abs(red), cmplx.Abs(blue)
	phase := math.Abs(cmplx.Phase(red * cmplx.Conj(blue)))
	w := wave{u: float64(u), v: float64(v), depth: max(a, b) / gain / t.mean}
	w.coloured = min(a, b) > screenWeaker*max(a, b) && phase > screenPhase
	a, b = a/t.levels[0], b/t.levels[1]
	w.grey = min(a, b) > greyWeaker*max(a, b) && phase < greyPhase
	return w
}

// measureRings takes the median of the logarithmic power of every ring, and its median absolute deviation.
func (t *window) measureRings() {
	const n = screenWindow
	for r := range t.rings {
		t.rings[r] = t.rings[r][:0]
	}
	for v := 0; v <= n/2; v++ {
		for u := -n / 2; u < n/2; u++ {
			red, blue := t.channels(u, v)
			p := math.Log(real(red)*real(red) + imag(red)*imag(red) + real(blue)*real(blue) + imag(blue)*imag(blue) + 1)
			t.log[v*n+u+n/2] = p
			if r := radius(u, v); r >= 0 {
				t.rings[r] = append(t.rings[r], p)
			}
		}
	}
	for r, values := range t.rings {
		if len(values) == 0 {
			continue
		}
		t.level[r] = quantile(values, 0.5)
		for i := range values {
			values[i] = math.Abs(values[i] - t.level[r])
		}
		t.spread[r] = max(quantile(values, 0.5), 0.3)
	}
}

// narrow reports whether the power at u, v stands alone: a line of print has its energy along a ray.
func (t *window) narrow(u, v int) bool {
	const n, away = screenWindow, 5
	at := t.log[v*n+u+n/2]
	var around []float64
	for i := range 16 {
		sin, cos := math.Sincos(float64(i) * math.Pi / 8)
		x, y := u+int(math.Round(away*cos)), v+int(math.Round(away*sin))
		if y < 0 {
			x, y = -x, -y
		}
		if x >= -n/2 && x < n/2 && y <= n/2 {
			around = append(around, t.log[y*n+x+n/2])
		}
	}
	slices.Sort(around)
	return len(around) > 0 && at-around[len(around)-1] > 2.3 // ten times the power of any of them
}

// radius returns the ring of u, v, two bins wide, -1 outside the band that is looked at.
func radius(u, v int) int {
	r := math.Hypot(float64(u), float64(v))
	if r < screenLow*screenWindow || r > screenHigh*screenWindow || (v == 0 && u < 0) {
		return -1
	}
	return int(r / 2)
}

func jpegOwn(u, v int) bool {
	const eighth = screenWindow / 8
	near := func(a int) bool { a = abs(a) % eighth; return a <= 1 || a >= eighth-1 }
	return (abs(u) <= 1 || abs(v) <= 1) && near(u) && near(v)
}
