package jpeggrid

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"math"

	"loupe/forensics"
	"loupe/forensics/raster"
	"loupe/models"
)

const (
	mapCell     = 16   // pixels, side of a cell of the map
	mapSide     = 1200 // pixels, longest side of the map
	legendWidth = 640  // pixels
	mapVoting   = 0.25 // share of a cell's pixels that must vote for it to be shown
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

// draw adds the map, its legend and a picture of every reported region to f.
func (s *seen) draw(f *models.Finding, x *forensics.Exhibit) error {
	h := s.heat()
	type picture struct {
		name string
		img  image.Image
	}
	pictures := []picture{{"heatmap", h.Draw(image.Pt(x.File.Width, x.File.Height), mapSide, x.File.Orientation)}, {"legend", h.Legend(legendWidth)}}
	for i, r := range f.Regions[:min(len(f.Regions), reportedMost)] {
		crop := raster.Crop(x.Pixels(), image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H), x.File.Orientation)
		pictures = append(pictures, picture{fmt.Sprintf("region-%d", i+1), crop})
	}
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	for _, p := range pictures {
		var out bytes.Buffer
		if err := encoder.Encode(&out, p.img); err != nil {
			return fmt.Errorf("encode the %s: %w", p.name, err)
		}
		f.Artifacts = append(f.Artifacts, models.Artifact{Name: p.name, MediaType: "image/png", Data: out.Bytes()})
	}
	return nil
}
