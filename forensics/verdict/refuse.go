package verdict

import "loupe/models"

// Refuse judges a file that could not be opened: it is sent back. What it says of itself all the same is said, too.
func Refuse(p Policy, r models.Refusal, findings []models.Finding) Judgement {
	reasons := []models.Reason{models.NewReason(r.Reason, "file", r.Message)}
	for _, f := range findings {
		reasons = append(reasons, p.fromFinding(f)...)
	}
	models.SortReasons(reasons)
	return Judgement{Verdict: models.VerdictReject, Retryable: true, Reasons: reasons}
}
