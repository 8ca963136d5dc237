package recompression

import (
	"fmt"
	"image"
	"math"

	"loupe/forensics"
	"loupe/forensics/raster"
	"loupe/models"
)

const (
	reportedMost = 4    // regions
	mapHigh      = 10.0 // standard deviations at the top of its colour scale
	minVisible   = 75   // IJG quality: parts compressed so, at least, must show before anything is said
)

// conclude says what was seen.
func (s *seen) conclude(info forensics.Info, x *forensics.Exhibit) (models.Finding, error) {
	f := info.Finding(models.OutcomeClear, s.message()+" No part of it shows another earlier compression."+s.left())
	f.Measures = s.measures()
	if s.scanned.looked < s.scanned.whole {
		f.Left = fmt.Sprintf("%d %% of the picture, where least detail is", 100-100*s.scanned.looked/s.scanned.whole)
	}
	f.Evidence = s.evidence()
	if !s.tells() {
		f.Outcome = models.OutcomeInconclusive
		f.Message = s.message() + fmt.Sprintf(" Insufficient data: the present compression (quality %d) hides what a part was before.", s.history.Quality)
		return f, nil
	}
	f.Score = models.Score(0)
	if len(s.regions) > 0 {
		s.accuse(&f, x)
	}
	if len(s.lacking) > 0 {
		s.accuseLacking(&f, x)
	}
	heat := s.heat()
	if len(s.regions) == 0 && s.aligned != nil {
		heat = s.aligned.heat()
	}
	var err error
	f.Artifacts, err = forensics.Pictures(x, heat, f.Regions)
	return f, err
}

// tells reports whether anything was found, or would show if it were there.
func (s *seen) tells() bool {
	return len(s.regions)+len(s.lacking) > 0 || s.aligned != nil || visibleQuality(s.noise) >= minVisible
}

func (s *seen) accuse(f *models.Finding, x *forensics.Exhibit) {
	r := s.regions[0]
	f.Outcome, f.ReasonCode = models.OutcomeSuspect, models.ReasonCompressionRegion
	f.Score = models.Score(r.score())
	f.Message = fmt.Sprintf("%s compressed before on a grid of its own (quality about %d): pasted from another JPEG. %s%s", counted(len(s.regions)), r.quality(), s.message(), s.left())
	for _, r := range s.regions[:min(len(s.regions), reportedMost)] {
		b := r.box.Intersect(image.Rect(0, 0, x.File.Width, x.File.Height))
		f.Regions = append(f.Regions, models.Region{X: b.Min.X, Y: b.Min.Y, W: b.Dx(), H: b.Dy(), Score: r.score(), Label: "another earlier compression"})
	}
	f.Measures = append(f.Measures,
		models.Measure{Name: "log10_expected_by_chance", Value: r.logNFA, Unit: "log10 regions per picture", Threshold: models.Threshold(maxLogNFA), ReasonCode: models.ReasonCompressionRegion},
		models.Measure{Name: "region_quality", Value: float64(r.quality()), Unit: "IJG quality"},
		models.Measure{Name: "region_grid_x", Value: float64(r.grid.X), Unit: "pixels"},
		models.Measure{Name: "region_grid_y", Value: float64(r.grid.Y), Unit: "pixels"})
}

func counted(n int) string {
	if n == 1 {
		return "One region was"
	}
	return fmt.Sprintf("%d regions were", n)
}

// left says what was not looked at.
func (s *seen) left() string {
	if s.scanned.looked >= s.scanned.whole {
		return ""
	}
	return fmt.Sprintf(" Looked at %d %% of the picture, where most detail is.", 100*s.scanned.looked/s.scanned.whole)
}

// evidence is how improbable the strongest window of either kind is by chance, suspect or not.
func (s *seen) evidence() []models.Evidence {
	out := []models.Evidence{{Group: models.GroupHistory, Statistic: "log_nfa", Value: s.value}}
	if s.aligned != nil {
		out = append(out, models.Evidence{Group: models.GroupHistory, Statistic: "aligned_log_nfa", Value: s.aligned.value()})
	}
	return out
}

func (s *seen) measures() []models.Measure {
	m := []models.Measure{
		{Name: "present_quality", Value: float64(s.history.Quality), Unit: "IJG quality"},
		{Name: "looked_at", Value: float64(s.scanned.looked) / float64(max(s.scanned.whole, 1)), Unit: "share of the picture"},
		{Name: "noise", Value: math.Sqrt(s.noise.mean()), Unit: "levels"},
	}
	if s.history.First.Shown() {
		first, _ := s.history.First.Quality()
		m = append(m, models.Measure{Name: "first_quality", Value: float64(first), Unit: "IJG quality"})
	}
	if s.aligned != nil {
		m = append(m, models.Measure{Name: "frequencies_quantised_twice", Value: float64(s.aligned.odds.Found), Unit: "frequencies"})
	}
	if s.global {
		m = append(m,
			models.Measure{Name: "cropped_quality", Value: float64(qualities()[s.whole.hypothesis]), Unit: "IJG quality"},
			models.Measure{Name: "cropped_grid_x", Value: float64(s.whole.offset % 8), Unit: "pixels"},
			models.Measure{Name: "cropped_grid_y", Value: float64(s.whole.offset / 8), Unit: "pixels"})
	}
	return m
}

// visibleQuality is the highest quality tried whose multiples this much noise leaves apart, 0 when none.
func visibleQuality(n *noise) int {
	visible := 0
	for _, q := range qualities() {
		if apart(q, n) {
			visible = q
		}
	}
	return visible
}

// score grows from 0.5 at the threshold to 1 at surelyNotNFA.
func (r region) score() float64 { return score(r.logNFA, maxLogNFA, surelyNotNFA) }

func score(logNFA, most, surelyNot float64) float64 {
	return 0.5 + 0.5*min(max((most-logNFA)/(most-surelyNot), 0), 1)
}

// heat is, for each cell, by how much the offset stands out that is reported first, or that the strongest window names.
func (s *seen) heat() raster.Heat {
	c := s.scanned
	h := raster.Heat{Columns: c.columns, Rows: c.rows, Cover: image.Pt(c.columns*cellSide, c.rows*cellSide), Low: 0, High: mapHigh,
		Unit: "standard deviations, for an earlier compression on another grid"}
	h.Values = make([]float64, len(c.cells))
	for i, t := range c.cells {
		h.Values[i] = math.NaN()
		if w := s.named(); t != nil && w != nil {
			h.Values[i] = t.stands(w.offset, w.hypothesis)
		}
	}
	return h
}

// named is the strongest window that is not of the whole picture's offset; nil when there is none.
func (s *seen) named() *window {
	for i := range s.windows {
		if !s.global || s.windows[i].offset != s.whole.offset {
			return &s.windows[i]
		}
	}
	return nil
}
