package consistency

import (
	"fmt"
	"slices"
	"strings"

	"loupe/models"
)

// measures counts the pairs and the faults. A reason that has several grounds is counted once for each.
func (h *hearing) measures() []models.Measure {
	pairs := func(name string, keep func(pair) bool) models.Measure {
		return models.Measure{Name: name, Value: float64(h.count(keep)), Unit: "pairs"}
	}
	out := []models.Measure{
		pairs("compared_pairs", func(pair) bool { return true }),
		pairs("agreeing_pairs", func(p pair) bool { return p.grade == agrees }),
		pairs("doubtful_pairs", func(p pair) bool { return p.grade == readAgain || p.grade == unsure }),
	}
	for _, c := range []struct {
		name, unit string
		code       models.ReasonCode
		always     bool
	}{
		{"contradictions", "pairs", models.ReasonDataContradiction, true}, {"claim_mismatches", "pairs", models.ReasonDataClaimMismatch, true},
		{"impossible_dates", "dates", models.ReasonDataDates, true}, {"specimen_marks", "marks", models.ReasonDataSpecimen, false},
		{"unknown_states", "codes", models.ReasonDataUnknownIssuer, false}, {"malformed_numbers", "numbers", models.ReasonDataNumberFormat, false},
		{"unlisted_institutions", "names", models.ReasonDataUnlisted, false},
	} {
		n := 0
		for _, f := range slices.Concat(h.faults, h.notes) {
			if f.code == c.code {
				n++
			}
		}
		m := models.Measure{Name: c.name, Value: float64(n), Unit: c.unit, Threshold: models.Threshold(0)}
		if n > 0 {
			m.ReasonCode = c.code
		}
		if n > 0 || c.always {
			out = append(out, m)
		}
	}
	return append(out, h.periods()...)
}

// periods are how long the document had been expired and for how long it was issued.
func (h *hearing) periods() []models.Measure {
	var out []models.Measure
	if h.late != nil {
		m := models.Measure{Name: "expired_for", Value: *h.late, Unit: "days", Threshold: models.Threshold(0)}
		if *h.late > 0 {
			m.ReasonCode = models.ReasonDataExpired
		}
		out = append(out, m)
	}
	if h.years != nil {
		code := ""
		if ws := h.by[models.FieldDocumentCode]; len(ws) > 0 {
			code = ws[0].value
		}
		out = append(out, models.Measure{Name: "validity", Value: *h.years, Unit: "years", Threshold: models.Threshold(longestValidity(code))})
	}
	return out
}

// maxRegions bounds the regions of a finding.
const maxRegions = 24

// regions shows where each side of a fault stands; the two sides of a pair refer to each other.
func (h *hearing) regions() []models.Region {
	out := []models.Region{}
	for _, f := range slices.Concat(h.faults, h.notes) {
		first := len(out)
		for _, w := range f.witnesses {
			for _, part := range w.parts() {
				if r, ok := h.region(part, f.score); ok && len(out) < maxRegions {
					out = append(out, r)
				}
			}
		}
		if len(f.witnesses) == 2 && len(out) == first+2 {
			a, b := first, first+1
			out[a].Pair, out[b].Pair = &b, &a
		}
	}
	return out
}

// parts returns the statements that w was put together from, or w itself.
func (w witness) parts() []witness {
	if len(w.also) > 0 {
		return w.also
	}
	return []witness{w}
}

// region returns the box of w inside its page; false when it has none there.
func (h *hearing) region(w witness, score float64) (models.Region, bool) {
	if w.box == nil || w.page < 0 || w.page >= len(h.Pages) {
		return models.Region{}, false
	}
	p := h.Pages[w.page]
	x, y := min(max(w.box[0], 0), p.Width), min(max(w.box[1], 0), p.Height)
	r := models.Region{
		Page: w.page, X: x, Y: y, W: min(w.box[0]+min(w.box[2], p.Width), p.Width) - x, H: min(w.box[1]+min(w.box[3], p.Height), p.Height) - y,
		Score: min(max(score, 0), 1), Label: fmt.Sprintf("%s in %s: %s", title(w.field), h.place(w), shown(w.value)),
	}
	return r, r.W > 0 && r.H > 0
}

// facts gives for each field that stands at two places what each says.
func (h *hearing) facts() map[string]string {
	said := map[string][]string{}
	for _, p := range h.pairs {
		for _, w := range []witness{p.a, p.b} {
			words := string(w.source) + " " + shown(w.value)
			if !slices.Contains(said[p.field], words) && len(said[p.field]) < maxTold {
				said[p.field] = append(said[p.field], words)
			}
		}
	}
	if len(said) == 0 {
		return nil
	}
	facts := map[string]string{}
	for field, words := range said {
		facts[field] = strings.Join(words, " / ")
	}
	return facts
}
