package pipeline

import (
	"context"
	"io"
	"time"

	"loupe/models"
)

// Submission returns one submission, or an ErrNotFound.
func (s *Service) Submission(ctx context.Context, id string) (models.Submission, error) {
	return s.store.Submission(ctx, id)
}

// Submissions lists newest first.
func (s *Service) Submissions(ctx context.Context, q models.SubmissionQuery) ([]models.SubmissionSummary, models.Cursor, error) {
	return s.store.Submissions(ctx, q)
}

// Report returns a revision of a submission's report, the latest for revision 0.
func (s *Service) Report(ctx context.Context, submissionID string, revision int) (models.Report, error) {
	return s.store.Report(ctx, submissionID, revision)
}

// Links lists verified links, newest first.
func (s *Service) Links(ctx context.Context, q models.LinkQuery) ([]models.LinkRecord, models.Cursor, error) {
	return s.store.Links(ctx, q)
}

// AccountSince returns when an account sent its first submission, or an ErrNotFound.
func (s *Service) AccountSince(ctx context.Context, a models.Account) (time.Time, error) {
	return s.store.AccountSince(ctx, a)
}

// Artifact returns a derived picture. The caller closes it.
func (s *Service) Artifact(ctx context.Context, id string) (models.ArtifactRow, io.ReadCloser, error) {
	row, err := s.store.Artifact(ctx, id)
	if err != nil {
		return models.ArtifactRow{}, nil, err
	}
	r, err := s.blobs.Open(ctx, row.BlobKey)
	return row, r, err
}

// Original returns the bytes as they were uploaded. The caller closes them.
func (s *Service) Original(ctx context.Context, submissionID string) (models.Submission, io.ReadCloser, error) {
	sub, err := s.store.Submission(ctx, submissionID)
	if err != nil {
		return models.Submission{}, nil, err
	}
	r, err := s.blobs.Open(ctx, sub.SHA256)
	return sub, r, err
}

// Back returns the back of a card as it was uploaded, or an ErrNotFound when one file was sent. The caller closes it.
func (s *Service) Back(ctx context.Context, submissionID string) (models.Submission, io.ReadCloser, error) {
	sub, err := s.store.Submission(ctx, submissionID)
	if err != nil {
		return models.Submission{}, nil, err
	}
	if sub.Back == nil {
		return models.Submission{}, nil, models.Errorf(models.ErrNotFound, "file_back.missing", "submission %q has one file only", submissionID)
	}
	r, err := s.blobs.Open(ctx, sub.Back.SHA256)
	return sub, r, err
}

// Rescan returns one bulk job with its progress.
func (s *Service) Rescan(ctx context.Context, id string) (models.Rescan, error) {
	return s.store.Rescan(ctx, id)
}

// Rescans lists bulk jobs, newest first.
func (s *Service) Rescans(ctx context.Context, limit int) ([]models.Rescan, error) {
	return s.store.Rescans(ctx, limit)
}

// RescanChanges lists what a bulk job changed so far.
func (s *Service) RescanChanges(ctx context.Context, id string, limit int, after models.Cursor) ([]models.RescanChange, models.Cursor, error) {
	return s.store.RescanChanges(ctx, id, limit, after)
}
