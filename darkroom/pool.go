package darkroom

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"

	"loupe/forensics"
	"loupe/models"
)

// Pool runs examinations and comparisons in worker processes.
type Pool struct {
	config   Config
	checks   []forensics.Info
	log      *slog.Logger
	workers  crew
	glancers crew // processes that only glance

	mu     sync.Mutex
	closed bool
}

// crew is processes that do one sort of work.
type crew struct {
	turns *turnstile
	nice  int
	idle  []*process // guarded by Pool.mu
}

// ErrClosed is returned by a pool that was closed.
var ErrClosed = errors.New("the darkroom is closed")

// NewPool returns a pool; processes start when they are first needed. checks is what every examination must answer.
func NewPool(c Config, checks []forensics.Info, log *slog.Logger) (*Pool, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	return &Pool{
		config: c, checks: checks, log: log,
		workers: crew{turns: newTurnstile(c.Workers), nice: workerNice}, glancers: crew{turns: newTurnstile(glances), nice: glanceNice},
	}, nil
}

// maxDeaths is how many worker processes one file may kill before we stop trying.
const maxDeaths = 2

// Examine examines the files of one submission, the front first. A check that kills its worker is left out of a second
// attempt and comes back as failed; files that kill a second worker give an error, beside an examination in which every
// check failed. Both attempts together may use Config.JobCPU. early, which may be nil, hears what each page is found by before the
// rest is known.
func (p *Pool) Examine(ctx context.Context, files []models.Original, b models.Brief, priority models.Priority, early Early) (models.Examination, error) {
	req := request{Op: opExamine, Brief: b, Files: files, CPU: p.config.JobCPU}
	var died error
	for range maxDeaths {
		done, err := p.run(ctx, priority, req, &listener{early: early, pages: p.config.MaxPages * len(files)})
		if err == nil {
			return p.accept(done.result, files)
		}
		if ctx.Err() != nil || errors.Is(err, ErrClosed) || errors.As(err, new(sourceError)) {
			return models.Examination{}, err
		}
		p.log.Warn("darkroom worker lost", "stage", done.stage, "cpu", done.cpu, "error", err)
		req.Skip, died = append(req.Skip, done.stage), err
		if req.Spent += done.cpu; done.exhausted && strings.HasPrefix(done.stage, stageOpen) {
			break // to decode it again would cost the same again
		}
	}
	return p.nothing(), fmt.Errorf("the examination was given up after %d lost workers: %w", len(req.Skip), died)
}

// nothing is the examination in which every check failed.
func (p *Pool) nothing() models.Examination {
	e := models.Examination{}
	for _, info := range p.checks {
		e.Findings = append(e.Findings, forensics.Failed(info, "The examination was given up before this check could look."))
	}
	return e
}

// Compare compares one page each of two submissions.
func (p *Pool) Compare(ctx context.Context, a, b models.Sheaf, priority models.Priority) (models.Comparison, error) {
	done, err := p.run(ctx, priority, request{
		Op: opCompare, Brief: models.Brief{Kind: a.Kind}, Files: a.Originals, Page: a.Page,
		OKind: b.Kind, Other: b.Originals, OPage: b.Page, CPU: p.config.JobCPU,
	}, new(listener))
	if err != nil {
		return models.Comparison{}, err
	}
	res := done.result
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
	idle := append(p.workers.idle, p.glancers.idle...)
	p.workers.idle, p.glancers.idle, p.closed = nil, nil, true
	p.mu.Unlock()
	for _, w := range idle {
		w.retire()
	}
}

func (p *Pool) run(ctx context.Context, priority models.Priority, req request, l *listener) (outcome, error) {
	stop := p.ahead(ctx, priority, req, l)
	err := p.workers.turns.enter(ctx, priority)
	glanced := stop()
	if err != nil {
		return outcome{}, err
	}
	defer p.workers.turns.leave()
	req.Early = l.early != nil && !glanced
	w, err := p.take(&p.workers)
	if err != nil {
		return outcome{}, err
	}
	defer p.giveBack(&p.workers, w)
	limited, cancel := context.WithTimeoutCause(ctx, p.config.JobLimit, fmt.Errorf("the job took longer than %s", p.config.JobLimit))
	defer cancel()
	return w.do(limited, req, l)
}

// take returns a process of the crew, a new one when none is idle: started without the lock, as that takes some time.
func (p *Pool) take(c *crew) (*process, error) {
	p.mu.Lock()
	closed, last := p.closed, len(c.idle)-1
	if !closed && last >= 0 {
		defer p.mu.Unlock()
		w := c.idle[last]
		c.idle = c.idle[:last]
		return w, nil
	}
	p.mu.Unlock()
	if closed {
		return nil, ErrClosed
	}
	return startProcess(p.config, c.nice)
}

func (p *Pool) giveBack(c *crew, w *process) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || w.spent.Load() || w.jobs >= p.config.RecycleJobs || w.resident() > p.config.RecycleBytes {
		w.kill()
		return
	}
	c.idle = append(c.idle, w)
}
