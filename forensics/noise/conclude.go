package noise

import (
	"fmt"
	"image"
	"math"

	"loupe/forensics"
	"loupe/forensics/raster"
	"loupe/models"
)

const (
	mapHigh      = 4.0 // powers of two at the top of the colour scale
	reportedMost = 4
	surelyRatio  = 5.0 // powers of two at which the score reaches 1
)

// conclude turns the zones' regions into a finding.
func conclude(info forensics.Info, x *forensics.Exhibit, zones *grid, regions []region, judged, quiet int) (models.Finding, error) {
	if judged == 0 {
		why := "No part of the picture is large enough to compare its noise."
		if quiet > 0 {
			why = "The picture holds next to no noise: it was never photographed, or was compressed or smoothed strongly."
		}
		return info.Finding(models.OutcomeInconclusive, why), nil
	}
	f := info.Finding(models.OutcomeClear, "Noise follows brightness alike in each part of the picture.")
	f.Score = models.Score(0)
	strongest := 0.0
	for _, r := range regions {
		if r.logNFA <= maxLogNFA {
			strongest = max(strongest, math.Abs(r.ratio))
		}
		if r.suspect() && len(f.Regions) < reportedMost {
			f.Outcome, f.ReasonCode = models.OutcomeSuspect, models.ReasonContentNoise
			f.Message = fmt.Sprintf("A region is %s than its surroundings of the same brightness.", r.kind())
			f.Regions = append(f.Regions, models.Region{X: r.box.Min.X, Y: r.box.Min.Y, W: r.box.Dx(), H: r.box.Dy(), Score: r.score(), Label: r.kind()})
			f.Score = models.Score(max(*f.Score, r.score()))
		}
	}
	f.Evidence = []models.Evidence{{Group: models.GroupNoise, Statistic: "region_noise_ratio", Value: strongest}}
	m := models.Measure{Name: "noise_ratio", Value: strongest, Unit: "powers of two", Threshold: models.Threshold(leastRatio)}
	if f.Outcome == models.OutcomeSuspect {
		m.ReasonCode = models.ReasonContentNoise
	}
	f.Measures = []models.Measure{m, {Name: "judged_zones", Value: float64(judged), Unit: "zones"}}
	var err error
	f.Artifacts, err = forensics.Pictures(x, heat(zones, regions), f.Regions)
	return f, err
}

func (r region) kind() string {
	if r.ratio < 0 {
		return "less noisy"
	}
	return "noisier"
}

func (r region) score() float64 {
	return 0.5 + 0.5*min(max((math.Abs(r.ratio)-leastRatio)/(surelyRatio-leastRatio), 0), 1)
}

// heat is the map of the regions' ratios.
func heat(g *grid, regions []region) raster.Heat {
	h := raster.Heat{
		Values: make([]float64, len(g.zone)), Columns: g.columns, Rows: g.rows, Cover: image.Pt(g.columns*g.side, g.rows*g.side),
		Low: 0, High: mapHigh, Unit: "powers of two off the noise expected",
	}
	for i, z := range g.zone {
		if z == zoneNone {
			h.Values[i] = math.NaN()
		}
	}
	for _, r := range regions {
		for _, i := range r.cells {
			if r.logNFA <= maxLogNFA {
				h.Values[i] = math.Abs(r.ratio)
			}
		}
	}
	return h
}
