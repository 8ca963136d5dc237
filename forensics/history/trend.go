package history

import "math"

// trend is the logarithmic ratio of two histograms, less a smooth one: content and block borders change the ratio slowly
// from level to level, and a comb does not.
type trend struct {
	at     []int     // levels that count
	weight []float64 // 1/variance of the logarithmic ratio
	ratio  []float64 // what is left of it
	smooth [][]float64
	total  float64 // weighted sum of the squares of ratio
}

// newTrend takes a constant, a power law and an exponential off. ok is false when too few levels count.
func newTrend(own, reference *levels) (t *trend, ok bool) {
	t = &trend{}
	var constant, power, exponential []float64
	for n := 1; n <= combTop; n++ {
		a, b := own[n]+0.5, reference[n]+0.5
		if own[n]+reference[n] < minCount {
			continue
		}
		t.at, t.weight, t.ratio = append(t.at, n), append(t.weight, 1/(1/a+1/b+modelling)), append(t.ratio, math.Log(a/b))
		constant, power, exponential = append(constant, 1), append(power, math.Log(float64(n))), append(exponential, float64(n))
	}
	if len(t.at) < minLevels {
		return t, false
	}
	for _, v := range [][]float64{constant, power, exponential} {
		t.takeOff(v)
		norm := math.Sqrt(max(t.product(v, v), 1e-9))
		for i := range v {
			v[i] /= norm
		}
		t.smooth = append(t.smooth, v)
	}
	t.takeOff(t.ratio)
	t.total = t.product(t.ratio, t.ratio)
	return t, true
}

func (t *trend) product(a, b []float64) float64 {
	sum := 0.0
	for i, w := range t.weight {
		sum += w * a[i] * b[i]
	}
	return sum
}

// takeOff takes the smooth part off v.
func (t *trend) takeOff(v []float64) {
	for _, s := range t.smooth {
		p := t.product(v, s)
		for i := range v {
			v[i] -= p * s[i]
		}
	}
}

// fit returns how much of l the ratio shows, 1 being all, and by how many chi-squared that explains it better than a smooth
// ratio, in units of what remains unexplained.
func (t *trend) fit(l *levels) (slope, gain float64) {
	const outliers = 0.05
	v := make([]float64, len(t.at))
	for i, n := range t.at {
		v[i] = math.Log(outliers + (1-outliers)*l[n])
	}
	t.takeOff(v)
	depth := t.product(v, v)
	if depth < 1e-9 {
		return 0, 0
	}
	slope = t.product(v, t.ratio) / depth
	gain = slope * slope * depth
	rest := (t.total - gain) / float64(max(len(t.at)-len(t.smooth)-1, 1))
	return slope, gain / max(rest, 1)
}
