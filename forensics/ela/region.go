package ela

import (
	"cmp"
	"image"
	"math"
	"slices"

	"loupe/forensics/acontrario"
)

const (
	minHot        = 6      // blocks of a region that stand out
	dispersion    = 3.0    // by how much more often blocks of one content stand out than those of the whole picture
	maxLogNFA     = -10.0  // log10 of the expected number of such regions by chance; see below
	notableLogNFA = -8.0   // below this a region must hold against the shifted grid before it counts as evidence
	surelyNotNFA  = -100.0 // log10 at which a region's score is 1
	reportedMost  = 16
	maxBlockGap   = 2 // blocks: hot blocks with one block between them belong to one region, as letters do
)

// maxLogNFA would be -2 (METHODS 6: one false region in 100 pictures) if blocks erred independently. Rounding errors of
// neighbours are alike, so it was set on pictures: the strongest honest region of 298 drawn ones that were judged had -0.3, of
// 606 re-saves of real ones -2.8, and one in dark blue, near the end of the scale, -6.2.

// region is a group of blocks that stand out together.
type region struct {
	box    image.Rectangle // in blocks
	hot    int
	judged int
	error  float64 // mean error of its hot blocks
	z      float64 // mean z of its hot blocks
	logNFA float64
}

// suspect reports whether chance does not explain the region, and it is large enough to be believed. It need not be dense: of
// a part that was moved by whole blocks only the seam stands out.
func (r region) suspect() bool { return r.logNFA <= maxLogNFA && r.hot >= minHot }

// pixels is where r lies in the stored picture.
func (b *blockErrors) pixels(r region) image.Rectangle {
	return image.Rectangle{Min: r.box.Min.Mul(8), Max: r.box.Max.Mul(8)}.Add(b.Origin)
}

// regions returns the groups of hot blocks with the number of such groups that chance would make, strongest first.
func (b *blockErrors) regions() []region {
	hot := make([]bool, len(b.Z))
	for i := range hot {
		hot[i] = b.hot(i)
	}
	total := b.countHot()
	var found []region
	for _, members := range components(hot, b.Columns) {
		r := b.describe(members)
		outside := max(b.Judged-r.judged, 1)
		p := float64(total-r.hot+1) / float64(outside+2)
		r.logNFA = b.logTests() + acontrario.LogTail(r.judged, r.hot, min(dispersion*p, 0.9))
		found = append(found, r)
	}
	slices.SortStableFunc(found, func(a, b region) int { return cmp.Compare(a.logNFA, b.logNFA) })
	return found
}

// logTests is log10 of the number of rectangles tried, about.
func (b *blockErrors) logTests() float64 { return 2 * math.Log10(float64(b.Columns*b.Rows)) }

// describe measures a component; members are its hot blocks.
func (b *blockErrors) describe(members []int) region {
	r := region{hot: len(members)}
	for _, i := range members {
		x, y := i%b.Columns, i/b.Columns
		r.box = r.box.Union(image.Rect(x, y, x+1, y+1))
		r.error += b.Errors[i] / float64(len(members))
		r.z += b.Z[i] / float64(len(members))
	}
	for y := r.box.Min.Y; y < r.box.Max.Y; y++ {
		for x := r.box.Min.X; x < r.box.Max.X; x++ {
			if !math.IsNaN(b.Z[y*b.Columns+x]) {
				r.judged++
			}
		}
	}
	return r
}

// components groups hot blocks that lie within maxBlockGap of each other.
func components(hot []bool, columns int) [][]int {
	rows := len(hot) / max(columns, 1)
	seen := make([]bool, len(hot))
	var groups [][]int
	for start := range hot {
		if !hot[start] || seen[start] {
			continue
		}
		group := []int{start}
		seen[start] = true
		for k := 0; k < len(group); k++ {
			x, y := group[k]%columns, group[k]/columns
			for v := max(y-maxBlockGap, 0); v <= min(y+maxBlockGap, rows-1); v++ {
				for u := max(x-maxBlockGap, 0); u <= min(x+maxBlockGap, columns-1); u++ {
					if i := v*columns + u; hot[i] && !seen[i] {
						seen[i] = true
						group = append(group, i)
					}
				}
			}
		}
		groups = append(groups, group)
	}
	return groups
}
