package main

import (
	"math"
	"testing"
)

func observations(clean, edited []float64) (all []observation) {
	for _, s := range clean {
		all = append(all, observation{s, false})
	}
	for _, s := range edited {
		all = append(all, observation{s, true})
	}
	return all
}

// rated repeats the ratings 1, 2, ... so many times each.
func rated(counts ...int) (out []float64) {
	for i, n := range counts {
		for range n {
			out = append(out, float64(i+1))
		}
	}
	return out
}

func near(a, b, within float64) bool { return math.Abs(a-b) <= within }

// The ratings of 109 tomograms (Hanley, McNeil, Radiology 143, 1982, table I), whose area is 0.893; DeLong's interval of
// it is published as 0.83295 to 0.95339 (Stata Reference Manual, roctab, example 1).
func TestAreaUnderPublishedRatings(t *testing.T) {
	a, ok := areaUnder(observations(rated(33, 6, 6, 11, 2), rated(3, 2, 2, 11, 33)))
	if !ok || !near(a.Value, 0.8932, 5e-5) || !near(a.Low, 0.83295, 5e-5) || !near(a.High, 0.95339, 5e-5) {
		t.Errorf("%+v", a)
	}
}

func TestAreaUnder(t *testing.T) {
	for _, c := range []struct {
		name          string
		clean, edited []float64
		want          float64
		ok            bool
	}{
		{"apart", []float64{1, 2}, []float64{3, 4}, 1, true},
		{"wrong way round", []float64{3, 4}, []float64{1, 2}, 0, true},
		{"ties are half", []float64{1, 1}, []float64{1, 1}, 0.5, true},
		{"three of four", []float64{1, 3}, []float64{2, 4}, 0.75, true},
		{"abstentions are lowest", []float64{math.Inf(-1), 1}, []float64{math.Inf(-1), 2}, 0.625, true},
		{"no edited", []float64{1}, nil, 0, false},
	} {
		a, ok := areaUnder(observations(c.clean, c.edited))
		if ok != c.ok || !near(a.Value, c.want, 1e-12) || a.Low > a.Value || a.High < a.Value {
			t.Errorf("%s: %+v %v, want %v", c.name, a, ok, c.want)
		}
	}
}

// A perfect separation of few pictures is no certainty.
func TestAreaOfOneKeepsAnInterval(t *testing.T) {
	few, _ := areaUnder(observations([]float64{1, 2, 3}, []float64{4, 5, 6}))
	many, _ := areaUnder(observations(rated(100), []float64{2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2}))
	if few.High != 1 || few.Low > 0.7 || many.Low < 0.8 || many.Low <= few.Low {
		t.Errorf("%+v, %+v", few, many)
	}
}

func TestPowerAt(t *testing.T) {
	clean := make([]float64, 100)
	for i := range clean {
		clean[i] = float64(i)
	}
	all := observations(clean, []float64{200, 98.5, 95.5, 50, math.Inf(-1)})
	for _, c := range []struct{ limit, want float64 }{{0, 0.2}, {0.01, 0.4}, {0.1, 0.6}, {0.5, 0.8}, {1, 0.8}} {
		if got := powerAt(all, c.limit); !near(got, c.want, 1e-12) {
			t.Errorf("at %v: %v, want %v", c.limit, got, c.want)
		}
	}
}

func TestROCEndsAtOneOne(t *testing.T) {
	points := roc(observations([]float64{1, 2}, []float64{2, 3}))
	want := []rocPoint{{0, 0}, {0, 0.5}, {0.5, 1}, {1, 1}}
	if len(points) != len(want) {
		t.Fatalf("%v", points)
	}
	for i, p := range points {
		if p != want[i] {
			t.Errorf("point %d is %v, want %v", i, p, want[i])
		}
	}
}

// 10 of 100: 0.0552 to 0.1744; 0 of 10: 0 to 0.2775 (by the formula).
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		hit, n    int
		low, high float64
	}{{10, 100, 0.0552, 0.1744}, {0, 10, 0, 0.2775}, {0, 0, 0, 1}} {
		if low, high := wilson(c.hit, c.n); !near(low, c.low, 5e-5) || !near(high, c.high, 5e-5) {
			t.Errorf("%d of %d: %v to %v", c.hit, c.n, low, high)
		}
	}
}
