// Package ela asks whether a part of a picture lacks the compression history that the rest shows.
//
// Plain error level analysis is no detector: its map shows activity, so text and edges always glow (METHODS 1.1, 1.2).
// What is measured here instead is each block's distance from the quantisation lattice of an earlier compression,
// estimated from the picture as a whole: blocks that went through it sit on its multiples, blocks edited afterwards do
// not. The measure is scale free (0 on the lattice, 1 by chance), compared within bins of like activity, and repeated on
// a shifted grid, where compression cannot show and only content can.
package ela

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"

	"loupe/forensics"
	"loupe/forensics/jpegfile"
	"loupe/models"
)

const (
	referenceBlocks  = 20_000       // blocks of the shifted grid that calibrate the search for a first compression
	minBlocks        = 4 * minPeers // judged blocks below which a picture is too small or too flat
	minVisible       = 90           // without a visible first compression a picture is clear only when one of this IJG quality would have shown
	clearInformation = 14.0         // nats a block must tell on average for "nothing found" to mean clear
)

type check struct{}

// New returns the check.
func New() forensics.Check { return check{} }

// Info implements forensics.Check.
func (check) Info() forensics.Info {
	return forensics.Info{
		ID:        "ela",
		Version:   1,
		Question:  "Does a part of the picture lack the compression history that the rest shows?",
		Needs:     forensics.NeedsPixels,
		Kinds:     models.Kinds(),
		Group:     models.GroupHistory,
		Lifecycle: models.LifecycleStable,
		Reference: "Quantisation-lattice error after Farid, Exposing Digital Forgeries from JPEG Ghosts, IEEE TIFS 4(1), 2009, doi:10.1109/TIFS.2008.2012215",
		Innocent:  "A date stamp, caption, black bar or signature added by an app; a retouched blemish; a collage.",
	}
}

// Run implements forensics.Check.
func (c check) Run(ctx context.Context, x *forensics.Exhibit) (models.Finding, error) {
	info := c.Info()
	luma := exactLuma(x)
	s, quality, why, err := spectrumOf(ctx, x, luma)
	if err != nil {
		return models.Finding{}, err
	}
	if why != "" {
		return info.Finding(models.OutcomeInconclusive, why), nil
	}
	e, err := evidenceOf(ctx, s, luma)
	if err != nil {
		return models.Finding{}, err
	}
	l := findLattice(e)
	if l.found < minFound {
		f := withoutHistory(info, e, quality)
		return f, draw(&f, errorLevel(s), x, "robust standard deviations of recompression error; a view, not evidence")
	}
	w := learn(e, l)
	b := measure(s, w)
	if b.judged < minBlocks {
		f := info.Finding(models.OutcomeInconclusive, fmt.Sprintf("Only %d blocks have enough detail to compare, %d are needed: the picture is too small or too flat.", b.judged, minBlocks))
		f.Measures = append(f.Measures, models.Measure{Name: "judged_blocks", Value: float64(b.judged), Unit: "blocks", Threshold: models.Threshold(minBlocks)})
		return f, nil
	}
	b.dropSaturated(x.Pixels())
	found, err := confirmed(ctx, luma, b, w, e.present)
	if err != nil {
		return models.Finding{}, err
	}
	return conclude(info, x, verdictInput{b, l, found, quality})
}

// spectrumOf takes the luma coefficients from the file where it is a JPEG, from the pixels otherwise. quality is the
// present one, 0 for other formats. why says what makes the picture unfit, empty when it is fit.
func spectrumOf(ctx context.Context, x *forensics.Exhibit, luma *image.Gray) (s *spectrum, quality int, why string, err error) {
	f, err := x.JPEG()
	if errors.Is(err, jpegfile.ErrNotJPEG) {
		s, err = fromPixels(ctx, luma, image.Point{}, 1)
		return s, 0, "", err
	}
	if err != nil {
		return nil, 0, "", fmt.Errorf("read the JPEG structure: %w", err)
	}
	if !lumaFirst(f) {
		return nil, 0, "The first colour plane of this JPEG is not full-size luma, so its compression history cannot be compared.", nil
	}
	p, err := f.Plane(0)
	if errors.Is(err, jpegfile.ErrUnsupported) || errors.Is(err, jpegfile.ErrDamaged) {
		return nil, 0, fmt.Sprintf("The coefficients of this JPEG cannot be read: %v.", err), nil
	}
	if err != nil {
		return nil, 0, "", err
	}
	s, err = fromPlane(ctx, p)
	return s, f.Quality().Luma, "", err
}

// evidenceOf compares the coefficients with those of the grid shifted by 4,4, where no compression shows. A sample of
// block rows is enough for the shifted histograms.
func evidenceOf(ctx context.Context, s *spectrum, luma *image.Gray) (evidence, error) {
	shifted, err := fromPixels(ctx, luma, image.Pt(4, 4), 1+s.blocks()/referenceBlocks)
	if err != nil {
		return evidence{}, err
	}
	shifted.requantise(s.step)
	return evidence{present: s.step, own: histograms(s), reference: histograms(shifted)}, nil
}

// lumaFirst reports whether component 0 is luma at full size: grey, or YCbCr (T.872 6.5.3, T.871 7).
func lumaFirst(f *jpegfile.File) bool {
	c := f.Frame.Components
	if len(c) == 1 {
		return true
	}
	h, v := f.Frame.MaxSampling()
	if len(c) != 3 || c[0].H != h || c[0].V != v {
		return false
	}
	if f.Adobe != nil && f.JFIF == nil {
		return f.Adobe.Transform == 1
	}
	return !(c[0].ID == 'R' && c[1].ID == 'G' && c[2].ID == 'B')
}

// confirmed returns the regions that stand out on the picture's own grid and not on one shifted by half a block
// (METHODS 1.2 e): what survives the shift is content.
func confirmed(ctx context.Context, luma *image.Gray, b *blockErrors, w *weights, present [frequencies]int) ([]region, error) {
	candidates := b.regions()
	if len(candidates) == 0 {
		return nil, nil
	}
	s, err := fromPixels(ctx, luma, image.Pt(4, 4), 1)
	if err != nil {
		return nil, err
	}
	s.requantise(present)
	control := measure(s, w)
	var kept []region
	for _, r := range candidates {
		if control.meanZ(r.box) < r.z/2 {
			kept = append(kept, r)
		}
	}
	return kept, nil
}

// meanZ is the mean z of the judged blocks in box, 0 when there are none.
func (b *blockErrors) meanZ(box image.Rectangle) float64 {
	sum, n := 0.0, 0
	box = box.Intersect(image.Rect(0, 0, b.columns, b.rows))
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if z := b.z[y*b.columns+x]; !math.IsNaN(z) {
				sum += z
				n++
			}
		}
	}
	return sum / float64(max(n, 1))
}
