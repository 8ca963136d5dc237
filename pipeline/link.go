package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"loupe/models"
)

// link searches the index for the submission and proves or drops each candidate. Only what a comparison or equal data
// confirms becomes a link; a comparison that did not finish is said in the report. Links that were found before stay:
// what was verified once is not forgotten because a candidate list was full.
func (s *Service) link(ctx context.Context, sub models.Submission, l *look) error {
	if l.examProblem != "" || l.exam.Refused != nil {
		l.reuseProblem = "the file could not be examined"
		return nil
	}
	held, err := s.heldLinks(ctx, sub.ID)
	if err != nil {
		return err
	}
	mine := exhibit{sub: sub, says: stated(sub.Claim, l.exam.Document), marks: models.Landmarks(l.exam.Document, l.exam.Faces)}
	var problems []string
	for _, c := range suspects(s.index, entry(sub, l.exam.Fingerprints), s.config.MaxCandidates) {
		record, err := s.prove(ctx, mine, c)
		switch {
		case s.gone(ctx, c.SubmissionID): // it was found early, and refused since
		case err != nil:
			s.log.Warn("a comparison failed", "submission", sub.ID, "candidate", c.SubmissionID, "error", err)
			problems = append(problems, fmt.Sprintf("the comparison with submission %s failed", c.SubmissionID))
		case record.Comparison.Relation.Links():
			l.links = append(l.links, record)
		}
	}
	l.reuseProblem = strings.Join(problems, "; ")
	l.known, l.news = reconcile(held, l.links)
	if err := s.banked(ctx, l.links); err != nil {
		return err
	}
	if _, err = s.stand(ctx, sub.Account, l.links); err == nil {
		_, err = s.stand(ctx, sub.Account, l.known)
	}
	return err
}

// gone reports whether a submission is no longer there.
func (s *Service) gone(ctx context.Context, id string) bool {
	_, err := s.store.Submission(ctx, id)
	return err != nil && models.CodeOf(err) == models.ErrNotFound
}

// heldLinks returns every link of a submission.
func (s *Service) heldLinks(ctx context.Context, id string) ([]models.LinkRecord, error) {
	var all []models.LinkRecord
	q := models.LinkQuery{SubmissionID: id, Limit: 100}
	for {
		links, next, err := s.store.Links(ctx, q)
		if err != nil {
			return nil, err
		}
		if all = append(all, links...); next == "" {
			return all, nil
		}
		q.After = next
	}
}

// reconcile gives links that were held already what persons said of them, and returns the held ones that were not found
// again and those of found that tell something new.
func reconcile(held, found []models.LinkRecord) (rest, news []models.LinkRecord) {
	for i := range found {
		at := slices.IndexFunc(held, func(h models.LinkRecord) bool { return samePair(h, found[i]) })
		if at < 0 {
			news = append(news, found[i])
			continue
		}
		h := held[at]
		found[i].ID, found[i].CreatedAt, found[i].Banks = h.ID, h.CreatedAt, h.Banks
		found[i].Dispose(h.Disposition)
		if h.Comparison.Relation != found[i].Comparison.Relation || !slices.Equal(h.ConflictFields(), found[i].ConflictFields()) {
			news = append(news, found[i])
		}
	}
	for _, h := range held {
		if !slices.ContainsFunc(found, func(f models.LinkRecord) bool { return samePair(h, f) }) {
			rest = append(rest, h)
		}
	}
	return rest, news
}

func samePair(a, b models.LinkRecord) bool {
	x, y := a.A.SubmissionID, a.B.SubmissionID
	return x == b.A.SubmissionID && y == b.B.SubmissionID || x == b.B.SubmissionID && y == b.A.SubmissionID
}

// banked says of which of the links an end is in a bank.
func (s *Service) banked(ctx context.Context, links []models.LinkRecord) error {
	if len(links) == 0 {
		return nil
	}
	var ids []string
	for _, l := range links {
		ids = append(ids, l.A.SubmissionID, l.B.SubmissionID)
	}
	banks, err := s.store.Banks(ctx, ids)
	if err != nil {
		return err
	}
	for i := range links {
		links[i].Banks = [2]models.Bank{banks[links[i].A.SubmissionID], banks[links[i].B.SubmissionID]}
		links[i].Dispose(links[i].Disposition)
	}
	return nil
}

// concerned returns the submissions to be judged again because of new links: the other sides, and the submission itself,
// whose ring is known only once its links are.
func concerned(id string, news []models.LinkRecord) []string {
	if len(news) == 0 {
		return nil
	}
	all := append(others(id, news), id)
	slices.Sort(all)
	return all
}

// others returns the other sides of links, each once: whoever must hear of them.
func others(id string, links []models.LinkRecord) []string {
	var out []string
	for _, l := range links {
		other := l.A.SubmissionID
		if other == id {
			other = l.B.SubmissionID
		}
		if !slices.Contains(out, other) {
			out = append(out, other)
		}
	}
	slices.Sort(out) // locks are taken in one order
	return out
}
