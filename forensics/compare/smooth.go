package compare

import "math"

// blurred returns p convolved with a round Gaussian.
func (p plane) blurred(sigma float64) plane { return p.smoothed(sigma, sigma) }

// smoothed returns p convolved with a Gaussian of the given sigmas, cut at 2.5 sigma, borders repeated; a sigma of 0
// leaves its axis alone.
func (p plane) smoothed(sx, sy float64) plane {
	if sx == 0 && sy == 0 {
		return p
	}
	out := newPlane(p.w, p.h)
	p.smooth(gaussian(sx), gaussian(sy), out)
	return out
}

// smooth fills out, which is not p, with p convolved along its rows and its columns. Of the rows only those are held that one
// row of out needs.
func (p plane) smooth(across, down []float32, out plane) {
	n := len(down) / 2
	held, padded, next := newPlane(p.w, len(down)), make([]float32, p.w+len(across)), 0
	for y := range p.h {
		for ; next <= min(y+n, p.h-1); next++ {
			smoothRow(p.row(next), across, padded, held.row(next%held.h))
		}
		convolve(out.row(y), down, func(i int) []float32 { return held.row(min(max(y+i-n, 0), p.h-1) % held.h) })
	}
}

// smoothRow fills out with row convolved with k; padded has room for both.
func smoothRow(row, k, padded, out []float32) {
	n := len(k) / 2
	copy(padded[n:], row)
	for i := range n {
		padded[i], padded[n+len(row)+i] = row[0], row[len(row)-1]
	}
	convolve(out, k, func(i int) []float32 { return padded[i:] })
}

// gaussian returns 2n+1 weights that add up to 1; one alone for a sigma of 0.
func gaussian(sigma float64) []float32 {
	if sigma <= 0 {
		return []float32{1}
	}
	n := max(1, int(math.Ceil(2.5*sigma)))
	k := make([]float32, 2*n+1)
	sum := 0.0
	for i := range k {
		sum += math.Exp(-float64((i-n)*(i-n)) / (2 * sigma * sigma))
	}
	for i := range k {
		k[i] = float32(math.Exp(-float64((i-n)*(i-n))/(2*sigma*sigma)) / sum)
	}
	return k
}

// convolve fills dst with the sum of line(i) times k[i]. The kernel is symmetric: lines equally far from the middle share
// a product, and two such pairs are added at a time, because memory costs more than arithmetic.
func convolve(dst, k []float32, line func(i int) []float32) {
	n := len(k) / 2
	if n == 0 {
		copy(dst, line(0))
		return
	}
	mid, c := line(n)[:len(dst)], k[n]
	a, b, f := line(n - 1)[:len(dst)], line(n + 1)[:len(dst)], k[n+1]
	for i := range dst {
		dst[i] = c*mid[i] + f*(a[i]+b[i])
	}
	i := 2
	for ; i < n; i += 2 {
		addPairs(dst, line(n-i), line(n+i), line(n-i-1), line(n+i+1), k[n+i], k[n+i+1])
	}
	if i == n {
		addPair(dst, line(0), line(2*n), k[0])
	}
}

func addPairs(dst, a, b, c, d []float32, ab, cd float32) {
	a, b, c, d = a[:len(dst)], b[:len(dst)], c[:len(dst)], d[:len(dst)]
	for i := range dst {
		dst[i] += ab*(a[i]+b[i]) + cd*(c[i]+d[i])
	}
}

func addPair(dst, a, b []float32, ab float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] += ab * (a[i] + b[i])
	}
}
