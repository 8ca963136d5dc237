package pipeline_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"loupe/models"
	"loupe/pipeline"
)

// openIn opens a service whose darkroom is wrapped.
func openIn(t *testing.T, change func(*pipeline.Config), wrap func(pipeline.Darkroom) pipeline.Darkroom) *room {
	t.Helper()
	var c pipeline.Config
	r := open(t, t.TempDir(), func(k *pipeline.Config) { change(k); c = *k })
	if err := r.Service.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	s, err := pipeline.New(t.Context(), c, r.store, r.blobs, wrap(r.dark), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	r.Service = s
	return r
}

// panicking is a darkroom on whose answer to "panic" the office stumbles.
type panicking struct{ pipeline.Darkroom }

func (d panicking) Examine(ctx context.Context, files []models.Original, b models.Brief, p models.Priority, early func([]models.Fingerprint)) (models.Examination, error) {
	if data, err := files[0].Read(); err == nil && strings.HasPrefix(string(data), "panic") {
		panic("stumbled")
	}
	return d.Darkroom.Examine(ctx, files, b, p, early)
}

// noLoad waits until nothing is in hand any more.
func noLoad(t *testing.T, r *room) {
	t.Helper()
	for range 500 {
		l := r.Load()
		if l.Taken+l.Slow+l.Examined+l.Bulk == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("places leak: %+v", r.Load())
}

// Whatever becomes of an upload, its place is free afterwards.
func TestNoPlaceLeaks(t *testing.T) {
	r := openIn(t, func(c *pipeline.Config) { c.MaxLive = 2 }, func(d pipeline.Darkroom) pipeline.Darkroom { return panicking{d} })
	gone, leave := context.WithCancel(t.Context())
	leave()
	for i := range 12 {
		text := []string{"bad file", "crash it", "panic now", "good one"}[i%4]
		u := r.upload(t, "a", fmt.Sprintf("%s %d", text, i))
		switch i / 4 {
		case 0: // waits for its report
			_, _, _ = r.Submit(t.Context(), u, 10*time.Second)
		case 1: // waits for nothing
			_, _, _ = r.Submit(t.Context(), u, 0)
		case 2: // is gone before the upload is stored
			_, _, _ = r.Submit(gone, u, time.Second)
		}
		noLoad(t, r)
	}
	for name, u := range map[string]pipeline.Upload{"no account": r.upload(t, "", "x"), "no file": {Account: "a", Kind: models.KindDiploma}} {
		if _, _, err := r.Submit(t.Context(), u, 0); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	noLoad(t, r)
}

// A place that was reserved over HTTP is the one that the examination holds, and no second one.
func TestSubmitUsesTheReservedPlace(t *testing.T) {
	r := open(t, t.TempDir(), func(c *pipeline.Config) { c.MaxLive = 1 })
	place, err := r.Admit("key", func(error) {})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Submit(t.Context(), r.upload(t, "a", "card other"), time.Second); models.CodeOf(err) != models.ErrBusy {
		t.Errorf("a second upload: %v", err)
	}
	_, report, err := r.Submit(pipeline.WithPlace(t.Context(), place), r.upload(t, "a", "card one"), 10*time.Second)
	if err != nil || report == nil {
		t.Fatalf("%v %v", report, err)
	}
	place.Abandon()
	noLoad(t, r)
}

// gate is a darkroom of one worker that serves in the order of arrival, whatever the priority, and notes that order.
type gate struct {
	pipeline.Darkroom
	turn  sync.Mutex
	order []models.Priority
	begun atomic.Int64
	step  chan struct{} // one for each examination that may end
}

func (g *gate) Examine(ctx context.Context, files []models.Original, b models.Brief, p models.Priority, early func([]models.Fingerprint)) (models.Examination, error) {
	g.turn.Lock()
	defer g.turn.Unlock()
	g.order = append(g.order, p)
	g.begun.Add(1)
	select {
	case <-g.step:
	case <-ctx.Done():
		return models.Examination{}, ctx.Err()
	}
	return g.Darkroom.Examine(ctx, files, b, p, early)
}

// While a rescan of many items runs, a live upload waits for the one bulk job that a worker has, and for no other.
func TestBulkWorkWaitsForLiveUploads(t *testing.T) {
	g := &gate{step: make(chan struct{}, 100)}
	r := openIn(t, func(c *pipeline.Config) { c.Jobs, c.MaxLive = 1, 8 }, func(d pipeline.Darkroom) pipeline.Darkroom {
		g.Darkroom = d
		return g
	})
	const held, live = 12, 5
	for i := range held {
		g.step <- struct{}{}
		r.submit(t, "a", fmt.Sprintf("card%d one", i))
	}
	noLoad(t, r)
	g.order = nil
	go r.Run(t.Context())
	if _, err := r.StartRescan(t.Context(), "test", models.RescanFilter{}, true); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the first bulk job", func() bool { return r.Load().Bulk == 1 && g.begun.Load() == held+1 })
	var uploads sync.WaitGroup
	for i := range live {
		uploads.Go(func() { r.submit(t, "b", fmt.Sprintf("live%d one", i)) })
	}
	waitFor(t, "the live uploads", func() bool { return r.Load().Examined == live })
	for range held + live {
		g.step <- struct{}{}
	}
	uploads.Wait()
	waitFor(t, "the rescan", func() bool {
		all, err := r.Rescans(t.Context(), 1)
		return err == nil && all[0].State == models.RescanFinished
	})
	g.turn.Lock()
	defer g.turn.Unlock()
	want := slices.Concat([]models.Priority{models.PriorityBulk}, slices.Repeat([]models.Priority{models.PriorityLive}, live),
		slices.Repeat([]models.Priority{models.PriorityBulk}, held-1))
	if !slices.Equal(g.order, want) {
		t.Errorf("order %v, want %v", g.order, want)
	}
}

func waitFor(t *testing.T, what string, is func() bool) {
	t.Helper()
	for range 1000 {
		if is() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("%s: not within 5 s", what)
}

// Whoever waits for a report when the service hangs up is told that it will come, and it comes.
func TestHangUpAnswersThoseWhoWait(t *testing.T) {
	r := open(t, t.TempDir(), nil)
	ctx, cut := context.WithCancelCause(t.Context())
	place, err := r.Admit("", cut)
	if err != nil {
		t.Fatal(err)
	}
	u := r.upload(t, "a", "slow upload")
	done := make(chan models.Submission)
	go func() {
		sub, report, err := r.Submit(pipeline.WithPlace(ctx, place), u, time.Minute)
		if report != nil || err != nil {
			t.Errorf("%v %v", report, err)
		}
		done <- sub
	}()
	waitFor(t, "the examination", func() bool { return r.Load().Examined == 1 })
	r.HangUp()
	sub := <-done
	close(r.dark.Release)
	waitForReport(t, r, sub.ID)
	if _, err := r.Admit("", cut); models.CodeOf(err) != models.ErrUnavailable {
		t.Errorf("after hanging up: %v", err)
	}
	noLoad(t, r)
}
