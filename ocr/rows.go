package ocr

import (
	"image"
	"math"
	"slices"

	"github.com/otiai10/gosseract/v2"
)

// baseline is the middle of one text line, as a straight line through the full upright picture: y = level + slope x.
type baseline struct{ level, slope float64 }

func (b baseline) at(x float64) float64 { return b.level + b.slope*x }

// maxSlope is the steepest line that is still read as a line of its own: 5 degrees.
const maxSlope = 0.09

// rowsOf finds the lines of a zone among the glyphs gs that lie in it: glyphs of its letters' height, sheared level by the
// zone's slope, fall apart into lines. f is the reduction of gs; the lines are in pixels of the full picture.
func rowsOf(gs []glyph, zone image.Rectangle, letter, f int) []baseline {
	var in []glyph
	for _, g := range gs {
		if image.Pt(g.x+g.w/2, g.middle()).In(zone) && 5*g.h >= 3*letter && 3*g.h <= 5*letter {
			in = append(in, g)
		}
	}
	slope := slopeOf(in, letter)
	if math.Abs(slope) > maxSlope {
		return nil
	}
	level := func(g glyph) float64 { return float64(g.y) + float64(g.h)/2 - slope*(float64(g.x)+float64(g.w)/2) }
	slices.SortFunc(in, func(a, b glyph) int {
		switch d := level(a) - level(b); {
		case d < 0:
			return -1
		case d > 0:
			return 1
		}
		return a.x - b.x
	})
	var rows []baseline
	for from := 0; from < len(in); {
		to := from + 1
		for to < len(in) && level(in[to])-level(in[to-1]) < 0.4*float64(letter) {
			to++
		}
		if to-from >= minZoneGlyphs/2 {
			rows = append(rows, baseline{float64(f) * level(in[(from+to)/2]), slope})
		}
		from = to
	}
	return rows
}

// slopeOf is the median slope between glyphs of one line that stand some letters apart (Theil 1950, Sen 1968).
func slopeOf(gs []glyph, letter int) float64 {
	var slopes []float64
	for i, a := range gs {
		for _, b := range gs[i+1:] {
			dx, dy := float64(b.x+b.w/2-a.x-a.w/2), float64(b.middle()-a.middle())
			if dx > 6*float64(letter) && dx < 20*float64(letter) && math.Abs(dy) < maxSlope*dx+1 && math.Abs(dy) < float64(letter) {
				slopes = append(slopes, dy/dx)
			}
		}
	}
	if len(slopes) == 0 {
		return 0
	}
	slices.Sort(slopes)
	return slopes[len(slopes)/2]
}

// lines reads the zone in v line by line, each sheared level: as a block, Tesseract drops lines that slope by a degree.
// Without rows the zone is read as one block. Boxes are in pixels of v's plane, one block number a line.
func (r *Reader) lines(v scaled, rows []baseline) ([]gosseract.BoundingBox, error) {
	if len(rows) < 2 {
		return r.mrz.read(v.plane, modeBlock, mrzAlphabet)
	}
	var all []gosseract.BoundingBox
	for i, row := range rows {
		in := v.inward(row)
		strip := in.strip(v.plane, mrzHeight)
		boxes, err := r.mrz.read(strip, modeLine, mrzAlphabet)
		if err != nil {
			return nil, err
		}
		for _, b := range boxes {
			middle := float64(b.Box.Min.X+b.Box.Max.X) / 2
			b.Box = b.Box.Add(image.Pt(0, int(math.Round(in.at(middle)))-mrzHeight))
			b.BlockNum, b.ParNum, b.LineNum = i, 1, 1
			all = append(all, b)
		}
	}
	return all, nil
}

// inward maps a line of the picture to the plane of v.
func (v scaled) inward(b baseline) baseline {
	return baseline{
		level: (b.at(float64(v.part.Min.X)) - float64(v.part.Min.Y)) / v.sy,
		slope: b.slope * v.sx / v.sy,
	}
}

// strip cuts the line out of g, half pixels above and below its middle, every column moved so that the line is level.
// What lies outside g repeats its border.
func (b baseline) strip(g *image.Gray, half int) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, w, 2*half))
	for x := range w {
		top := b.at(float64(x)) - float64(half)
		for y := range 2 * half {
			sy := top + float64(y)
			i := int(math.Floor(sy))
			t := sy - float64(i)
			u, l := g.Pix[min(max(i, 0), h-1)*g.Stride+x], g.Pix[min(max(i+1, 0), h-1)*g.Stride+x]
			out.Pix[y*out.Stride+x] = uint8(float64(u)*(1-t) + float64(l)*t + 0.5)
		}
	}
	return out
}
