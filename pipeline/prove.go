package pipeline

import (
	"context"

	"loupe/models"
)

// exhibit is one page of a submission, with what is known of the whole.
type exhibit struct {
	sub   models.Submission
	page  int
	says  says
	marks []models.Landmark // what stands where
}

func (x exhibit) end() models.LinkEnd {
	return models.LinkEnd{SubmissionID: x.sub.ID, Account: string(x.sub.Account), FirstSeen: x.sub.CreatedAt}
}

// earlier reports whether x arrived before y.
func (x exhibit) earlier(y exhibit) bool {
	return x.sub.CreatedAt.Before(y.sub.CreatedAt) || (x.sub.CreatedAt.Equal(y.sub.CreatedAt) && x.sub.ID < y.sub.ID)
}

// prove compares the two submissions, the later one first, and says in everything that ties them.
func (s *Service) prove(ctx context.Context, mine exhibit, c suspicion) (models.LinkRecord, error) {
	sub, err := s.store.Submission(ctx, c.SubmissionID)
	if err != nil {
		return models.LinkRecord{}, err
	}
	other := s.held(ctx, sub, c.other)
	mine.page = c.page
	later, before := mine, other
	if mine.earlier(other) {
		later, before = other, mine
	}
	comparison, err := s.compare(ctx, later, before, c)
	if err != nil {
		return models.LinkRecord{}, err
	}
	l := models.LinkRecord{ID: s.config.NewID("lnk"), A: later.end(), B: before.end(), CreatedAt: s.config.Now().UTC(), Also: []models.Relation{}}
	l.Comparison = comparison.OfPages(later.page, before.page)
	l.Comparison.Changed = models.Label(l.Comparison.Changed, later.marks)
	tie(&l, relationsOf(comparison, c))
	l.Conflicts = conflicts(later, before, l)
	l.Dispose(nil)
	return l, nil
}

// relationsOf lists everything that ties two submissions, strongest first. Nothing is among it that was not verified:
// pictures by a comparison, data by being equal.
func relationsOf(c models.Comparison, s suspicion) []models.Relation {
	has := map[models.Relation]bool{c.Relation: c.Relation.Links()}
	for _, p := range c.Portraits {
		has[models.RelationSamePortrait] = has[models.RelationSamePortrait] || p.Answer == models.PortraitSame
	}
	for _, k := range s.kinds {
		switch k {
		case models.FingerprintNumber, models.FingerprintMRZ:
			has[models.RelationSameDocumentNumber] = true
		case models.FingerprintPerson:
			has[models.RelationSameIdentity] = true
		}
	}
	var out []models.Relation
	for _, r := range models.Relations() {
		if has[r] && r.Links() {
			out = append(out, r)
		}
	}
	return out
}

// tie makes the strongest relation l's own. Where data ties what pictures do not, the comparison's regions and score
// say nothing of it.
func tie(l *models.LinkRecord, all []models.Relation) {
	if len(all) == 0 {
		return
	}
	if c := &l.Comparison; c.Relation != all[0] {
		c.Relation, c.Changed, c.FalseAlarmRate = all[0], []models.Region{}, nil
		c.Score = 1
		for _, p := range c.Portraits {
			if all[0] == models.RelationSamePortrait && p.Answer == models.PortraitSame {
				c.Score, c.FalseAlarmRate = p.Score, p.FalseAlarmRate
				break
			}
		}
	}
	l.Also = append(l.Also, all[1:]...)
}

// compare looks at the pictures, unless equal digests say everything.
func (s *Service) compare(ctx context.Context, later, before exhibit, c suspicion) (models.Comparison, error) {
	for _, digest := range []models.FingerprintKind{models.FingerprintBytes, models.FingerprintPixels} {
		if c.has(digest) {
			return sameFile(digest), nil
		}
	}
	return s.darkroom.Compare(ctx, s.sheaf(ctx, later), s.sheaf(ctx, before), models.PriorityLive)
}

func (s *Service) sheaf(ctx context.Context, x exhibit) models.Sheaf {
	return models.Sheaf{Kind: x.sub.Kind, Originals: s.originals(ctx, x.sub), Page: x.page}
}

// sameFile is the comparison of two files with equal digests; nothing has to be decoded for it.
func sameFile(found models.FingerprintKind) models.Comparison {
	return models.Comparison{
		Relation: models.RelationSameFile, Score: 1, SharedFraction: 1, Transform: [9]float64{1, 0, 0, 0, 1, 0, 0, 0, 1},
		Changed: []models.Region{}, Portraits: []models.Portraits{}, Artifacts: []models.Artifact{},
		Measures: []models.Measure{{Name: "equal_" + string(found), Value: 1, Unit: "bool"}},
	}
}
