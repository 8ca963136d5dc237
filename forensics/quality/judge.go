package quality

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"loupe/models"
)

// judgement is one measure held against its limit.
type judgement struct {
	instrument
	fact
	measure models.Measure
	badness float64 // 0.5 at the edge
	fault   bool
}

// judge lists the judgements in the order of the instruments. Pixels that were read are not too few: that there is not
// one to spare is said and no fault.
func (c check) judge(k models.Kind, f facts) []judgement {
	var out []judgement
	legible := c.legible(k, f)
	for _, i := range instruments() {
		fact, measured := f.measured[i.name]
		if !measured {
			continue
		}
		j := judgement{instrument: i, fact: fact, measure: models.Measure{Name: i.name, Value: fact.value, Unit: i.unit}}
		if limit, judged := c.policy.Limit(k, i.name); judged {
			j.measure.Threshold = models.Threshold(limit.Edge)
			j.badness, j.fault = limit.badness(fact.value), limit.crossed(fact.value)
			if j.fault && j.pixels && legible {
				j.reason, j.soft = models.ReasonQualityFewPixels, true
			}
		}
		out = append(out, j)
	}
	c.excuse(k, f, out)
	return out
}

// legible reports whether the document could be read and has pixels enough for a person to do so, too.
func (c check) legible(k models.Kind, f facts) bool {
	for _, i := range instruments() {
		fact, measured := f.measured[i.name]
		if limit, judged := c.policy.Limit(k, i.name); i.pixels && measured && judged && limit.hopeless(fact.value) {
			return false
		}
	}
	return c.policy.Kinds[k].Legible.met(f.read)
}

// excuse takes back what is no fault in this picture: a mean says nothing of one that is dark or light by nature, and a
// document may be far away when it has pixels enough.
func (c check) excuse(k models.Kind, f facts, list []judgement) {
	e := c.policy.Kinds[k].Excuses
	worst := map[string]float64{}
	for i := range list {
		j := &list[i]
		excused := false
		switch j.name {
		case "mean_luminance_low":
			excused = f.tones.high > e.DarkHighlight
		case "mean_luminance_high":
			excused = f.tones.low < e.BrightShadow && f.washed <= e.Washed
		case "frame_fill":
			excused = max(worst["document_dpi"], worst["document_megapixels"], worst["document_short_side"]) == 0
		case "contrast": // a consequence does not outrank its cause
			if worst["tone fault"] > 0 {
				j.badness = min(j.badness, worst["tone fault"])
			}
		}
		if excused {
			j.fault, j.badness = false, min(j.badness, 0.5)
		}
		if j.soft {
			j.badness = min(j.badness, 0.5)
		}
		worst[j.name] = j.badness
		if j.fault && (j.reason == models.ReasonQualityDark || j.reason == models.ReasonQualityBright) {
			worst["tone fault"] = max(worst["tone fault"], j.badness)
		}
	}
}

func (c check) finding(k models.Kind, seen facts) models.Finding {
	f := c.Info().Finding(models.OutcomeClear, "The picture is good enough to judge.")
	score := 0.0
	var faults []judgement
	for _, j := range c.judge(k, seen) {
		if j.fault {
			j.measure.ReasonCode = j.reason
			if j.reason == models.ReasonQualityFewPixels {
				f.Message = "The picture is good enough to judge: it has few pixels, and what stands on it could be read."
			}
			f.Regions = append(f.Regions, j.where...)
		}
		if j.fault && !j.soft {
			faults = append(faults, j)
		}
		f.Measures = append(f.Measures, j.measure)
		score = max(score, j.badness)
	}
	f.Measures = append(f.Measures, seen.context...)
	f.Score = models.Score(score)
	if len(faults) == 0 {
		return f
	}
	slices.SortStableFunc(faults, func(a, b judgement) int {
		if a.copied != b.copied {
			return map[bool]int{false: -1, true: 1}[a.copied]
		}
		return cmp.Compare(b.badness, a.badness)
	})
	f.Outcome, f.ReasonCode = models.OutcomeSuspect, faults[0].reason
	var words []string
	for _, j := range faults {
		words = append(words, j.sentence())
	}
	f.Message = "A better picture is needed: " + strings.Join(words, "; ") + "."
	return f
}

// sentence says what is wrong, where, and by how much.
func (j judgement) sentence() string {
	if j.what != "" {
		return j.what
	}
	return fmt.Sprintf(j.words, j.value, *j.measure.Threshold)
}
