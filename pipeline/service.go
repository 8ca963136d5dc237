package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"loupe/forensics/verdict"
	"loupe/models"
	"loupe/reuse"
)

// Config says how the service works.
type Config struct {
	Engine        models.Engine  // the versions of this program, its checks and its policy
	Policy        verdict.Policy // what each reason does
	Live          models.Profile // how thoroughly to look at what somebody waits for; all else is looked at in full
	Jobs          int            // jobs worked on at once
	Lease         time.Duration  // how long a job stays ours without a sign of life
	MaxLive       int            // live uploads in hand at once; beyond, callers are told to come back
	MaxCandidates int            // candidates for reuse that are compared, nearest first
	Poll          time.Duration  // how often an idle worker looks for jobs of other processes
	KeepKeys      time.Duration  // how long an idempotency key is remembered
	Sweep         SweepConfig    // what is cleaned up, and how often
	RequireKeys   bool           // every call needs a key, even before the first one exists
	Now           func() time.Time
	NewID         func(prefix string) string
}

// Validate reports the first setting that makes no sense.
func (c Config) Validate() error {
	switch {
	case c.Jobs < 1 || c.MaxLive < 1 || c.MaxCandidates < 1:
		return fmt.Errorf("pipeline: jobs %d, max live %d, max candidates %d: all must be at least 1", c.Jobs, c.MaxLive, c.MaxCandidates)
	case !c.Live.Valid():
		return fmt.Errorf("pipeline: live profile %q: must be fast or full", c.Live)
	case c.Lease <= 0 || c.Poll <= 0:
		return fmt.Errorf("pipeline: lease %s, poll %s: both must be positive", c.Lease, c.Poll)
	case c.KeepKeys <= 0 || c.Sweep.Every <= 0 || c.Sweep.Grace < 0 || c.Sweep.Limit <= 0:
		return fmt.Errorf("pipeline: idempotency keys kept for %s, sweep every %s, grace %s, limit %s: all must be positive",
			c.KeepKeys, c.Sweep.Every, c.Sweep.Grace, c.Sweep.Limit)
	case c.Now == nil || c.NewID == nil:
		return errors.New("pipeline: a clock and a source of ids are needed")
	}
	return c.Policy.Validate()
}

// DefaultConfig returns the settings for two cores; the caller adds engine, policy, clock and ids.
func DefaultConfig() Config {
	return Config{
		Live: models.ProfileFast, Jobs: 2, Lease: 30 * time.Second, MaxLive: 2 * PlacesPerWorker, MaxCandidates: 5, Poll: time.Second, KeepKeys: 7 * 24 * time.Hour,
		Sweep: SweepConfig{Every: time.Hour, Grace: time.Hour, Limit: 10 * time.Minute},
	}
}

// Service runs the use cases.
type Service struct {
	config   Config
	store    Store
	blobs    Blobs
	darkroom Darkroom
	index    *reuse.Index
	log      *slog.Logger

	admission *Admission
	life      context.Context // ends when Close is called; jobs then give their leases back
	end       context.CancelFunc
	jobs      sync.WaitGroup
	wake      chan struct{}
	shelf     shelf
	sweeper   sweeper
}

// New returns a service whose index of fingerprints is filled from the store.
func New(ctx context.Context, c Config, s Store, b Blobs, d Darkroom, log *slog.Logger) (*Service, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	index := reuse.NewIndex()
	if err := fill(ctx, index, s, log); err != nil {
		return nil, err
	}
	svc := &Service{config: c, store: s, blobs: b, darkroom: d, index: index, log: log, wake: make(chan struct{}, c.Jobs)}
	svc.admission = NewAdmission(AdmissionConfig{Places: c.MaxLive, Slow: slowPerPlace * c.MaxLive, Workers: c.Jobs, Grace: bodyGrace})
	svc.life, svc.end = context.WithCancel(context.WithoutCancel(ctx))
	return svc, nil
}

// Close stops taking jobs, gives unfinished ones back without counting the attempt, and waits for that until ctx ends.
func (s *Service) Close(ctx context.Context) error {
	s.end()
	done := make(chan struct{})
	go func() { s.jobs.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("jobs were still running: %w", ctx.Err())
	}
}

// Ready reports whether uploads can be taken now.
func (s *Service) Ready(ctx context.Context) error {
	if s.life.Err() != nil {
		return models.Errorf(models.ErrUnavailable, "system.stopping", "the service is stopping")
	}
	if err := s.store.Ping(ctx); err != nil {
		return models.Errorf(models.ErrUnavailable, "system.database", "the database does not answer")
	}
	return nil
}
