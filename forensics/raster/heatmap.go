package raster

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
)

// LegendHeight is the height, in pixels, of a legend.
const LegendHeight = 48

// Indices into the palette of a heat map: the scale comes first.
const (
	heatColors   = 250
	heatUnknown  = 250 // nothing was measured there
	heatPaper    = 251
	heatInk      = 252
	legendMargin = 8
)

// Heat is a grid of numbers to be drawn, each cell covering an equal part of a picture.
type Heat struct {
	Values        []float64 // row-major, Columns x Rows; NaN: not measured
	Columns, Rows int
	Cover         image.Point // stored pixels that the grid covers; the rest of the picture is not measured
	Low, High     float64     // the ends of the colour scale; values beyond take its end colours
	Unit          string      // what the numbers are, for the legend, ASCII
}

// Draw draws the map of a picture of size stored pixels, so that its longest side has at most side pixels, turned
// upright by its EXIF orientation: laid over the picture, each colour stands where its number was measured. Colours are
// cividis, which looks the same with and without red-green colour blindness (Nunez, Anderton, Renslow 2018,
// doi:10.1371/journal.pone.0199239); grey is "not measured".
func (h Heat) Draw(size image.Point, side, orientation int) *image.Paletted {
	w, ht := size.X, size.Y
	if longest := max(w, ht); longest > side {
		w, ht = max(1, w*side/longest), max(1, ht*side/longest)
	}
	stored := image.NewGray(image.Rect(0, 0, w, ht))
	columns := make([]int, w) // of the grid, h.Columns outside
	for x := range columns {
		columns[x] = h.column((2*x + 1) * size.X / (2 * w))
	}
	drawn := -1
	for y := range ht {
		line, r := stored.Pix[y*stored.Stride:][:w], h.row((2*y+1)*size.Y/(2*ht))
		if r == drawn { // many lines show one row of the grid
			copy(line, stored.Pix[(y-1)*stored.Stride:][:w])
			continue
		}
		drawn = r
		for x, c := range columns {
			line[x] = h.index(r, c)
		}
	}
	upright := Upright(stored, orientation).(*image.Gray)
	return &image.Paletted{Pix: upright.Pix, Stride: upright.Stride, Rect: upright.Rect, Palette: heatPalette()}
}

// Legend draws the scale of the map with its numbers, w pixels wide and LegendHeight high.
func (h Heat) Legend(w int) *image.Paletted {
	out := image.NewPaletted(image.Rect(0, 0, w, LegendHeight), heatPalette())
	h.legend(out)
	return out
}

// row returns the grid row at stored pixel row y; h.Rows outside the grid.
func (h Heat) row(y int) int {
	if y >= h.Cover.Y {
		return h.Rows
	}
	return y * h.Rows / h.Cover.Y
}

// column is the same across.
func (h Heat) column(x int) int {
	if x >= h.Cover.X {
		return h.Columns
	}
	return x * h.Columns / h.Cover.X
}

func (h Heat) index(row, column int) uint8 {
	if row >= h.Rows || column >= h.Columns {
		return heatUnknown
	}
	v := h.Values[row*h.Columns+column]
	if math.IsNaN(v) {
		return heatUnknown
	}
	t := (v - h.Low) / (h.High - h.Low)
	return uint8(min(max(t, 0), 1) * (heatColors - 1))
}

// legend draws the scale with its end and middle numbers.
func (h Heat) legend(out *image.Paletted) {
	w := out.Rect.Dx()
	for i := range out.Pix {
		out.Pix[i] = heatPaper
	}
	bar := image.Rect(legendMargin, 4, max(w-legendMargin, legendMargin+1), 14).Intersect(out.Rect)
	for y := bar.Min.Y; y < bar.Max.Y; y++ {
		for x := bar.Min.X; x < bar.Max.X; x++ {
			out.Pix[y*out.Stride+x] = uint8((x - bar.Min.X) * (heatColors - 1) / max(bar.Dx()-1, 1))
		}
	}
	low, high := number(h.Low), number(h.High)
	h.write(out, low, legendMargin, 28)
	h.write(out, high, w-legendMargin-textWidth(high), 28)
	middle := number((h.Low + h.High) / 2)
	h.write(out, middle, (w-textWidth(middle))/2, 28)
	h.write(out, h.Unit+"; grey: not measured", legendMargin, 43)
}

func (h Heat) write(out draw.Image, text string, x, y int) {
	d := font.Drawer{Dst: out, Src: image.NewUniform(color.Black), Face: basicfont.Face7x13, Dot: fixed.P(x, y)}
	d.DrawString(text)
}

func textWidth(s string) int { return font.MeasureString(basicfont.Face7x13, s).Ceil() }

func number(v float64) string { return fmt.Sprintf("%.3g", v) }

// heatPalette is the cividis scale by its ten published anchors, then the colours beside it.
func heatPalette() color.Palette {
	anchors := [10][3]float64{
		{0x00, 0x20, 0x4D}, {0x00, 0x33, 0x6F}, {0x39, 0x48, 0x6B}, {0x57, 0x5C, 0x6D}, {0x70, 0x71, 0x73},
		{0x8A, 0x87, 0x79}, {0xA6, 0x9D, 0x75}, {0xC4, 0xB5, 0x6C}, {0xE4, 0xCF, 0x5B}, {0xFF, 0xEA, 0x46},
	}
	palette := make(color.Palette, 0, heatInk+1)
	for i := range heatColors {
		t := float64(i) / (heatColors - 1) * 9
		k := min(int(t), 8)
		at := func(c int) uint8 { return uint8(anchors[k][c] + (anchors[k+1][c]-anchors[k][c])*(t-float64(k)) + 0.5) }
		palette = append(palette, color.NRGBA{at(0), at(1), at(2), 255})
	}
	grey, white, black := color.NRGBA{0xB8, 0xB8, 0xC0, 255}, color.NRGBA{255, 255, 255, 255}, color.NRGBA{0, 0, 0, 255}
	return append(palette, grey, white, black)
}
