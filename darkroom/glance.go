package darkroom

import (
	"context"
	"time"

	"loupe/models"
)

// A glance is the beginning of an examination, up to the early fingerprints, by a process beside the workers and before them: when all of
// them are at work for seconds, an upload is found all the same. It decodes a picture a second time, so it is made only
// when no worker has become free within headStart, one at a time, and may use less than an examination may.
const (
	glances     = 1
	headStart   = 200 * time.Millisecond
	glanceCPU   = 2 * time.Second // for one page; more is added for others, see Hold.PageCPU
	glanceLimit = 5 * time.Second // wall time
)

// ahead glances at the files while their examination waits for its turn. The caller calls stop when the turn has come: it
// waits for a glance that has begun and says whether it was made to its end. Afterwards the listener hears no more.
func (p *Pool) ahead(ctx context.Context, priority models.Priority, req request, l *listener) (stop func() (made bool)) {
	if l.early == nil || priority != models.PriorityLive {
		return func() bool { return false }
	}
	waiting, cancel := context.WithCancel(ctx)
	made := make(chan bool, 1)
	go func() { made <- p.glance(ctx, waiting, req, l) }()
	return func() bool { cancel(); return <-made }
}

func (p *Pool) glance(ctx, waiting context.Context, req request, l *listener) bool {
	select {
	case <-waiting.Done():
		return false
	case <-time.After(headStart):
	}
	if err := p.glancers.turns.enter(waiting, models.PriorityLive); err != nil {
		return false
	}
	defer p.glancers.turns.leave()
	w, err := p.take(&p.glancers)
	if err != nil {
		return false
	}
	defer p.giveBack(&p.glancers, w)
	limited, cancel := context.WithTimeout(ctx, glanceLimit)
	defer cancel()
	req.Early, req.Glance, req.CPU = true, true, min(req.CPU, glanceCPU)
	done, err := w.do(limited, req, l)
	if err != nil { // the examination will say what is wrong with the file
		p.log.Info("a glance was given up", "stage", done.stage, "error", err)
	}
	return err == nil
}
