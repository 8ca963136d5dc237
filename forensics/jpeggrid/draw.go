package jpeggrid

import (
	"image"
	"math"

	"loupe/forensics"
	"loupe/forensics/raster"
	"loupe/models"
)

const (
	mapCell   = 16   // pixels, side of a cell of the map
	mapVoting = 0.25 // share of a cell's pixels that must vote for it to be shown
)

// placed turns the strongest regions into stored pixels.
func placed(foreign, missing []region, x *forensics.Exhibit) []models.Region {
	out := []models.Region{}
	for label, regions := range [2][]region{foreign, missing} {
		for _, r := range regions[:min(len(regions), reportedMost)] {
			b := r.box.Intersect(image.Rect(0, 0, x.File.Width, x.File.Height))
			out = append(out, models.Region{X: b.Min.X, Y: b.Min.Y, W: b.Dx(), H: b.Dy(), Score: r.score(),
				Label: [2]string{"another compression grid", "no compression grid"}[label]})
		}
	}
	return out
}

// heat is, for each cell, the share of its votes that are not for the picture's grid.
func (s *seen) heat() raster.Heat {
	v := s.votes
	h := raster.Heat{Columns: v.width / mapCell, Rows: v.height / mapCell, Low: 0, High: 1, Unit: "share of pixels that vote for another grid than the picture's"}
	h.Cover = image.Pt(mapCell*h.Columns, mapCell*h.Rows)
	h.Values = make([]float64, h.Columns*h.Rows)
	for i := range h.Values {
		voting, other := v.cell(i%h.Columns*mapCell, i/h.Columns*mapCell, max(s.main, 0))
		h.Values[i] = float64(other) / float64(max(voting, 1))
		if voting < int(mapVoting*mapCell*mapCell) {
			h.Values[i] = math.NaN()
		}
	}
	return h
}

func (v *votes) cell(left, top, main int) (voting, other int) {
	for y := top; y < top+mapCell; y++ {
		for _, g := range v.grid[y*v.width+left:][:mapCell] {
			if g != none {
				voting++
			}
			if g != none && int(g) != main {
				other++
			}
		}
	}
	return voting, other
}
