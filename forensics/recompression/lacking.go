package recompression

import (
	"fmt"
	"image"
	"slices"
	"strings"

	"loupe/forensics"
	"loupe/forensics/raster"
	"loupe/models"
)

// surelyAlignedNFA is log10 at which the score of a region that lacks the first compression is 1.
const surelyAlignedNFA = -400.0

// accuseLacking adds the regions that lack the first compression to f, which may have been accused before.
func (s *seen) accuseLacking(f *models.Finding, x *forensics.Exhibit) {
	r := s.lacking[0]
	first := score(r.logNFA, maxAlignedNFA, surelyAlignedNFA)
	if f.Outcome != models.OutcomeSuspect {
		f.Message = s.message() + s.left()
	}
	said := fmt.Sprintf("%s compressed once, and the rest of the picture twice: changed between the two saves. ", counted(len(s.lacking)))
	f.Message = strings.TrimSpace(said + f.Message)
	f.Outcome, f.ReasonCode = models.OutcomeSuspect, models.ReasonCompressionRegion
	f.Score = models.Score(max(*f.Score, first))
	own := f.Regions // a part with a grid of its own lacks the picture's history as well: it is named once
	for _, r := range s.lacking[:min(len(s.lacking), reportedMost)] {
		b := r.pixels().Intersect(image.Rect(0, 0, x.File.Width, x.File.Height))
		if slices.ContainsFunc(own, func(o models.Region) bool { return image.Rect(o.X, o.Y, o.X+o.W, o.Y+o.H).Overlaps(b) }) {
			continue
		}
		f.Regions = append(f.Regions, models.Region{X: b.Min.X, Y: b.Min.Y, W: b.Dx(), H: b.Dy(),
			Score: score(r.logNFA, maxAlignedNFA, surelyAlignedNFA), Label: "no earlier compression"})
	}
	f.Measures = append(f.Measures, models.Measure{Name: "log10_expected_by_chance_once", Value: r.logNFA, Unit: "log10 regions per picture",
		Threshold: models.Threshold(maxAlignedNFA), ReasonCode: models.ReasonCompressionRegion})
}

// heat shows the odds of every block.
func (a *aligned) heat() raster.Heat {
	return raster.Heat{Columns: a.odds.Columns, Rows: a.odds.Rows, Cover: image.Pt(blockSide*a.odds.Columns, blockSide*a.odds.Rows),
		Low: 0, High: mapHigh, Values: a.odds.Nats[0], Unit: "nats, for one compression instead of two"}
}

func (r lacking) pixels() image.Rectangle {
	return image.Rectangle{Min: r.box.Min.Mul(blockSide), Max: r.box.Max.Mul(blockSide)}
}
