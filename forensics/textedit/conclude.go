package textedit

import (
	"cmp"
	"fmt"
	"image"
	"math"
	"slices"
	"strings"

	"loupe/forensics"
	"loupe/models"
)

const (
	leastError       = 0.5  // of a word that is suspect by its history; 1 is chance
	surely           = -3.0 // beyond the threshold, where the score reaches 1
	clearInformation = 14.0 // nats that a block must tell on average for "nothing found" to mean clear
	clearVisible     = 90   // or the IJG quality whose first compression would have shown
	reportedMost     = 8
)

// stray is a word that stands out.
type stray struct {
	*word
	nfa [kinds]float64 // logNFA; 0 when not compared
}

// beyond is how far the strongest kind lies beyond its threshold, negative then.
func (s stray) beyond() float64 {
	least := math.Inf(1)
	for k := range kinds {
		least = min(least, s.nfa[k]-k.describe().limit)
	}
	return least
}

// strayed reports whether the word is suspect by a kind. By its history it is so only when most of that is missing: what
// clipping moves off the lattice stays below half of chance.
func (s stray) strayed(k kind) bool {
	return s.nfa[k] <= k.describe().limit && (k != kindHistory || max(s.history.Error, s.letter.Error) >= leastError)
}

func (s stray) suspect() bool { return s.label() != "" }

func (s stray) score() float64 {
	return 0.5 + 0.5*min(max(s.beyond()/surely, 0), 1)
}

// label says how the word stands out; empty when it is not suspect.
func (s stray) label() string {
	var list []string
	for k := range kinds {
		if s.strayed(k) {
			list = append(list, k.describe().label)
		}
	}
	return strings.Join(list, ", ")
}

// strays returns the words, those that stand out most first.
func (c *comparison) strays() []stray {
	list := make([]stray, 0, len(c.words))
	for _, w := range c.words {
		s := stray{word: w}
		for k, p := range w.chance {
			if !math.IsNaN(p) {
				s.nfa[k] = logNFA(p, c.compared[k])
			}
		}
		list = append(list, s)
	}
	slices.SortStableFunc(list, func(a, b stray) int { return cmp.Compare(a.beyond(), b.beyond()) })
	return list
}

// conclude turns a comparison into a finding.
func conclude(info forensics.Info, x *forensics.Exhibit, c *comparison) (models.Finding, error) {
	if c.most() <= leastPeers {
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
		f.Message = said(suspects, c.most())
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
// the other kinds alone do not tell a careful edit (METHODS 1.2b, reading 3).
func (c *comparison) unsuspected(info forensics.Info) models.Finding {
	h, past := c.history, c.compared[kindHistory]
	if past > leastPeers && h.Blocks.Information >= clearInformation || past == 0 && h.Quality > 0 && h.MostVisible() >= clearVisible {
		f := info.Finding(models.OutcomeClear, fmt.Sprintf("Each of %d words fits the others in compression, noise, paper, ink and place.", c.most()))
		f.Score = models.Score(0)
		return f
	}
	return info.Finding(models.OutcomeInconclusive, fmt.Sprintf("Insufficient data: %d words fit each other in noise, paper, ink and place, but the last compression or the lack of one hides their history, so a careful edit would not show.", c.most()))
}

// strongest is, for a kind, how improbable the word that stands out most is in a document of as many words; ok is false
// when too few were compared.
func (c *comparison) strongest(k kind, list []stray) (least float64, ok bool) {
	least = math.Inf(1)
	for _, s := range list {
		if !math.IsNaN(s.chance[k]) {
			least = min(least, s.nfa[k])
		}
	}
	return least, c.compared[k] > k.peers()
}

func (c *comparison) evidence(list []stray) (out []models.Evidence) {
	for k := range kinds {
		if least, ok := c.strongest(k, list); ok {
			d := k.describe()
			out = append(out, models.Evidence{Group: d.group, Statistic: d.statistic, Value: -least})
		}
	}
	return out
}

func (c *comparison) measures(list []stray) []models.Measure {
	m := []models.Measure{{Name: "compared_words", Value: float64(c.most()), Unit: "words", Threshold: models.Threshold(leastPeers + 1)}}
	if c.compared[kindHistory] > leastPeers {
		q, _ := c.history.First.Quality()
		m = append(m, models.Measure{Name: "first_quality", Value: float64(q), Unit: "IJG quality"})
	}
	for k := range kinds {
		if least, ok := c.strongest(k, list); ok {
			d := k.describe()
			m = append(m, models.Measure{Name: d.measure, Value: least, Unit: "log10 words per document", Threshold: models.Threshold(d.limit)})
		}
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
