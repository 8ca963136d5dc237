package pipeline

import (
	"context"
	"reflect"
	"slices"

	"loupe/forensics/verdict"
	"loupe/models"
)

// revise judges a submission again by what is known of its links now. Nothing is examined: the findings of the latest
// report stand. A revision that says the same is not written.
func (s *Service) revise(ctx context.Context, job models.Job, sub models.Submission) error {
	before, err := s.store.Report(ctx, sub.ID, 0)
	if models.CodeOf(err) == models.ErrNotFound && err != nil {
		return nil // its first report is still to come and may not know: the lease runs out, and we look again
	}
	if err != nil {
		return err
	}
	links, err := s.heldLinks(ctx, sub.ID)
	if err != nil {
		return err
	}
	ring, err := s.stand(ctx, sub.Account, links)
	if err != nil {
		return err
	}
	after := s.revised(before, links)
	if before.Verdict == after.Verdict && reflect.DeepEqual(before.Links, after.Links) {
		return s.store.Complete(ctx, models.Completion{Job: job})
	}
	var concerned []string
	if ring != nil && ring.Status == models.StatusReopened {
		concerned = membersOf(*ring) // what was no match has a new member: the others must hear, each once
	}
	return s.store.Complete(ctx, models.Completion{Job: job, Report: &after, Revise: concerned, Events: []models.Event{{
		Type: models.EventReportRevised, Account: sub.Account, SubmissionID: sub.ID,
		Data: map[string]string{"verdict": string(after.Verdict), "verdict_before": string(before.Verdict)},
	}}})
}

// revised returns the report with other links, and the verdict that follows.
func (s *Service) revised(r models.Report, links []models.LinkRecord) models.Report {
	c := verdict.Case{Kind: r.Kind, Pages: r.Pages, Findings: r.Findings, Links: seen(r.SubmissionID, look{links: links})}
	for _, reason := range r.Reasons { // what kept the examination or the search from finishing still does
		if reason.Code == models.ReasonSystemReuse || reason.Code == models.ReasonSystemExamination {
			c.Standing = append(c.Standing, reason)
		}
	}
	if slices.ContainsFunc(r.Reasons, func(reason models.Reason) bool { return reason.Check == "file" }) && len(r.Findings) == 0 {
		return r // the file was refused: there is nothing to judge
	}
	j := verdict.Decide(s.config.Policy, c)
	r.ID, r.Revision, r.CreatedAt = s.config.NewID("rep"), 0, s.config.Now().UTC()
	r.Verdict, r.Retryable, r.Reasons, r.Alterations, r.Links = j.Verdict, j.Retryable, j.Reasons, j.Alterations, c.Links
	r.Engine.Policy = s.config.Engine.Policy
	return r
}
