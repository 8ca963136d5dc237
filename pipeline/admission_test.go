package pipeline_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"loupe/models"
	"loupe/pipeline"
)

func door(places, slow, workers int) *pipeline.Admission {
	return pipeline.NewAdmission(pipeline.AdmissionConfig{Places: places, Slow: slow, Workers: workers, Grace: 3 * time.Second})
}

func noCut(error) {}

// admit lets n uploads of caller in, or fails the test.
func admit(t *testing.T, a *pipeline.Admission, caller string, n int) []*pipeline.Place {
	t.Helper()
	var places []*pipeline.Place
	for i := range n {
		p, err := a.Admit(caller, noCut)
		if err != nil {
			t.Fatalf("upload %d of %q is not let in: %v", i, caller, err)
		}
		t.Cleanup(p.Abandon)
		places = append(places, p)
	}
	return places
}

func wantShed(t *testing.T, a *pipeline.Admission, caller string, code models.ErrorCode, reason string) time.Duration {
	t.Helper()
	_, err := a.Admit(caller, noCut)
	var e *models.Error
	if !errors.As(err, &e) || e.Code != code || e.Reason != reason {
		t.Fatalf("%q gets %v, want %s %s", caller, err, code, reason)
	}
	if e.RetryAfter < time.Second || e.RetryAfter > 90*time.Second {
		t.Errorf("retry after %s", e.RetryAfter)
	}
	return e.RetryAfter
}

func TestPlacesAreBounded(t *testing.T) {
	a := door(3, 8, 2)
	places := admit(t, a, "", 3)
	wantShed(t, a, "", models.ErrBusy, "system.busy")
	wantShed(t, a, "key", models.ErrBusy, "system.busy")
	places[1].Abandon()
	places[1].Abandon() // once is once
	admit(t, a, "key", 1)
	wantShed(t, a, "", models.ErrBusy, "system.busy")
}

// Among n callers who take all they can, in any order, nobody has more than half and somebody new always gets in.
func TestNobodyTakesAllPlaces(t *testing.T) {
	for _, n := range []int{1, 2, 3, 7} {
		a := door(24, 8, 2)
		r := rand.New(rand.NewPCG(uint64(n), 1))
		held := map[string]int{}
		for range 400 {
			caller := fmt.Sprint("key", r.IntN(n))
			if p, err := a.Admit(caller, noCut); err == nil {
				held[caller]++
				if r.IntN(3) == 0 {
					p.Abandon()
					held[caller]--
				}
			}
		}
		for caller, k := range held {
			if most, _ := a.Share(caller); k > most || most != 12 {
				t.Errorf("%d callers: %s holds %d of 24, at most %d", n, caller, k, most)
			}
			wantShed(t, a, caller, models.ErrQuota, "quota.exceeded")
		}
		if _, left := a.Share("new"); left < 1 {
			t.Errorf("%d callers left no place: %+v", n, a.Load())
		}
		admit(t, a, "new", 1)
	}
}

// Share says exactly how many more are let in.
func TestShareIsTrue(t *testing.T) {
	for others := range 9 {
		a := door(9, 8, 2)
		admit(t, a, "", others)
		_, left := a.Share("key")
		admit(t, a, "key", left)
		if _, err := a.Admit("key", noCut); err == nil {
			t.Errorf("beside %d others more than %d are let in", others, left)
		}
	}
}

func TestSlowBodiesHoldNoPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := door(1, 2, 1)
		first := admit(t, a, "", 1)[0]
		wantShed(t, a, "", models.ErrBusy, "system.busy")
		time.Sleep(4 * time.Second)
		second := admit(t, a, "", 1)[0] // the first one stepped aside
		if l := a.Load(); l.Taken != 1 || l.Slow != 1 {
			t.Errorf("%+v", l)
		}
		if err := first.Arrive(); models.CodeOf(err) != models.ErrBusy {
			t.Errorf("a slow body takes a place that is taken: %v", err)
		}
		second.Abandon()
		if err := first.Arrive(); err != nil {
			t.Errorf("a slow body gets no free place: %v", err)
		}
		if l := a.Load(); l.Taken != 1 || l.Slow != 0 {
			t.Errorf("%+v", l)
		}
		first.Abandon()
		if l := a.Load(); l.Taken != 0 || l.Slow != 0 {
			t.Errorf("%+v", l)
		}
	})
}

func TestTooManySlowBodiesAreCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := door(4, 2, 1)
		var mu sync.Mutex
		var cuts []error
		var places []*pipeline.Place
		for range 4 {
			p, err := a.Admit("", func(err error) {
				mu.Lock()
				defer mu.Unlock()
				cuts = append(cuts, err)
			})
			if err != nil {
				t.Fatal(err)
			}
			places = append(places, p)
			time.Sleep(100 * time.Millisecond)
		}
		time.Sleep(4 * time.Second)
		mu.Lock()
		defer mu.Unlock()
		if len(cuts) != 2 || models.CodeOf(cuts[0]) != models.ErrBusy {
			t.Errorf("cut: %v", cuts)
		}
		if err := places[3].Arrive(); models.CodeOf(err) != models.ErrBusy {
			t.Errorf("a body that was cut arrives: %v", err)
		}
		for _, p := range places {
			p.Abandon()
		}
		if l := a.Load(); l.Taken != 0 || l.Slow != 0 {
			t.Errorf("%+v", l)
		}
	})
}

// examine runs n uploads through w workers, each keeping one busy for the given time, all present from the start.
func examine(t *testing.T, a *pipeline.Admission, n, w int, each time.Duration) {
	t.Helper()
	places := admit(t, a, "", n)
	for _, p := range places {
		if err := p.Arrive(); err != nil {
			t.Fatal(err)
		}
		p.Examine()
	}
	for i, p := range places {
		if i%w == 0 {
			time.Sleep(each)
		}
		p.Finish()
		p.Abandon()
	}
}

// The time an upload keeps a worker busy is known without asking the worker, however long it waited before.
func TestServiceTime(t *testing.T) {
	for _, w := range []int{1, 2, 3} {
		synctest.Test(t, func(t *testing.T) {
			a := door(12, 1, w)
			examine(t, a, 12, w, 2*time.Second)
			time.Sleep(time.Minute) // an idle minute is not service
			examine(t, a, w, w, 2*time.Second)
			l := a.Load()
			if l.Service != 2*time.Second || l.Served != uint64(12+w) || l.Busy != time.Duration(12+w)*2*time.Second {
				t.Errorf("%d workers: %+v", w, l)
			}
		})
	}
}

// Retry-After is when the queue will be done: places times service over workers, and up to half as much again.
func TestRetryAfterFollowsTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := door(10, 1, 2)
		examine(t, a, 10, 2, 3*time.Second)
		admit(t, a, "", 10)
		seen := map[time.Duration]bool{}
		for range 20 {
			after := wantShed(t, a, "", models.ErrBusy, "system.busy")
			if want := 10 * 3 * time.Second / 2; after < want || after > want*3/2 {
				t.Errorf("retry after %s", after)
			}
			seen[after] = true
		}
		if len(seen) < 10 {
			t.Errorf("all come back together: %v", seen)
		}
	})
}

func TestStopAndHangUp(t *testing.T) {
	a := door(4, 4, 1)
	cuts := 0
	arriving, err := a.Admit("", func(error) { cuts++ })
	if err != nil {
		t.Fatal(err)
	}
	waiting, err := a.Admit("", func(error) { cuts++ })
	if err != nil || waiting.Arrive() != nil {
		t.Fatal(err)
	}
	waiting.Examine()
	a.Stop()
	wantShed(t, a, "", models.ErrUnavailable, "system.stopping")
	if cuts != 0 {
		t.Error("stopping cut somebody")
	}
	a.HangUp()
	if cuts != 2 {
		t.Errorf("%d of 2 were told", cuts)
	}
	arriving.Abandon()
	waiting.Abandon() // the request is over, the examination is not
	if l := a.Load(); l.Taken != 1 || l.Examined != 1 {
		t.Errorf("%+v", l)
	}
	waiting.Finish()
	if l := a.Load(); l.Taken != 0 || l.Examined != 0 {
		t.Errorf("%+v", l)
	}
}
