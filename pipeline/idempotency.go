package pipeline

import (
	"context"
	"errors"
	"time"

	"loupe/models"
)

// lockMargin is how long an answer may take to be rendered and kept once the wait for the report is over.
const lockMargin = 10 * time.Second

// Render turns what came of an upload into what is sent to its caller. refusal says why the file is refused; otherwise a
// nil report says that the examination goes on.
type Render func(sub models.Submission, r *models.Report, refusal error) (models.Answer, error)

// SubmitOnce is Submit under a caller's own name: a request that is repeated gets the first one's answer, byte for byte,
// and stores nothing again. Another request under the name is an ErrMismatch; one whose answer is still being made is an
// ErrConflict that says when to come back. An error means that no answer is kept, and that the same request may be sent
// again: if its submission was stored before something broke, the repetition attaches to it.
func (s *Service) SubmitOnce(ctx context.Context, key models.IdempotencyKey, u Upload, wait time.Duration, render Render) (a models.Answer, replayed bool, err error) {
	return once{s, key, u, wait, render}.do(ctx)
}

// once is one request under an idempotency key.
type once struct {
	*Service
	key    models.IdempotencyKey
	upload Upload
	wait   time.Duration
	render Render
}

// do goes by what the store knows of the key. Each step that finds it changed meanwhile begins again.
func (o once) do(ctx context.Context) (a models.Answer, replayed bool, err error) {
	stored := false
	defer func() {
		if !stored { // otherwise the row holds the files
			o.Drop(ctx, o.upload.keys()...)
		}
	}()
	u, err := o.upload.checked()
	if err != nil {
		return a, false, err
	}
	digest, err := u.digest()
	if err != nil {
		return a, false, err
	}
	for began := false; ; {
		r, err := o.store.KeyedRequest(ctx, o.key)
		switch {
		case err == nil:
			a, replayed, err = o.repeated(ctx, r, digest)
		case models.CodeOf(err) == models.ErrNotFound && !began:
			began = true
			a, stored, err = o.first(ctx, digest)
		case models.CodeOf(err) == models.ErrNotFound: // we lost the key to somebody who freed it since, and our place in the queue
			err = inFlight(lockMargin)
		}
		var e *models.Error
		if !errors.As(err, &e) || e.Code != models.ErrConflict || e.RetryAfter > 0 || ctx.Err() != nil {
			return a, replayed, err
		}
	}
}

// repeated answers a request whose key is known. An ErrConflict without a time says that the key changed meanwhile.
func (o once) repeated(ctx context.Context, r models.KeyedRequest, digest string) (a models.Answer, replayed bool, err error) {
	switch now := o.config.Now(); {
	case now.Sub(r.CreatedAt) > o.config.KeepKeys:
		if err := o.store.ForgetKey(ctx, r); err != nil {
			return a, false, err
		}
		return a, false, models.Errorf(models.ErrConflict, "idempotency.forgotten", "the key is old: it is free again")
	case r.Digest != digest:
		return a, false, models.Errorf(models.ErrMismatch, "idempotency.mismatch", "this Idempotency-Key was used for another request: use a new key for each upload")
	case r.Answer != nil:
		return *r.Answer, true, nil
	case r.LockedUntil.After(now):
		return a, false, inFlight(r.LockedUntil.Sub(now))
	}
	a, err = o.resume(ctx, r)
	return a, false, err
}

// first stores the upload and its key in one transaction and waits for its report. An ErrConflict says that somebody
// else took the key at this moment.
func (o once) first(ctx context.Context, digest string) (a models.Answer, stored bool, err error) {
	now := o.config.Now().UTC()
	r := models.KeyedRequest{IdempotencyKey: o.key, Digest: digest, LockedUntil: now.Add(o.wait + lockMargin), CreatedAt: now}
	created := false
	sub, v, err := o.begin(ctx, o.upload, func(sub models.Submission) (models.Job, error) {
		r.SubmissionID = sub.ID
		job, err := o.store.CreateKeyed(ctx, sub, o.config.Lease, r)
		created = err == nil
		return job, err
	})
	if err != nil {
		if created {
			o.release(context.WithoutCancel(ctx), r)
		}
		return a, false, err
	}
	report, err := v.wait(ctx, o.wait)
	if err != nil && !refused(err) {
		return a, true, err
	}
	a, err = o.answer(ctx, r, sub, report, err)
	return a, true, err
}

// release frees the key of an upload that was stored and removed again. While the submission is there the key stays: a
// repetition must attach to it.
func (o once) release(ctx context.Context, r models.KeyedRequest) {
	_, err := o.store.Submission(ctx, r.SubmissionID)
	if models.CodeOf(err) == models.ErrNotFound && err != nil {
		err = o.store.ForgetKey(ctx, r)
	}
	if err != nil {
		o.log.Warn("an idempotency key stays taken until its lock ends", "submission", r.SubmissionID, "error", err)
	}
}

// resume answers for a holder that never did: the process died between storing the upload and keeping its answer.
func (o once) resume(ctx context.Context, r models.KeyedRequest) (a models.Answer, err error) {
	until := o.config.Now().Add(o.wait + lockMargin)
	if err := o.store.Relock(ctx, r, until); err != nil {
		return a, err
	}
	r.LockedUntil = until
	report, err := o.await(ctx, r.SubmissionID)
	if err != nil {
		return a, err
	}
	ctx = context.WithoutCancel(ctx)
	sub, err := o.store.Submission(ctx, r.SubmissionID)
	if models.CodeOf(err) == models.ErrNotFound && err != nil {
		// The file was refused and the answer lost: nothing is stored under this key, so the upload is a first one.
		if err := o.store.ForgetKey(ctx, r); err != nil {
			return a, err
		}
		return a, models.Errorf(models.ErrConflict, "idempotency.forgotten", "the upload was refused before: it is examined again")
	}
	if err != nil {
		return a, err
	}
	return o.answer(ctx, r, sub, report, nil)
}

// await waits for the first report of a submission that somebody else examines. It is nil when the time is over or when
// there is no such submission.
func (o once) await(ctx context.Context, id string) (*models.Report, error) {
	ctx, cancel := context.WithTimeout(ctx, o.wait)
	defer cancel()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		report, err := o.store.Report(context.WithoutCancel(ctx), id, 1)
		if err == nil {
			return &report, nil
		}
		if models.CodeOf(err) != models.ErrNotFound {
			return nil, err
		}
		if _, err := o.store.Submission(context.WithoutCancel(ctx), id); err != nil {
			return nil, nil // the caller looks again and says what that means
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil, nil
		case <-o.life.Done():
			return nil, nil
		}
	}
}

// answer stores the answer before it is sent. When another one was kept before, that one is sent.
func (o once) answer(ctx context.Context, r models.KeyedRequest, sub models.Submission, report *models.Report, refusal error) (models.Answer, error) {
	a, err := o.render(sub, report, refusal)
	if err != nil {
		return a, err
	}
	kept, err := o.store.SaveAnswer(context.WithoutCancel(ctx), r, a)
	if models.CodeOf(err) == models.ErrNotFound && err != nil {
		return a, nil // the key is older than keys are kept: there is nothing to be equal to
	}
	return kept, err
}

func inFlight(left time.Duration) error {
	e := models.Errorf(models.ErrConflict, "idempotency.in_flight", "the first request with this Idempotency-Key is not answered yet: send the same one again after the seconds in Retry-After")
	e.RetryAfter = max(left, time.Second)
	return e
}
