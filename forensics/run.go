package forensics

import (
	"context"
	"errors"
	"fmt"
	"time"

	"loupe/models"
)

// ErrUnavailable marks an error that says: an input of the check is missing on this machine (a language, a model).
// The finding becomes unavailable instead of failed.
var ErrUnavailable = errors.New("not available on this machine")

// ErrNoReader says that the exhibit has no text reader.
var ErrNoReader = fmt.Errorf("no text reader: %w", ErrUnavailable)

// Run asks one check about x and always returns a valid finding: an error, a panic, an invalid answer or the end of
// limit becomes failed (or unavailable), never silence. A check that does not return in time is abandoned; abandoned
// tells the caller that a goroutine is still running and the process should not be used again.
func Run(ctx context.Context, c Check, x *Exhibit, limit time.Duration) (f models.Finding, abandoned bool) {
	began := time.Now()
	info := c.Info()
	if !info.For(x.Kind) {
		return info.Finding(models.OutcomeNotApplicable, fmt.Sprintf("This question has no sense for a %s.", x.Kind)), false
	}
	if info.Thorough && x.Profile == models.ProfileFast {
		f = info.Finding(models.OutcomeInconclusive, "This question was left to the full examination.")
		f.Left = "the whole question"
		return f, false
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	answers := make(chan models.Finding, 1)
	go func() { answers <- ask(ctx, c, x) }()
	select {
	case f = <-answers:
	case <-ctx.Done():
		f, abandoned = Failed(info, fmt.Sprintf("The check did not finish within %s.", limit)), true
	}
	f.ElapsedMS = time.Since(began).Milliseconds()
	return f, abandoned
}

// Failed builds the finding of a check that did not look, through our fault.
func Failed(info Info, message string) models.Finding {
	f := info.Finding(models.OutcomeFailed, message)
	f.ReasonCode = models.ReasonSystemCheckFailed
	return f
}

func ask(ctx context.Context, c Check, x *Exhibit) (f models.Finding) {
	info := c.Info()
	defer func() {
		if r := recover(); r != nil {
			f = Failed(info, fmt.Sprintf("The check crashed: %v.", r))
		}
	}()
	f, err := c.Run(ctx, x)
	return settle(info, f, err, func(f models.Finding) error { return f.Validate(x.File.Width, x.File.Height) })
}

// settle turns a check's own trouble, or an answer that is not to be believed, into a finding that says so.
func settle(info Info, f models.Finding, err error, validate func(models.Finding) error) models.Finding {
	if errors.Is(err, ErrUnavailable) {
		f = info.Finding(models.OutcomeUnavailable, fmt.Sprintf("The check could not run: %v.", err))
		f.ReasonCode = models.ReasonSystemCheckUnavailable
		return f
	}
	if err != nil {
		return Failed(info, fmt.Sprintf("The check failed: %v.", err))
	}
	if err := validate(f); err != nil {
		return Failed(info, fmt.Sprintf("The check gave an invalid answer: %v.", err))
	}
	return f
}
