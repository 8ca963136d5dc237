package pipeline

import (
	"context"
	"fmt"
	"runtime/debug"

	"loupe/models"
)

type placeKey struct{}

// WithPlace returns a context that carries the place of the upload to Submit.
func WithPlace(ctx context.Context, p *Place) context.Context {
	return context.WithValue(ctx, placeKey{}, p)
}

// Admit reserves a place for an upload before its body is read; see Admission.Admit.
func (s *Service) Admit(caller string, cut func(error)) (*Place, error) {
	if s.life.Err() != nil {
		return nil, s.admission.stopped()
	}
	return s.admission.Admit(caller, cut)
}

// Share returns how many uploads a caller may have in hand, and how many more it may send now.
func (s *Service) Share(caller string) (most, left int) { return s.admission.Share(caller) }

// Stop takes no more uploads; those in hand go on.
func (s *Service) Stop() { s.admission.Stop() }

// HangUp ends the bodies under way and tells those who wait that their report will come.
func (s *Service) HangUp() { s.admission.HangUp() }

// Load returns how busy the service is now.
func (s *Service) Load() Load { return s.admission.Load() }

// arrived returns the place that ctx carries, or a new one for a caller within this program.
func (s *Service) arrived(ctx context.Context) (*Place, error) {
	p, ok := ctx.Value(placeKey{}).(*Place)
	if !ok {
		var err error
		if p, err = s.Admit("", func(error) {}); err != nil {
			return nil, err
		}
	}
	if err := p.Arrive(); err != nil {
		return nil, err
	}
	return p, nil
}

// finish leaves the place of an examined upload and wakes bulk work that waited for it.
func (s *Service) finish(p *Place) {
	p.Finish()
	if s.admission.bulkWaits() {
		s.wakeUp()
	}
}

// leaseBulk takes a bulk job when a worker is free that no live upload needs.
func (s *Service) leaseBulk(ctx context.Context) (models.Job, error) {
	if !s.admission.beginBulk() {
		return models.Job{}, models.Errorf(models.ErrNotFound, "system.busy", "bulk work waits for live uploads")
	}
	job, err := s.store.Lease(ctx, models.QueueBulk, s.config.Lease)
	if err != nil {
		s.admission.endBulk()
	}
	return job, err
}

func (s *Service) endBulk(job models.Job) {
	if job.Queue == models.QueueBulk {
		s.admission.endBulk()
	}
}

// guarded is do, whose panic is an error of ours: it must not end the service, nor keep a place.
func (s *Service) guarded(ctx context.Context, job models.Job, v *visitor) (report *models.Report, err error) {
	defer func() {
		if r := recover(); r != nil {
			report, err = nil, fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return s.do(ctx, job, v)
}
