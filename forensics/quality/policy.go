package quality

import (
	"errors"
	"fmt"

	"loupe/models"
)

// Limit says how a measure is judged: at Good it is beyond doubt, past Edge it is too poor, at Worst it cannot get
// worse. Good < Edge < Worst judges a measure that is better when small, the reverse order one that is better when large.
type Limit struct{ Good, Edge, Worst float64 }

// badness maps v to 0 (good or better) .. 0.5 (the edge) .. 1 (worst), monotone and piecewise linear.
func (l Limit) badness(v float64) float64 {
	share := func(from, to float64) float64 { return min(max((v-from)/(to-from), 0), 1) }
	return share(l.Good, l.Edge)/2 + share(l.Edge, l.Worst)/2
}

// crossed reports whether v lies past the edge; the edge itself still passes.
func (l Limit) crossed(v float64) bool {
	if l.Good < l.Worst {
		return v > l.Edge
	}
	return v < l.Edge
}

func (l Limit) validate(name string) error {
	if (l.Good < l.Edge && l.Edge < l.Worst) || (l.Good > l.Edge && l.Edge > l.Worst) {
		return nil
	}
	return fmt.Errorf("%s: good %v, edge %v, worst %v must rise or fall in this order", name, l.Good, l.Edge, l.Worst)
}

// Limits are the limits for one kind of picture.
type Limits struct {
	Megapixels  Limit   // 10^6 pixels
	ShortSide   Limit   // pixels
	EdgeWidth   Limit   // 10-90 % rise, pixels of the picture reduced to forensics.SmallSide
	Dark        Limit   // mean luminance, 0..1
	Highlight   Limit   // lightest hundredth of luminance, 0..1
	Bright      Limit   // mean luminance, 0..1
	Washed      float64 // share of the detail on clipped white above which dark print does not excuse a bright mean, 0..1
	Contrast    Limit   // darkest thousandth to lightest hundredth of luminance, 0..1
	JPEGQuality Limit   // IJG scale 1..100
	Blockiness  Limit   // ratio, 1 without a grid
}

// Policy holds every threshold of the check.
type Policy struct {
	IdentityDocument Limits
	Diploma          Limits
	ProfilePhoto     Limits

	// DarkHighlight and BrightShadow, 0..1, excuse a mean: a picture whose lightest hundredth is above DarkHighlight is
	// something light on black, one whose darkest thousandth is below BrightShadow is ink on paper.
	DarkHighlight float64
	BrightShadow  float64
}

// DefaultPolicy returns the limits used when nothing is configured. Size, exposure and contrast are those of METHODS
// 5.1 (0.5 megapixels, mean luminance 0.08 and 0.92, contrast 0.15); sharpness and compression were chosen by
// looking at authentic pictures beside blurred and re-compressed copies of them: a card 1000 pixels wide keeps its small
// print to a sigma of about 2 (edge width 5), a passport photo at JPEG quality 10 has a blockiness of 1.5 to 2.
func DefaultPolicy() Policy {
	document := Limits{
		Megapixels:  Limit{Good: 1.5, Edge: 0.5, Worst: 0.05},
		ShortSide:   Limit{Good: 800, Edge: 420, Worst: 100},
		EdgeWidth:   Limit{Good: 3, Edge: 6.5, Worst: 16},
		Dark:        Limit{Good: 0.25, Edge: 0.08, Worst: 0},
		Highlight:   Limit{Good: 0.5, Edge: 0.22, Worst: 0.02},
		Bright:      Limit{Good: 0.8, Edge: 0.92, Worst: 1},
		Washed:      0.5, // cards and passports are tinted where they carry detail
		Contrast:    Limit{Good: 0.4, Edge: 0.15, Worst: 0},
		JPEGQuality: Limit{Good: 75, Edge: 20, Worst: 1},
		Blockiness:  Limit{Good: 1.15, Edge: 1.6, Worst: 3},
	}
	diploma, photo := document, document
	diploma.Washed = 1 // paper is white, and scanners clip it
	diploma.Megapixels = Limit{Good: 2, Edge: 0.5, Worst: 0.05}
	diploma.ShortSide = Limit{Good: 1000, Edge: 560, Worst: 100} // a page at 66 dots per inch, its smaller print at the limit
	diploma.EdgeWidth = Limit{Good: 3, Edge: 5.5, Worst: 16}     // print is finer on a page than on a card
	photo.Megapixels = Limit{Good: 0.5, Edge: 0.04, Worst: 0.005}
	photo.ShortSide = Limit{Good: 500, Edge: 200, Worst: 50} // METHODS 5.2: face 120 px wide, eyes 60 px apart
	photo.EdgeWidth = Limit{Good: 4, Edge: 9, Worst: 18}     // skin and hair have few hard edges
	return Policy{IdentityDocument: document, Diploma: diploma, ProfilePhoto: photo, DarkHighlight: 0.4, BrightShadow: 0.6}
}

// For returns the limits for kind k.
func (p Policy) For(k models.Kind) Limits {
	switch k {
	case models.KindDiploma:
		return p.Diploma
	case models.KindProfilePhoto:
		return p.ProfilePhoto
	}
	return p.IdentityDocument
}

// Validate reports every limit that makes no sense.
func (p Policy) Validate() error {
	var errs []error
	for _, k := range models.Kinds() {
		l := p.For(k)
		for _, named := range []struct {
			name  string
			limit Limit
			rises bool // better when small
		}{
			{"megapixels", l.Megapixels, false}, {"short side", l.ShortSide, false}, {"edge width", l.EdgeWidth, true},
			{"dark", l.Dark, false}, {"highlight", l.Highlight, false}, {"bright", l.Bright, true}, {"contrast", l.Contrast, false},
			{"JPEG quality", l.JPEGQuality, false}, {"blockiness", l.Blockiness, true},
		} {
			name := fmt.Sprintf("quality policy: %s: %s", k, named.name)
			if err := named.limit.validate(name); err != nil {
				errs = append(errs, err)
			} else if (named.limit.Good < named.limit.Worst) != named.rises {
				errs = append(errs, fmt.Errorf("%s: good %v and worst %v are the wrong way round", name, named.limit.Good, named.limit.Worst))
			}
		}
	}
	for _, k := range models.Kinds() {
		if w := p.For(k).Washed; !(0 <= w && w <= 1) {
			errs = append(errs, fmt.Errorf("quality policy: %s: washed is %v, must lie in 0..1", k, w))
		}
	}
	if !(0 <= p.DarkHighlight && p.DarkHighlight <= 1) || !(0 <= p.BrightShadow && p.BrightShadow <= 1) {
		errs = append(errs, fmt.Errorf("quality policy: dark highlight %v and bright shadow %v must lie in 0..1", p.DarkHighlight, p.BrightShadow))
	}
	return errors.Join(errs...)
}
