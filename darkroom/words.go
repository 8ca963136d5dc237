package darkroom

import (
	"context"
	"slices"

	"loupe/models"
)

// words asks what a picture that was refused for its few pixels says of itself.
func (s *session) words(ctx context.Context, original models.Original, refusal *models.Refusal) []models.Finding {
	if refusal.Reason != models.ReasonFileTooSmall {
		return nil
	}
	x, ok := s.Opener.Words(original, s.brief.Kind)
	if !ok {
		return nil
	}
	var found []models.Finding
	for _, c := range s.Checks {
		info := c.Info()
		if info.Needs != 0 || s.skips(info.ID, 0) {
			continue
		}
		s.begin(info.ID)
		f, abandoned := s.check(ctx, c, x, false)
		if abandoned {
			return found
		}
		found = append(found, f)
	}
	return found
}

// words believes what was found in a refused picture: sound findings of checks that need no pixels, one each.
func (p *Pool) words(found []models.Finding) []models.Finding {
	var kept []models.Finding
	for _, info := range p.checks {
		i := slices.IndexFunc(found, func(f models.Finding) bool { return f.Check == info.ID && f.Page == 0 })
		if i < 0 || info.Needs != 0 || found[i].Validate(0, 0) != nil {
			continue
		}
		f := found[i]
		f.Version, f.Group, f.Lifecycle, f.Artifacts = info.Version, info.Group, info.Lifecycle, []models.Artifact{}
		kept = append(kept, f)
	}
	return kept
}
