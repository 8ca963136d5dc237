package verdict_test

import (
	"strings"
	"testing"
	"time"

	"loupe/forensics/verdict"
	"loupe/models"
)

func policy(t *testing.T) verdict.Policy {
	t.Helper()
	p, err := verdict.DefaultPolicy()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// clean returns clear findings for every check that kind requires.
func clean(p verdict.Policy, kind models.Kind) []models.Finding {
	var fs []models.Finding
	for _, id := range p.Required[kind] {
		fs = append(fs, models.Finding{Check: id, Outcome: models.OutcomeClear, Score: models.Score(0)})
	}
	return fs
}

func set(fs []models.Finding, id string, change func(*models.Finding)) []models.Finding {
	for i := range fs {
		if fs[i].Check == id {
			change(&fs[i])
		}
	}
	return fs
}

func suspect(code models.ReasonCode) func(*models.Finding) {
	return func(f *models.Finding) {
		f.Outcome, f.Score, f.ReasonCode, f.Message = models.OutcomeSuspect, models.Score(0.9), code, "found"
	}
}

func outcome(o models.Outcome) func(*models.Finding) {
	return func(f *models.Finding) { f.Outcome, f.Score, f.Message = o, nil, "did not look" }
}

func TestDecide(t *testing.T) {
	p := policy(t)
	id := models.KindIdentityDocument
	link := models.Link{Relation: models.RelationSameCapture, SubmissionID: "s", Account: "other", FirstSeen: time.Unix(0, 0)}
	harmless := models.Link{Relation: models.RelationSameLayout, SubmissionID: "s", Account: "other"}
	tests := []struct {
		name      string
		c         verdict.Case
		want      models.Verdict
		retryable bool
		codes     []models.ReasonCode
	}{
		{"all clear", verdict.Case{Kind: id, Findings: clean(p, id)}, models.VerdictAccept, false, nil},
		{"blurred", verdict.Case{Kind: id, Findings: set(clean(p, id), "quality", suspect(models.ReasonQualityBlur))},
			models.VerdictReject, true, []models.ReasonCode{models.ReasonQualityBlur}},
		{"ela alone is never above review", verdict.Case{Kind: id, Findings: set(clean(p, id), "ela", suspect(models.ReasonCompressionELA))},
			models.VerdictReview, false, []models.ReasonCode{models.ReasonCompressionELA}},
		{"failed check", verdict.Case{Kind: id, Findings: set(clean(p, id), "ela", outcome(models.OutcomeFailed))},
			models.VerdictReview, false, []models.ReasonCode{models.ReasonSystemCheckFailed}},
		{"unavailable check", verdict.Case{Kind: id, Findings: set(clean(p, id), "text", outcome(models.OutcomeUnavailable))},
			models.VerdictReview, false, []models.ReasonCode{models.ReasonSystemCheckUnavailable}},
		{"missing check", verdict.Case{Kind: id, Findings: clean(p, id)[1:]}, models.VerdictReview, false, []models.ReasonCode{models.ReasonSystemCheckFailed}},
		{"inconclusive is an answer", verdict.Case{Kind: id, Findings: set(clean(p, id), "ela", outcome(models.OutcomeInconclusive))}, models.VerdictAccept, false, nil},
		{"link", verdict.Case{Kind: id, Findings: clean(p, id), Links: []models.Link{link}}, models.VerdictReview, false, []models.ReasonCode{models.ReasonReuseSameCapture}},
		{"same layout is harmless", verdict.Case{Kind: id, Findings: clean(p, id), Links: []models.Link{harmless}}, models.VerdictAccept, false, nil},
		{"reuse not searched", verdict.Case{Kind: id, Findings: clean(p, id), ReuseProblem: "killed"}, models.VerdictReview, false, []models.ReasonCode{models.ReasonSystemReuse}},
		{"examination lost", verdict.Case{Kind: id, ExaminationProblem: "killed"}, models.VerdictReview, false, nil},
		{"reject wins over review", verdict.Case{Kind: id, Findings: set(clean(p, id), "quality", suspect(models.ReasonQualityDark)), Links: []models.Link{link}},
			models.VerdictReject, true, []models.ReasonCode{models.ReasonReuseSameCapture, models.ReasonQualityDark}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := verdict.Decide(p, tt.c)
			if got.Verdict != tt.want || got.Retryable != tt.retryable {
				t.Errorf("got %s retryable %v, want %s %v (%v)", got.Verdict, got.Retryable, tt.want, tt.retryable, got.Reasons)
			}
			for i, code := range tt.codes {
				if i >= len(got.Reasons) || got.Reasons[i].Code != code {
					t.Errorf("reason %d: want %s, got %v", i, code, got.Reasons)
				}
			}
		})
	}
}

