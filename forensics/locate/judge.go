package locate

import (
	"math"
)

// features are what tells a document's outline from a rectangle printed on it and from lines that happen to cross.
type features [featureCount]float64

// The features, in the order of the weights. All are shares, 0..1.
const (
	meanSupport  = iota // of the sides by edges
	leastSupport        // of the side that has least
	meanPaper           // of a side beyond which the colour is one that lies inside too: it is printed on a larger sheet
	worstPaper          // the largest of the sides
	overrun             // support of the sides just beyond the corners
	odd                 // how far the proportions are from a document's
	holds               // of the picture's edges that lie inside
	hidden              // of the sides that lies outside the picture
	featureCount
)

// weights are those of a conditional logit (McFadden 1974) fitted on rendered photographs, scans, crops and portraits:
// for each picture a choice between its outlines and, at 0, none.
func weights() features { return features{3.36, 2.84, -6.83, -5.69, -11.85, -5.68, 4.53, -0.96} }

// intercept is what speaks against any outline.
const intercept = -4.06

// The logarithm by which proportions recovered from four corners may be off.
const (
	usualMisshape = 0.05
	mostMisshape  = 0.15
)

// judge sets o's score: the logarithm of the odds that o is the document's outline rather than that none is to be seen.
func (o *outline) judge(s *small, ink *inkMap) float64 {
	off := o.misshape(s.w, s.h)
	if off > mostMisshape {
		o.score = math.Inf(-1)
		return o.score
	}
	f := o.features(s, ink)
	f[odd] = 1 - math.Exp(-sq(off/usualMisshape)/2)
	o.score = intercept
	for i, w := range weights() {
		o.score += w * f[i]
	}
	return o.score
}

// features measures all but the proportions.
func (o *outline) features(s *small, ink *inkMap) features {
	f := features{leastSupport: 1}
	for k := range 4 {
		paper := o.samePaper(s, k)
		f[meanSupport] += o.looks[k].support / 4
		f[leastSupport] = min(f[leastSupport], o.looks[k].support)
		f[meanPaper] += paper / 4
		f[worstPaper] = max(f[worstPaper], paper)
		f[overrun] += o.looks[k].overrun / 4
		f[hidden] += (1 - o.looks[k].visible) / 4
	}
	f[holds] = ink.inside(o.corners)
	return f
}

// misshape returns by how much, as a logarithm, the recovered proportions differ from the nearest document's.
func (o *outline) misshape(w, h int) float64 {
	least := math.Inf(1)
	for _, focal := range []float64{0, usualFocal * float64(max(w, h))} {
		a, ok := recoverAttitude(o.corners, w, h, focal)
		if !ok {
			continue
		}
		for _, ratio := range ratios() {
			least = min(least, math.Abs(math.Abs(math.Log(a.ratio))-math.Log(ratio)))
		}
	}
	return least
}

// ratios are the proportions of documents: ID-1, and ID-2, ID-3 and A4, which are alike.
func ratios() [2]float64 { return [2]float64{85.60 / 53.98, math.Sqrt2} }

// overrun returns the support of a line just beyond a side between two places, 0..1: a document's edge ends there.
func (l *line) overrun(from, to float64) float64 {
	reach, gap := 0.15*(to-from), 3.0
	before, n := l.support(from-gap-reach, from-gap)
	after, m := l.support(to+gap, to+gap+reach)
	if n+m < 4 {
		return 0
	}
	return (before*n + after*m) / (n + m)
}

// glance is the part of the score that costs least to tell.
func (o *outline) glance() float64 {
	w := weights()
	mean, over, least := 0.0, 0.0, 1.0
	for _, s := range o.looks {
		mean, over, least = mean+s.support/4, over+s.overrun/4, min(least, s.support)
	}
	return w[meanSupport]*mean + w[leastSupport]*least + w[overrun]*over
}
