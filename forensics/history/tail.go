package history

import "math"

// LogTail is log10 of P[Bin(n, p) >= k], the chance that a-contrario tests hold a count against (Desolneux, Moisan, Morel
// 2008, From Gestalt Theory to Image Analysis, section 3.2); 0 <= k <= n and 0 < p < 1.
func LogTail(n, k int, p float64) float64 {
	sum := 0.0
	top := math.Inf(-1)
	for j := k; j <= n; j++ {
		a, _ := math.Lgamma(float64(n + 1))
		b, _ := math.Lgamma(float64(j + 1))
		c, _ := math.Lgamma(float64(n - j + 1))
		l := a - b - c + float64(j)*math.Log(p) + float64(n-j)*math.Log1p(-p)
		if l < top-45 && float64(j) > float64(n)*p {
			break // the terms only fall from here, and are beyond a float's precision
		}
		if l > top {
			sum, top = sum*math.Exp(top-l)+1, l
		} else {
			sum += math.Exp(l - top)
		}
	}
	return (top + math.Log(sum)) / math.Ln10
}
