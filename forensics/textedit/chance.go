package textedit

import "math"

// tail is the chance that a deviation reaches z or more: Student's t with four degrees of freedom, whose tails are those
// that words of untouched documents show (their deviations' quantiles 0.9, 0.99, 0.999 are about 1.9, 4.3, 7; t has 2.1,
// 4.6, 8.6). In closed form with s = t/sqrt(t^2+4): (1-s)^2 (2+s) / 4.
func tail(z float64) float64 {
	root := math.Sqrt(z*z + 4)
	rest := 1 - z/root
	if z > 0 {
		rest = 4 / (root * (root + z)) // the same without cancellation
	}
	return rest * rest * (2 + z/root) / 4
}

// twoSided is the chance of a deviation as far off as z either way.
func twoSided(z float64) float64 { return 2 * tail(math.Abs(z)) }

// cauchy combines chances that depend on each other in an unknown way (Liu, Xie, JASA 115(529), 2020, eq. 1, equal
// weights). What is above 1/2 is taken for 1/2, as it would outweigh any number of small ones otherwise: a word whose
// colours have not changed would be above suspicion. NaN are left out; NaN when all are.
func cauchy(ps ...float64) float64 {
	sum, n := 0.0, 0
	for _, p := range ps {
		if !math.IsNaN(p) {
			sum += 1 / math.Tan(math.Pi*min(max(p, 1e-15), 0.5)) // tan((0.5-p) pi)
			n++
		}
	}
	if n == 0 {
		return math.NaN()
	}
	return math.Atan(float64(n)/sum) / math.Pi // 0.5 - atan(mean)/pi
}

// fisher combines two chances of independent things: P[chi^2 with 4 degrees >= -2 ln pq] = pq (1 - ln pq). A word's noise
// and the way its edges end are that, near enough, once what it looks like is accounted for. NaN when one is.
func fisher(p, q float64) float64 {
	both := max(p*q, 1e-300)
	return both * (1 - math.Log(both))
}
