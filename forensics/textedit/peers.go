package textedit

import (
	"math"
	"slices"
)

const (
	leastPeers  = 8     // other words that a word is compared with at least (METHODS 2.2)
	leastFields = 5     // other fields that a field is: each is told by more pixels than a word
	passes      = 8     // of the reweighting
	bisquare    = 4.685 // standard deviations at which a word's weight is 0: 95 % efficient under a normal law
	ridge       = 0.5   // added to the slopes' normal equations: several words must bear a slope out
)

// deviations returns by how many robust standard deviations each word's value lies off what the other words of the same
// document lead to expect of a word with its looks: a regression on the looks (the first is constant 1), robust against
// the few that were edited (bisquare weights: Beaton, Tukey, Technometrics 16, 1974), whose residuals are those of a fit
// without the word itself (Belsley, Kuh, Welsch, Regression Diagnostics, 1980, section 2.1). So a word that looks like
// no other, a title or a signature, deviates from nothing. least is a floor under the standard deviation. NaN where the
// value is NaN, and everywhere when fewer than peers others have one.
func deviations(values []float64, looks [][]float64, least float64, peers int) []float64 {
	out := make([]float64, len(values))
	var f regression
	var at []int
	for i, v := range values {
		if out[i] = math.NaN(); !math.IsNaN(v) {
			f.rows, f.y, at = append(f.rows, looks[i]), append(f.y, v), append(at, i)
		}
	}
	if len(at) <= peers {
		return out
	}
	spread := f.robust(least)
	for k, i := range at {
		own := f.own[k] // of the word in its own expectation: the residual without it is e/(1+own), of variance s^2(1+own)
		out[i] = f.residuals[k] / (spread * math.Sqrt(1+own))
	}
	return out
}

// regression is a weighted ridge regression of y on rows.
type regression struct {
	rows [][]float64
	y    []float64

	weights   []float64
	residuals []float64 // against the fit to the other rows
	own       []float64 // x' (X'WX)^-1 x of a row, of the other rows' X
}

// robust fits until the weights hardly move, and returns the residuals' robust standard deviation, least at least.
func (f *regression) robust(least float64) (spread float64) {
	n := len(f.y)
	f.weights, f.residuals, f.own = make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range f.weights {
		f.weights[i] = 1
	}
	for range passes {
		f.fit()
		spread = max(least, 1.4826*medianModulus(f.residuals))
		for i, r := range f.residuals {
			u := r / (bisquare * spread * math.Sqrt(1+f.own[i]))
			f.weights[i] = 0
			if u*u < 1 {
				f.weights[i] = (1 - u*u) * (1 - u*u)
			}
		}
	}
	return spread
}

// fit solves the normal equations once and takes each row out of its own expectation (Sherman, Morrison 1950).
func (f *regression) fit() {
	p := len(f.rows[0])
	a, b := make([][]float64, p), make([]float64, p)
	for j := range a {
		a[j] = make([]float64, p)
		a[j][j] = ridge
	}
	a[0][0] = 1e-6
	for i, r := range f.rows {
		for j := range p {
			b[j] += f.weights[i] * r[j] * f.y[i]
			for k := range p {
				a[j][k] += f.weights[i] * r[j] * r[k]
			}
		}
	}
	inv := inverse(a)
	for i, r := range f.rows {
		expected, h := 0.0, 0.0
		for j := range p {
			expected += r[j] * dot(inv[j], b)
			h += r[j] * dot(inv[j], r)
		}
		without := max(1-f.weights[i]*h, 0.02)
		f.residuals[i], f.own[i] = (f.y[i]-expected)/without, h/without
	}
}

func dot(a, b []float64) (sum float64) {
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

func medianModulus(values []float64) float64 {
	list := make([]float64, len(values))
	for i, v := range values {
		list[i] = math.Abs(v)
	}
	slices.Sort(list)
	return (list[len(list)/2] + list[(len(list)-1)/2]) / 2
}

// inverse inverts a symmetric positive definite matrix by Gauss and Jordan; it needs no pivots.
func inverse(a [][]float64) [][]float64 {
	n := len(a)
	m := make([][]float64, n)
	for i := range m {
		m[i] = append(slices.Clone(a[i]), make([]float64, n)...)
		m[i][n+i] = 1
	}
	for i := range n {
		d := m[i][i]
		for k := range m[i] {
			m[i][k] /= d
		}
		for j := range n {
			if f := m[j][i]; j != i && f != 0 {
				for k := range m[j] {
					m[j][k] -= f * m[i][k]
				}
			}
		}
	}
	for i := range m {
		m[i] = m[i][n:]
	}
	return m
}
