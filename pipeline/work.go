package pipeline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"loupe/models"
	"loupe/reuse"
)

// maxAttempts is how often a job is begun before it is given to a person: a file may be what kills us.
const maxAttempts = 3

// Run works on waiting jobs, live ones first, until ctx or the service ends. Several processes may run it on one store.
func (s *Service) Run(ctx context.Context) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(s.life, stop)()
	for range s.config.Jobs {
		s.jobs.Go(func() { s.loop(ctx) })
	}
	<-ctx.Done()
}

func (s *Service) loop(ctx context.Context) {
	for ctx.Err() == nil {
		job, err := s.next(ctx)
		if err == nil {
			s.work(ctx, job, nil)
			s.endBulk(job)
			continue
		}
		if models.CodeOf(err) != models.ErrNotFound && ctx.Err() == nil {
			s.log.Error("no job could be leased", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-s.wake:
		case <-time.After(s.config.Poll):
		}
	}
}

// next leases a live job, else a revision, else a bulk one.
func (s *Service) next(ctx context.Context) (models.Job, error) {
	for _, q := range []models.Queue{models.QueueLive, models.QueueRevise} {
		job, err := s.store.Lease(ctx, q, s.config.Lease)
		if err == nil || models.CodeOf(err) != models.ErrNotFound {
			return job, err
		}
	}
	return s.leaseBulk(ctx)
}

// work does one job under its lease and answers the visitor, who may be nil or gone.
func (s *Service) work(ctx context.Context, job models.Job, v *visitor) {
	ctx, lost := context.WithCancel(ctx)
	defer lost()
	go s.keepLease(ctx, job, lost)
	report, err := s.guarded(ctx, job, v)
	if err != nil && !refused(err) {
		s.putBack(ctx, job, err)
		if v.claim() { // the upload is safe and its report will come: that is the answer
			report, err = nil, nil
		}
	}
	v.tell(report, err)
}

// putBack gives a job back uncounted when we are ending; after any other trouble the lease runs out and counts.
func (s *Service) putBack(ctx context.Context, job models.Job, why error) {
	if !errors.Is(why, context.Canceled) {
		s.log.Error("a job failed and will be tried again", "job", job.ID, "submission", job.SubmissionID, "error", why)
		return
	}
	if err := s.store.Release(context.WithoutCancel(ctx), job); err != nil {
		s.log.Error("a job could not be given back", "job", job.ID, "error", err)
	}
}

// refused reports whether err is about the uploader's file and not about us.
func refused(err error) bool {
	code := models.CodeOf(err)
	return code == models.ErrUnreadable || code == models.ErrUnsupported || code == models.ErrTooLarge
}

// keepLease prolongs the lease until ctx ends; when the lease is lost the work is called off.
func (s *Service) keepLease(ctx context.Context, job models.Job, lost context.CancelFunc) {
	tick := time.NewTicker(s.config.Lease / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := s.store.Extend(ctx, job, s.config.Lease); models.CodeOf(err) == models.ErrConflict && err != nil {
				lost()
				return
			}
		}
	}
}

// do examines a job's submission and writes what came of it.
func (s *Service) do(ctx context.Context, job models.Job, v *visitor) (*models.Report, error) {
	sub, err := s.store.Submission(ctx, job.SubmissionID)
	if err != nil {
		return nil, err
	}
	switch {
	case job.Queue == models.QueueRevise:
		return nil, s.revise(ctx, job, sub)
	case job.RescanID != "":
		return nil, s.rescanItem(ctx, job, sub)
	}
	look, err := s.look(ctx, job, sub)
	if err != nil {
		return nil, err
	}
	if r := look.exam.Refused; r != nil && v.claim() {
		if err := s.forget(ctx, sub); err != nil {
			return nil, err
		}
		s.unlist(sub, look.early, nil)
		return nil, r.Error()
	}
	if err := s.remember(ctx, sub, look); err != nil {
		return nil, err
	}
	if err := s.link(ctx, sub, &look); err != nil {
		return nil, err
	}
	return s.write(ctx, job, sub, look, nil)
}

// look is what the darkroom and the index said about a submission.
type look struct {
	exam         models.Examination
	early        []models.Fingerprint // that were heard of before the examination ended
	profile      models.Profile
	examProblem  string
	links        []models.LinkRecord // found now
	known        []models.LinkRecord // found before and not now
	news         []models.LinkRecord // of links, what nobody has heard of yet
	reuseProblem string
}

// look examines the submission's file. Trouble in the darkroom is part of the answer; an error means that the job
// should be tried again later.
func (s *Service) look(ctx context.Context, job models.Job, sub models.Submission) (look, error) {
	l := look{profile: s.profile(job), exam: models.Examination{File: models.FileInfo{SHA256: sub.SHA256, Bytes: sub.Bytes}}}
	if job.Attempts > maxAttempts {
		l.examProblem = fmt.Sprintf("it was begun %d times and never ended", job.Attempts-1)
		return l, nil
	}
	brief := sub.Brief()
	brief.Profile = s.profile(job)
	exam, err := s.darkroom.Examine(ctx, s.originals(ctx, sub), brief, priority(job), s.hearing(ctx, job, sub, &l.early))
	if ctx.Err() != nil {
		return look{}, context.Canceled
	}
	if models.CodeOf(err) == models.ErrNotFound && err != nil { // no retry brings it back: a person must know
		s.log.Error("a submission's file is missing or damaged", "submission", sub.ID, "error", err)
		l.examProblem = "the stored file is missing or damaged"
		return l, nil
	}
	if err == nil { // a malformed fingerprint would be passed over in silence, and the upload searched for nothing
		err = reuse.Validate(exam.Fingerprints)
	}
	if err != nil {
		s.log.Error("an examination failed", "submission", sub.ID, "error", err)
		l.examProblem = "the darkroom could not examine the file"
		l.exam.Findings = exam.Findings
		return l, nil
	}
	l.exam = exam
	return l, nil
}

func (s *Service) profile(job models.Job) models.Profile {
	if job.Queue == models.QueueLive {
		return s.config.Live
	}
	return models.ProfileFull
}

func priority(job models.Job) models.Priority {
	if job.Queue == models.QueueLive {
		return models.PriorityLive
	}
	return models.PriorityBulk
}
