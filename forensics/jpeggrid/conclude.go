package jpeggrid

import (
	"fmt"
	"strings"

	"loupe/forensics"
	"loupe/models"
)

const reportedMost = 4 // regions

// conclude says what was seen.
func (s *seen) conclude(info forensics.Info, x *forensics.Exhibit) (models.Finding, error) {
	foreign, missing := suspects(s.foreign), suspects(s.missing)
	facts := s.facts(foreign)
	if s.mute && s.main < 0 {
		foreign = nil
	}
	f := info.Finding(models.OutcomeClear, "No part of the picture lies on another compression grid."+facts)
	f.Score = models.Score(0)
	f.Evidence, f.Measures = s.evidence(), s.measures()
	if s.votes.looked < s.whole {
		f.Left = fmt.Sprintf("%d %% of the picture, where least detail is", 100-100*s.votes.looked/s.whole)
	}
	if s.mute && s.main < 0 && len(s.foreign) == 0 {
		return s.silent(info), nil
	}
	if len(foreign)+len(missing) > 0 {
		f.Outcome, f.ReasonCode = models.OutcomeSuspect, models.ReasonCompressionGrid
		f.Message = accusation(len(foreign), len(missing), s.main >= 0) + facts
		f.Regions = placed(foreign, missing, x)
		strongest := best2(foreign, missing)
		f.Score = models.Score(strongest.score())
		f.Measures = append(f.Measures, models.Measure{Name: "log10_expected_by_chance", Value: strongest.logNFA, Unit: "log10 regions per picture",
			Threshold: models.Threshold(maxLogNFA), ReasonCode: models.ReasonCompressionGrid})
	}
	var err error
	f.Artifacts, err = forensics.Pictures(x, s.heat(), f.Regions)
	return f, err
}

// silent is the answer for a picture of which nothing votes: flat, or drawn.
func (s *seen) silent(info forensics.Info) models.Finding {
	f := info.Finding(models.OutcomeInconclusive, "Too little of the picture has the detail that shows a compression grid.")
	f.Measures = s.measures()
	return f
}

func suspects(regions []region) []region {
	n := 0
	for n < len(regions) && regions[n].logNFA <= maxLogNFA {
		n++
	}
	return joined(regions[:n])
}

// joined makes one region of those of one grid that nearly touch: a pasted part shows in pieces where it is smooth.
func joined(regions []region) []region {
	const gap = 48 // pixels
	out := append([]region{}, regions...)
	for i := 0; i < len(out); i++ {
		for k := i + 1; k < len(out); k++ {
			if out[i].grid == out[k].grid && out[i].box.Inset(-gap).Overlaps(out[k].box) {
				out[i].box, out[i].votes = out[i].box.Union(out[k].box), out[i].votes+out[k].votes
				out = append(out[:k], out[k+1:]...)
				k = i // what was joined may reach further
			}
		}
	}
	return out
}

// best2 is the stronger of the first of both.
func best2(a, b []region) region {
	if len(a) == 0 || len(b) > 0 && b[0].logNFA < a[0].logNFA {
		return b[0]
	}
	return a[0]
}

func accusation(foreign, missing int, main bool) string {
	var parts []string
	if foreign > 0 && main {
		parts = append(parts, fmt.Sprintf("%s on another compression grid than the rest of the picture.", counted(foreign)))
	} else if foreign > 0 {
		parts = append(parts, fmt.Sprintf("%s on a compression grid, and the rest of the picture on none.", counted(foreign)))
	}
	if missing > 0 {
		parts = append(parts, fmt.Sprintf("%s on no compression grid, although it would show one and the rest of the picture does.", counted(missing)))
	}
	return strings.Join(parts, " ")
}

func counted(n int) string {
	if n == 1 {
		return "One region lies"
	}
	return fmt.Sprintf("%d regions lie", n)
}

// facts are what is worth knowing and no reproach.
func (s *seen) facts(foreign []region) string {
	var b strings.Builder
	switch {
	case !s.jpeg && s.mute && (s.main >= 0 || len(foreign) > 0):
		b.WriteString(" A part was a JPEG before; the rest has too little detail to say, as in a screenshot or a drawn page.")
	case s.main < 0:
	case !s.jpeg && s.main == 0:
		b.WriteString(" This file was made from a JPEG of the same frame.")
	case !s.jpeg:
		fmt.Fprintf(&b, " This file was made from a JPEG and cropped since: its grid begins at %d,%d.", s.main%8, s.main/8)
	case s.main > 0:
		fmt.Fprintf(&b, " The picture was a JPEG before, and cropped before this save: that grid begins at %d,%d.", s.main%8, s.main/8)
	}
	if len(s.global) > 0 {
		b.WriteString(" The whole picture shows another grid as well: it was cropped and saved again.")
	}
	if s.votes.looked < s.whole {
		fmt.Fprintf(&b, " Looked at %d %% of the picture, where most detail is.", 100*s.votes.looked/s.whole)
	}
	return b.String()
}

// evidence is how improbable the strongest region of either kind is by chance, suspect or not: 0 where chance makes one or more.
// Below that the number only tells how many regions were asked for, which is the picture's size.
func (s *seen) evidence() []models.Evidence {
	value := func(regions []region) float64 {
		if len(regions) == 0 {
			return 0
		}
		return max(-regions[0].logNFA, 0)
	}
	out := []models.Evidence{{Group: models.GroupHistory, Statistic: "foreign_log_nfa", Value: value(s.foreign)}}
	if s.asked {
		out = append(out, models.Evidence{Group: models.GroupHistory, Statistic: "missing_log_nfa", Value: value(s.missing)})
	}
	return out
}

func (s *seen) measures() []models.Measure {
	m := []models.Measure{
		{Name: "looked_at", Value: float64(s.votes.looked) / float64(max(s.whole, 1)), Unit: "share of the picture"},
		{Name: "log10_grid_by_chance", Value: s.mainNFA, Unit: "log10 grids per picture", Threshold: models.Threshold(maxLogNFA)},
	}
	if s.main < 0 {
		return m
	}
	return append(m,
		models.Measure{Name: "grid_x", Value: float64(s.main % 8), Unit: "pixels"},
		models.Measure{Name: "grid_y", Value: float64(s.main / 8), Unit: "pixels"},
		models.Measure{Name: "votes_for_grid", Value: float64(s.votes.of[s.main]) / float64(max(s.votes.looked, 1)), Unit: "share of pixels"})
}

// score grows from 0.5 at the threshold to 1 at surelyNotNFA.
func (r region) score() float64 {
	return 0.5 + 0.5*min(max((maxLogNFA-r.logNFA)/(maxLogNFA-surelyNotNFA), 0), 1)
}
