package darkroom

import (
	"container/list"
	"context"
	"sync"

	"loupe/models"
)

// turnstile lets at most n holders in at once. Who waits with higher priority goes first; equals go in order.
type turnstile struct {
	mu      sync.Mutex
	free    int
	waiting [2]*list.List // of chan struct{}, by priority
}

func newTurnstile(n int) *turnstile {
	return &turnstile{free: n, waiting: [2]*list.List{list.New(), list.New()}}
}

// enter waits for a place. The caller must leave exactly once when err is nil.
func (t *turnstile) enter(ctx context.Context, p models.Priority) error {
	t.mu.Lock()
	if t.free > 0 {
		t.free--
		t.mu.Unlock()
		return nil
	}
	called := make(chan struct{}, 1)
	place := t.waiting[p].PushBack(called)
	t.mu.Unlock()
	select {
	case <-called:
		return nil
	case <-ctx.Done():
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	select {
	case <-called: // called and cancelled at once: pass the place on
		t.callNext()
	default:
		t.waiting[p].Remove(place)
	}
	return ctx.Err()
}

func (t *turnstile) leave() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.callNext()
}

func (t *turnstile) callNext() {
	for _, p := range []models.Priority{models.PriorityLive, models.PriorityBulk} {
		if first := t.waiting[p].Front(); first != nil {
			t.waiting[p].Remove(first)
			first.Value.(chan struct{}) <- struct{}{}
			return
		}
	}
	t.free++
}
