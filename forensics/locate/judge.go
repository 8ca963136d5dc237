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
	bordered            // half of the number of sides that are the picture's
	level               // how parallel the sides are to the picture's: 1 exactly, 1/e when one of them is turned by a degree
	printed             // how dense the edges outside are beside those inside: there is print on all of a sheet
	leastPrinted        // the least of the parts above, right of, below and left of the outline
	same                // of the colours outside that are common inside
	leastSame           // the least of the parts
	featureCount
)

// The logarithm by which proportions recovered from four corners may be off.
const (
	usualMisshape = 0.05
	mostMisshape  = 0.15
)

// judge sets o's score: the logarithm of the odds that o is the document's outline rather than that none is to be seen.
func (o *outline) judge(s *small, ground *cells) float64 {
	o.score = math.Inf(-1)
	if f, ok := o.measured(s, ground); ok && !o.shallow(s.w, s.h) {
		o.score = f.utility()
	}
	return o.score
}

// shallow reports whether one side lies outside the picture and less than half of a card is seen: a box at the frame.
func (o *outline) shallow(w, h int) bool {
	if o.open != 1 {
		return false
	}
	t, ok := newTrio(o.corners, o.firstOpen(), w, h)
	return ok && t.depth < 0.5/ratios()[0]
}

// measured returns what o is judged by; ok is false when no document has its proportions.
func (o *outline) measured(s *small, ground *cells) (f features, ok bool) {
	off := o.misshape(s.w, s.h)
	if off > mostMisshape {
		return f, false
	}
	f = o.features(s, ground)
	f[odd] = 1 - math.Exp(-sq(off/usualMisshape)/2)
	return f, true
}

// features measures all but the proportions.
func (o *outline) features(s *small, ground *cells) features {
	f := features{leastSupport: 1, leastAgree: 1, weakest: 1}
	sides := float64(4 - o.open)
	f[bordered] = float64(o.open) / 2
	for k, look := range o.looks {
		f[hidden] += (1 - look.visible) / 4
		if o.sides[k].border {
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
	a := ground.look(o.corners)
	f[holds], f[printed], f[leastPrinted], f[same], f[leastSame] = a.holds, a.ink, a.leastInk, a.colour, a.leastColour
	f[level] = o.level()
	share := quadArea(o.corners) / float64(s.w*s.h)
	f[dense] = min(max(0.5+math.Log2(max(f[holds], 1e-6)/share)/4, 0), 1)
	f[large] = math.Sqrt(share)
	return f
}

// level returns how parallel the sides, but one that is the picture's, are to the picture's, see features.
func (o *outline) level() float64 {
	worst := 0.0
	for _, l := range o.sides {
		if !l.border {
			worst = max(worst, min(math.Abs(l.nx), math.Abs(l.ny)))
		}
	}
	return math.Exp(-worst * 180 / math.Pi)
}

// misshape returns by how much, as a logarithm, the recovered proportions differ from the nearest document's; of a
// document of which one side lies outside, by how much what is left is longer than the longest; of a corner of one, how far
// it is from a right angle.
func (o *outline) misshape(w, h int) float64 {
	switch o.open {
	case 1:
		t, ok := newTrio(o.corners, o.firstOpen(), w, h)
		if !ok {
			return math.Inf(1)
		}
		return max(math.Log(t.depth/ratios()[0]), 0)
	case 2:
		return newDuo(o.corners, o.firstOpen()).misshape()
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
	sides, sum, least := float64(4-o.open), 0.0, 1.0
	for k, s := range o.looks {
		if !o.sides[k].border {
			sum += (byMean*s.support + byOverrun*s.overrun) / sides
			least = min(least, s.support)
		}
	}
	return sum + byLeast*least
}
