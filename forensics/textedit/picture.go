package textedit

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
	mapSide     = 1200 // pixels, longest side of the heat map
	mapCell     = 8    // pixels of the picture
	mapHigh     = 6.0  // at the top of the colour scale
	legendWidth = 640  // pixels
	cropsMost   = 4
)

// draw adds the map of the words' chances, its legend, and a crop of each of the first regions.
func draw(f *models.Finding, x *forensics.Exhibit, c *comparison) error {
	h := c.heat(x.File.Width, x.File.Height)
	pictures := []struct {
		name string
		img  image.Image
	}{{"heatmap", h.Draw(image.Pt(x.File.Width, x.File.Height), mapSide, x.File.Orientation)}, {"legend", h.Legend(legendWidth)}}
	for i, r := range f.Regions[:min(len(f.Regions), cropsMost)] {
		box := image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H)
		pictures = append(pictures, struct {
			name string
			img  image.Image
		}{fmt.Sprintf("region-%d", i+1), raster.Crop(x.Pixels(), box, x.File.Orientation)})
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
		v := -math.Log10(max(cauchy(word.past, word.noise), 1e-15))
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
