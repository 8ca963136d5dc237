package portraitedit

import (
	"fmt"
	"image"
	"math"

	"loupe/forensics"
	"loupe/models"
)

// conclude turns what was measured into a finding.
func conclude(info forensics.Info, x *forensics.Exhibit, z zones, s sides) (models.Finding, error) {
	f := s.outcome(info)
	f.Evidence, f.Measures = s.evidence(), s.measures()
	if f.Outcome != models.OutcomeSuspect {
		return f, nil
	}
	box := z.inner.Intersect(image.Rect(0, 0, x.File.Width, x.File.Height))
	f.Regions = []models.Region{{X: box.Min.X, Y: box.Min.Y, W: box.Dx(), H: box.Dy(), Score: *f.Score, Label: "portrait"}}
	var err error
	f.Artifacts, err = forensics.Crops(x, f.Regions)
	return f, err
}

func (s sides) outcome(info forensics.Info) models.Finding {
	switch {
	case s.other():
		f := info.Finding(models.OutcomeSuspect, fmt.Sprintf("The portrait is missing the earlier compression (quality about %d) that its surroundings show.", s.first))
		f.ReasonCode, f.Score = models.ReasonContentPortrait, models.Score(0.5+0.5*min(max((s.excess()-maxExcess)/(1-maxExcess), 0), 1))
		return f
	case s.softer():
		f := info.Finding(models.OutcomeSuspect, fmt.Sprintf("The portrait is softer and smoother than the print around it: fine edges have 1/%.2g, noise 1/%.2g of the energy.", math.Exp2(-s.cutOff), math.Exp2(s.quiet())))
		f.ReasonCode, f.Score = models.ReasonContentPortrait, models.Score(0.5+0.5*min(s.deficit()/maxDeficit-1, 1))
		return f
	case !math.IsNaN(s.portrait):
		f := info.Finding(models.OutcomeClear, fmt.Sprintf("Portrait and surroundings show the same earlier compression (quality about %d).", s.first))
		f.Score = models.Score(0)
		return f
	case s.once && s.visible >= minVisible:
		f := info.Finding(models.OutcomeClear, "The picture was compressed once, and no part of it before: portrait and surroundings went through the same.")
		f.Score = models.Score(0)
		return f
	}
	if s.printed && !math.IsNaN(s.deficit()) {
		f := info.Finding(models.OutcomeClear, "The portrait has about the fine edges and the noise of the print around it. The last compression or the lack of one hides its history.")
		f.Score = models.Score(0)
		return f
	}
	return info.Finding(models.OutcomeInconclusive, "Insufficient data: the last compression or the lack of one hides the portrait's history, and noise alone does not tell printed portraits from pasted ones.")
}

// evidence gives the history its number, suspect or not. Noise and detail give none: real portraits are printed otherwise than
// the untouched ones that evidence is held against, so that a third to half of them would look like one in a hundred.
func (s sides) evidence() []models.Evidence {
	var out []models.Evidence
	if !math.IsNaN(s.portrait) {
		out = append(out, models.Evidence{Group: models.GroupHistory, Statistic: "portrait_lattice_excess", Value: s.excess()})
	}
	return out
}

func (s sides) measures() []models.Measure {
	m := []models.Measure{}
	if !math.IsNaN(s.portrait) {
		excess := models.Measure{Name: "lattice_excess", Value: s.excess(), Unit: "1 = chance", Threshold: models.Threshold(maxExcess)}
		if s.other() {
			excess.ReasonCode = models.ReasonContentPortrait
		}
		m = append(m, excess, models.Measure{Name: "portrait_lattice_error", Value: s.portrait, Unit: "1 = chance", Threshold: models.Threshold(leastError)},
			models.Measure{Name: "first_quality", Value: float64(s.first), Unit: "IJG quality"})
	}
	if !math.IsNaN(s.noiseIn) {
		m = append(m, models.Measure{Name: "portrait_noise", Value: s.noiseIn, Unit: "levels"}, models.Measure{Name: "surrounding_noise", Value: s.noiseOutside, Unit: "levels"})
	}
	if d := s.deficit(); !math.IsNaN(d) {
		deficit := models.Measure{Name: "detail_deficit", Value: d, Unit: "powers of two", Threshold: models.Threshold(maxDeficit)}
		if s.softer() {
			deficit.ReasonCode = models.ReasonContentPortrait
		}
		m = append(m, deficit, models.Measure{Name: "fine_edges", Value: s.cutOff, Unit: "powers of two of the surroundings'"})
	}
	return m
}
