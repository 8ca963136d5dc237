package ela

import (
	"fmt"
	"image"
	"slices"

	"loupe/forensics"
	"loupe/forensics/history"
	"loupe/forensics/raster"
	"loupe/models"
)

const (
	mapHigh = 10.0 // z at the top of the colour scale
)

// verdictInput is what a conclusion is drawn from.
type verdictInput struct {
	blocks     *blockErrors
	lattice    history.Lattice
	candidates []region // strongest first, suspect or not
	quality    int      // present IJG quality, 0 when the file is not a JPEG
}

// conclude turns what was measured into a finding with its map.
func conclude(info forensics.Info, x *forensics.Exhibit, in verdictInput) (models.Finding, error) {
	first, exact := in.lattice.Quality()
	f := info.Finding(models.OutcomeClear, fmt.Sprintf("Every part that can be judged shows the same earlier compression (quality about %d).", first))
	f.Score = models.Score(0)
	if in.blocks.Information < clearInformation {
		f = info.Finding(models.OutcomeInconclusive, fmt.Sprintf("An earlier compression (quality about %d) shows, but too faintly to say whether a part lacks it.", first))
	}
	f.Measures, f.Evidence = in.measures(first, exact), in.evidence()
	if regions := in.suspects(); len(regions) > 0 {
		f.Outcome, f.ReasonCode = models.OutcomeSuspect, models.ReasonCompressionELA
		f.Score = models.Score(regions[0].score())
		f.Message = fmt.Sprintf("%s missing the earlier compression (quality about %d) that the rest of the picture shows.", counted(len(regions)), first)
		f.Regions = in.blocks.placed(regions)
		for i := range f.Measures {
			if f.Measures[i].Name == "log10_expected_by_chance" {
				f.Measures[i].ReasonCode = models.ReasonCompressionELA
			}
		}
	}
	return f, draw(&f, in.blocks, x, "robust standard deviations off the first compression")
}

// suspects returns the candidates that are reported.
func (in verdictInput) suspects() []region {
	return slices.DeleteFunc(slices.Clone(in.candidates), func(r region) bool { return !r.suspect() })
}

// evidence is how improbable the strongest candidate is by chance, suspect or not; a picture without any has what no
// block at all would give.
func (in verdictInput) evidence() []models.Evidence {
	value := -in.blocks.logTests()
	if len(in.candidates) > 0 {
		value = -in.candidates[0].logNFA
	}
	return []models.Evidence{{Group: models.GroupHistory, Statistic: "log_nfa", Value: value}}
}

func counted(n int) string {
	if n == 1 {
		return "One region is"
	}
	return fmt.Sprintf("%d regions are", n)
}

func (in verdictInput) measures(first int, exact float64) []models.Measure {
	m := []models.Measure{
		{Name: "first_quality", Value: float64(first), Unit: "IJG quality"},
		{Name: "first_quality_exact", Value: exact, Unit: "share of steps"},
		{Name: "frequencies_with_history", Value: float64(in.lattice.Found), Unit: "frequencies", Threshold: models.Threshold(history.MinFound)},
		{Name: "judged_blocks", Value: float64(in.blocks.Judged), Unit: "blocks", Threshold: models.Threshold(minBlocks)},
		{Name: "information_per_block", Value: in.blocks.Information, Unit: "nats", Threshold: models.Threshold(clearInformation)},
		{Name: "blocks_standing_out", Value: float64(in.blocks.countHot()), Unit: "blocks"},
	}
	if in.quality > 0 {
		m = append(m, models.Measure{Name: "present_quality", Value: float64(in.quality), Unit: "IJG quality"})
	}
	if regions := in.suspects(); len(regions) > 0 {
		r := regions[0]
		m = append(m,
			models.Measure{Name: "log10_expected_by_chance", Value: r.logNFA, Unit: "log10 regions per picture", Threshold: models.Threshold(maxLogNFA)},
			models.Measure{Name: "lattice_error", Value: r.error, Unit: "1 = chance", Threshold: models.Threshold(hotError)},
			models.Measure{Name: "z", Value: r.z, Unit: "robust standard deviations", Threshold: models.Threshold(hotZ)})
	}
	return m
}

// score grows from 0.5 at the threshold to 1 at surelyNotNFA.
func (r region) score() float64 {
	return 0.5 + 0.5*min(max((maxLogNFA-r.logNFA)/(maxLogNFA-surelyNotNFA), 0), 1)
}

// placed turns regions of blocks into stored pixels.
func (b *blockErrors) placed(regions []region) []models.Region {
	out := []models.Region{}
	for _, r := range regions[:min(len(regions), reportedMost)] {
		at := b.pixels(r)
		out = append(out, models.Region{X: at.Min.X, Y: at.Min.Y, W: at.Dx(), H: at.Dy(), Score: r.score(), Label: "no earlier compression"})
	}
	return out
}

// draw adds the map of z, its legend and a picture of the first regions to f.
func draw(f *models.Finding, b *blockErrors, x *forensics.Exhibit, unit string) (err error) {
	h := raster.Heat{
		Values: b.Z, Columns: b.Columns, Rows: b.Rows, Cover: image.Pt(8*b.Columns, 8*b.Rows), Low: 0, High: mapHigh, Unit: unit,
	}
	f.Artifacts, err = forensics.Pictures(x, h, f.Regions)
	return err
}

// withoutHistory concludes when no earlier compression shows: there is nothing that a part could lack, and a last save as
// coarse as the first hides what there was (METHODS 1.2b, reading 3). A file saved twice at one quality looks the same.
func withoutHistory(info forensics.Info, h *history.History) models.Finding {
	if h.Quality == 0 {
		return info.Finding(models.OutcomeNotApplicable, "The pixels show no JPEG compression, so there is no history to compare.")
	}
	visible := h.MostVisible()
	words := fmt.Sprintf("Insufficient data: no earlier compression shows under the present one (quality %d), which hides any above quality %d.", h.Quality, visible)
	if visible == 0 {
		words = fmt.Sprintf("Insufficient data: the present compression (quality %d) is strong enough, or the picture flat enough, to hide any earlier one.", h.Quality)
	}
	f := info.Finding(models.OutcomeInconclusive, words)
	f.Measures = append(f.Measures,
		models.Measure{Name: "present_quality", Value: float64(h.Quality), Unit: "IJG quality"},
		models.Measure{Name: "visible_first_quality", Value: float64(visible), Unit: "IJG quality"})
	return f
}
