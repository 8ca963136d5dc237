package copymove

import (
	"cmp"
	"image"
	"math"
	"slices"

	"loupe/forensics/feature"
)

const (
	mostPoints = 2500 // features of the search plane
	mostBits   = 64   // in which two features of one thing differ
	lowe       = 0.85 // of the distance of the nearest to that of the next place (Lowe, IJCV 2004, section 7.1)
	fits       = 2.5  // pixels of the search plane by which a pair may miss the transform
	minPairs   = 4    // that agree upon a transform
	mostTurned = 6    // transforms that are followed, those with the most pairs first
	neighbours = 8    // pairs around a pair with which transforms are tried
	mostSeeds  = 400  // pairs from which transforms are tried
)

// transform is a similarity, z -> m*z + t with the picture's x + iy.
type transform struct{ m, t complex128 }

func (f transform) at(p complex128) complex128 { return f.m*p + f.t }

// inverse undoes f. f.m is not 0.
func (f transform) inverse() transform { return transform{1 / f.m, -f.t / f.m} }

// link is a feature and another place that looks like it.
type link struct{ from, to complex128 }

// turned searches parts that were turned or scaled before they were pasted: features that agree upon a similarity
// (Christlein et al. 2012, section II-B, keypoint methods). Places are pixels of g.
func turned(g *image.Gray) [][]link {
	links := links(feature.Find(g, mostPoints))
	groups := [][]link{}
	for len(groups) < mostTurned {
		best := agreeing(links)
		if len(best) < 2*minPairs {
			break
		}
		half := best[:0:0]
		for _, l := range best { // each pair stands in the list in both directions; a group holds one
			if !slices.Contains(half, link{l.to, l.from}) {
				half = append(half, l)
			}
		}
		if len(half) >= minPairs {
			groups = append(groups, half)
		}
		links = slices.DeleteFunc(links, func(l link) bool { return slices.Contains(best, l) || slices.Contains(best, link{l.to, l.from}) })
	}
	return groups
}

// links pairs each feature with the one elsewhere that looks most like it, when no third place does nearly as much.
func links(points []feature.Point) []link {
	out := []link{}
	for i := range points {
		p := &points[i]
		at, best, second := -1, mostBits+1, 257
		for j := range points {
			q := &points[j]
			if max(math.Abs(p.X-q.X), math.Abs(p.Y-q.Y)) < apart {
				continue
			}
			d := p.Distance(q)
			switch same := at >= 0 && math.Hypot(points[at].X-q.X, points[at].Y-q.Y) < 6*q.Scale; {
			case d < best && same:
				at, best = j, d
			case d < best:
				at, best, second = j, d, best
			case d < second && !same:
				second = d
			}
		}
		if at >= 0 && float64(best) < lowe*float64(second) {
			a, b := complex(p.X, p.Y), complex(points[at].X, points[at].Y)
			out = append(out, link{a, b}, link{b, a})
		}
	}
	return out
}

// agreeing returns the most links that one similarity maps, found from pairs of neighbouring links.
func agreeing(links []link) []link {
	var best []link
	for i := 0; i < len(links); i += 1 + len(links)/mostSeeds {
		seed := links[i]
		for _, l := range nearest(links, seed) {
			d := l.from - seed.from
			if real(d)*real(d)+imag(d)*imag(d) < 64 {
				continue
			}
			f := transform{m: (l.to - seed.to) / d}
			if s := math.Hypot(real(f.m), imag(f.m)); s < 0.5 || s > 2 {
				continue
			}
			f.t = seed.to - f.m*seed.from
			if in := inliers(links, f); len(in) > len(best) {
				best = in
			}
		}
	}
	if len(best) == 0 {
		return nil
	}
	back := inliers(links, fit(best).inverse())
	return append(best, back...)
}

// nearest returns the links that begin nearest to a link.
func nearest(links []link, to link) []link {
	type near struct {
		link
		d float64
	}
	list := make([]near, 0, neighbours+1)
	for _, l := range links {
		d := l.from - to.from
		n := near{l, real(d)*real(d) + imag(d)*imag(d)}
		if len(list) == neighbours && n.d >= list[neighbours-1].d {
			continue
		}
		at, _ := slices.BinarySearchFunc(list, n, func(a, b near) int { return cmp.Compare(a.d, b.d) })
		list = slices.Insert(list, at, n)
		list = list[:min(len(list), neighbours)]
	}
	out := make([]link, len(list))
	for i, n := range list {
		out[i] = n.link
	}
	return out
}

func inliers(links []link, f transform) []link {
	out := []link{}
	for _, l := range links {
		d := f.at(l.from) - l.to
		if real(d)*real(d)+imag(d)*imag(d) < fits*fits {
			out = append(out, l)
		}
	}
	return out
}

// fit is the similarity of least squares (Umeyama 1991, in complex numbers).
func fit(links []link) transform {
	var a, b complex128
	for _, l := range links {
		a, b = a+l.from, b+l.to
	}
	n := complex(float64(len(links)), 0)
	a, b = a/n, b/n
	var cross complex128
	square := 0.0
	for _, l := range links {
		u, v := l.from-a, l.to-b
		cross += v * complex(real(u), -imag(u))
		square += real(u)*real(u) + imag(u)*imag(u)
	}
	m := cross / complex(max(square, 1), 0)
	return transform{m, b - m*a}
}