// Every required check, with every outcome that is not an evaluation, must keep a submission from being accepted.
func TestNotEvaluatedIsNeverAccepted(t *testing.T) {
	p := policy(t)
	for _, kind := range models.Kinds() {
		for _, id := range p.Required[kind] {
			for _, o := range []models.Outcome{models.OutcomeFailed, models.OutcomeUnavailable, "garbage", ""} {
				got := verdict.Decide(p, verdict.Case{Kind: kind, Findings: set(clean(p, kind), id, outcome(o))})
				if got.Verdict == models.VerdictAccept {
					t.Errorf("%s with %s = %q was accepted", kind, id, o)
				}
			}
		}
	}
}

func TestExperimentalNeverCounts(t *testing.T) {
	p := policy(t)
	fs := append(clean(p, models.KindProfilePhoto), models.Finding{Check: "new", Lifecycle: models.LifecycleExperimental,
		Outcome: models.OutcomeSuspect, Score: models.Score(1), ReasonCode: models.ReasonCompressionELA})
	if got := verdict.Decide(p, verdict.Case{Kind: models.KindProfilePhoto, Findings: fs}); got.Verdict != models.VerdictAccept {
		t.Errorf("an experimental check decided: %v", got)
	}
}

func TestMeasuresNameTheirOwnReasons(t *testing.T) {
	p := policy(t)
	fs := set(clean(p, models.KindDiploma), "quality", func(f *models.Finding) {
		suspect(models.ReasonQualityBlur)(f)
		f.Measures = []models.Measure{
			{Name: "edge_width", Value: 9, Unit: "px", Threshold: models.Threshold(4), ReasonCode: models.ReasonQualityBlur},
			{Name: "mean", Value: 0.05, Unit: "of full scale", Threshold: models.Threshold(0.08), ReasonCode: models.ReasonQualityDark},
			{Name: "megapixels", Value: 3, Unit: "MP"},
		}
	})
	got := verdict.Decide(p, verdict.Case{Kind: models.KindDiploma, Findings: fs})
	if len(got.Reasons) != 2 || !strings.Contains(got.Reasons[0].Message, "found [edge width 9 px, threshold 4]") {
		t.Errorf("reasons: %+v", got.Reasons)
	}
}

func TestParsePolicyRejects(t *testing.T) {
	for name, text := range map[string]string{
		"not json":        `{`,
		"no version":      `{"required":{}}`,
		"nothing needed":  `{"version":1,"required":{"diploma":["ela"]},"actions":{}}`,
		"unknown reason":  `{"version":1,"required":{"diploma":["a"],"identity_document":["a"],"profile_photo":["a"]},"actions":{"x.y":"note"}}`,
		"unknown action":  `{"version":1,"required":{"diploma":["a"],"identity_document":["a"],"profile_photo":["a"]},"actions":{"quality.blur":"ban"}}`,
		"unjudged reason": `{"version":1,"required":{"diploma":["a"],"identity_document":["a"],"profile_photo":["a"]},"actions":{"quality.blur":"reject"}}`,
	} {
		if _, err := verdict.ParsePolicy([]byte(text)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
