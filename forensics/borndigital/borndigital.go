// Package borndigital asks whether a picture was ever in front of a sensor. A camera or scanner lays noise over every
// tone, so that hardly two neighbouring blocks are one constant value; what a program draws is constant wherever it draws
// nothing. The answer is a fact about the picture and no reproach: a digital original is an honest document.
package borndigital

import (
	"context"
	"fmt"
	"image"

	"loupe/forensics"
	"loupe/models"
)

const (
	minUnclipped = 400  // blocks away from black and white: clipping makes noise vanish
	minEven      = 40   // even blocks that a drawn picture has at least
	digitalShare = 0.03 // share of the unclipped blocks that are even, from which on a picture was drawn
	cameraShare  = 0.005
	clipMargin   = 8  // levels from black and white
	minQuality   = 80 // IJG quality below which compression itself makes blocks constant
)

type check struct{}

// New returns the check.
func New() forensics.Check { return check{} }

// Info implements forensics.Check.
func (check) Info() forensics.Info {
	return forensics.Info{
		ID:        "borndigital",
		Version:   1,
		Question:  "Was the picture made by a program, without a camera or scanner?",
		Needs:     forensics.NeedsPixels,
		Kinds:     models.Kinds(),
		Group:     models.GroupProvenance,
		Lifecycle: models.LifecycleStable,
		Reference: "Absence of sensor noise: Healey, Kondepudy, Radiometric CCD camera calibration and noise estimation, IEEE TPAMI 16(3), 1994, doi:10.1109/34.276126",
		Innocent:  "A digital original, such as a PDF diploma or a wallet's card; a drawing or logo as profile picture; a scanner that smooths paper to one tone.",
	}
}

// Run implements forensics.Check.
func (c check) Run(ctx context.Context, x *forensics.Exhibit) (models.Finding, error) {
	t, err := count(ctx, x.Luma())
	if err != nil {
		return models.Finding{}, err
	}
	quality := 0
	if j, err := x.JPEG(); err == nil {
		quality = j.Quality().Luma
	}
	f := c.conclude(t, quality)
	f.Measures = []models.Measure{
		{Name: "even_blocks", Value: float64(t.even), Unit: "blocks", Threshold: models.Threshold(minEven)},
		{Name: "even_share", Value: t.share(), Unit: "share of blocks away from black and white", Threshold: models.Threshold(digitalShare)},
		{Name: "judged_blocks", Value: float64(t.unclipped), Unit: "blocks", Threshold: models.Threshold(minUnclipped)},
	}
	return f, nil
}

func (c check) conclude(t tally, quality int) models.Finding {
	info := c.Info()
	drawn := t.even >= minEven && t.share() >= digitalShare
	switch {
	case t.unclipped < minUnclipped:
		return info.Finding(models.OutcomeInconclusive, "Nearly all of the picture is black, white or too small, where a sensor's noise cannot show.")
	case drawn && quality > 0 && quality < minQuality:
		return info.Finding(models.OutcomeInconclusive, fmt.Sprintf("Areas have one constant tone, but compression at quality %d makes them so, too.", quality))
	case drawn:
		f := info.Finding(models.OutcomeSuspect, fmt.Sprintf("%.0f %% of the picture has one constant tone without any noise: a program drew it, no camera or scanner took it.", 100*t.share()))
		f.ReasonCode, f.Score = models.ReasonContentDigital, models.Score(min(0.5+t.share(), 1))
		return f
	case t.share() > cameraShare:
		return info.Finding(models.OutcomeInconclusive, "A few areas have one constant tone: too many for a sensor's noise, too few for a drawing.")
	}
	f := info.Finding(models.OutcomeClear, "Noise lies over all tones, as a camera or scanner leaves it.")
	f.Score = models.Score(0)
	return f
}

// tally counts 8x8 blocks.
type tally struct {
	unclipped int // away from black and white
	even      int // of these, constant and of one value with the blocks above and to the left
}

func (t tally) share() float64 { return float64(t.even) / float64(max(t.unclipped, 1)) }

// count goes through the blocks on the JPEG grid, on which compression makes no constant block of a noisy one by halves.
func count(ctx context.Context, g *image.Gray) (tally, error) {
	const none = -1
	var t tally
	above := make([]int, g.Rect.Dx()/8)
	for i := range above {
		above[i] = none
	}
	for y := range g.Rect.Dy() / 8 {
		if err := ctx.Err(); err != nil {
			return tally{}, err
		}
		left := none
		for x := range above {
			low, high := extremes(g, 8*x, 8*y)
			tone := none
			if low >= clipMargin && high <= 255-clipMargin {
				t.unclipped++
				if low == high {
					tone = int(low)
					if left == tone && above[x] == tone {
						t.even++
					}
				}
			}
			left, above[x] = tone, tone
		}
	}
	return t, nil
}

func extremes(g *image.Gray, x, y int) (low, high uint8) {
	low = 255
	for v := range 8 {
		for _, p := range g.Pix[(y+v)*g.Stride+x:][:8] {
			low, high = min(low, p), max(high, p)
		}
	}
	return low, high
}
