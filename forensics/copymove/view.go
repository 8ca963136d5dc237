package copymove

import (
	"bytes"
	"fmt"
	"image"
	"image/png"

	"loupe/forensics"
	"loupe/forensics/raster"
	"loupe/models"
)

const (
	mapSide     = 1200 // pixels, longest side of the heat map
	legendWidth = 640  // pixels
)

// draw adds the map of the copied parts, its legend and a crop of each reported region to f.
func draw(f *models.Finding, in findings, x *forensics.Exhibit) error {
	h, size := in.heat(), image.Pt(x.File.Width, x.File.Height)
	pictures := []struct {
		name string
		img  image.Image
	}{{"heatmap", h.Draw(size, mapSide, x.File.Orientation)}, {"legend", h.Legend(legendWidth)}}
	for i, r := range f.Regions {
		crop := raster.Crop(x.Pixels(), image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H), x.File.Orientation)
		pictures = append(pictures, struct {
			name string
			img  image.Image
		}{fmt.Sprintf("region-%d", i+1), crop})
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

// heat paints the tiles of every copy, on both sides, by how well the noise agrees.
func (in findings) heat() raster.Heat {
	columns, rows := in.r.w/tile, in.r.h/tile
	values := make([]float64, columns*rows)
	for _, m := range in.found {
		for _, p := range m.cells() {
			if p.In(image.Rect(0, 0, columns, rows)) {
				values[p.Y*columns+p.X] = max(values[p.Y*columns+p.X], 1-m.disagreement)
			}
		}
	}
	return raster.Heat{Values: values, Columns: columns, Rows: rows, Cover: image.Pt(columns*tile, rows*tile), Low: 0, High: 1, Unit: "agreement of the noise with another part (1 = a copy)"}
}

// cells lists the tiles of both parts; all of both boxes where the outline is not known.
func (m match) cells() []image.Point {
	out := []image.Point{}
	for _, p := range m.tiles {
		out = append(out, p, p.Mul(tile).Add(m.offset).Div(tile))
	}
	if m.turned {
		for _, box := range [2]image.Rectangle{m.box, m.other} {
			for y := box.Min.Y / tile; y*tile < box.Max.Y; y++ {
				for x := box.Min.X / tile; x*tile < box.Max.X; x++ {
					out = append(out, image.Pt(x, y))
				}
			}
		}
	}
	return out
}
