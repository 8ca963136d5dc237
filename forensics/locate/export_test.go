package locate

import "image"

// FeatureCount and UnitCount are the size of the judge.
const (
	FeatureCount = int(featureCount)
	UnitCount    = unitCount
)

// Candidate is one outline that the judge chooses between: what it is judged by, and where it lies in stored pixels.
type Candidate struct {
	Features [FeatureCount]float32
	Quad     [4][2]float64
	Open     bool // one or two sides are the picture's
}

// Candidates returns the outlines of a picture that have a document's proportions, those that look best at a glance first.
func Candidates(img image.Image) (out []Candidate) {
	s := reduce(img, searchSide)
	e := findEdges(s)
	ground := newCells(s, e)
	all := candidates(findLines(e), e)
	for i := range all {
		f, ok := all[i].measured(s, ground)
		if !ok {
			continue
		}
		c := Candidate{Quad: all[i].stored(s), Open: all[i].open > 0}
		for k, v := range f {
			c.Features[k] = float32(v)
		}
		out = append(out, c)
	}
	return out
}
