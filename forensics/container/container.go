// Package container asks whether a file is something other than one picture of the type it was declared to be: content,
// name and declared type that disagree, bytes after the picture's end, an archive, a script or a program inside.
package container

import (
	"context"
	"strings"

	"loupe/forensics"
	"loupe/forensics/survey"
	"loupe/models"
)

type check struct{}

// New returns the check.
func New() forensics.Check { return check{} }

// Info implements forensics.Check.
func (check) Info() forensics.Info {
	return forensics.Info{
		ID: "container", Version: 1, Question: "Is the file something other than one picture of the type it was declared to be?",
		Kinds: models.Kinds(), Group: models.GroupProvenance, Lifecycle: models.LifecycleStable,
		Reference: "WHATWG MIME Sniffing; CIPA DC-007 (MPF); PKWARE APPNOTE 4.3; Albertini, PoC||GTFO (polyglots)",
		Innocent:  "Messengers and upload libraries rename pictures without converting them; some cameras and storage systems leave bytes of their own after the end.",
	}
}

// Scores of what is found: how surely it says that somebody made the file to be more than a picture.
const (
	scoreForeign  = 0.9
	scoreTrailing = 0.3
	scoreMismatch = 0.2
)

// Run implements forensics.Check.
func (c check) Run(_ context.Context, x *forensics.Exhibit) (models.Finding, error) {
	seen, first := x.Upload()
	if !first {
		return c.Info().Finding(models.OutcomeNotApplicable, "The question is about the uploaded file and answered on its first page."), nil
	}
	return c.judge(seen, x.Declared), nil
}

// judge answers from what the file says of itself; no pixel is looked at.
func (c check) judge(seen survey.Survey, declared forensics.Declared) models.Finding {
	types, beside := typesOf(seen, declared), besideOf(seen)
	f := c.Info().Finding(models.OutcomeClear, "")
	f.Measures = append(f.Measures, measures(seen, beside, types)...)
	f.Facts = facts(types, beside)
	found := suspicions(types, beside)
	if len(found) == 0 {
		f.Score, f.Message = models.Score(0), "The file is "+seen.Name+also(beside)+"."
		return f
	}
	words := make([]string, len(found))
	for i, s := range found {
		words[i] = s.words
	}
	f.Outcome, f.ReasonCode, f.Score = models.OutcomeSuspect, found[0].reason, models.Score(found[0].score)
	f.Message = strings.Join(words, "; ") + "."
	return f
}

// suspicion is one thing that was found.
type suspicion struct {
	reason models.ReasonCode
	score  float64
	words  string
}

// suspicions lists what is wrong, the gravest first.
func suspicions(t types, b beside) []suspicion {
	var found []suspicion
	if len(b.foreign) > 0 {
		found = append(found, suspicion{models.ReasonFileForeign, scoreForeign, "Beside what it shows, the file holds " + name(b.foreign)})
	}
	if len(b.strange) > 0 {
		found = append(found, suspicion{models.ReasonFileTrailingData, scoreTrailing, "After the picture's end there follow " + name(b.strange)})
	}
	if m := t.mismatch(); m != "" {
		found = append(found, suspicion{models.ReasonFileTypeMismatch, scoreMismatch, m})
	}
	return found
}

// measures counts what the file holds.
func measures(s survey.Survey, b beside, t types) []models.Measure {
	trailing := models.Measure{Name: "trailing_bytes", Value: float64(b.trailing), Unit: "bytes"}
	if len(b.strange) > 0 {
		trailing.ReasonCode = models.ReasonFileTrailingData
	}
	foreign := models.Measure{Name: "foreign_parts", Value: float64(len(b.foreign)), Unit: "count", Threshold: models.Threshold(0)}
	if len(b.foreign) > 0 {
		foreign.ReasonCode = models.ReasonFileForeign
	}
	mismatches := models.Measure{Name: "type_mismatches", Value: float64(len(t.disagreeing())), Unit: "count", Threshold: models.Threshold(0)}
	if mismatches.Value > 0 {
		mismatches.ReasonCode = models.ReasonFileTypeMismatch
	}
	return []models.Measure{
		foreign, trailing, mismatches,
		{Name: "frames", Value: float64(s.Frames), Unit: "count"},
		{Name: "chunks", Value: float64(s.Chunks), Unit: "count"},
		{Name: "private_chunks", Value: float64(s.Private), Unit: "count"},
		{Name: "metadata_bytes", Value: float64(s.MetadataBytes), Unit: "bytes"},
	}
}

// facts says in words what was compared; what is absent is left out. The extension and declared type are untrusted.
func facts(t types, b beside) map[string]string {
	found := map[string]string{}
	for key, value := range map[string]string{
		"type": t.content, "declared_type": clean(t.declared), "extension": clean(t.extension),
		"follows": name(append(append([]survey.Trailer{}, b.known...), b.strange...)), "foreign": name(b.foreign),
	} {
		if value != "" {
			found[key] = value
		}
	}
	return found
}

func also(b beside) string {
	if len(b.known) == 0 {
		return ""
	}
	return "; after its end: " + name(b.known)
}
