package apitest

import (
	"context"

	"loupe/models"
)

// StartRescan holds a new rescan.
func (s *Service) StartRescan(_ context.Context, reason string, f models.RescanFilter, dryRun bool) (models.Rescan, error) {
	if s.Fail != nil {
		return models.Rescan{}, s.Fail
	}
	s.Filters = append(s.Filters, f)
	r := models.Rescan{ID: "res-1", Reason: reason, Filter: f, DryRun: dryRun, State: models.RescanRunning, Total: 3, CreatedAt: epoch()}
	s.Jobs = append(s.Jobs, r)
	return r, nil
}

// Rescan returns one by id.
func (s *Service) Rescan(_ context.Context, id string) (models.Rescan, error) {
	for _, r := range s.Jobs {
		if r.ID == id {
			return r, nil
		}
	}
	return models.Rescan{}, missing("rescan", id)
}

// Rescans lists at most limit.
func (s *Service) Rescans(_ context.Context, limit int) ([]models.Rescan, error) {
	return s.Jobs[:min(limit, len(s.Jobs))], s.Fail
}

// RescanChanges lists the changes, the same for every rescan.
func (s *Service) RescanChanges(ctx context.Context, id string, limit int, after models.Cursor) ([]models.RescanChange, models.Cursor, error) {
	if _, err := s.Rescan(ctx, id); err != nil {
		return nil, "", err
	}
	page, next := cut(s.Changes, limit, after)
	return page, next, nil
}

// Authenticate knows the keys of Keys.
func (s *Service) Authenticate(_ context.Context, key string) (models.APIKey, error) {
	if k, ok := s.Keys[key]; ok {
		return k, nil
	}
	return models.APIKey{}, models.Errorf(models.ErrUnauthorized, "", "unknown key")
}

// KeysRequired is true when there are keys.
func (s *Service) KeysRequired(context.Context) (bool, error) { return len(s.Keys) > 0, nil }

// Ready returns Fail.
func (s *Service) Ready(context.Context) error { return s.Fail }
