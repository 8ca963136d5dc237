package textedit

import (
	"fmt"
	"image"
	"math"
	"slices"

	"loupe/forensics"
	"loupe/models"
)

const (
	maxHistoryNFA    = -1.5 // log10 of the words expected by chance, at which a word's compression history is suspect
	maxNoiseNFA      = -4.5 // the same of its noise and edges: print that looks like no other has the longer tail
	leastError       = 0.5  // of a suspect word's history; 1 is chance
	surely           = -3.0 // beyond the threshold, where the score reaches 1
	clearInformation = 14.0 // nats that a block must tell on average for "nothing found" to mean clear
	clearVisible     = 90   // or the IJG quality whose first compression would have shown
	reportedMost     = 8
)

// stray is a word that stands out.
type stray struct {
	*word
	past, noise float64 // logNFA; 0 when not compared
}

// beyond is how far the stronger of the two lies beyond its threshold, negative then.
func (s stray) beyond() float64 { return min(s.past-maxHistoryNFA, s.noise-maxNoiseNFA) }

// strayed reports in which kinds of evidence the word is suspect. Its history is so only when most of it is missing: what
// clipping moves off the lattice stays below half of chance.
func (s stray) strayed() (past, noise bool) {
	return s.past <= maxHistoryNFA && max(s.history.Error, s.letter.Error) >= leastError, s.noise <= maxNoiseNFA
}

func (s stray) suspect() bool {
	past, noise := s.strayed()
	return past || noise
}

func (s stray) score() float64 {
	return 0.5 + 0.5*min(max(s.beyond()/surely, 0), 1)
}

func (s stray) label() string {
	switch past, noise := s.strayed(); {
	case past && noise:
		return "another compression history, noise and edges"
	case past:
		return "another compression history"
	}
	return "other noise or edges"
}

// strays returns the words, those that stand out most first.
func (c *comparison) strays() []stray {
	list := make([]stray, 0, len(c.words))
	for _, w := range c.words {
		s := stray{word: w}
		if !math.IsNaN(w.past) {
			s.past = logNFA(w.past, c.past)
		}
		if !math.IsNaN(w.noise) {
			s.noise = logNFA(w.noise, c.noise)
		}
		list = append(list, s)
	}
	slices.SortStableFunc(list, func(a, b stray) int {
		switch {
		case a.beyond() < b.beyond():
			return -1
		case a.beyond() > b.beyond():
			return 1
		}
		return 0
	})
	return list
}

// conclude turns a comparison into a finding.
func conclude(info forensics.Info, x *forensics.Exhibit, c *comparison) (models.Finding, error) {
	if max(c.past, c.noise) <= leastPeers {
		f := info.Finding(models.OutcomeInconclusive, fmt.Sprintf("Only %d words are fit to be compared with each other, %d are needed.", len(c.words), leastPeers+1))
		f.Measures = append(f.Measures, models.Measure{Name: "compared_words", Value: float64(len(c.words)), Unit: "words", Threshold: models.Threshold(leastPeers + 1)})
		return f, nil
	}
	list := c.strays()
	f := c.unsuspected(info)
	f.Evidence, f.Measures = c.evidence(list), c.measures(list)
	suspects := slices.DeleteFunc(slices.Clone(list), func(s stray) bool { return !s.suspect() })
	if len(suspects) > 0 {
		f.Outcome, f.ReasonCode, f.Score = models.OutcomeSuspect, models.ReasonContentText, models.Score(suspects[0].score())
		f.Message = said(suspects, max(c.past, c.noise))
		f.Regions = placed(suspects)
		for i, m := range f.Measures {
			if m.Threshold != nil && m.Name != "compared_words" && m.Value <= *m.Threshold {
				f.Measures[i].ReasonCode = models.ReasonContentText
			}
		}
	}
	var err error
	f.Artifacts, err = forensics.Pictures(x, c.heat(x.File.Width, x.File.Height), f.Regions)
	return f, err
}

