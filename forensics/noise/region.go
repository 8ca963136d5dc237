package noise

import (
	"image"
	"math"
	"slices"

	"loupe/forensics/acontrario"
)

const (
	seedCount = 3    // blocks of V that a cell needs to join a region
	lowShare  = 0.2  // share of S at or below which a cell is noisy
	highShare = 0.8  // at or above which it is quiet
	maxLogNFA = -3.0 // log10 of the regions expected by chance

	// leastRatio is how many powers of two a region's noise must be off: chance alone is no measure of size, and honest
	// parts of camera pictures reach 2.6.
	leastRatio = 2.7
)

// region is a set of cells whose noise is off the same way.
type region struct {
	box    image.Rectangle // stored pixels
	cells  []int
	logNFA float64
	ratio  float64 // log2 of its noise over what its brightness leads to expect
}

func (r region) suspect() bool { return r.logNFA <= maxLogNFA && math.Abs(r.ratio) >= leastRatio }

// regions grows the cells that are quiet, and those that are noisy, into connected regions, strongest first.
func (c *counts) regions() []region {
	var out []region
	kind := make([]int8, len(c.v))
	for i, n := range c.v {
		if n < seedCount {
			continue
		}
		switch share := float64(c.s[i]) / float64(n); {
		case share >= highShare:
			kind[i] = 1
		case share <= lowShare:
			kind[i] = -1
		}
	}
	for i, k := range kind {
		if k != 0 {
			out = append(out, c.regionOf(c.grow(kind, i), k))
		}
	}
	slices.SortStableFunc(out, func(a, b region) int {
		return compare(float32(a.logNFA), float32(b.logNFA))
	})
	return out
}

// grow takes the connected cells of one kind out of kind.
func (c *counts) grow(kind []int8, from int) []int {
	k := kind[from]
	kind[from] = 0
	cells := []int{from}
	for next := 0; next < len(cells); next++ {
		at := cells[next]
		x := at % c.columns
		for _, to := range [4]int{at - c.columns, at + c.columns, at - 1, at + 1} {
			if to < 0 || to >= len(kind) || kind[to] != k || to == at-1 && x == 0 || to == at+1 && x == c.columns-1 {
				continue
			}
			kind[to] = 0
			cells = append(cells, to)
		}
	}
	return cells
}

// regionOf tests how probable so many blocks of S (or not of S) are. The tests are the shapes of so many cells anywhere
// in the picture: 0.3169 * 4.0626^n / n of them (Jensen, Guttmann, J. Phys. A 33, 2000), as Gardella et al. 2021, eq. 6.
func (c *counts) regionOf(cells []int, kind int8) region {
	r := region{cells: cells}
	n, k, sum := 0, 0, 0.0
	for _, i := range cells {
		n += c.v[i]
		k += c.s[i]
		sum += c.ratio[i]
		r.box = r.box.Union(c.box(i))
	}
	r.ratio = sum / float64(n) / math.Ln2
	if kind < 0 {
		k = n - k
	}
	size := float64(len(cells))
	tests := math.Log10(float64(len(c.v))) + size*math.Log10(4.0626) + math.Log10(0.3169/size)
	r.logNFA = tests + acontrario.LogTail(n, k, 0.5)
	return r
}
