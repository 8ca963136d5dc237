package models

import (
	"slices"
	"strings"
)

// Landmark is a place of a page of which it is known what stands there.
type Landmark struct {
	Name string // "portrait", a field's name, "mrz", "barcode", "seal", "signature"
	Page int    // as in PageInfo.Page
	Box  [4]int // x, y, w, h in stored pixels
}

// Names of landmarks that are no fields.
const (
	LandmarkPortrait = "portrait"
	LandmarkMRZ      = "mrz"
	LandmarkBarcode  = "barcode"
)

// Landmarks lists what a reading and the faces found know of a submission's pages, faces first. document may be nil.
func Landmarks(document *Document, faces []Face) []Landmark {
	list := []Landmark{}
	for _, f := range faces {
		list = append(list, Landmark{LandmarkPortrait, f.Page, f.Box})
	}
	if document == nil {
		return list
	}
	for _, s := range document.Statements {
		if s.Source == SourcePrint && s.Box != nil {
			list = append(list, Landmark{s.Name, s.Page, *s.Box})
		}
	}
	if m := document.MRZ; m != nil && m.Box != nil {
		list = append(list, Landmark{LandmarkMRZ, m.Box.Page, [4]int{m.Box.X, m.Box.Y, m.Box.W, m.Box.H}})
	}
	for _, b := range document.Barcodes {
		if b.Box != nil {
			list = append(list, Landmark{LandmarkBarcode, b.Page, *b.Box})
		}
	}
	for _, r := range document.Regions {
		list = append(list, Landmark{r.Label, r.Page, [4]int{r.X, r.Y, r.W, r.H}})
	}
	return list
}

const maxLabelNames = 4

// Label returns the regions, each labelled with the names of the landmarks that it covers at least half of, or that cover
// at least half of it; up to four, in the order of marks. Regions that lie on one landmark alone become one region, where the
// first of them stood; a region around the landmarks of one line is parted between them. A region without landmarks keeps
// its label.
func Label(regions []Region, marks []Landmark) []Region {
	out := make([]Region, 0, len(regions))
	alone := map[int]int{} // landmark to the region that lies on it alone
	for _, whole := range regions {
		for _, r := range parted(whole, under(whole, marks), marks) {
			on := under(r, marks)
			if len(on) == 1 {
				if first, found := alone[on[0]]; found {
					out[first] = joined(out[first], r)
					continue
				}
				alone[on[0]] = len(out)
			}
			if len(on) > 0 {
				r.Label = names(on, marks)
			}
			out = append(out, r)
		}
	}
	return out
}

// parted cuts r in the middle between the landmarks it lies on when they stand side by side on one line, as high as r.
func parted(r Region, on []int, marks []Landmark) []Region {
	line := slices.Clone(on)
	slices.SortFunc(line, func(a, b int) int { return marks[a].Box[0] - marks[b].Box[0] })
	cuts := []int{r.X}
	for i, m := range line {
		box := marks[m].Box
		if 2*overlap([4]int{0, r.Y, 1, r.H}, [4]int{0, box[1], 1, box[3]}) < max(box[3], r.H) {
			return []Region{r}
		}
		if i > 0 {
			before := marks[line[i-1]].Box
			if before[0]+before[2] > box[0] {
				return []Region{r}
			}
			cuts = append(cuts, (before[0]+before[2]+box[0])/2)
		}
	}
	list := []Region{}
	for i, x := range cuts {
		part, end := r, r.X+r.W
		if i+1 < len(cuts) {
			end = cuts[i+1]
		}
		if part.X, part.W = x, end-x; part.W <= 0 || x < r.X {
			return []Region{r}
		}
		list = append(list, part)
	}
	return list
}

// under lists the landmarks that r lies on.
func under(r Region, marks []Landmark) []int {
	list := []int{}
	for i, m := range marks {
		in := overlap([4]int{r.X, r.Y, r.W, r.H}, m.Box)
		if m.Page == r.Page && in > 0 && 2*in >= min(m.Box[2]*m.Box[3], r.W*r.H) {
			list = append(list, i)
		}
	}
	return list
}

func names(on []int, marks []Landmark) string {
	list := []string{}
	for _, i := range on {
		if name := marks[i].Name; !slices.Contains(list, name) && len(list) < maxLabelNames {
			list = append(list, name)
		}
	}
	return strings.Join(list, ", ")
}

// joined is a, grown around b.
func joined(a, b Region) Region {
	right, bottom := max(a.X+a.W, b.X+b.W), max(a.Y+a.H, b.Y+b.H)
	a.X, a.Y, a.Score = min(a.X, b.X), min(a.Y, b.Y), max(a.Score, b.Score)
	a.W, a.H = right-a.X, bottom-a.Y
	return a
}

// overlap is the area that two boxes x, y, w, h share.
func overlap(a, b [4]int) int {
	w := min(a[0]+a[2], b[0]+b[2]) - max(a[0], b[0])
	h := min(a[1]+a[3], b[1]+b[3]) - max(a[1], b[1])
	return max(0, w) * max(0, h)
}
