package copymove

import (
	"fmt"
	"image"
	"math"

	"loupe/forensics"
	"loupe/models"
)

const (
	reported = 2 // copies that a finding shows, each with both its parts
	// wordsShow is the IJG quality of the last save below which most copied words are missed; at 75 about half are seen in
	// photographs, and hardly one in scans.
	wordsShow = 75
	sureNFA   = -50 // log10 NFA at which the score is 1
)

// findings is what a conclusion is drawn from.
type findings struct {
	*search
	phases  phases
	profile models.Profile
}

// conclude turns what was found into a finding with its pictures.
func conclude(info forensics.Info, x *forensics.Exhibit, in findings) (models.Finding, error) {
	f := info.Finding(models.OutcomeClear, "No part of the picture repeats another part with its noise.")
	if in.profile == models.ProfileFast {
		f.Left = "Copied parts that were turned or scaled, and those smaller than about a twentieth of the picture's side."
	}
	f.Score = models.Score(0)
	f.Evidence = in.evidence()
	f.Measures = []models.Measure{
		{Name: "copies", Value: float64(len(in.found)), Unit: "regions"},
		{Name: "log10_expected_by_chance", Value: in.best, Unit: "log10 regions per picture", Threshold: models.Threshold(in.r.maxLogNFA)},
	}
	if len(in.found) == 0 {
		if j, err := x.JPEG(); err == nil && x.Kind != models.KindProfilePhoto && j.Quality().Luma < wordsShow {
			f.Outcome, f.Score = models.OutcomeInconclusive, nil
			f.Message = fmt.Sprintf("No part repeats another part with its noise, but a copied word would hardly show after a save at quality %d.", j.Quality().Luma)
		}
		return f, nil
	}
	m := in.found[0]
	f.Outcome, f.ReasonCode = models.OutcomeSuspect, models.ReasonContentCopyMove
	f.Score = models.Score(m.score(in.r.maxLogNFA))
	f.Message = in.message()
	f.Measures[1].ReasonCode = models.ReasonContentCopyMove
	f.Measures = append(f.Measures,
		models.Measure{Name: "residual_disagreement", Value: m.disagreement, Unit: "0 = equal noise, 1 = independent", Threshold: models.Threshold(in.r.mostAgrees)},
		models.Measure{Name: "distance", Value: m.distance(), Unit: "pixels"},
		models.Measure{Name: "log10_lattice_phase_by_chance", Value: in.phases.logNFA[0], Unit: "log10 regions per picture"})
	f.Regions = in.regions()
	var err error
	f.Artifacts, err = forensics.Pictures(x, in.heat(), f.Regions)
	return f, err
}

// evidence gives one number for the noise and one for the compression history.
func (in findings) evidence() []models.Evidence {
	phase := 0.0
	for _, n := range in.phases.logNFA {
		phase = max(phase, -n)
	}
	return []models.Evidence{
		{Group: models.GroupNoise, Statistic: "residual_agreement", Value: -in.best},
		{Group: models.GroupHistory, Statistic: "lattice_phase", Value: phase},
	}
}

func (in findings) message() string {
	m := in.found[0]
	s := fmt.Sprintf("A part of %d x %d pixels repeats another part with the very same noise, %.0f pixels away: one is a copy of the other.",
		m.box.Dx(), m.box.Dy(), m.distance())
	if in.phases.logNFA[0] <= -2 {
		s += " Its JPEG blocks are out of step with the rest, which shows which of the two was moved."
	}
	if n := len(in.found); n > 1 {
		s += fmt.Sprintf(" There are %d such copies.", n)
	}
	return s
}

// distance is that of the middles of both parts, in pixels.
func (m match) distance() float64 {
	d := m.box.Min.Add(m.box.Max).Sub(m.other.Min.Add(m.other.Max))
	return math.Hypot(float64(d.X), float64(d.Y)) / 2
}

// score grows from 0.5 at the threshold to 1 at sureNFA.
func (m match) score(most float64) float64 {
	return 0.5 + 0.5*min(max((most-m.logNFA)/(most-sureNFA), 0), 1)
}

// regions gives both parts of the first copies, each naming the other.
func (in findings) regions() []models.Region {
	out := []models.Region{}
	all := image.Rect(0, 0, in.r.w, in.r.h)
	for i, m := range in.found[:min(len(in.found), reported)] {
		here, there := "one of two equal parts", "one of two equal parts"
		if in.phases.logNFA[i] <= -2 {
			here, there = "source", "copy"
			if in.phases.moved[i] < 0 {
				here, there = there, here
			}
		}
		a, b := m.box.Intersect(all), m.other.Intersect(all)
		first, second := len(out), len(out)+1
		out = append(out,
			models.Region{X: a.Min.X, Y: a.Min.Y, W: a.Dx(), H: a.Dy(), Score: m.score(in.r.maxLogNFA), Label: here, Pair: &second},
			models.Region{X: b.Min.X, Y: b.Min.Y, W: b.Dx(), H: b.Dy(), Score: m.score(in.r.maxLogNFA), Label: there, Pair: &first})
	}
	return out
}
