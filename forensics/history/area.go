package history

import (
	"image"
	"math"
)

// Area is what the blocks of a part of the picture say together.
type Area struct {
	Error  float64 // mean distance from the first lattice: 0 on it, 1 what chance gives; 0 when no block is judged
	Z      float64 // mean robust standard deviations against blocks of like activity; 0 when no block is judged
	Judged int     // blocks with enough detail to count
}

// Within returns what the blocks say whose centres lie in r, in stored pixels. A nil b has no judged blocks.
func (b *Blocks) Within(r image.Rectangle) Area {
	var a Area
	if b == nil {
		return a
	}
	first, past := r.Min.Sub(b.Origin), r.Max.Sub(b.Origin)
	for y := max(firstCentre(first.Y), 0); y < min(firstCentre(past.Y), b.Rows); y++ {
		for x := max(firstCentre(first.X), 0); x < min(firstCentre(past.X), b.Columns); x++ {
			if i := y*b.Columns + x; !math.IsNaN(b.Z[i]) {
				a.Error += b.Errors[i]
				a.Z += b.Z[i]
				a.Judged++
			}
		}
	}
	a.Error /= float64(max(a.Judged, 1))
	a.Z /= float64(max(a.Judged, 1))
	return a
}

// firstCentre returns the first block whose centre, 4 pixels from its start, lies at pixel at or beyond.
func firstCentre(at int) int { return int(math.Ceil(float64(at-4) / 8)) }
