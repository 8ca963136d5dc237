package textedit

import "math"

const (
	runGap    = 0.8 // heights between two words of a run at most
	runHeight = 0.4 // of the logarithm of their heights, by which they may differ
)

// runs groups the words that stand beside each other on a line: a field is written anew, and its paper painted over, as a
// whole. Words that were not looked at stand alone.
func (c *comparison) runs() (list [][]*word) {
	taken := make([]bool, len(c.words))
	for i, w := range c.words {
		if taken[i] {
			continue
		}
		taken[i] = true
		run := []*word{w}
		for k := 0; k < len(run); k++ {
			for j, o := range c.words {
				if !taken[j] && run[k].beside(o) {
					run, taken[j] = append(run, o), true
				}
			}
		}
		list = append(list, run)
	}
	return list
}

// beside reports whether two words follow each other on one line.
func (w *word) beside(o *word) bool {
	if w.site == nil || o.site == nil || !w.sized(o, runHeight) {
		return false
	}
	gap := math.Abs(w.site.x-o.site.x) - (w.site.w+o.site.w)/2
	return gap < runGap*max(w.site.h, o.site.h) && math.Abs(w.site.y-o.site.y) < 0.5*min(w.site.h, o.site.h)
}

// paper is the chance that the paper of untouched words differs as much from that around it: their mean deviations as far
// as those of single words would be (Stouffer). What an editor paints over is smoother than paper, not rougher; its
// colour may be off either way. NaN: not compared.
func paper(run []*word) float64 {
	var texture []float64
	var tint [3][]float64
	for _, w := range run {
		texture = append(texture, mean(w.z[featureTexture:featureTexture+3])/levelSpread)
		for c := range tint {
			tint[c] = append(tint[c], w.z[featureTint+c])
		}
	}
	return cauchy(tail(-together(texture)), either([]float64{together(tint[0]), together(tint[1]), together(tint[2])}))
}

// together is the sum of independent deviations in standard deviations of it; NaN are left out.
func together(list []float64) float64 {
	sum, n := 0.0, 0.0
	for _, v := range list {
		if !math.IsNaN(v) {
			sum += v
			n++
		}
	}
	return sum / math.Sqrt(n)
}
