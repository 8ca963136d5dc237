// Package mrz asks whether a machine readable zone contradicts its own check digits.
package mrz

import (
	"context"
	"fmt"
	"image"
	"slices"
	"sort"
	"strings"

	"loupe/forensics"
	"loupe/models"
)

// Policy says when a reading is good enough to hold against a document.
type Policy struct {
	Characters     float64 // the least probability that all characters under a disagreeing digit are as read; 0..1
	LineConfidence float64 // where single characters are not known, the least word confidence of the line; 0..100
}

// DefaultPolicy returns 0.95 and 90: below, a disagreement is rather the reader's than the document's.
func DefaultPolicy() Policy { return Policy{Characters: 0.95, LineConfidence: 90} }

// check asks whether a machine readable zone contradicts its own check digits.
type check struct{ policy Policy }

// New returns the check with policy p.
func New(p Policy) forensics.Check { return check{policy: p} }

// Info implements forensics.Check.
func (check) Info() forensics.Info {
	return forensics.Info{
		ID: "mrz", Version: 3, Question: "Does the machine readable zone contradict its own check digits?", Needs: forensics.NeedsText,
		Kinds: []models.Kind{models.KindIdentityDocument},
		Group: models.GroupSemantic, Lifecycle: models.LifecycleStable,
		Reference: "ICAO Doc 9303, Machine Readable Travel Documents, 8th edition, part 3 section 4.9; parts 4 to 7",
		Innocent:  "A character that was misread with confidence, dirt or glare on the zone, an issuer that deviates from the standard.",
	}
}

// Run implements forensics.Check.
func (c check) Run(_ context.Context, x *forensics.Exhibit) (models.Finding, error) {
	reading, err := x.Reading()
	if err != nil {
		return models.Finding{}, fmt.Errorf("mrz: %w", err)
	}
	if reading.Document == nil || reading.Document.MRZ == nil {
		return c.Info().Finding(models.OutcomeNotApplicable, "No machine readable zone was found."), nil
	}
	return c.judge(*reading.Document.MRZ), nil
}

func (c check) judge(m models.MRZ) models.Finding {
	wrong := disagreeing(m)
	share := 0.0
	if len(m.Checks) > 0 {
		share = float64(len(wrong)) / float64(len(m.Checks))
	}
	f := c.answer(m, wrong)
	if f.Outcome.HasScore() {
		f.Score = models.Score(share)
	}
	agreeing := models.Measure{
		Name: "agreeing_check_digits", Value: float64(len(m.Checks) - len(wrong)), Unit: "digits", Threshold: models.Threshold(float64(len(m.Checks))),
	}
	if f.Outcome == models.OutcomeSuspect {
		agreeing.ReasonCode = f.ReasonCode
	}
	f.Measures = []models.Measure{agreeing, {Name: "check_digits", Value: float64(len(m.Checks)), Unit: "digits"}}
	if len(m.Confidence) > 0 {
		f.Measures = append(f.Measures, models.Measure{
			Name: "line_confidence", Value: slices.Min(m.Confidence), Unit: "percent", Threshold: models.Threshold(c.policy.LineConfidence),
		})
	}
	f.Regions = regions(m, wrong, share)
	return f
}

func (c check) answer(m models.MRZ, wrong []string) models.Finding {
	info := c.Info()
	held := slices.DeleteFunc(slices.Clone(wrong), func(name string) bool { return !c.wellRead(m, name) })
	switch {
	case len(m.Checks) == 0:
		return info.Finding(models.OutcomeInconclusive, "The machine readable zone has no check digits that we know.")
	case len(wrong) == 0:
		return info.Finding(models.OutcomeClear, fmt.Sprintf("All %d check digits of the %s zone agree%s.", len(m.Checks), m.Type, after(m)))
	case m.Ambiguous:
		return info.Finding(models.OutcomeInconclusive,
			fmt.Sprintf("Check digits disagree (%s), but another reading of doubtful characters explains it.", plain(wrong)))
	case len(held) == 0:
		return info.Finding(models.OutcomeInconclusive,
			fmt.Sprintf("Check digits disagree (%s), but the zone was not read well enough to hold that against the document.", plain(wrong)))
	}
	f := info.Finding(models.OutcomeSuspect, fmt.Sprintf("The zone was read with confidence and its check digits disagree: %s.", plain(held)))
	f.ReasonCode = models.ReasonDataMRZCheckDigit
	return f
}

func plain(names []string) string { return strings.ReplaceAll(strings.Join(names, ", "), "_", " ") }

// after says how many characters were replaced because the check digits confirm no other reading.
func after(m models.MRZ) string {
	n := 0
	for _, r := range m.Repairs {
		if r.Why == "check_digit" {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", with %d doubtful of its characters read as the digits ask for", n)
}

// wellRead reports whether everything under the named digit was read with confidence and stands as it was read.
func (c check) wellRead(m models.MRZ, name string) bool {
	all, any := 1.0, false
	for i, line := range m.Characters {
		for at, ch := range line {
			if !slices.Contains(ch.Checks, name) {
				continue
			}
			any = true
			switch {
			case repaired(m, i, at):
				return false
			case ch.Probability > 0:
				all *= ch.Probability
			case i >= len(m.Confidence) || !(m.Confidence[i] >= c.policy.LineConfidence):
				return false
			}
		}
	}
	return any && all >= c.policy.Characters
}

// repaired reports whether another character was read at a position; line and at count from 0.
func repaired(m models.MRZ, line, at int) bool {
	return slices.ContainsFunc(m.Repairs, func(r models.Repair) bool { return r.Line == line+1 && r.Position == at+1 })
}

// regions are the characters under the digits that disagree, one region for each digit and line; the composite digit, which covers
// nearly everything, only when it is the only one. Where the characters are not known, it is the zone.
func regions(m models.MRZ, wrong []string, score float64) []models.Region {
	out := []models.Region{}
	for _, name := range wrong {
		if name == "composite" && len(wrong) > 1 {
			continue
		}
		for _, line := range m.Characters {
			if r, ok := around(m, line, name); ok {
				r.Score, r.Label = score, strings.ReplaceAll(name, "_", " ")
				out = append(out, r)
			}
		}
	}
	if len(out) == 0 && m.Box != nil {
		zone := *m.Box
		zone.Score, zone.Label = score, "machine readable zone"
		out = append(out, zone)
	}
	return out
}

// around is the rectangle around the line's characters under the named digit; ok is false when they are not known to lie in
// the zone.
func around(m models.MRZ, line []models.MRZCharacter, name string) (r models.Region, ok bool) {
	var all image.Rectangle
	for _, c := range line {
		if slices.Contains(c.Checks, name) && c.Box[2] > 0 {
			all = all.Union(image.Rect(c.Box[0], c.Box[1], c.Box[0]+c.Box[2], c.Box[1]+c.Box[3]))
		}
	}
	if all.Empty() || m.Box == nil || !all.In(image.Rect(m.Box.X, m.Box.Y, m.Box.X+m.Box.W, m.Box.Y+m.Box.H)) {
		return models.Region{}, false
	}
	return models.Region{Page: m.Box.Page, X: all.Min.X, Y: all.Min.Y, W: all.Dx(), H: all.Dy()}, true
}

// disagreeing returns the names of the check digits that do not agree, sorted.
func disagreeing(m models.MRZ) []string {
	var names []string
	for name, ok := range m.Checks {
		if !ok {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}
