package feature

import "math"

const (
	maxDistance = 88   // bits: further apart, chance agrees as well
	maxRatio    = 0.85 // of the distance of the nearest to that of the next place (Lowe, IJCV 2004, section 7.1)
	onePlace    = 6    // pixels of a feature's level within which two features are one place found twice
)

// Match returns pairs of indices of a and b that describe the same place: each is the other's nearest, and no other
// place of b comes nearly as near. Pairs come in the order of a.
func Match(a, b []Point) [][2]int {
	back := make([]nearest, len(b))
	for j := range back {
		back[j] = nearest{index: -1, distance: math.MaxInt}
	}
	forth := make([]nearest, len(a))
	row := make([]int, len(b))
	for i := range a {
		best := nearest{index: -1, distance: math.MaxInt}
		for j := range b {
			d := a[i].Distance(&b[j])
			row[j] = d
			if d < best.distance {
				best = nearest{j, d}
			}
			if d < back[j].distance {
				back[j] = nearest{i, d}
			}
		}
		if best.index >= 0 && best.distance <= maxDistance && alone(b, row, best) {
			forth[i] = best
		} else {
			forth[i].index = -1
		}
	}
	pairs := [][2]int{}
	for i, n := range forth {
		if n.index >= 0 && back[n.index].index == i {
			pairs = append(pairs, [2]int{i, n.index})
		}
	}
	return pairs
}

// nearest is the index of a description and how far it is.
type nearest struct{ index, distance int }

// alone reports whether every other place of b is clearly further than the nearest. Corners are often found on several
// levels of the pyramid; those are no other place.
func alone(b []Point, row []int, best nearest) bool {
	at := &b[best.index]
	limit := int(math.Ceil(float64(best.distance) / maxRatio))
	for j, d := range row {
		if d < limit && math.Hypot(b[j].X-at.X, b[j].Y-at.Y) > onePlace*at.Scale {
			return false
		}
	}
	return true
}
