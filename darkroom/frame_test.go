package darkroom

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
	"testing"
	"time"

	"loupe/models"
)

func TestFramesRoundTrip(t *testing.T) {
	var b bytes.Buffer
	for _, payload := range [][]byte{nil, []byte("x"), bytes.Repeat([]byte{7}, 1<<20)} {
		if err := writeFrame(&b, frameArtifact, payload); err != nil {
			t.Fatal(err)
		}
		got, err := expectFrame(&b, frameArtifact)
		if err != nil || !bytes.Equal(got, payload) {
			t.Errorf("%d bytes came back as %d (%v)", len(payload), len(got), err)
		}
	}
	if _, err := expectFrame(&b, frameArtifact); !errors.Is(err, io.EOF) {
		t.Errorf("at the end: %v", err)
	}
}

func TestFramesAreBounded(t *testing.T) {
	if _, _, err := readFrame(bytes.NewReader([]byte{'A', 0xff, 0xff, 0xff, 0xff})); err == nil {
		t.Error("a frame of 4 GiB was accepted")
	}
	if err := writeFrame(io.Discard, 'A', make([]byte, maxFrame+1)); err == nil {
		t.Error("an oversized frame was written")
	}
}

func FuzzReceiveResult(f *testing.F) {
	var good bytes.Buffer
	e := &models.Examination{Artifacts: []models.Artifact{{Name: "preview", Data: []byte("abc")}}}
	if err := sendResult(&good, &result{Examination: e}); err != nil {
		f.Fatal(err)
	}
	f.Add(good.Bytes())
	f.Add(append([]byte{frameStage, 0, 0, 0, 4}, "open"...))
	f.Add([]byte{frameResult, 0, 0, 0, 2, '{', '}'})
	var early bytes.Buffer
	for page := range 2 {
		sendEarly(&early, []models.Fingerprint{{Kind: models.FingerprintPixels, Bits: 256, Hex: "00ff", Page: page}})
	}
	f.Add(append(early.Bytes(), good.Bytes()...))
	f.Fuzz(func(t *testing.T, data []byte) {
		last := -1
		l := &listener{pages: 3, early: func(fps []models.Fingerprint) {
			if page := fps[0].Page; page <= last || page > 2 || len(fps) > mostEarly {
				t.Errorf("%d early fingerprints of page %d after those of page %d", len(fps), page, last)
			}
			last = fps[0].Page
		}}
		res, err := receiveResult(bytes.NewReader(data), l)
		if err == nil && res == nil {
			t.Error("neither a result nor an error")
		}
	})
}

// A page cannot come twice from one worker, but again from the next one.
func TestListenerBeginsAnew(t *testing.T) {
	heard := 0
	l := &listener{pages: 2, early: func([]models.Fingerprint) { heard++ }}
	page := func(n int) error {
		var b bytes.Buffer
		sendEarly(&b, []models.Fingerprint{{Kind: models.FingerprintPixels, Bits: 256, Hex: "00ff", Page: n}})
		return l.hear(frameEarly, b.Bytes()[5:])
	}
	for i, step := range []struct {
		page  int
		fails bool
	}{{0, false}, {1, false}, {1, true}, {0, true}, {2, true}} {
		if err := page(step.page); (err != nil) != step.fails {
			t.Errorf("step %d, page %d: %v", i, step.page, err)
		}
	}
	l.begin()
	if err := page(0); err != nil || heard != 3 {
		t.Errorf("from another worker: %v, heard %d times", err, heard)
	}
}

// Of those who wait, the live ones go first; a waiter that gives up does not take its place along.
func TestTurnstile(t *testing.T) {
	gate := newTurnstile(1)
	if err := gate.enter(context.Background(), models.PriorityBulk); err != nil {
		t.Fatal(err)
	}
	var order []models.Priority
	var mu sync.Mutex
	var wg sync.WaitGroup
	queue := func(p models.Priority) {
		wg.Go(func() {
			if err := gate.enter(context.Background(), p); err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			order = append(order, p)
			mu.Unlock()
			gate.leave()
		})
		waitFor(t, gate, p)
	}
	queue(models.PriorityBulk)
	ctx, cancel := context.WithCancel(context.Background())
	gone := make(chan error)
	go func() { gone <- gate.enter(ctx, models.PriorityLive) }()
	waitFor(t, gate, models.PriorityLive)
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("who gave up got %v", err)
	}
	queue(models.PriorityLive)
	gate.leave()
	wg.Wait()
	if len(order) != 2 || order[0] != models.PriorityLive || order[1] != models.PriorityBulk {
		t.Errorf("order %v", order)
	}
	if gate.free != 1 {
		t.Errorf("%d places are free, want 1", gate.free)
	}
}

func waitFor(t *testing.T, gate *turnstile, p models.Priority) {
	t.Helper()
	for range 1000 {
		gate.mu.Lock()
		n := gate.waiting[p].Len()
		gate.mu.Unlock()
		if n > 0 {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("nobody waits")
}
