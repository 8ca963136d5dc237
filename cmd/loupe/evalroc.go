package main

import (
	"cmp"
	"math"
	"slices"
)

// observation is one picture as one check sees it: the score grows with the evidence for an edit. A picture on which the
// check abstained has the score -Inf: it can never be flagged, whatever the threshold.
type observation struct {
	score  float64
	edited bool
}

// interval95 is the two-sided quantile of the normal distribution at 95 %.
const interval95 = 1.959963984540054

// auc is the area under the ROC curve with a confidence interval of 95 %.
type auc struct {
	Value float64 `json:"auc"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// areaUnder estimates the AUC as the Mann-Whitney statistic and its variance from the placements of every picture (DeLong,
// DeLong, Clarke-Pearson, Biometrics 44(3), 1988, eqs. 3-6, for one curve; doi:10.2307/2531595). Where that variance is 0
// the interval is Newcombe's. ok is false without pictures of both sorts.
func areaUnder(all []observation) (a auc, ok bool) {
	clean, edited := split(all)
	m, n := float64(len(edited)), float64(len(clean))
	if m == 0 || n == 0 {
		return auc{}, false
	}
	ofEdited, ofClean := placements(edited, clean), placements(clean, edited)
	for i := range ofClean {
		ofClean[i] = 1 - ofClean[i]
	}
	a.Value = mean(ofEdited)
	variance := variance(ofEdited)/m + variance(ofClean)/n
	if variance == 0 {
		a.Low, a.High = newcombe(a.Value, m, n)
		return a, true
	}
	half := interval95 * math.Sqrt(variance)
	a.Low, a.High = max(0, a.Value-half), min(1, a.Value+half)
	return a, true
}

// split sorts the scores of clean and of edited pictures.
func split(all []observation) (clean, edited []float64) {
	for _, o := range all {
		if o.edited {
			edited = append(edited, o.score)
		} else {
			clean = append(clean, o.score)
		}
	}
	slices.Sort(clean)
	slices.Sort(edited)
	return clean, edited
}

// placements returns for each of a which share of b is smaller, ties counted half. Both are sorted.
func placements(a, b []float64) []float64 {
	out := make([]float64, len(a))
	for i, v := range a {
		below, _ := slices.BinarySearch(b, v)
		upTo, _ := slices.BinarySearchFunc(b, v, func(x, v float64) int { return cmp.Or(cmp.Compare(x, v), -1) }) // first above v
		out[i] = (float64(below) + float64(upTo)) / 2 / float64(len(b))
	}
	return out
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(max(len(v), 1))
}

func variance(v []float64) float64 {
	if len(v) < 2 {
		return 0
	}
	m, sum := mean(v), 0.0
	for _, x := range v {
		sum += (x - m) * (x - m)
	}
	return sum / float64(len(v)-1)
}

// newcombe returns the interval of an AUC that need not lie inside 0..1: those areas whose own standard error does not
// exclude the one seen (Newcombe, Statistics in Medicine 25(4), 2006, method 5; doi:10.1002/sim.2324).
func newcombe(seen, m, n float64) (low, high float64) {
	excluded := func(a float64) bool {
		same := (m+n)/2 - 1
		v := a * (1 - a) / (m * n) * (1 + same*(1-a)/(2-a) + same*a/(1+a))
		return math.Abs(seen-a) > interval95*math.Sqrt(v)
	}
	edge := func(outer float64) float64 {
		inner := seen
		for range 60 {
			if middle := (inner + outer) / 2; excluded(middle) {
				outer = middle
			} else {
				inner = middle
			}
		}
		return inner
	}
	return edge(0), edge(1)
}

// rocPoint is one threshold: what share of clean and of edited pictures reaches it.
type rocPoint struct {
	FPR float64 `json:"fpr"`
	TPR float64 `json:"tpr"`
}

// roc returns the curve from 0,0 to 1,1, one point for each distinct score.
func roc(all []observation) []rocPoint {
	sorted := slices.Clone(all)
	slices.SortFunc(sorted, func(a, b observation) int { return cmp.Compare(b.score, a.score) })
	clean, edited := split(all)
	points := []rocPoint{{}}
	var f, t float64
	for i, o := range sorted {
		if o.edited {
			t++
		} else {
			f++
		}
		if i+1 == len(sorted) || sorted[i+1].score != o.score {
			points = append(points, rocPoint{f / float64(max(len(clean), 1)), t / float64(max(len(edited), 1))})
		}
	}
	return points
}

// powerAt returns the share of edited pictures that are flagged at the lowest threshold at which no more than the share
// limit of the clean ones is. Where the check abstained nothing is flagged.
func powerAt(all []observation, limit float64) float64 {
	best, points := 0.0, roc(all)
	if slices.ContainsFunc(all, func(o observation) bool { return math.IsInf(o.score, -1) }) {
		points = points[:len(points)-1] // the last point takes the abstentions in
	}
	for _, p := range points {
		if p.FPR <= limit+1e-12 {
			best = max(best, p.TPR)
		}
	}
	return best
}

// wilson is the interval of a share (Wilson, JASA 22(158), 1927; doi:10.1080/01621459.1927.10502953).
func wilson(hit, n int) (low, high float64) {
	if n == 0 {
		return 0, 1
	}
	p, k, z2 := float64(hit)/float64(n), float64(n), interval95*interval95
	centre := (p + z2/(2*k)) / (1 + z2/k)
	half := interval95 / (1 + z2/k) * math.Sqrt(p*(1-p)/k+z2/(4*k*k))
	return max(0, centre-half), min(1, centre+half)
}
