package darkroom

import (
	"context"
	"fmt"
	"time"
)

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
