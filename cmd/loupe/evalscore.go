package main

import (
	"math"
	"slices"

	"loupe/models"
)

// scored is what one row of the table says of one picture.
type scored struct {
	observation
	abstained bool // looked or had no cause to look, and cannot say; counted apart, and scored lowest
	failed    bool // no answer at all: not counted
	flagged   bool // past the check's own threshold
	f1, iou   float64
	located   bool // f1 and iou are known
	elapsed   int64
	p         float64 // smallest p-value; 0 when there is none
	picture   *judgedPicture
}

// row is one line of the table before it is summed up.
type row struct {
	name string
	all  []scored
}

// checkRows returns one row for each check, in the order of the list, followed by one for each of its statistics when it has several.
func checkRows(pictures []judgedPicture) (rows []row) {
	for _, id := range checksOf(pictures) {
		statistics := statisticsOf(pictures, id)
		rows = append(rows, row{id, scores(pictures, id, scoring(pictures, id, statistics))})
		if len(statistics) > 1 {
			for _, s := range statistics {
				rows = append(rows, row{id + "/" + s, scores(pictures, id, byStatistic(s))})
			}
		}
	}
	return rows
}

func checksOf(pictures []judgedPicture) (ids []string) {
	for _, p := range pictures {
		for _, f := range p.Findings {
			if !slices.Contains(ids, f.Check) {
				ids = append(ids, f.Check)
			}
		}
	}
	return ids
}

func statisticsOf(pictures []judgedPicture, id string) (names []string) {
	for _, p := range pictures {
		for _, f := range p.Findings {
			for _, e := range f.Evidence {
				if f.Check == id && !slices.Contains(names, e.Statistic) {
					names = append(names, e.Statistic)
				}
			}
		}
	}
	slices.Sort(names)
	return names
}

// scoring says by which number a check's findings are ranked: its only statistic; the smallest of its p-values when every
// finding that looked properly has one; otherwise its own score. What has no number ranks by its outcome.
func scoring(pictures []judgedPicture, id string, statistics []string) func(models.Finding) float64 {
	if len(statistics) == 1 {
		return byStatistic(statistics[0])
	}
	calibrated := len(statistics) > 1
	for _, p := range pictures {
		for _, f := range p.Findings {
			if f.Check == id && f.Outcome.HasScore() && smallest(f) == 0 {
				calibrated = false
			}
		}
	}
	if calibrated {
		return func(f models.Finding) float64 { return -math.Log10(smallest(f)) }
	}
	return ownScore
}

func byStatistic(name string) func(models.Finding) float64 {
	return func(f models.Finding) float64 {
		for _, e := range f.Evidence {
			if e.Statistic == name {
				return e.Value
			}
		}
		return math.Inf(-1)
	}
}

// smallest is a finding's smallest p-value; 0 when it has none.
func smallest(f models.Finding) (p float64) {
	for _, e := range f.Evidence {
		if e.P != nil && (p == 0 || *e.P < p) {
			p = *e.P
		}
	}
	return p
}

func ownScore(f models.Finding) float64 {
	switch {
	case f.Score != nil:
		return *f.Score
	case f.Outcome == models.OutcomeSuspect:
		return 1
	}
	return 0
}

// scores applies a scoring to the findings of one check.
func scores(pictures []judgedPicture, id string, number func(models.Finding) float64) (all []scored) {
	for i := range pictures {
		p := &pictures[i]
		s := scored{observation: observation{math.Inf(-1), p.Edited}, failed: true, picture: p}
		if n := slices.IndexFunc(p.Findings, func(f models.Finding) bool { return f.Check == id }); n >= 0 {
			f := p.Findings[n]
			s.elapsed, s.failed, s.abstained, s.flagged, s.p = f.ElapsedMS, !f.Outcome.Evaluated(), !f.Outcome.HasScore(), f.Outcome == models.OutcomeSuspect, smallest(f)
			if !s.abstained {
				s.score = number(f)
			}
		}
		for _, l := range p.Localised {
			if l.Check == id {
				s.f1, s.iou, s.located = l.F1, l.IoU, true
			}
		}
		all = append(all, s)
	}
	return all
}

// editGroups are the kinds of evidence that say that pixels were changed.
func editGroups() []models.Group {
	return []models.Group{models.GroupHistory, models.GroupNoise, models.GroupGeometry}
}

// anyRow counts, for each picture, the checks for edits that are suspect.
func anyRow(pictures []judgedPicture) row {
	r := row{name: "any edit check"}
	for i := range pictures {
		p := &pictures[i]
		s := scored{observation: observation{0, p.Edited}, failed: p.Error != "", picture: p, elapsed: p.ElapsedMS}
		for _, f := range p.Findings {
			if f.Outcome == models.OutcomeSuspect && slices.Contains(editGroups(), f.Group) {
				s.score, s.flagged = s.score+1, true
			}
		}
		r.all = append(r.all, s)
	}
	return r
}

// asked is above any -log10 of a p-value.
const asked = 1000

// batteryRow ranks the pictures as a reviewer meets them: first what is not accepted because of an edit, which is what
// flagged means, then by the report's combined evidence.
func batteryRow(pictures []judgedPicture) row {
	r := row{name: "battery"}
	for i := range pictures {
		p := &pictures[i]
		s := scored{failed: p.Error != "", abstained: p.Alteration == nil && !p.Doubted, flagged: p.Doubted, picture: p, elapsed: p.ElapsedMS}
		s.observation = observation{math.Inf(-1), p.Edited}
		if !s.abstained {
			s.score = 0
		}
		if p.Alteration != nil {
			s.score, s.p = -math.Log10(p.Alteration.P), p.Alteration.P
		}
		if p.Doubted {
			s.score += asked
		}
		r.all = append(r.all, s)
	}
	return r
}