// unsuspected is the answer when no word stands out. That is "clear" only where an edit would have shown in the history;
// noise and edges alone do not tell a careful edit (METHODS 1.2b, reading 3).
func (c *comparison) unsuspected(info forensics.Info) models.Finding {
	h := c.history
	if c.past > leastPeers && h.Blocks.Information >= clearInformation || c.past == 0 && h.Quality > 0 && h.MostVisible() >= clearVisible {
		f := info.Finding(models.OutcomeClear, fmt.Sprintf("Each of %d words fits the others in compression, noise and edges.", max(c.past, c.noise)))
		f.Score = models.Score(0)
		return f
	}
	return info.Finding(models.OutcomeInconclusive, fmt.Sprintf("Insufficient data: %d words fit each other in noise and edges, but the last compression or the lack of one hides their history, so a careful edit would not show.", c.noise))
}

// evidence is, for each kind, how improbable the word that stands out most is in a document of as many words.
func (c *comparison) evidence(list []stray) []models.Evidence {
	var out []models.Evidence
	add := func(group models.Group, name string, n int, of func(stray) float64) {
		if n <= leastPeers {
			return
		}
		best := math.Inf(1)
		for _, s := range list {
			if s.value(group) {
				best = min(best, of(s))
			}
		}
		out = append(out, models.Evidence{Group: group, Statistic: name, Value: -best})
	}
	add(models.GroupHistory, "word_lattice_log_nfa", c.past, func(s stray) float64 { return s.past })
	add(models.GroupNoise, "word_noise_log_nfa", c.noise, func(s stray) float64 { return s.noise })
	return out
}

// value reports whether the word was compared in group's kind of evidence.
func (s stray) value(group models.Group) bool {
	if group == models.GroupHistory {
		return !math.IsNaN(s.word.past)
	}
	return !math.IsNaN(s.word.noise)
}

func (c *comparison) measures(list []stray) []models.Measure {
	m := []models.Measure{{Name: "compared_words", Value: float64(max(c.past, c.noise)), Unit: "words", Threshold: models.Threshold(leastPeers + 1)}}
	past, noise := 0.0, 0.0
	for i, s := range list {
		if i == 0 || s.past < past {
			past = s.past
		}
		if i == 0 || s.noise < noise {
			noise = s.noise
		}
	}
	if c.past > leastPeers {
		q, _ := c.history.First.Quality()
		m = append(m, models.Measure{Name: "first_quality", Value: float64(q), Unit: "IJG quality"},
			models.Measure{Name: "history_log10_expected_by_chance", Value: past, Unit: "log10 words per document", Threshold: models.Threshold(maxHistoryNFA)})
	}
	if c.noise > leastPeers {
		m = append(m, models.Measure{Name: "noise_log10_expected_by_chance", Value: noise, Unit: "log10 words per document", Threshold: models.Threshold(maxNoiseNFA)})
	}
	return m
}

func said(suspects []stray, n int) string {
	if len(suspects) == 1 {
		return fmt.Sprintf("One word of %d stands out against the others: it has %s.", n, suspects[0].label())
	}
	return fmt.Sprintf("%d words of %d stand out against the others: the first has %s.", len(suspects), n, suspects[0].label())
}

// placed puts a region on each run of suspect words of one line, the one that stands out most first.
func placed(suspects []stray) []models.Region {
	out, taken := []models.Region{}, make([]bool, len(suspects))
	for i, s := range suspects {
		if taken[i] || len(out) == reportedMost {
			continue
		}
		box := s.box
		for grown := true; grown; {
			grown = false
			for k, other := range suspects {
				if near := box.Inset(-box.Dy() / 2); !taken[k] && other.Line == s.Line && other.box.Overlaps(near) {
					box, taken[k], grown = box.Union(other.box), true, true
				}
			}
		}
		out = append(out, regionOf(box, s.score(), s.label()))
	}
	return out
}

func regionOf(b image.Rectangle, score float64, label string) models.Region {
	return models.Region{X: b.Min.X, Y: b.Min.Y, W: b.Dx(), H: b.Dy(), Score: score, Label: label}
}
