package noise

import (
	"fmt"
	"image"
	"math"

	"loupe/forensics"
	"loupe/forensics/raster"
	"loupe/models"
)

const mapHigh = 4.0 // powers of two at the top of the colour scale

// conclude turns the windows into a finding.
func conclude(info forensics.Info, x *forensics.Exhibit, f *field, quiet, noisy window) (models.Finding, error) {
	switch {
	case f.judged < leastJudged:
		return info.Finding(models.OutcomeInconclusive, "No part of the picture is large and even enough to compare its noise."), nil
	case float64(f.silent) > mostSilent*float64(f.judged):
		return info.Finding(models.OutcomeInconclusive, "The picture holds next to no noise: it was never photographed, or was compressed or smoothed strongly."), nil
	}
	out := info.Finding(models.OutcomeClear, "Noise follows brightness alike in each part of the picture.")
	out.Score = models.Score(0)
	for i, w := range [2]window{quiet, noisy} {
		name := [2]string{"quiet_window", "noisy_window"}[i]
		m := models.Measure{Name: name, Value: w.deviation, Unit: "standard errors", Threshold: models.Threshold(leastDeviation)}
		if w.suspect() {
			m.ReasonCode = models.ReasonContentNoise
			out.Outcome, out.ReasonCode = models.OutcomeSuspect, models.ReasonContentNoise
			out.Regions = append(out.Regions, w.region())
			out.Score = models.Score(max(*out.Score, w.score()))
			out.Message = fmt.Sprintf("A region is %s than what is as bright and as even, around it and elsewhere: its noise has %.2g times the energy.", w.kind(), math.Exp2(w.ratio))
		}
		out.Evidence = append(out.Evidence, models.Evidence{Group: models.GroupNoise, Statistic: name, Value: w.deviation})
		out.Measures = append(out.Measures, m)
	}
	var err error
	out.Artifacts, err = forensics.Pictures(x, f.heat(), out.Regions)
	return out, err
}

// heat is the map of the blocks' excess, either way.
func (f *field) heat() raster.Heat {
	h := raster.Heat{
		Values: make([]float64, len(f.blocks)), Columns: f.columns, Rows: f.rows, Cover: image.Pt(f.columns*blockSide, f.rows*blockSide),
		Low: 0, High: mapHigh, Unit: "powers of two off the noise of equally bright, equally even parts",
	}
	for i, b := range f.blocks {
		if h.Values[i] = math.NaN(); b.judged {
			h.Values[i] = math.Abs(float64(b.excess))
		}
	}
	return h
}
