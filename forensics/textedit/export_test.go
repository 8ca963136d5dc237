package textedit

import (
	"context"
	"image"
	"math"

	"loupe/forensics"
	"loupe/forensics/raster"
	"loupe/models"
)

// For the tests of this package only.
var (
	Deviations = deviations
	Cauchy     = cauchy
	TwoSided   = twoSided
	Tail       = tail
)

// The kinds of evidence, as the tests see them.
const (
	KindHistory = kindHistory
	KindPaper   = kindPaper
	Kinds       = kinds
)

// Limits are the thresholds of the kinds, -log10 of the words expected by chance.
func Limits() (out [kinds]float64) {
	for k := range kinds {
		out[k] = -k.describe().limit
	}
	return out
}

// Statistics are the names of the kinds' evidence.
func Statistics() (out [kinds]string) {
	for k := range kinds {
		out[k] = k.describe().statistic
	}
	return out
}

// Compared is a word as the tests want to see it.
type Compared struct {
	Box    image.Rectangle
	Text   string
	Chance [kinds]float64 // -log10; NaN: not compared
	Z      [features]float64
	Values [features]float64
}

// Compare returns what the check makes of each word.
func Compare(ctx context.Context, x *forensics.Exhibit, text *models.Text) ([]Compared, error) {
	c, err := compare(ctx, x, text)
	if err != nil {
		return nil, err
	}
	var out []Compared
	for _, w := range c.words {
		s := Compared{Box: w.box, Text: w.Text, Z: w.z}
		for k, p := range w.chance {
			s.Chance[k] = -math.Log10(p)
		}
		for f := range features {
			s.Values[f] = w.value(f, c.documentError())
		}
		out = append(out, s)
	}
	return out, nil
}

// Site lays a box of a stored picture flat and returns its middle and its sides there.
func Site(toStored raster.Homography, box image.Rectangle) (x, y, w, h float64, ok bool) {
	s, ok := flat{toStored, toStored.Inverse()}.site(box)
	return s.x, s.y, s.w, s.h, ok
}

// Standing is a word that stands somewhere on the flat document.
type Standing struct {
	Line         int
	X, Baseline  float64
	Height, Size float64 // of its box; what is compared within its role
}

func standing(list []Standing) *comparison {
	c := &comparison{}
	for _, s := range list {
		w := &word{site: &site{x: s.X, w: 2 * s.Height, h: s.Height}, stands: s.Baseline}
		w.Line = s.Line
		c.words = append(c.words, w)
	}
	return c
}

// Baselines returns what align sets.
func Baselines(list []Standing) (out []float64) {
	c := standing(list)
	c.align()
	for _, w := range c.words {
		out = append(out, w.print[featureBaseline-featureInk])
	}
	return out
}

// Novelties returns how far the words' sizes lie from their like.
func Novelties(list []Standing, least float64) []float64 {
	var values []float64
	for _, s := range list {
		values = append(values, s.Size)
	}
	return standing(list).novelties(values, least)
}

// Lettering returns what a text's letters lead to expect: widths, whether there are small ones.
func Lettering(text string) (advance float64, lower bool) {
	l := letteringOf(text)
	return l.advance, l.lower
}

// MeanReader is meanReader.
var MeanReader = meanReader

// Smoother returns how much smoother a field is than its sides, from roughnesses in levels.
func Smoother(own float64, sides []float64) float64 {
	return look{rough: [3]float64{own}}.smoother(sidesOf(sides), 0)
}

// Step returns the step of a field's tint from that of its sides.
func Step(own float64, sides []float64) float64 {
	return look{tint: [3]float64{own}}.step(sidesOf(sides), 0)
}

func sidesOf(values []float64) (list []look) {
	for _, v := range values {
		list = append(list, look{rough: [3]float64{v}, tint: [3]float64{v}})
	}
	return list
}

// PartOf returns the part of the surroundings of a field w by h in which a place lies.
func PartOf(w, h, u, v float64) int8 { return site{w: w, h: h}.part(u, v) }

// SumAround sums pixels of a picture so wide over a square.
func SumAround(pixels []int32, width, i, reach int) int32 {
	g := ground{width: width, part: make([]int8, len(pixels))}
	return g.sum(func(i int) int32 { return pixels[i] }).around(i, reach)
}
