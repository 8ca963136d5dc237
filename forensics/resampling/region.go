package resampling

import (
	"image"
	"math"
	"slices"

	"loupe/forensics/acontrario"
)

const (
	minWindows = 6    // windows of a region in which the period stands out
	minBreadth = 2    // windows, either way: an edge or a line of text makes rows and columns of one window
	maxShare   = 0.6  // of the windows: a larger region is the picture itself, enlarged as a whole
	density    = 0.5  // share of a region's windows in which the period stands out
	maxLogNFA  = -8.0 // log10 of the regions that chance may make in a picture; neighbouring windows of one texture err alike
)

// region is a group of windows that share a period.
type region struct {
	box       image.Rectangle // in windows
	hits      int
	told      int
	frequency int
	logNFA    float64
}

// period returns the region's frequency in cycles a pixel, across and down.
func (r region) period() (u, v float64) {
	u, v = float64(r.frequency%side)/side, float64(r.frequency/side)/side
	if u > 0.5 {
		u--
	}
	return u, v
}

// regions returns what shares a period, strongest first; none overlaps a stronger one.
func (s *spectra) regions() []region {
	var all []region
	total := s.count()
	tests := float64(side*side/2) * float64(len(s.told)) * float64(len(s.told))
	for f, windows := range s.hits {
		if len(windows) < minWindows {
			continue
		}
		for _, members := range s.together(windows) {
			r := s.describe(f, members)
			if r.hits < minWindows || min(r.box.Dx(), r.box.Dy()) < minBreadth || float64(r.hits) < density*float64(r.told) {
				continue
			}
			outside := float64(len(windows)-r.hits+1) / float64(max(total-r.told, 0)+1)
			r.logNFA = acontrario.LogNFA(tests, r.told, r.hits, min(max(math.Exp(-hitPower), outside), 0.9))
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b region) int {
		if a.logNFA != b.logNFA {
			return int(math.Copysign(1, a.logNFA-b.logNFA))
		}
		return a.frequency - b.frequency
	})
	return apart(all)
}

func apart(all []region) []region {
	var kept []region
	for _, r := range all {
		if !slices.ContainsFunc(kept, func(k region) bool { return k.box.Overlaps(r.box) }) {
			kept = append(kept, r)
		}
	}
	return kept
}

// together groups windows that touch, corners included.
func (s *spectra) together(windows []int32) [][]int32 {
	left := map[int32]bool{}
	for _, i := range windows {
		left[i] = true
	}
	var groups [][]int32
	for _, start := range windows {
		if !left[start] {
			continue
		}
		delete(left, start)
		group := []int32{start}
		for k := 0; k < len(group); k++ {
			x, y := int(group[k])%s.columns, int(group[k])/s.columns
			for v := max(y-1, 0); v <= min(y+1, s.rows-1); v++ {
				for u := max(x-1, 0); u <= min(x+1, s.columns-1); u++ {
					if i := int32(v*s.columns + u); left[i] {
						delete(left, i)
						group = append(group, i)
					}
				}
			}
		}
		groups = append(groups, group)
	}
	return groups
}

func (s *spectra) describe(frequency int, members []int32) region {
	r := region{hits: len(members), frequency: frequency}
	for _, i := range members {
		x, y := int(i)%s.columns, int(i)/s.columns
		r.box = r.box.Union(image.Rect(x, y, x+1, y+1))
	}
	for y := r.box.Min.Y; y < r.box.Max.Y; y++ {
		for x := r.box.Min.X; x < r.box.Max.X; x++ {
			if s.told[y*s.columns+x] {
				r.told++
			}
		}
	}
	return r
}

// whole reports whether the region is the picture itself.
func (s *spectra) whole(r region) bool {
	return float64(r.hits) > maxShare*float64(max(s.count(), 1)) || float64(r.box.Dx()*r.box.Dy()) > maxShare*float64(len(s.told))
}

// count is the number of windows in which something can be told.
func (s *spectra) count() int {
	n := 0
	for _, t := range s.told {
		if t {
			n++
		}
	}
	return n
}
