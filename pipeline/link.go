package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"loupe/models"
	"loupe/reuse"
)

// link searches the index for the submission and proves or drops each candidate. Only what a comparison confirms
// becomes a link; a comparison that did not finish is said in the report.
func (s *Service) link(ctx context.Context, sub models.Submission, l *look) {
	if l.examProblem != "" || l.exam.Refused != nil {
		l.reuseProblem = "the file could not be examined"
		return
	}
	var problems []string
	for _, c := range s.index.Search(entry(sub, l.exam), s.config.MaxCandidates) {
		record, err := s.prove(ctx, sub, c)
		if err != nil {
			s.log.Warn("a comparison failed", "submission", sub.ID, "candidate", c.SubmissionID, "error", err)
			problems = append(problems, fmt.Sprintf("the comparison with submission %s failed", c.SubmissionID))
			continue
		}
		if record.Comparison.Relation.Links() {
			l.links = append(l.links, record)
		}
	}
	l.reuseProblem = strings.Join(problems, "; ")
}

// prove compares the two submissions, the later one first.
func (s *Service) prove(ctx context.Context, sub models.Submission, c reuse.Candidate) (models.LinkRecord, error) {
	other, err := s.store.Submission(ctx, c.SubmissionID)
	if err != nil {
		return models.LinkRecord{}, err
	}
	later, earlier := sub, other
	if later.CreatedAt.Before(earlier.CreatedAt) || (later.CreatedAt.Equal(earlier.CreatedAt) && later.ID < earlier.ID) {
		later, earlier = earlier, later
	}
	comparison, err := s.compare(ctx, later, earlier, c)
	if err != nil {
		return models.LinkRecord{}, err
	}
	return models.LinkRecord{
		ID: s.config.NewID("lnk"), A: end(later), B: end(earlier), Comparison: comparison,
		Conflicts: conflicts(later.Claim, earlier.Claim), CreatedAt: s.config.Now().UTC(),
	}, nil
}

func (s *Service) compare(ctx context.Context, later, earlier models.Submission, c reuse.Candidate) (models.Comparison, error) {
	if c.Kind == models.FingerprintBytes || c.Kind == models.FingerprintPixels {
		return sameFile(c.Kind), nil
	}
	a, err := s.readBlob(ctx, later.SHA256)
	if err != nil {
		return models.Comparison{}, err
	}
	b, err := s.readBlob(ctx, earlier.SHA256)
	if err != nil {
		return models.Comparison{}, err
	}
	return s.darkroom.Compare(ctx, a, b, later.Kind, models.PriorityLive)
}

// sameFile is the comparison of two files with equal digests; nothing has to be decoded for it.
func sameFile(found models.FingerprintKind) models.Comparison {
	return models.Comparison{
		Relation: models.RelationSameFile, Score: 1, SharedFraction: 1, Transform: [9]float64{1, 0, 0, 0, 1, 0, 0, 0, 1},
		Changed: []models.Region{}, Artifacts: []models.Artifact{},
		Measures: []models.Measure{{Name: "equal_" + string(found), Value: 1, Unit: "bool"}},
	}
}

func end(sub models.Submission) models.LinkEnd {
	return models.LinkEnd{SubmissionID: sub.ID, Account: string(sub.Account), FirstSeen: sub.CreatedAt}
}

// identifying are the claims whose difference contradicts one shared picture.
func identifying() []string {
	return []string{"name", "date_of_birth", "nationality", "document_number", "institution", "degree"}
}

// conflicts lists what the two accounts claim differently. A claim that only one of them makes is no conflict.
func conflicts(a, b models.Claim) []models.Conflict {
	out := []models.Conflict{}
	for _, field := range identifying() {
		va, vb := a[field], b[field]
		if va != "" && vb != "" && !sameClaim(va, vb) {
			out = append(out, models.Conflict{Field: field, A: va, B: vb})
		}
	}
	return out
}

// sameClaim compares without regard to case, space and order of words: "NGUYỄN Văn An" is "Văn An Nguyễn".
func sameClaim(a, b string) bool { return slices.Equal(words(a), words(b)) }

func words(s string) []string {
	w := strings.Fields(strings.ToLower(strings.ReplaceAll(s, ",", " ")))
	slices.Sort(w)
	return w
}
