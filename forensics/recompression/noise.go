package recompression

import (
	"math"

	"loupe/forensics/history"
)

// noise is the variance, squared levels, that the present compression and rounding add to a coefficient on another grid, by its
// frequencies u and v.
type noise [highest + 1][highest + 1]float64

// noiseOf works it out: the error of a present coefficient is step^2/12 where it survives, and spreads over the frequencies
// that overlap it on another grid; coefficients that vanish add only what they were.
func noiseOf(s *history.Spectrum) *noise {
	const (
		rounding    = 2.0 / 12 // of pixels, when they were first decoded and when they were saved
		vanished    = 1.3      // what the frequencies above those looked at add, as a factor
		conversions = 2        // as a factor: colours to RGB and back, sharpening by a little
	)
	n, share, errors := new(noise), shifted(), presentErrors(s)
	for u := range n {
		for v := range n[u] {
			sum := 0.0
			for k, e := range errors {
				sum += share[u][k%8] * share[v][k/8] * e
			}
			n[u][v] = conversions * (rounding + vanished*sum)
		}
	}
	return n
}

// presentErrors are the variances of the present quantisation errors, in natural order; 0 where nothing is known.
func presentErrors(s *history.Spectrum) (e [64]float64) {
	const survive = 3 // a coefficient counts fully where a third of them survive
	var alive [history.Frequencies]int
	for i := range s.Blocks() {
		for f, v := range (*[history.Frequencies]int16)(s.Block(i)) {
			alive[f] += int(uint16(v|-v) >> 15) // 1 unless v is 0
		}
	}
	for f, k := range history.ScanOrder() {
		share := min(1, survive*float64(alive[f])/float64(max(s.Blocks(), 1)))
		e[k] = share * float64(s.Step[f]*s.Step[f]) / 12
	}
	e[0] = e[1] // tables have steps like their neighbours'
	return e
}

// shifted[u][k] is the share of coefficient u on a shifted grid that coefficients k of the two blocks it lies over make, along
// one axis, on average over the seven shifts: squared inner products of the DCT's basis functions (T.81 A.3.3). Rows sum to 1.
func shifted() (share [8][8]float64) {
	basis := func(u, i int) float64 {
		scale := 0.5
		if u == 0 {
			scale = math.Sqrt(1.0 / 8)
		}
		return scale * math.Cos(float64(2*i+1)*float64(u)*math.Pi/16)
	}
	for u := range share {
		for k := range share[u] {
			for shift := 1; shift < 8; shift++ {
				var inner [2]float64
				for i := range 8 {
					at := i + shift
					inner[at/8] += basis(u, i) * basis(k, at%8)
				}
				share[u][k] += (inner[0]*inner[0] + inner[1]*inner[1]) / 7
			}
		}
	}
	return share
}

// mean is that of the AC coefficients that are looked at.
func (n *noise) mean() float64 {
	sum, count := 0.0, 0
	for u := range n {
		for v := range highest + 1 - u {
			if u+v > 0 {
				sum += n[u][v]
				count++
			}
		}
	}
	return sum / float64(count)
}
