package textedit

import (
	"image"
	"math"

	"loupe/forensics/raster"
)

const (
	mapCell = 8   // pixels of the picture
	mapHigh = 6.0 // at the top of the colour scale
)

// heat paints each word in the colour of its chance.
func (c *comparison) heat(w, h int) raster.Heat {
	columns, rows := (w+mapCell-1)/mapCell, (h+mapCell-1)/mapCell
	out := raster.Heat{
		Values: make([]float64, columns*rows), Columns: columns, Rows: rows, Cover: image.Pt(columns*mapCell, rows*mapCell),
		Low: 0, High: mapHigh, Unit: "-log10 of the chance of an untouched word",
	}
	for i := range out.Values {
		out.Values[i] = math.NaN()
	}
	for _, word := range c.words {
		v := -math.Log10(max(cauchy(word.chance[:]...), 1e-15))
		if math.IsNaN(v) {
			continue
		}
		for y := word.box.Min.Y / mapCell; y <= (word.box.Max.Y-1)/mapCell; y++ {
			for x := word.box.Min.X / mapCell; x <= (word.box.Max.X-1)/mapCell; x++ {
				i := y*columns + x
				if math.IsNaN(out.Values[i]) || v > out.Values[i] {
					out.Values[i] = v
				}
			}
		}
	}
	return out
}
