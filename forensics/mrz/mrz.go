// Package mrz asks whether a machine readable zone contradicts its own check digits.
package mrz

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"loupe/forensics"
	"loupe/models"
)

// Policy says when a reading is good enough to hold against a document.
type Policy struct {
	LineConfidence float64 // the least word confidence of a line whose digits disagree; 0..100
}

// DefaultPolicy returns 90: below it, a disagreement is rather the reader's than the document's.
func DefaultPolicy() Policy { return Policy{LineConfidence: 90} }

// check asks whether a machine readable zone contradicts its own check digits.
type check struct{ policy Policy }

// New returns the check with policy p.
func New(p Policy) forensics.Check { return check{policy: p} }

// Info implements forensics.Check.
func (check) Info() forensics.Info {
	return forensics.Info{
		ID: "mrz", Version: 1, Question: "Does the machine readable zone contradict its own check digits?", Needs: forensics.NeedsText,
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
	if m.Box != nil {
		region := *m.Box
		region.Score, region.Label = share, "machine readable zone"
		f.Regions = []models.Region{region}
	}
	return f
}

func (c check) answer(m models.MRZ, wrong []string) models.Finding {
	info := c.Info()
	names := strings.ReplaceAll(strings.Join(wrong, ", "), "_", " ")
	switch {
	case len(m.Checks) == 0:
		return info.Finding(models.OutcomeInconclusive, "The machine readable zone has no check digits that we know.")
	case len(wrong) == 0:
		return info.Finding(models.OutcomeClear, fmt.Sprintf("All %d check digits of the %s zone agree.", len(m.Checks), m.Type))
	case m.Ambiguous:
		return info.Finding(models.OutcomeInconclusive,
			fmt.Sprintf("Check digits disagree (%s), but another reading of look-alike characters explains it.", names))
	case !c.wellRead(m, wrong):
		return info.Finding(models.OutcomeInconclusive,
			fmt.Sprintf("Check digits disagree (%s), but the zone was not read well enough to hold that against the document.", names))
	}
	f := info.Finding(models.OutcomeSuspect, fmt.Sprintf("The zone was read with confidence and its check digits disagree: %s.", names))
	f.ReasonCode = models.ReasonDataMRZCheckDigit
	return f
}

// wellRead reports whether every line with a disagreeing digit was read with confidence and exactly as it stands: with the
// right number of characters and none of those that a check digit covers repaired.
func (c check) wellRead(m models.MRZ, wrong []string) bool {
	for _, name := range wrong {
		for _, line := range linesOf(m, name) {
			if line >= len(m.Confidence) || !(m.Confidence[line] >= c.policy.LineConfidence) {
				return false
			}
			if m.Read != nil && (line >= len(m.Read) || repaired(m, line)) {
				return false
			}
		}
	}
	return true
}

// repaired reports whether a character of the line that some check digit covers is not what was read.
func repaired(m models.MRZ, line int) bool {
	if len(m.Read[line]) != len(m.Lines[line]) {
		return true
	}
	for i := range len(m.Lines[line]) {
		if m.Read[line][i] != m.Lines[line][i] && !uncovered(m.Type, line, i) {
			return true
		}
	}
	return false
}

// uncovered reports whether no check digit covers the character: document code, issuer, nationality and sex (ICAO 9303-4
// to -7, section 4.2: in a TD1 sex is character 8 and nationality 16 to 18 of line 2, else 21 and 11 to 13).
func uncovered(t models.MRZType, line, i int) bool {
	switch {
	case line == 0:
		return i < 5
	case t == models.MRZTypeTD1:
		return i == 7 || i >= 15 && i < 18
	}
	return i == 20 || i >= 10 && i < 13
}

// linesOf returns the lines that the check digit covers, ICAO 9303-5 to -7 section 4.2: in a TD1 the document number stands
// on line 1, the dates on line 2 and the composite covers both; else all stand on line 2, but for the composite of the
// French identity card of 1988, which covers everything.
func linesOf(m models.MRZ, check string) []int {
	switch {
	case check == "composite" && (m.Type == models.MRZTypeTD1 || strings.HasPrefix(m.Lines[0], "IDFRA")):
		return []int{0, 1}
	case check == "document_number" && m.Type == models.MRZTypeTD1:
		return []int{0}
	}
	return []int{1}
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
