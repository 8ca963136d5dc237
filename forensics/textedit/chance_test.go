package textedit_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"loupe/forensics/textedit"
)

// Quantiles of Student's t with four degrees of freedom, from tables.
func TestTail(t *testing.T) {
	for _, c := range []struct{ z, want float64 }{{0, 0.5}, {2.132, 0.05}, {4.604, 0.005}, {8.610, 0.0005}, {-2.132, 0.95}} {
		if got := textedit.Tail(c.z); math.Abs(got/c.want-1) > 2e-3 {
			t.Errorf("the tail at %v is %v, want %v", c.z, got, c.want)
		}
	}
	if got := textedit.Tail(1e6); !(got > 0) || got > 1e-20 {
		t.Errorf("the tail at a million is %v", got)
	}
}

func TestCauchy(t *testing.T) {
	for _, c := range []struct {
		ps   []float64
		want float64
	}{
		{[]float64{0.03}, 0.03}, {[]float64{0.2, 0.2, 0.2}, 0.2}, {[]float64{1e-6, 0.5}, 2e-6}, {[]float64{0.9}, 0.5}, {[]float64{0.1, 0.9}, 0.1834}, {[]float64{1, 1, 1e-6}, 3e-6},
		{[]float64{math.NaN(), 0.03}, 0.03},
	} {
		if got := textedit.Cauchy(c.ps...); math.Abs(got/c.want-1) > 1e-3 {
			t.Errorf("%v combine to %v, want %v", c.ps, got, c.want)
		}
	}
	if got := textedit.Cauchy(math.NaN()); !math.IsNaN(got) {
		t.Errorf("nothing combines to %v", got)
	}
}

// Values that follow their looks deviate as a normal law says; one that does not stands out; a word that looks like no
// other, however odd its value, does not.
func TestDeviations(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var values []float64
	var looks [][]float64
	for i := range 60 {
		x, y := r.Float64(), r.Float64()
		looks = append(looks, []float64{1, x, y})
		values = append(values, 3+2*x-y+0.1*r.NormFloat64())
		if i == 20 {
			values[i] += 2
		}
	}
	looks, values = append(looks, []float64{1, 30, 0}), append(values, 50)
	z := textedit.Deviations(values, looks, 0.01, 8)
	if z[20] < 10 || math.Abs(z[60]) > 3 {
		t.Errorf("the edited word deviates by %.1f, the title by %.1f", z[20], z[60])
	}
	beyond := 0
	for i, v := range z[:60] {
		if i != 20 && math.Abs(v) > 3 {
			beyond++
		}
	}
	if beyond > 2 {
		t.Errorf("%d of 59 words deviate by more than 3", beyond)
	}
	if z := textedit.Deviations(values[:8], looks[:8], 0.01, 8); !math.IsNaN(z[0]) {
		t.Errorf("eight words were compared: %v", z)
	}
	values[5] = math.NaN()
	if z := textedit.Deviations(values, looks, 0.01, 8); !math.IsNaN(z[5]) || math.IsNaN(z[6]) {
		t.Errorf("a missing value gives %v, its neighbour %v", z[5], z[6])
	}
}
