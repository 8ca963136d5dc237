package darkroom

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"

	"loupe/forensics"
	"loupe/models"
)

// Pool runs examinations and comparisons in worker processes.
type Pool struct {
	config Config
	checks []forensics.Info
	log    *slog.Logger
	turns  *turnstile

	mu     sync.Mutex
	idle   []*process
	closed bool
}

// ErrClosed is returned by a pool that was closed.
var ErrClosed = errors.New("the darkroom is closed")

// NewPool returns a pool; processes start when they are first needed. checks is what every examination must answer.
func NewPool(c Config, checks []forensics.Info, log *slog.Logger) (*Pool, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	return &Pool{config: c, checks: checks, log: log, turns: newTurnstile(c.Workers)}, nil
}

// maxDeaths is how many worker processes one file may kill before we stop trying.
const maxDeaths = 2

// Examine examines one file. A check that kills its worker is left out of a second attempt and comes back as failed;
// a file that kills a second worker gives an error, beside an examination in which every check failed.
func (p *Pool) Examine(ctx context.Context, file []byte, kind models.Kind, priority models.Priority) (models.Examination, error) {
	req := request{Op: opExamine, Kind: kind}
	var died error
	for range maxDeaths {
		res, stage, err := p.run(ctx, priority, req, file)
		if err == nil {
			return p.accept(res, file)
		}
		if ctx.Err() != nil || errors.Is(err, ErrClosed) {
			return models.Examination{}, err
		}
		p.log.Warn("darkroom worker lost", "stage", stage, "error", err)
		req.Skip, died = append(req.Skip, stage), err
	}
	return p.nothing(), fmt.Errorf("the examination was given up after %d lost workers: %w", maxDeaths, died)
}

// nothing is the examination in which every check failed.
func (p *Pool) nothing() models.Examination {
	e := models.Examination{}
	for _, info := range p.checks {
		e.Findings = append(e.Findings, forensics.Failed(info, "The examination was given up before this check could look."))
	}
	return e
}

// Compare compares two files of one kind.
func (p *Pool) Compare(ctx context.Context, a, b []byte, kind models.Kind, priority models.Priority) (models.Comparison, error) {
	res, _, err := p.run(ctx, priority, request{Op: opCompare, Kind: kind}, a, b)
	if err != nil {
		return models.Comparison{}, err
	}
	if res.Error != "" || res.Comparison == nil {
		return models.Comparison{}, fmt.Errorf("the comparison failed: %s", res.Error)
	}
	if err := res.Comparison.Validate(); err != nil {
		return models.Comparison{}, fmt.Errorf("the comparison is not to be believed: %w", err)
	}
	return *res.Comparison, nil
}

// Close retires the idle workers and waits for them; those at work are killed when their job ends.
func (p *Pool) Close() {
	p.mu.Lock()
	idle := p.idle
	p.idle, p.closed = nil, true
	p.mu.Unlock()
	for _, w := range idle {
		w.retire()
	}
}

func (p *Pool) run(ctx context.Context, priority models.Priority, req request, files ...[]byte) (*result, string, error) {
	if err := p.turns.enter(ctx, priority); err != nil {
		return nil, "", err
	}
	defer p.turns.leave()
	w, err := p.take()
	if err != nil {
		return nil, "", err
	}
	defer p.giveBack(w)
	limited, cancel := context.WithTimeoutCause(ctx, p.config.JobLimit, fmt.Errorf("the job took longer than %s", p.config.JobLimit))
	defer cancel()
	return w.do(limited, req, files...)
}

func (p *Pool) take() (*process, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, ErrClosed
	}
	if n := len(p.idle); n > 0 {
		w := p.idle[n-1]
		p.idle = p.idle[:n-1]
		return w, nil
	}
	return startProcess(p.config)
}

func (p *Pool) giveBack(w *process) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || w.spent.Load() || w.jobs >= p.config.RecycleJobs || w.resident() > p.config.RecycleBytes {
		w.kill()
		return
	}
	p.idle = append(p.idle, w)
}

// accept believes a worker only as far as its answer can be checked: it may have been taken over by the file.
func (p *Pool) accept(res *result, file []byte) (models.Examination, error) {
	if res.Error != "" || res.Examination == nil {
		return p.nothing(), fmt.Errorf("the examination failed: %s", res.Error)
	}
	e := *res.Examination
	if e.Refused != nil {
		if !e.Refused.Reason.Known() {
			return models.Examination{}, fmt.Errorf("the refusal %q is not in the list", e.Refused.Reason)
		}
		return models.Examination{Refused: e.Refused}, nil
	}
	if err := checkFile(e.File, file); err != nil {
		return p.nothing(), err
	}
	e.Findings = p.findings(e)
	return e, nil
}

// findings returns exactly one believable finding per check, in the registry's order.
func (p *Pool) findings(e models.Examination) []models.Finding {
	var out []models.Finding
	for _, info := range p.checks {
		i := slices.IndexFunc(e.Findings, func(f models.Finding) bool { return f.Check == info.ID })
		if i < 0 {
			out = append(out, forensics.Failed(info, "The worker process gave no answer for this check."))
			continue
		}
		f := e.Findings[i]
		if err := f.Validate(e.File.Width, e.File.Height); err != nil {
			f = forensics.Failed(info, fmt.Sprintf("The worker process gave an invalid answer: %v.", err))
		}
		f.Version, f.Group, f.Lifecycle = info.Version, info.Group, info.Lifecycle
		out = append(out, f)
	}
	return out
}
