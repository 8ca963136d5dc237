// Package acontrario gives the numbers of the a-contrario method: how often chance would make what was seen, times the
// number of places where it was looked for (Desolneux, Moisan, Morel, From Gestalt Theory to Image Analysis, 2008, ch. 3).
package acontrario

import "math"

// LogTail is log10 of P[Bin(n, p) >= k], exact to rounding; 0 for k <= 0 and -Inf for k > n. p lies between 0 and 1.
func LogTail(n, k int, p float64) float64 {
	switch {
	case k <= 0 || p >= 1:
		return 0
	case k > n || p <= 0:
		return math.Inf(-1)
	}
	all, _ := math.Lgamma(float64(n + 1))
	sum, top := 0.0, math.Inf(-1)
	for j := k; j <= n; j++ {
		a, _ := math.Lgamma(float64(j + 1))
		b, _ := math.Lgamma(float64(n - j + 1))
		l := all - a - b + float64(j)*math.Log(p) + float64(n-j)*math.Log1p(-p)
		switch {
		case l > top:
			sum, top = sum*math.Exp(top-l)+1, l
		case l < top-40: // what follows is smaller still and adds nothing
			return (top + math.Log(sum)) / math.Ln10
		default:
			sum += math.Exp(l - top)
		}
	}
	return (top + math.Log(sum)) / math.Ln10
}

// LogNFA is log10 of the expected number of false alarms: tests times the tail.
func LogNFA(tests float64, n, k int, p float64) float64 {
	return math.Log10(max(tests, 1)) + LogTail(n, k, p)
}
