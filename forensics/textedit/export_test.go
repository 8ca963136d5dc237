package textedit

import (
	"context"
	"image"
	"math"

	"loupe/forensics"
	"loupe/models"
)

// For the tests of this package only.
var (
	Deviations = deviations
	Cauchy     = cauchy
	TwoSided   = twoSided
	Tail       = tail
)

// Compared is a word as the tests want to see it.
type Compared struct {
	Box         image.Rectangle
	Past, Noise float64 // -log10 of the chances; NaN: not compared
	Z           [features]float64
	Values      [features]float64
	Looks       []float64
}

// Compare returns what the check makes of each word.
func Compare(ctx context.Context, x *forensics.Exhibit, text *models.Text) ([]Compared, error) {
	c, err := compare(ctx, x, text)
	if err != nil {
		return nil, err
	}
	var out []Compared
	for _, w := range c.words {
		s := Compared{Box: w.box, Past: -math.Log10(w.past), Noise: -math.Log10(w.noise), Z: w.z, Looks: w.looks(x.Luma().Rect.Size())}
		for f := range features {
			s.Values[f] = w.value(f, c.documentError())
		}
		out = append(out, s)
	}
	return out, nil
}
