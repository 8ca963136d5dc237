package compare

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"loupe/forensics/feature"
)

const (
	draws       = 500  // pairs of matches that are tried
	firstReach  = 16   // pixels of the reduced pictures within which a match agrees with a similarity: perspective is yet to come
	lastReach   = 4    // the same once a perspective was fitted
	onePlace    = 5    // pixels: matches closer than this in both pictures are one match
	minSpan     = 25   // pixels between the two matches that a similarity is drawn from
	seldom      = -4   // log10 of the number of false alarms below which a consensus is believed
	oneLayout   = -30  // below it the same artwork stands in both pictures, however it is bent
	certain     = -25  // below it nothing else is tried
	maxFeatures = 1000 // of each picture
)

// consensus is the mapping that matched features agree on.
type consensus struct {
	m       mapping
	nfa     float64 // log10 of the expected number of such agreements among matches placed at random
	inliers int
}

// agree finds the mapping of the w x h picture of a to the picture of b that most matches agree on: similarities from
// two matches each, the best refined to an affine map and a homography (LO-RANSAC, Chum, Matas and Kittler 2003). area
// is that of b's picture. Without agreement nfa is 0.
func agree(a, b []feature.Point, w, h int, area float64) consensus {
	list := matches(a, b)
	best := consensus{m: identity()}
	if len(list) < 6 {
		return best
	}
	rng := rand.New(rand.NewPCG(uint64(len(list)), 2))
	least := math.Inf(1)
	for range draws {
		p, q := list[rng.IntN(len(list))], list[rng.IntN(len(list))]
		m, ok := similarity(p, q)
		if !ok || !m.plausible(w, h) {
			continue
		}
		e := misfit(list, m, firstReach)
		if e >= least {
			continue
		}
		least = e
		if c := refined(list, m, w, h, area); c.nfa < best.nfa {
			best = c
		}
	}
	return best
}

// matches lists the places that features match at, each place once.
func matches(a, b []feature.Point) []anchor {
	list := []anchor{}
	for _, p := range feature.Match(a, b) {
		c := anchor{x: a[p[0]].X, y: a[p[0]].Y, u: b[p[1]].X, v: b[p[1]].Y, weight: 1}
		if !slices.ContainsFunc(list, func(d anchor) bool {
			return math.Abs(d.x-c.x)+math.Abs(d.y-c.y) < onePlace && math.Abs(d.u-c.u)+math.Abs(d.v-c.v) < 2*onePlace
		}) {
			list = append(list, c)
		}
	}
	return list
}

// similarity is the map by scale, rotation and shift that takes p and q where they were found.
func similarity(p, q anchor) (mapping, bool) {
	x, y, u, v := q.x-p.x, q.y-p.y, q.u-p.u, q.v-p.v
	n := x*x + y*y
	if n < minSpan*minSpan {
		return identity(), false
	}
	c, s := (u*x+v*y)/n, (v*x-u*y)/n
	return affine(c, -s, p.u-c*p.x+s*p.y, s, c, p.v-s*p.x-c*p.y), true
}

// refined improves m step by step and rates each step; the most surprising one counts.
func refined(list []anchor, m mapping, w, h int, area float64) consensus {
	best := consensus{m: m}
	best.rate(list, area)
	for _, step := range []struct {
		reach float64
		solve func([]anchor) (mapping, bool)
	}{{firstReach, leastSquares}, {firstReach / 2, projective}, {lastReach, projective}} {
		next, _, ok := refit(list, m, step.reach*max(1, m.scale(float64(w)/2, float64(h)/2)), step.solve)
		if !ok || !next.plausible(w, h) {
			break
		}
		m = next
		c := consensus{m: m}
		if c.rate(list, area); c.nfa < best.nfa {
			best = c
		}
	}
	return best
}

// rate is the number of false alarms of a-contrario RANSAC (Moisan and Stival 2004, eq. 7): how often n matches placed
// at random would have k within their k-th distance of some map through four of them. The best k counts.
func (c *consensus) rate(list []anchor, area float64) {
	n := len(list)
	stray := make([]float64, n)
	for i, a := range list {
		stray[i] = a.residual(c.m)
	}
	slices.SortFunc(stray, cmp.Compare)
	const free = 4
	for k := free + 2; k <= n; k++ {
		share := math.Pi * max(0.25, stray[k-1]*stray[k-1]) / area
		if !(share < 0.01) {
			return
		}
		nfa := math.Log10(float64(n-free)) + choose(n, k) + choose(k, free) + float64(k-free)*math.Log10(share)
		if nfa < c.nfa {
			c.nfa, c.inliers = nfa, k
		}
	}
}

// choose is log10 of the binomial coefficient.
func choose(n, k int) float64 {
	lg := func(v int) float64 { x, _ := math.Lgamma(float64(v + 1)); return x }
	return (lg(n) - lg(k) - lg(n-k)) / math.Ln10
}
