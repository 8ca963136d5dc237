package verdict_test

import (
	"math"
	"testing"

	"loupe/forensics/verdict"
	"loupe/models"
)

func evidence(check string, g models.Group, p float64, o models.Outcome) models.Finding {
	return models.Finding{Check: check, Outcome: o, ReasonCode: models.ReasonContentNoise, Lifecycle: models.LifecycleStable, Evidence: []models.Evidence{
		{Group: g, Statistic: "s", P: &p, Calibration: &models.Calibration{N: 999}},
	}}
}

// Expected values: T = mean tan((1/2-p) pi) with p at most 1/2, p = 1/2 - atan(T)/pi, ratio = -1/(e p ln p), computed apart.
func TestAlterations(t *testing.T) {
	clear, suspect := models.OutcomeClear, models.OutcomeSuspect
	experimental := evidence("b", models.GroupNoise, 0.001, suspect)
	experimental.Lifecycle = models.LifecycleExperimental
	tests := []struct {
		name     string
		findings []models.Finding
		p, ratio float64
		words    string
		altered  bool
	}{
		{"one clear", []models.Finding{evidence("a", models.GroupHistory, 0.5, clear)}, 0.5, 1, "no support", false},
		{"one group alone", []models.Finding{evidence("a", models.GroupHistory, 0.001, suspect)}, 0.001, 53.256, "moderate support", false},
		{"two groups", []models.Finding{evidence("a", models.GroupHistory, 0.001, suspect), evidence("b", models.GroupNoise, 0.001, suspect)}, 0.001, 53.256, "moderate support", true},
		{"a second one that is quiet", []models.Finding{evidence("a", models.GroupHistory, 0.001, suspect), evidence("b", models.GroupNoise, 0.5, clear)}, 0.002, 29.599, "moderate support", false},
		{"two groups, one past its threshold", []models.Finding{evidence("a", models.GroupHistory, 0.001, suspect), evidence("b", models.GroupNoise, 0.001, clear)}, 0.001, 53.256, "moderate support", true},
		{"two groups, none past its threshold", []models.Finding{evidence("a", models.GroupHistory, 0.001, clear), evidence("b", models.GroupNoise, 0.001, clear)}, 0.001, 53.256, "moderate support", false},
		{"two of one group", []models.Finding{evidence("a", models.GroupNoise, 0.001, suspect), evidence("b", models.GroupNoise, 0.001, suspect)}, 0.001, 53.256, "moderate support", false},
		{"an experimental one does not count", []models.Finding{evidence("a", models.GroupHistory, 0.001, suspect), experimental}, 0.001, 53.256, "moderate support", false},
		{"p of 1 does not silence", []models.Finding{evidence("a", models.GroupHistory, 0.001, clear), evidence("b", models.GroupNoise, 1, clear)}, 0.002, 29.599, "moderate support", false},
		{"nothing anywhere", []models.Finding{evidence("a", models.GroupHistory, 0.9, clear), evidence("b", models.GroupNoise, 1, clear)}, 0.5, 1, "no support", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := verdict.Alterations(tt.findings)
			if len(got) != 1 {
				t.Fatalf("got %+v", got)
			}
			if a := got[0]; math.Abs(a.P/tt.p-1) > 0.01 || math.Abs(a.LikelihoodRatio/tt.ratio-1) > 0.01 || a.Words != tt.words {
				t.Errorf("got p %v, ratio %v, %s; want %v, %v, %s", a.P, a.LikelihoodRatio, a.Words, tt.p, tt.ratio, tt.words)
			}
			j := verdict.Decide(policy(t), verdict.Case{Kind: models.KindProfilePhoto, Findings: tt.findings})
			altered := false
			for _, r := range j.Reasons {
				altered = altered || r.Code == models.ReasonContentAltered
			}
			if altered != tt.altered {
				t.Errorf("altered: got %v", altered)
			}
		})
	}
}

// The ratio is never above what the sets support, and nothing is said where nothing was calibrated.
func TestAlterationsBounds(t *testing.T) {
	p := 1e-6
	f := models.Finding{Check: "a", Evidence: []models.Evidence{{Group: models.GroupNoise, Statistic: "s", P: &p, Calibration: &models.Calibration{N: 60}}}}
	if a := verdict.Alterations([]models.Finding{f}); a[0].LikelihoodRatio != 61 {
		t.Errorf("got %v, want 61", a[0].LikelihoodRatio)
	}
	f.Evidence[0].P = nil
	if a := verdict.Alterations([]models.Finding{f}); len(a) != 0 {
		t.Errorf("got %+v", a)
	}
}
