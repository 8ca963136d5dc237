package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"loupe/models"
	"loupe/pipeline"
)

// render makes an answer that is different every time it is made.
func render(sub models.Submission, r *models.Report, refusal error) (models.Answer, error) {
	a := models.Answer{Status: 202, Header: map[string]string{"Location": sub.ID}, Body: fmt.Append(nil, sub.ID, time.Now().UnixNano())}
	switch {
	case refusal != nil:
		a.Status, a.Header = 422, map[string]string{}
	case r != nil:
		a.Status = 201
	}
	return a, nil
}

func key(name string) models.IdempotencyKey {
	return models.IdempotencyKey{Scope: "caller", Name: name}
}

func (r *room) once(t *testing.T, name string, u pipeline.Upload, wait time.Duration) (models.Answer, bool, error) {
	t.Helper()
	return r.SubmitOnce(t.Context(), key(name), u, wait, render)
}

func (r *room) count(t *testing.T) int {
	t.Helper()
	list, _, err := r.Submissions(t.Context(), models.SubmissionQuery{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func same(a, b models.Answer) bool {
	return a.Status == b.Status && string(a.Body) == string(b.Body) && fmt.Sprint(a.Header) == fmt.Sprint(b.Header)
}

func wantReason(t *testing.T, what string, err error, code models.ErrorCode, reason string) *models.Error {
	t.Helper()
	var e *models.Error
	if !errors.As(err, &e) || e.Code != code || e.Reason != reason {
		t.Fatalf("%s: %v, want %s %s", what, err, code, reason)
	}
	return e
}

func TestRepeatedRequestGetsTheFirstAnswer(t *testing.T) {
	r := open(t, t.TempDir(), nil)
	for _, c := range []struct {
		name, text string
		wait       time.Duration
		status     int
	}{{"report", "card", 10 * time.Second, 201}, {"later", "slow card", 0, 202}, {"refused", "bad card", 10 * time.Second, 422}} {
		first, replayed, err := r.once(t, c.name, r.upload(t, "a", c.text), c.wait)
		if err != nil || replayed || first.Status != c.status {
			t.Fatalf("%s: %+v %v %v", c.name, first, replayed, err)
		}
		for range 3 {
			again, replayed, err := r.once(t, c.name, r.upload(t, "a", c.text), c.wait)
			if err != nil || !replayed || !same(first, again) {
				t.Errorf("%s again: %+v %v %v, want %+v", c.name, again, replayed, err, first)
			}
		}
	}
	if n := r.count(t); n != 2 {
		t.Errorf("%d submissions, want 2", n)
	}
	close(r.dark.Release)
}

// Whatever makes a request another one is found out; the spelling of its claim is not.
func TestAnotherRequestUnderTheKey(t *testing.T) {
	r := open(t, t.TempDir(), nil)
	make := func(change func(*pipeline.Upload)) pipeline.Upload {
		u := r.upload(t, "a", "card")
		u.Claim, u.Filename, u.DeclaredType = models.Claim{"name": "A", "degree": "B"}, "x.jpg", "image/jpeg"
		change(&u)
		return u
	}
	if _, _, err := r.once(t, "k", make(func(*pipeline.Upload) {}), time.Minute); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*pipeline.Upload){
		"account":  func(u *pipeline.Upload) { u.Account = "b" },
		"kind":     func(u *pipeline.Upload) { u.Kind = models.KindDiploma },
		"side":     func(u *pipeline.Upload) { u.Side = models.SideFront },
		"claim":    func(u *pipeline.Upload) { u.Claim["name"] = "C" },
		"no claim": func(u *pipeline.Upload) { u.Claim = nil },
		"filename": func(u *pipeline.Upload) { u.Filename = "y.jpg" },
		"declared": func(u *pipeline.Upload) { u.DeclaredType = "image/png" },
		"bytes":    func(u *pipeline.Upload) { r.Drop(t.Context(), u.Blob.Key); u.Blob = r.upload(t, "a", "other").Blob },
		"back": func(u *pipeline.Upload) {
			b := r.upload(t, "a", "the back").Blob
			u.Back = &models.BackFile{SHA256: b.Key, Bytes: b.Bytes}
		},
	} {
		_, _, err := r.once(t, "k", make(change), time.Minute)
		wantReason(t, name, err, models.ErrMismatch, "idempotency.mismatch")
	}
	if _, replayed, err := r.once(t, "k", make(func(*pipeline.Upload) {}), 0); !replayed || err != nil {
		t.Errorf("the same request: %v %v", replayed, err)
	}
	if _, replayed, err := r.SubmitOnce(t.Context(), models.IdempotencyKey{Scope: "another", Name: "k"}, make(func(*pipeline.Upload) {}), time.Minute, render); replayed || err != nil {
		t.Errorf("another caller's key: %v %v", replayed, err)
	}
	if n := r.count(t); n != 2 {
		t.Errorf("%d submissions, want 2", n)
	}
	if unused := r.unused(t); unused != 0 {
		t.Errorf("%d blobs stay that no row refers to", unused)
	}
}

// unused counts blobs that no row refers to.
func (r *room) unused(t *testing.T) (n int) {
	t.Helper()
	err := r.blobs.Each(t.Context(), "", func(b models.BlobInfo) error {
		used, err := r.store.BlobsInUse(t.Context(), []string{b.Key})
		if !used[b.Key] {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestInFlightSaysWhenToComeBack(t *testing.T) {
	r := open(t, t.TempDir(), nil)
	done := make(chan models.Answer, 1)
	u := r.upload(t, "a", "slow card")
	go func() {
		a, _, err := r.SubmitOnce(context.Background(), key("k"), u, 20*time.Second, render)
		if err != nil {
			t.Error(err)
		}
		done <- a
	}()
	for r.dark.Examined.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	_, _, err := r.once(t, "k", r.upload(t, "a", "slow card"), time.Second)
	if e := wantReason(t, "in flight", err, models.ErrConflict, "idempotency.in_flight"); e.RetryAfter <= 20*time.Second || e.RetryAfter > 30*time.Second {
		t.Errorf("come back after %s, want the rest of wait and margin", e.RetryAfter)
	}
	close(r.dark.Release)
	first := <-done
	again, replayed, err := r.once(t, "k", r.upload(t, "a", "slow card"), time.Second)
	if err != nil || !replayed || !same(first, again) || first.Status != 201 {
		t.Errorf("%+v %+v %v %v", first, again, replayed, err)
	}
}

func TestSimultaneousFirstCalls(t *testing.T) {
	r := open(t, t.TempDir(), func(c *pipeline.Config) { c.MaxLive = 64 })
	for round := range 10 {
		var wg sync.WaitGroup
		var mu sync.Mutex
		var answers []models.Answer
		name := fmt.Sprint("k", round)
		for range 6 {
			u := r.upload(t, "a", fmt.Sprint("card", round))
			wg.Go(func() {
				a, _, err := r.SubmitOnce(t.Context(), key(name), u, 10*time.Second, render)
				if err != nil && models.CodeOf(err) != models.ErrConflict {
					t.Error(err)
				}
				if mu.Lock(); err == nil {
					answers = append(answers, a)
				}
				mu.Unlock()
			})
		}
		wg.Wait()
		for _, a := range answers {
			if !same(a, answers[0]) {
				t.Errorf("two answers: %+v %+v", a, answers[0])
			}
		}
		if n := r.count(t); n != round+1 || len(answers) == 0 {
			t.Fatalf("round %d: %d submissions, %d answers", round, n, len(answers))
		}
	}
}

// dyingStore keeps no answers: as if the process died just before.
type dyingStore struct{ pipeline.Store }

func (dyingStore) SaveAnswer(context.Context, models.KeyedRequest, models.Answer) (models.Answer, error) {
	return models.Answer{}, errors.New("the process is dead")
}

func dying(s pipeline.Store) pipeline.Store { return dyingStore{s} }

// later is the clock of a process that starts after every lock has ended.
func later(c *pipeline.Config) { c.Now = func() time.Time { return time.Now().Add(2 * time.Minute) } }

// A process dies after it stored an upload and before it answered. The repetition attaches to what is stored.
func TestResumeAfterACrash(t *testing.T) {
	for _, c := range []struct {
		text   string
		status int
	}{{"slow card", 201}, {"card", 201}, {"bad card", 422}} {
		t.Run(c.text, func(t *testing.T) {
			dir := t.TempDir()
			dead := openOn(t, dir, nil, dying)
			wait := 10 * time.Second
			if c.text == "slow card" {
				wait = 0
			}
			if _, _, err := dead.once(t, "k", dead.upload(t, "a", c.text), wait); err == nil {
				t.Fatal("a dying process answered")
			}
			dead.close()
			early := open(t, dir, nil)
			_, _, err := early.once(t, "k", early.upload(t, "a", c.text), time.Second)
			wantReason(t, "before the lock ends", err, models.ErrConflict, "idempotency.in_flight")
			early.close()

			r := open(t, dir, later)
			close(r.dark.Release)
			go r.Run(t.Context())
			before := r.count(t)
			a, replayed, err := r.once(t, "k", r.upload(t, "a", c.text), 10*time.Second)
			if err != nil || replayed || a.Status != c.status {
				t.Fatalf("%+v %v %v", a, replayed, err)
			}
			again, replayed, err := r.once(t, "k", r.upload(t, "a", c.text), 0)
			if err != nil || !replayed || !same(a, again) {
				t.Errorf("again: %+v %v %v", again, replayed, err)
			}
			if n := r.count(t); n != before {
				t.Errorf("%d submissions, %d before", n, before)
			}
			if n := r.unused(t); n != 0 {
				t.Errorf("%d blobs without a row", n)
			}
		})
	}
}

// Two processes that take over at once send one answer.
func TestResumeTwice(t *testing.T) {
	dir := t.TempDir()
	dead := openOn(t, dir, nil, dying)
	if _, _, err := dead.once(t, "k", dead.upload(t, "a", "card"), 10*time.Second); err == nil {
		t.Fatal("a dying process answered")
	}
	var wg sync.WaitGroup
	answers := make([]models.Answer, 4)
	for i := range answers {
		r := open(t, dir, later)
		u := r.upload(t, "a", "card")
		wg.Go(func() {
			a, _, err := r.SubmitOnce(t.Context(), key("k"), u, time.Second, render)
			if err != nil && models.CodeOf(err) != models.ErrConflict {
				t.Error(err)
			}
			answers[i] = a
		})
	}
	wg.Wait()
	kept, err := dead.store.KeyedRequest(t.Context(), key("k"))
	if err != nil || kept.Answer == nil {
		t.Fatalf("%+v %v", kept, err)
	}
	for _, a := range answers {
		if a.Status != 0 && !same(a, *kept.Answer) {
			t.Errorf("sent %+v, kept %+v", a, *kept.Answer)
		}
	}
	if n := dead.count(t); n != 1 {
		t.Errorf("%d submissions, want 1", n)
	}
}

func TestKeysAreForgotten(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir, nil)
	if _, _, err := r.once(t, "k", r.upload(t, "a", "card"), time.Minute); err != nil {
		t.Fatal(err)
	}
	week := func(c *pipeline.Config) {
		c.Now = func() time.Time { return time.Now().Add(7*24*time.Hour + time.Minute) }
	}
	next := open(t, dir, week)
	if _, replayed, err := next.once(t, "k", next.upload(t, "a", "other"), time.Minute); replayed || err != nil {
		t.Errorf("a week later: %v %v", replayed, err)
	}
	next.close()
	later := open(t, dir, func(c *pipeline.Config) {
		c.Now = func() time.Time { return time.Now().Add(14*24*time.Hour + 2*time.Minute) }
	})
	swept, err := later.Sweep(t.Context())
	if err != nil || swept.Keys != 1 || !swept.Finished {
		t.Errorf("%+v %v", swept, err)
	}
}

// What is not an answer frees the key: a wrong upload, a full service, a full disk.
func TestErrorsAreNotKept(t *testing.T) {
	r := open(t, t.TempDir(), func(c *pipeline.Config) { c.MaxLive = 1 })
	wrong := r.upload(t, "", "card")
	_, _, err := r.once(t, "k", wrong, 0)
	wantReason(t, "no account", err, models.ErrInvalid, "account.missing")
	if _, _, err := r.once(t, "slow", r.upload(t, "a", "slow card"), 0); err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.once(t, "k", r.upload(t, "a", "card"), time.Second); models.CodeOf(err) != models.ErrBusy {
		t.Errorf("busy: %v", err)
	}
	close(r.dark.Release)
	for {
		a, replayed, err := r.once(t, "k", r.upload(t, "a", "card"), 10*time.Second)
		if models.CodeOf(err) == models.ErrBusy {
			time.Sleep(10 * time.Millisecond)
			continue
		}
		if err != nil || replayed || a.Status != 201 {
			t.Errorf("afterwards: %+v %v %v", a, replayed, err)
		}
		break
	}
}
