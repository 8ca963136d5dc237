package pipeline

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"time"

	"loupe/models"
)

// Submit stores an upload durably, examines it, and waits for the report as long as wait says. A nil report means that
// the examination goes on; the submission is then safe and the report will come. A file that turns out not to be a
// usable picture while the caller waits is refused with an error and nothing of it is kept.
func (s *Service) Submit(ctx context.Context, u Upload, wait time.Duration) (models.Submission, *models.Report, error) {
	sub, v, err := s.begin(ctx, u, func(sub models.Submission) (models.Job, error) {
		return s.store.CreateSubmission(ctx, sub, s.config.Lease)
	})
	if err != nil {
		s.Drop(ctx, u.keys()...)
		return models.Submission{}, nil, err
	}
	report, err := v.wait(ctx, wait)
	return sub, report, err
}

// begin stores an upload with create, which must store its live job in the same transaction, and starts the
// examination. After an error the upload's files are still the caller's to drop.
func (s *Service) begin(ctx context.Context, u Upload, create func(models.Submission) (models.Job, error)) (models.Submission, *visitor, error) {
	u, err := u.checked()
	if err != nil {
		return models.Submission{}, nil, err
	}
	place, err := s.arrived(ctx)
	if err != nil {
		return models.Submission{}, nil, err
	}
	defer place.Abandon()
	sub, job, err := s.receive(ctx, u, create)
	if err != nil {
		return models.Submission{}, nil, err
	}
	v := &visitor{answer: make(chan answer, 1)}
	place.Examine()
	s.jobs.Go(func() {
		defer s.finish(place)
		s.work(s.life, job, v)
	})
	return sub, v, nil
}

// receive stores the row with its job. From then on the row holds the files.
func (s *Service) receive(ctx context.Context, u Upload, create func(models.Submission) (models.Job, error)) (models.Submission, models.Job, error) {
	sub := models.Submission{
		ID: s.config.NewID("sub"), Account: u.Account, Kind: u.Kind, Side: u.Side, Claim: u.Claim, Filename: u.Filename,
		DeclaredType: u.DeclaredType, SHA256: u.Blob.Key, Bytes: u.Blob.Bytes, Back: u.Back, State: models.StateReceived, CreatedAt: s.config.Now().UTC(),
	}
	job, err := create(sub)
	if err != nil {
		return models.Submission{}, models.Job{}, err
	}
	if err := s.stillKept(ctx, sub); err != nil {
		_, gone := s.store.DeleteSubmission(context.WithoutCancel(ctx), sub.ID)
		return models.Submission{}, models.Job{}, errors.Join(err, gone)
	}
	s.shelf.unpin(u.keys()...)
	return sub, job, nil
}

// stillKept looks for the files once the row is committed: another process may have discarded equal ones before. It may
// also have hidden them for a moment only, which is why a missing one is looked for again.
func (s *Service) stillKept(ctx context.Context, sub models.Submission) error {
	var err error
	for range 10 {
		if err = s.intact(ctx, sub); err == nil || models.CodeOf(err) != models.ErrNotFound {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
	return models.Errorf(models.ErrUnavailable, "system.blob", "the upload could not be kept: send it again")
}

// forget removes a refused upload: row first, then its files when nothing else refers to them.
func (s *Service) forget(ctx context.Context, sub models.Submission) error {
	if _, err := s.store.DeleteSubmission(ctx, sub.ID); err != nil {
		return err
	}
	s.discardAll(ctx, keysOf(sub))
	return nil
}

// visitor is the caller of an upload, who may stop waiting at any moment. Who settles first decides: while the visitor
// waits a refusal is an answer to them; once they left with "it goes on", it must become a report.
type visitor struct {
	settled atomic.Bool
	answer  chan answer
}

type answer struct {
	report *models.Report
	err    error
}

// claim reports whether the visitor still waits, and from then on keeps them until they are answered.
func (v *visitor) claim() bool { return v != nil && v.settled.CompareAndSwap(false, true) }

func (v *visitor) tell(r *models.Report, err error) {
	if v != nil {
		v.answer <- answer{r, err}
	}
}

func (v *visitor) wait(ctx context.Context, wait time.Duration) (*models.Report, error) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case a := <-v.answer:
		return a.report, a.err
	case <-timer.C:
	case <-ctx.Done():
	}
	if v.settled.CompareAndSwap(false, true) {
		return nil, nil
	}
	a := <-v.answer
	return a.report, a.err
}

// kept are the files of a submission, the front first.
func kept(sub models.Submission) []models.Blob {
	blobs := []models.Blob{{Key: sub.SHA256, Bytes: sub.Bytes}}
	if b := sub.Back; b != nil {
		blobs = append(blobs, models.Blob{Key: b.SHA256, Bytes: b.Bytes})
	}
	return blobs
}

func keysOf(sub models.Submission) []string {
	var keys []string
	for _, b := range kept(sub) {
		keys = append(keys, b.Key)
	}
	return keys
}

// intact returns an ErrNotFound when a file of the submission is missing or has another length than was stored.
func (s *Service) intact(ctx context.Context, sub models.Submission) error {
	for _, b := range kept(sub) {
		n, err := s.blobs.Size(ctx, b.Key)
		if err != nil {
			return err
		}
		if n != b.Bytes {
			return damaged(b, n)
		}
	}
	return nil
}

func damaged(b models.Blob, n int64) error {
	return models.Errorf(models.ErrNotFound, "blob.damaged", "blob %s has %d bytes, %d were stored", b.Key, n, b.Bytes)
}

// originals returns the uploaded files of a submission, the front first, to be read when their turn comes.
func (s *Service) originals(ctx context.Context, sub models.Submission) []models.Original {
	files := []models.Original{{Side: sub.Side, Filename: sub.Filename, DeclaredType: sub.DeclaredType}}
	if b := sub.Back; b != nil {
		files = append(files, models.Original{Side: models.SideBack, Filename: b.Filename, DeclaredType: b.DeclaredType})
	}
	for i, b := range kept(sub) {
		files[i].SHA256, files[i].Bytes = b.Key, b.Bytes
		files[i].Open = func() (io.ReadCloser, error) { return s.blobs.Open(ctx, b.Key) }
	}
	return files
}
