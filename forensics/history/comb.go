package history

import "math"

const (
	combTop   = 64   // quantised levels that are looked at; above, too few coefficients lie
	nearZero  = 2    // levels: bins that begin below hold what noise makes of zeros, here more and there less
	minLevels = 5    // levels with coefficients that a frequency needs
	minCount  = 10   // coefficients, of both histograms together, for a level to count
	minGain   = 20.0 // chi-squared by which a first step must explain the histogram better than none
	minSlope  = 0.25 // how deep the comb is, as a share of what the first step says: less is another cause,
	maxSlope  = 2.0  // and so is more
	modelling = 0.01 // variance of a logarithmic ratio that no count explains
)

// noises are the standard deviations, in levels, of what decoding, colours and rounding add to a coefficient between two
// saves: of a decoder that rounds, and of one that cuts off where colours are strong, which adds most in bright and dark ones.
func noises() [2]float64 { return [2]float64{0.5, 0.9} }

// levels is a histogram of |coefficients| in present steps.
type levels [combTop + 1]float64

// levelsOf counts the coefficients of frequency f by multiples of the present step, without those near zero.
func (h *histogram) levelsOf(f, present int) (l levels) {
	for n := range l {
		if v := n * present * Fine; beyondZero(n, present) && v <= histogramTop*Fine {
			l[n] = float64(h[f][v])
		}
	}
	return l
}

// beyondZero reports whether the bin of level n lies beyond nearZero.
func beyondZero(n, present int) bool { return (2*n-1)*present >= 2*nearZero }

// comb is how often the multiples of a first step, blurred by noise, fall into each bin of the present one, in units of
// what a smooth density gives: n(x) of Bianchi, Piva, Image Forgery Localization via Block-Grained Analysis of JPEG
// Artifacts, IEEE TIFS 7(3), 2012, section III, doi:10.1109/TIFS.2012.2187516. It holds for first steps below the present one
// as well.
func comb(first, present int, noise float64) (l levels) {
	q1, q2 := float64(first), float64(present)
	below := func(edge, at float64) float64 { return 0.5 * math.Erfc((at-edge)/(noise*math.Sqrt2)) }
	far := 6 * noise
	for n := range l {
		low, high := (float64(n)-0.5)*q2, (float64(n)+0.5)*q2
		for k := math.Floor((low - far) / q1); k <= math.Ceil((high+far)/q1); k++ {
			l[n] += q1 / q2 * (below(high, k*q1) - below(low, k*q1))
		}
	}
	return l
}

// doubled is what is known of one frequency's first quantisation.
type doubled struct {
	first int       // step; 0: none shows
	mix   [2]levels // p(level | quantised twice) / p(level | once), but for a factor, for each of noises
	gain  float64   // chi-squared
}

// findDoubled finds the first step whose comb explains best how the picture's histogram differs from that of the shifted grid.
func findDoubled(own, reference *levels, present int) (best doubled) {
	t, ok := newTrend(own, reference)
	if !ok {
		return best
	}
	for first := 2; first <= maxStep; first++ {
		if first == present {
			continue
		}
		l := comb(first, present, noises()[0])
		if slope, gain := t.fit(&l); slope > minSlope && slope < maxSlope && gain > max(minGain, best.gain) {
			best = doubled{first: first, gain: gain}
		}
	}
	if best.first == 0 {
		return best
	}
	for k, noise := range noises() {
		l := comb(best.first, present, noise)
		share := unexplained(own, &l)
		for n, v := range l {
			best.mix[k][n] = share + (1-share)*v
		}
	}
	return best
}

// unexplained is the share of coefficients that the comb does not explain, by expectation maximisation (Bianchi, Piva 2012,
// section III, alpha): parts that never met the first step, clipping, rounding.
func unexplained(own, comb *levels) float64 {
	const (
		rounds = 30
		least  = 0.02 // no single coefficient may decide
	)
	share := 0.3
	for range rounds {
		sum, n := 0.0, 0.0
		for k := 1; k <= combTop; k++ {
			sum += own[k] * share / (share + (1-share)*comb[k])
			n += own[k]
		}
		share = min(max(sum/n, least), 1)
	}
	return share
}
