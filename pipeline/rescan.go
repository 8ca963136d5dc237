package pipeline

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"loupe/models"
)

// StartRescan begins to examine again everything held that f matches. The work is done by Run, behind live uploads, and
// survives a restart. A dry run says what would change and writes no report.
func (s *Service) StartRescan(ctx context.Context, reason string, f models.RescanFilter, dryRun bool) (models.Rescan, error) {
	if f.Kind != "" {
		if _, err := models.ParseKind(string(f.Kind)); err != nil {
			return models.Rescan{}, err
		}
	}
	if v := f.Verdict; v != "" && v != models.VerdictAccept && v != models.VerdictReview && v != models.VerdictReject {
		return models.Rescan{}, models.Invalidf("verdict", "verdict %q is unknown: send accept, review, reject, or leave it out", v)
	}
	r, err := s.store.CreateRescan(ctx, models.Rescan{
		ID: s.config.NewID("rsc"), Reason: reason, Filter: f, DryRun: dryRun, State: models.RescanRunning, CreatedAt: s.config.Now().UTC(),
	}, s.config.Engine)
	if err == nil {
		s.wakeUp()
	}
	return r, err
}

func (s *Service) wakeUp() {
	for range s.config.Jobs {
		select {
		case s.wake <- struct{}{}:
		default:
		}
	}
}

// rescanItem examines one submission again. Trouble of ours never replaces a report: the item is marked failed.
func (s *Service) rescanItem(ctx context.Context, job models.Job, sub models.Submission) error {
	rescan, err := s.store.Rescan(ctx, job.RescanID)
	if err != nil {
		return err
	}
	before, err := s.store.Report(ctx, sub.ID, 0)
	if err != nil {
		return err
	}
	l, err := s.look(ctx, job, sub)
	if err != nil {
		return err
	}
	change := &models.RescanChange{SubmissionID: sub.ID, Account: sub.Account, Before: before.Verdict, After: before.Verdict, Changes: []string{}}
	if l.examProblem != "" {
		change.Error = l.examProblem
		return s.store.Complete(ctx, models.Completion{Job: job, Change: change})
	}
	if !rescan.DryRun {
		if err := s.remember(ctx, sub, l); err != nil {
			return err
		}
	}
	if err := s.link(ctx, sub, &l); err != nil {
		return err
	}
	after := s.judge(sub, l)
	change.After, change.Changes = after.Verdict, Differences(before, after)
	if len(change.Changes) == 0 {
		change = nil
	}
	if rescan.DryRun {
		return s.store.Complete(ctx, models.Completion{Job: job, Change: change})
	}
	_, err = s.write(ctx, job, sub, l, change)
	return err
}

// Differences says in one line each what differs between two reports of one submission: verdict, reasons, outcomes and
// versions of checks, links. Times, scores and artifacts are not differences, nor is that a check finished what the fast
// profile had left, unless it found something.
func Differences(before, after models.Report) []string {
	out := []string{}
	if before.Verdict != after.Verdict {
		out = append(out, fmt.Sprintf("verdict: %s -> %s", before.Verdict, after.Verdict))
	}
	was, is := outcomes(before), outcomes(after)
	for _, check := range finished(before, after) {
		delete(was, check)
		delete(is, check)
	}
	out = append(out, changed("check", was, is)...)
	out = append(out, changed("reason", reasonSet(before), reasonSet(after))...)
	return append(out, changed("link", linkSet(before), linkSet(after))...)
}

// finished lists the checks that had left something before and have since looked at it, on every page, without finding
// anything.
func finished(before, after models.Report) []string {
	same := map[string]bool{} // by check
	for _, b := range before.Findings {
		i := slices.IndexFunc(after.Findings, func(a models.Finding) bool { return a.Check == b.Check && a.Page == b.Page })
		known, seen := same[b.Check]
		same[b.Check] = (known || !seen) && i >= 0 && onlyFinished(b, after.Findings[i])
	}
	var checks []string
	for check, ok := range same {
		if ok {
			checks = append(checks, check)
		}
	}
	return checks
}

// onlyFinished reports whether a says nothing that b did not say, but for what b had left.
func onlyFinished(b, a models.Finding) bool {
	if a.Version != b.Version {
		return false
	}
	return a.Outcome == b.Outcome || b.Left != "" && a.Outcome.Evaluated() && a.Outcome != models.OutcomeSuspect && b.Outcome != models.OutcomeSuspect
}

func outcomes(r models.Report) map[string]string {
	m := map[string]string{}
	for _, f := range r.Findings {
		m[f.Check] = fmt.Sprintf("%s (version %d)", f.Outcome, f.Version)
	}
	return m
}

func reasonSet(r models.Report) map[string]string {
	m := map[string]string{}
	for _, reason := range r.Reasons {
		m[string(reason.Code)] = "given"
	}
	return m
}

func linkSet(r models.Report) map[string]string {
	m := map[string]string{}
	for _, l := range r.Links {
		m[l.SubmissionID] = string(l.Relation)
	}
	return m
}

// changed compares two sets of words, in the order of their keys.
func changed(what string, before, after map[string]string) []string {
	keys := slices.Collect(maps.Keys(before))
	for k := range after {
		if _, ok := before[k]; !ok {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	var out []string
	for _, k := range keys {
		b, a := orNone(before[k]), orNone(after[k])
		if a != b {
			out = append(out, fmt.Sprintf("%s %s: %s -> %s", what, k, b, a))
		}
	}
	return out
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
