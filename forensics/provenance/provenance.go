// Package provenance asks whether a file says of itself that it was generated, edited or changed after it was signed:
// C2PA manifests, IPTC digital source types, the records that image generators write, traces of editing programs, the
// revisions of a PDF.
//
// These are words of the file, not measurements: who wants to hide them removes them. What they admit counts; that they
// are absent says nothing.
package provenance

import (
	"context"
	"strings"

	"loupe/forensics"
	"loupe/forensics/embedded"
	"loupe/forensics/provenance/c2pa"
	"loupe/forensics/provenance/pdf"
	"loupe/models"
)

type check struct{}

// New returns the check.
func New() forensics.Check { return check{} }

// Info implements forensics.Check.
func (check) Info() forensics.Info {
	return forensics.Info{
		ID: "provenance", Version: 1, Question: "Does the file say of itself that it was generated, edited or changed after signing?",
		Kinds: models.Kinds(), Group: models.GroupProvenance, Lifecycle: models.LifecycleStable,
		Reference: "C2PA Technical Specification 2.2; IPTC NewsCodes, digital source type; ISO 32000-1, 7.5.6; GB 45438-2025",
		Innocent:  "Telephones mark pictures that a model enhanced; export and passport-photo programs leave their names; forms are filled and signed by updating a PDF.",
	}
}

// Scores of what is found: how surely it says that the picture is not what was captured.
const (
	scoreGenerator = 0.95
	scoreBroken    = 0.9
	scoreSigned    = 0.6 // a PDF was changed after it was signed
	scoreUpdated   = 0.4
)

// Run implements forensics.Check.
func (c check) Run(ctx context.Context, x *forensics.Exhibit) (models.Finding, error) {
	if err := ctx.Err(); err != nil {
		return models.Finding{}, err
	}
	return c.judge(read(x)), nil
}

// suspicion is one thing that was found.
type suspicion struct {
	reason models.ReasonCode
	score  float64
	words  string
}

// judge answers from what the file says. Traces of editing programs are notes: they make no picture suspect.
func (c check) judge(a account) models.Finding {
	f := c.Info().Finding(models.OutcomeInconclusive, "")
	f.Facts, f.Measures = a.facts(), a.measures()
	found := a.suspicions()
	told := a.told()
	switch {
	case len(found) > 0:
		words := make([]string, len(found))
		for i, s := range found {
			words[i] = s.words
		}
		f.Outcome, f.ReasonCode, f.Score = models.OutcomeSuspect, found[0].reason, models.Score(found[0].score)
		f.Message = strings.Join(words, "; ") + "."
	case a.captured, a.manifest != nil && a.manifest.binding.State == c2pa.Holds:
		f.Outcome, f.Score = models.OutcomeClear, models.Score(0)
		f.Message = told
	case told != "":
		f.Message = told + " That it says no more says nothing either way."
	default:
		f.Message = "The file says nothing of how it was made: that says nothing either way."
	}
	if f.ReasonCode == "" && len(a.editors) > 0 {
		f.ReasonCode = models.ReasonProvenanceEditor
	}
	return f
}

// suspicions lists what is wrong, the gravest first.
func (a account) suspicions() []suspicion {
	var found []suspicion
	if len(a.generators) > 0 {
		g := a.generators[0]
		found = append(found, suspicion{models.ReasonProvenanceGenerator, scoreGenerator,
			"The file says that an image generator made it or a part of it: " + embedded.Clean(g.Tool) + " (" + embedded.Clean(g.Where) + ")"})
	}
	if a.manifest.broken() {
		found = append(found, suspicion{models.ReasonProvenanceBroken, scoreBroken, "The provenance manifest does not fit the file: " + a.manifest.fault()})
	}
	if u := a.changes(); u > 0 {
		s := suspicion{models.ReasonProvenanceUpdated, scoreUpdated, "The PDF's pages were changed by an update after it was written"}
		if a.afterSigned() {
			s.score, s.words = scoreSigned, "The PDF's pages were changed after it was signed"
		}
		found = append(found, s)
	}
	return found
}

// changes counts the updates of a PDF that changed what its pages show.
func (a account) changes() int {
	n := 0
	for _, u := range a.updates() {
		if u.Changes() {
			n++
		}
	}
	return n
}

func (a account) updates() []pdf.Update {
	if a.history == nil {
		return nil
	}
	return a.history.Updates
}

func (a account) afterSigned() bool {
	for _, u := range a.updates() {
		if u.Changes() && u.AfterSigned {
			return true
		}
	}
	return false
}

// measures counts what was found, things of which there should be none.
func (a account) measures() []models.Measure {
	counted := func(name string, n int, reason models.ReasonCode) models.Measure {
		m := models.Measure{Name: name, Value: float64(n), Unit: "count", Threshold: models.Threshold(0)}
		if n > 0 {
			m.ReasonCode = reason
		}
		return m
	}
	broken := 0
	if a.manifest.broken() {
		broken = 1
	}
	list := []models.Measure{
		counted("generator_statements", len(a.generators), models.ReasonProvenanceGenerator),
		counted("broken_manifests", broken, models.ReasonProvenanceBroken),
		counted("editor_traces", len(a.editors), models.ReasonProvenanceEditor),
	}
	if a.history != nil {
		list = append(list, models.Measure{Name: "pdf_revisions", Value: float64(a.history.Revisions), Unit: "count"},
			counted("pdf_changing_updates", a.changes(), models.ReasonProvenanceUpdated))
	}
	return list
}
