package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"loupe/models"
)

// link searches the index for the submission and proves or drops each candidate. Only what a comparison confirms
// becomes a link; a comparison that did not finish is said in the report.
func (s *Service) link(ctx context.Context, sub models.Submission, l *look) {
	if l.examProblem != "" || l.exam.Refused != nil {
		l.reuseProblem = "the file could not be examined"
		return
	}
	var problems []string
	for _, c := range searchPages(s.index, entry(sub, l.exam.Fingerprints), s.config.MaxCandidates) {
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
func (s *Service) prove(ctx context.Context, sub models.Submission, c suspicion) (models.LinkRecord, error) {
	other, err := s.store.Submission(ctx, c.SubmissionID)
	if err != nil {
		return models.LinkRecord{}, err
	}
	later, earlier := exhibit{sub, c.page}, exhibit{other, c.other}
	if sub.CreatedAt.Before(other.CreatedAt) || (sub.CreatedAt.Equal(other.CreatedAt) && sub.ID < other.ID) {
		later, earlier = earlier, later
	}
	comparison, err := s.compare(ctx, later, earlier, c.Kind)
	if err != nil {
		return models.LinkRecord{}, err
	}
	comparison = comparison.OfPages(later.page, earlier.page)
	return models.LinkRecord{
		ID: s.config.NewID("lnk"), A: later.end(), B: earlier.end(), Comparison: comparison,
		Conflicts: conflicts(later.sub.Claim, earlier.sub.Claim), CreatedAt: s.config.Now().UTC(),
	}, nil
}

// exhibit is one page of a submission.
type exhibit struct {
	sub  models.Submission
	page int
}

func (x exhibit) end() models.LinkEnd {
	return models.LinkEnd{SubmissionID: x.sub.ID, Account: string(x.sub.Account), FirstSeen: x.sub.CreatedAt}
}

func (s *Service) compare(ctx context.Context, later, earlier exhibit, found models.FingerprintKind) (models.Comparison, error) {
	if found == models.FingerprintBytes || found == models.FingerprintPixels {
		return sameFile(found), nil
	}
	return s.darkroom.Compare(ctx, s.sheaf(ctx, later), s.sheaf(ctx, earlier), later.sub.Kind, models.PriorityLive)
}

func (s *Service) sheaf(ctx context.Context, x exhibit) models.Sheaf {
	return models.Sheaf{Originals: s.originals(ctx, x.sub), Page: x.page}
}

// sameFile is the comparison of two files with equal digests; nothing has to be decoded for it.
func sameFile(found models.FingerprintKind) models.Comparison {
	return models.Comparison{
		Relation: models.RelationSameFile, Score: 1, SharedFraction: 1, Transform: [9]float64{1, 0, 0, 0, 1, 0, 0, 0, 1},
		Changed: []models.Region{}, Artifacts: []models.Artifact{},
		Measures: []models.Measure{{Name: "equal_" + string(found), Value: 1, Unit: "bool"}},
	}
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
