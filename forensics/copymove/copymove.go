// Package copymove asks whether a part of the picture is a copy of another part.
//
// Documents repeat themselves honestly: one letter stands thirty times on a page, guilloche and borders are rows of equal
// shapes, and walls have equal windows. Looking alike is therefore no evidence. A capture, however, puts noise over
// everything, and noise never repeats. Places that look alike are found by hashed blocks and compared in their high-pass
// residual at full resolution; only what agrees in noise, or in a texture as common as noise, is a copy (METHODS 1.7).
package copymove

import (
	"context"
	"fmt"

	"loupe/forensics"
	"loupe/models"
)

const (
	quietShare = 0.1 // of the tiles, which may be quieter: a capture leaves noise everywhere, a drawing does not
	minSide    = 128 // pixels: in icons of 80 everything repeats itself
	mostCopies = 4   // more copies in one picture are repetition: a drawing, a pattern
	mostCloned = 12  // the same for a photograph that shows noise everywhere
)

type check struct{}

// New returns the check.
func New() forensics.Check { return check{} }

// Info implements forensics.Check.
func (check) Info() forensics.Info {
	return forensics.Info{
		ID:        "copymove",
		Version:   2,
		Question:  "Is a part of the picture a copy of another part?",
		Needs:     forensics.NeedsPixels,
		Kinds:     models.Kinds(),
		Group:     models.GroupNoise,
		Lifecycle: models.LifecycleStable,
		Reference: "Blocks and offsets: Christlein, Riess, Jordan, Riess, Angelopoulou, An Evaluation of Popular Copy-Move Forgery Detection Approaches, IEEE TIFS 7(6), 2012, doi:10.1109/TIFS.2012.2218597; lattice phase after Chuiko et al. 2024",
		Innocent:  "A blemish healed by an app, a panorama stitched twice over the same place, a caption or a drawing laid over a photograph.",
	}
}

// Run implements forensics.Check.
func (c check) Run(ctx context.Context, x *forensics.Exhibit) (models.Finding, error) {
	info := c.Info()
	luma := x.Luma()
	if w, h := luma.Rect.Dx(), luma.Rect.Dy(); min(w, h) < minSide {
		return info.Finding(models.OutcomeInconclusive, fmt.Sprintf("The picture is too small (%dx%d) to look for copied parts; %d pixels a side are needed.", w, h, minSide)), nil
	}
	j, err := x.JPEG()
	if err != nil { // of another type: saved without loss
		j = nil
	}
	r := newResidual(luma, x.Kind == models.KindProfilePhoto, j)
	quiet := r.quantile(quietShare)
	noise := []models.Measure{
		{Name: "typical_noise", Value: variance(r.typical), Unit: "squared grey levels", Threshold: models.Threshold(variance(r.leastTypical))},
		{Name: "least_noise", Value: variance(quiet), Unit: "squared grey levels", Threshold: models.Threshold(variance(r.quiet))},
	}
	if r.typical < r.leastTypical || quiet < r.quiet && !r.textured {
		f := info.Finding(models.OutcomeInconclusive, "The picture shows too little noise to tell a copied part from an honest repetition: it was smoothed, strongly compressed, or never captured by a camera or scanner.")
		f.Measures = noise
		return f, nil
	}
	s, err := searched(ctx, luma, r, x.Profile)
	if err != nil {
		return models.Finding{}, err
	}
	most := mostCopies
	if r.textured && quiet >= r.quiet {
		most = mostCloned
	}
	if len(s.found) > most {
		f := info.Finding(models.OutcomeInconclusive, fmt.Sprintf("The picture repeats itself exactly at %d distances: it is drawn or patterned, so that a copied part would not stand out.", len(s.found)))
		f.Measures = noise
		return f, nil
	}
	f, err := conclude(info, x, findings{search: s, phases: phasesOf(luma, s.found), profile: x.Profile})
	f.Measures = append(f.Measures, noise...)
	return f, err
}

// variance converts the energy of a tile, in squared half levels, to the variance of its residual in squared grey levels.
func variance(energy int32) float64 { return float64(energy) / (4 * tile * tile) }
