package verdict_test

import (
	"testing"

	"loupe/forensics/verdict"
	"loupe/models"
)

func TestRefuse(t *testing.T) {
	refusal := models.Refusal{Reason: models.ReasonFileTooSmall, Message: "1x1"}
	said := models.Finding{Check: "provenance", Outcome: models.OutcomeSuspect, ReasonCode: models.ReasonProvenanceGenerator, Message: "found"}
	tests := []struct {
		name     string
		findings []models.Finding
		want     []models.ReasonCode
	}{
		{"nothing else", nil, []models.ReasonCode{models.ReasonFileTooSmall}},
		{"says that it was generated", []models.Finding{said}, []models.ReasonCode{models.ReasonProvenanceGenerator, models.ReasonFileTooSmall}},
	}
	for _, tt := range tests {
		j := verdict.Refuse(policy(t), refusal, tt.findings)
		if j.Verdict != models.VerdictReject || !j.Retryable || len(j.Reasons) != len(tt.want) {
			t.Fatalf("%s: got %+v", tt.name, j)
		}
		for i, r := range j.Reasons {
			if r.Code != tt.want[i] {
				t.Errorf("%s: reason %d is %s, want %s", tt.name, i, r.Code, tt.want[i])
			}
		}
	}
}
