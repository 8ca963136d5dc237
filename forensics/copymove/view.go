package copymove

import (
	"image"

	"loupe/forensics/raster"
)

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
