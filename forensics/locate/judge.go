package locate

import (
	"math"
)

// features are what tells a document's outline from a rectangle printed on it and from lines that happen to cross.
type features [featureCount]float64

// The features, in the order of the weights. All are shares, 0..1; means and extremes are over the sides that are no border.
const (
	meanSupport  = iota // of the sides by edges
	leastSupport        // of the side that has least
	meanPaper           // of a side beyond which the colour is one that lies inside too: it is printed on a larger sheet
	worstPaper          // the largest of the sides
	overrun             // support of the sides just beyond the corners
	worstOverrun        // the largest of the sides
	meanAgree           // of a side across which the colour changes as on the whole
	leastAgree          // of the side that has least
	uniform             // how even the colour just inside is
	strong              // how much the colour changes
	weakest             // at the side where it changes least
	odd                 // how far the proportions are from a document's
	holds               // of the picture's edges that lie inside
	dense               // how much more of the picture's edges than of its area lies inside: half for as much, 1 for four times
	large               // the square root of the share of the picture
	hidden              // of the sides that lies outside the picture
	bordered            // 1 when one side is the picture's
	featureCount
)

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
	o.score = f.utility()
	return o.score
}

// features measures all but the proportions.
func (o *outline) features(s *small, ink *inkMap) features {
	f := features{leastSupport: 1, leastAgree: 1, weakest: 1}
	sides := 4.0
	if o.border != noBorder {
		sides, f[bordered] = 3, 1
	}
	for k, look := range o.looks {
		f[hidden] += (1 - look.visible) / 4
		if k == o.border {
			continue
		}
		b := o.beside(s, k)
		f[meanSupport], f[leastSupport] = f[meanSupport]+look.support/sides, min(f[leastSupport], look.support)
		f[overrun], f[worstOverrun] = f[overrun]+look.overrun/sides, max(f[worstOverrun], look.overrun)
		f[meanPaper], f[worstPaper] = f[meanPaper]+b.paper/sides, max(f[worstPaper], b.paper)
		f[meanAgree], f[leastAgree] = f[meanAgree]+b.agree/sides, min(f[leastAgree], b.agree)
		f[strong], f[weakest] = f[strong]+b.strong/sides, min(f[weakest], b.strong)
		f[uniform] += b.uniform / sides
	}
	f[holds] = ink.inside(o.corners)
	share := quadArea(o.corners) / float64(s.w*s.h)
	f[dense] = min(max(0.5+math.Log2(max(f[holds], 1e-6)/share)/4, 0), 1)
	f[large] = math.Sqrt(share)
	return f
}

// misshape returns by how much, as a logarithm, the recovered proportions differ from the nearest document's; of a
// document of which one side lies outside, by how much what is left is longer than the longest.
func (o *outline) misshape(w, h int) float64 {
	if o.border != noBorder {
		t, ok := newTrio(o.corners, o.border, w, h)
		if !ok {
			return math.Inf(1)
		}
		return max(math.Log(t.depth/ratios()[0]), 0)
	}
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

// glance says at little cost which outlines are worth a closer look.
func (o *outline) glance() float64 {
	const byMean, byLeast, byOverrun = 0.15, 2.4, -1.05
	sides, sum, least := 4.0, 0.0, 1.0
	if o.border != noBorder {
		sides = 3
	}
	for k, s := range o.looks {
		if k != o.border {
			sum += (byMean*s.support + byOverrun*s.overrun) / sides
			least = min(least, s.support)
		}
	}
	return sum + byLeast*least
}
