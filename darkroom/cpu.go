package darkroom

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

// budget is the CPU time of one attempt. The process ends when it is used up: by a watch that is exact to cpuTick, and by
// the kernel's limit of whole seconds, which also stops what keeps the watch from running.
type budget struct {
	hold  Hold
	req   *request
	limit atomic.Int64 // of this process's CPU time, in nanoseconds
	stage atomic.Int64 // as limit, of a stage that nothing else can stop; 0 for none
	began time.Duration
	done  chan struct{}
}

// firstShare is what a first attempt may use of the whole: the rest is for a second one without the hostile stage.
const firstShare = 0.8

// allow gives an attempt its CPU time and watches over it until end is called.
func (h Hold) allow(req *request) (*budget, error) {
	began, err := usedCPU()
	if err != nil {
		return nil, err
	}
	b := &budget{hold: h, req: req, began: began, done: make(chan struct{})}
	if err := b.pages(1); err != nil {
		return nil, err
	}
	go b.watch()
	return b, nil
}

// pages is called when the number of pages is known: each page after the first brings PageCPU with it.
func (b *budget) pages(n int) error {
	whole := b.req.CPU + time.Duration(max(n, 1)-1)*b.hold.PageCPU
	share := time.Duration(firstShare * float64(whole))
	if b.req.Spent > 0 {
		share = max(whole-b.req.Spent, whole-share)
	}
	b.limit.Store(int64(b.began + share))
	return limitCPU(b.began + share)
}

func (b *budget) watch() {
	tick := time.NewTicker(cpuTick)
	defer tick.Stop()
	for {
		select {
		case <-b.done:
			return
		case <-tick.C:
			used, err := usedCPU()
			stage := time.Duration(b.stage.Load())
			if err != nil || used > time.Duration(b.limit.Load()) || (stage > 0 && used > stage) {
				os.Exit(exitCPU)
			}
		}
	}
}

// within ends the process when what comes until the returned function is called uses more than limit: a decoder that
// loops hears of no context.
func (b *budget) within(limit time.Duration) (done func()) {
	if used, err := usedCPU(); err == nil {
		b.stage.Store(int64(used + limit))
	}
	return func() { b.stage.Store(0) }
}

func (b *budget) end() { close(b.done) }

func usedCPU() (time.Duration, error) {
	var ru unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &ru); err != nil {
		return 0, err
	}
	return time.Duration(ru.Utime.Nano() + ru.Stime.Nano()), nil
}

func limitCPU(total time.Duration) error {
	var lim unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CPU, &lim); err != nil {
		return err
	}
	lim.Cur = uint64((total + time.Second - 1) / time.Second)
	if err := unix.Setrlimit(unix.RLIMIT_CPU, &lim); err != nil {
		return fmt.Errorf("limit CPU to %d s: %w", lim.Cur, err)
	}
	return nil
}

// cpuTick is how often a stage's CPU time is looked at.
const cpuTick = 50 * time.Millisecond

// withinCPU returns a context that ends when this process has used limit of CPU time from now on. One job at a time is
// done here, so that is what the stage used. Wall time would punish honest files when the machine is busy.
func withinCPU(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	before, err := usedCPU()
	if err != nil {
		cancel(err)
		return ctx, func() {}
	}
	go func() {
		tick := time.NewTicker(cpuTick)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				if now, err := usedCPU(); err != nil || now-before > limit {
					cancel(fmt.Errorf("it used more than %s of CPU time", limit))
					return
				}
			}
		}
	}()
	return ctx, func() { cancel(nil) }
}
