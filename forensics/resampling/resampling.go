// Package resampling asks whether a part of a picture was enlarged, reduced or turned before it was put in place.
// Interpolation foretells some pixels from their neighbours better than others, in a period that the factor sets. One
// window tells little; that several neighbouring windows share one period, and the rest of the picture does not, is what
// chance does not make.
package resampling

import (
	"context"
	"fmt"

	"loupe/forensics"
	"loupe/models"
)

const (
	minTold      = 24 // windows in which something can be told: below, the picture is too small or too flat
	minQuality   = 97 // IJG quality below which compression has covered the traces: at 95 none of six parts was found
	reportedMost = 4  // regions
	surelyNotNFA = -20.0
)

type check struct{}

// New returns the check.
func New() forensics.Check { return check{} }

// Info implements forensics.Check.
func (check) Info() forensics.Info {
	return forensics.Info{
		ID:        "resampling",
		Version:   2,
		Question:  "Was a part of the picture enlarged, reduced or turned before it was put in place?",
		Needs:     forensics.NeedsPixels,
		Kinds:     models.Kinds(),
		Group:     models.GroupGeometry,
		Lifecycle: models.LifecycleStable,
		Thorough:  true,
		Reference: "Kirchner, Fast and reliable resampling detection by spectral analysis of fixed linear predictor residue, ACM MM&Sec 2008, doi:10.1145/1411328.1411333",
		Innocent:  "A collage; a stamp, logo or caption that an app sets into a picture; a camera that mends a part of the picture, such as a face, by itself.",
	}
}

// Run implements forensics.Check.
func (c check) Run(ctx context.Context, x *forensics.Exhibit) (models.Finding, error) {
	info := c.Info()
	quality := 100
	if j, err := x.JPEG(); err == nil {
		quality = j.Quality().Luma
	}
	if quality < minQuality {
		return info.Finding(models.OutcomeInconclusive, fmt.Sprintf("Compression at quality %d covers the traces of interpolation; they show from %d on.", quality, minQuality)), nil
	}
	s, err := spectraOf(ctx, x.Luma())
	if err != nil {
		return models.Finding{}, err
	}
	told := models.Measure{Name: "judged_windows", Value: float64(s.count()), Unit: "windows of 64 x 64 pixels", Threshold: models.Threshold(minTold)}
	if s.count() < minTold {
		f := info.Finding(models.OutcomeInconclusive, "The picture is too small or too flat for traces of interpolation.")
		f.Measures = append(f.Measures, told)
		return f, nil
	}
	f, err := s.conclude(info, x)
	f.Measures = append(f.Measures, told)
	return f, err
}

// conclude turns regions into a finding.
func (s *spectra) conclude(info forensics.Info, x *forensics.Exhibit) (models.Finding, error) {
	var found []region
	strongest := 0.0
	all := s.regions()
	if len(all) > 0 && all[0].logNFA <= maxLogNFA && s.whole(all[0]) {
		u, v := all[0].period()
		f := info.Finding(models.OutcomeInconclusive, fmt.Sprintf("The picture as a whole was interpolated (period at %.3f across, %.3f down, cycles a pixel), which covers a part that was.", u, v))
		return f, nil
	}
	for _, r := range all {
		strongest = max(strongest, -r.logNFA)
		if r.logNFA <= maxLogNFA && len(found) < reportedMost {
			found = append(found, r)
		}
	}
	f := info.Finding(models.OutcomeClear, "No part shows a period of interpolation that the rest does not.")
	f.Score = models.Score(0)
	f.Evidence = []models.Evidence{{Group: models.GroupGeometry, Statistic: "log_nfa", Value: strongest}}
	f.Measures = []models.Measure{{Name: "log10_expected_by_chance", Value: -strongest, Unit: "log10 regions per picture", Threshold: models.Threshold(maxLogNFA)}}
	if len(found) == 0 {
		return f, nil
	}
	u, v := found[0].period()
	f.Outcome, f.ReasonCode, f.Score = models.OutcomeSuspect, models.ReasonContentResampled, models.Score(found[0].score())
	f.Measures[0].ReasonCode = models.ReasonContentResampled
	f.Message = fmt.Sprintf("A part was interpolated and the rest was not: its pixels repeat with %.3f cycles a pixel across and %.3f down.", u, v)
	for _, r := range found {
		f.Regions = append(f.Regions, models.Region{X: 1 + r.box.Min.X*side, Y: 1 + r.box.Min.Y*side, W: r.box.Dx() * side, H: r.box.Dy() * side, Score: r.score(), Label: "interpolated"})
	}
	var err error
	f.Artifacts, err = forensics.Crops(x, f.Regions)
	return f, err
}

// score grows from 0.5 at the threshold to 1 at surelyNotNFA.
func (r region) score() float64 {
	return 0.5 + 0.5*min(max((maxLogNFA-r.logNFA)/(maxLogNFA-surelyNotNFA), 0), 1)
}
