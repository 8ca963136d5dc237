package pipeline

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"loupe/models"
)

// SweepConfig says when what a kill left behind is cleaned up.
type SweepConfig struct {
	Every time.Duration // from one sweep to the next; the first is at the start
	Grace time.Duration // a blob or temporary file younger than this may belong to an upload that just arrives
	Limit time.Duration // of one sweep; the next goes on where it ended
}

// Swept is what one sweep found and did.
type Swept struct {
	Temporary int   // files of writes that were cut off, removed
	Blobs     int   // blobs that no row referred to, removed
	Bytes     int64 // of these
	Looked    int   // blobs looked at
	Keys      int   // idempotency keys that were old enough to forget
	Damaged   int   // submissions without a report whose file is missing or has another length
	Jobless   int   // submissions without a report and without a job; the transaction that makes both rules it out
	Finished  bool  // every blob was looked at; otherwise the next sweep goes on
}

// sweeper is what is remembered between sweeps.
type sweeper struct {
	mu    sync.Mutex // one sweep at a time
	after string     // the last key looked at when the time was over
}

// Tend sweeps at once and then regularly, until ctx or the service ends.
func (s *Service) Tend(ctx context.Context) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(s.life, stop)()
	for {
		swept, err := s.Sweep(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			s.log.Error("the sweep broke off", "error", err)
		}
		s.log.Info("swept", slog.Any("result", swept))
		select {
		case <-ctx.Done():
			return
		case <-time.After(s.config.Sweep.Every):
		}
	}
}

// Sweep removes what no row refers to and nobody can be about to refer to, forgets old idempotency keys, and looks
// whether everything that waits for a report has its files and its job. It is safe beside other processes.
func (s *Service) Sweep(ctx context.Context) (Swept, error) {
	s.sweeper.mu.Lock()
	defer s.sweeper.mu.Unlock()
	var done Swept
	begin := s.config.Now()
	young := begin.Add(-s.config.Sweep.Grace)
	received := s.lookAtReceived(ctx, begin, &done)
	var tidy error
	done.Temporary, tidy = s.blobs.Tidy(ctx, young)
	keys := s.forgetKeys(ctx, begin.Add(-s.config.KeepKeys), &done)
	return done, errors.Join(received, tidy, keys, s.sweepBlobs(ctx, young, &done))
}

// lookAtReceived reports what was stored and cannot be examined. Its job ends in a report that says so.
func (s *Service) lookAtReceived(ctx context.Context, before time.Time, done *Swept) error {
	return s.store.EachReceived(ctx, before, func(sub models.Submission, hasJob bool) error {
		wrong := s.intact(ctx, sub)
		if wrong == nil && hasJob {
			return nil
		}
		now, err := s.store.Submission(ctx, sub.ID)
		if err != nil || now.State != models.StateReceived {
			return nil //nolint:nilerr // refused or examined since it was listed
		}
		if !hasJob {
			done.Jobless++
			s.log.Error("a submission waits for a report and has no job", "submission", sub.ID)
		}
		if wrong != nil {
			done.Damaged++
			s.log.Error("a submission's file is missing or damaged", "submission", sub.ID, "error", wrong)
		}
		return nil
	})
}

// forgetKeys goes in small steps: on SQLite every step keeps the other writers waiting.
func (s *Service) forgetKeys(ctx context.Context, before time.Time, done *Swept) error {
	const step = 500
	for {
		n, err := s.store.ForgetKeysBefore(ctx, before, step)
		if done.Keys += n; err != nil || n < step {
			return err
		}
	}
}

// errTimeIsOver ends a sweep that goes on next time.
var errTimeIsOver = errors.New("the sweep's time is over")

// sweepBlobs goes through the blobs from where the last sweep ended, asking for the rows that refer to them by the
// hundred, so that memory stays flat however many there are.
func (s *Service) sweepBlobs(ctx context.Context, young time.Time, done *Swept) error {
	const batch = 500
	deadline := s.config.Now().Add(s.config.Sweep.Limit)
	old, last := []models.BlobInfo{}, s.sweeper.after
	err := s.blobs.Each(ctx, last, func(b models.BlobInfo) error {
		done.Looked++
		last = b.Key
		if b.Kept.Before(young) {
			old = append(old, b)
		}
		if len(old) == batch {
			if err := s.sweepUnused(ctx, old, done); err != nil {
				return err
			}
			old = old[:0]
		}
		if s.config.Now().After(deadline) {
			return errTimeIsOver
		}
		return nil
	})
	if err != nil && !errors.Is(err, errTimeIsOver) {
		return err
	}
	if err := s.sweepUnused(ctx, old, done); err != nil {
		return err
	}
	s.sweeper.after = last
	if done.Finished = err == nil; done.Finished {
		s.sweeper.after = ""
	}
	return nil
}

// sweepUnused discards those of the blobs that no row refers to.
func (s *Service) sweepUnused(ctx context.Context, old []models.BlobInfo, done *Swept) error {
	keys := make([]string, len(old))
	for i, b := range old {
		keys[i] = b.Key
	}
	used, err := s.store.BlobsInUse(ctx, keys)
	if err != nil {
		return err
	}
	for _, b := range old {
		if used[b.Key] {
			continue
		}
		removed, err := s.discard(ctx, b.Key)
		if err != nil {
			return err
		}
		if removed {
			done.Blobs++
			done.Bytes += b.Bytes
		}
	}
	return nil
}
