package storetest

import (
	"bytes"
	"reflect"
	"testing"
	"time"

	"loupe/models"
)

// keyed returns a request under a name that belongs to s.
func (b *bench) keyed(name string, s models.Submission) models.KeyedRequest {
	return models.KeyedRequest{IdempotencyKey: models.IdempotencyKey{Scope: "key-1", Name: name}, Digest: "digest of " + name,
		SubmissionID: s.ID, LockedUntil: b.now().Add(time.Minute), CreatedAt: b.now()}
}

func (b *bench) createKeyed(t *testing.T, name string) (models.Submission, models.KeyedRequest) {
	t.Helper()
	s := b.submission("a")
	r := b.keyed(name, s)
	job, err := b.CreateKeyed(t.Context(), s, time.Minute, r)
	check(t, err)
	if job.SubmissionID != s.ID || job.Attempts != 1 || job.LeaseToken == "" {
		t.Errorf("job = %+v", job)
	}
	r.LockedUntil, r.CreatedAt = kept(r.LockedUntil), kept(r.CreatedAt)
	return s, r
}

func keyedRequests(t *testing.T, b *bench) {
	s, want := b.createKeyed(t, `"quoted\\'; DROP TABLE jobs; --`)
	got, err := b.KeyedRequest(t.Context(), want.IdempotencyKey)
	check(t, err)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("request = %+v\nwant %+v", got, want)
	}
	_, err = b.Submission(t.Context(), s.ID)
	check(t, err)
	for what, k := range map[string]models.IdempotencyKey{"other scope": {Name: want.Name}, "other name": {Scope: want.Scope, Name: "x"}, "NUL": {Name: "\x00"}} {
		_, err = b.KeyedRequest(t.Context(), k)
		wantCode(t, what, err, models.ErrNotFound)
	}
	_, err = b.DeleteSubmission(t.Context(), s.ID)
	check(t, err)
	_, err = b.KeyedRequest(t.Context(), want.IdempotencyKey)
	check(t, err) // the key outlives a refused upload
	_, err = b.CreateKeyed(t.Context(), b.submission("a"), time.Minute, models.KeyedRequest{})
	wantCode(t, "no name", err, models.ErrInvalid)
}

// keyedIsAtomic: when the key is taken, or the submission cannot be stored, neither is.
func keyedIsAtomic(t *testing.T, b *bench) {
	first, r := b.createKeyed(t, "k")
	second := b.submission("a")
	_, err := b.CreateKeyed(t.Context(), second, time.Minute, b.keyed("k", second))
	wantCode(t, "the key again", err, models.ErrConflict)
	_, err = b.Submission(t.Context(), second.ID)
	wantCode(t, "its submission", err, models.ErrNotFound)
	_, err = b.CreateKeyed(t.Context(), first, time.Minute, b.keyed("k2", first))
	wantCode(t, "the submission again", err, models.ErrConflict)
	_, err = b.KeyedRequest(t.Context(), models.IdempotencyKey{Scope: r.Scope, Name: "k2"})
	wantCode(t, "its key", err, models.ErrNotFound)
	n, err := b.WaitingJobs(t.Context(), models.QueueLive)
	check(t, err)
	wantEqual(t, "jobs", n, 1)
}

func keyedRelock(t *testing.T, b *bench) {
	_, r := b.createKeyed(t, "k")
	until := b.now().Add(time.Hour)
	check(t, b.Relock(t.Context(), r, until))
	wantCode(t, "from an old reading", b.Relock(t.Context(), r, until), models.ErrConflict)
	wantCode(t, "forgetting from an old reading", b.ForgetKey(t.Context(), r), models.ErrConflict)
	now, err := b.KeyedRequest(t.Context(), r.IdempotencyKey)
	check(t, err)
	wantEqual(t, "locked until", now.LockedUntil, kept(until))
	_, err = b.SaveAnswer(t.Context(), now, models.Answer{Status: 201})
	check(t, err)
	wantCode(t, "answered", b.Relock(t.Context(), now, until), models.ErrConflict)
}

func keyedFirstAnswer(t *testing.T, b *bench) {
	_, r := b.createKeyed(t, "k")
	body := make([]byte, 300_000)
	for i := range body {
		body[i] = byte(i * 7)
	}
	first := models.Answer{Status: 422, Header: map[string]string{"Content-Type": "x/y", "Location": "/ä\"'"}, Body: body}
	got, err := b.SaveAnswer(t.Context(), r, first)
	check(t, err)
	if !reflect.DeepEqual(got, first) {
		t.Errorf("kept %d %v, %d bytes", got.Status, got.Header, len(got.Body))
	}
	got, err = b.SaveAnswer(t.Context(), r, models.Answer{Status: 201, Body: []byte("second")})
	check(t, err)
	read, err := b.KeyedRequest(t.Context(), r.IdempotencyKey)
	check(t, err)
	if got.Status != 422 || !bytes.Equal(got.Body, body) || read.Answer == nil || !bytes.Equal(read.Answer.Body, body) {
		t.Errorf("the second answer replaced the first: %d, %d bytes", got.Status, len(got.Body))
	}
	stranger := r
	stranger.SubmissionID = "another"
	_, err = b.SaveAnswer(t.Context(), stranger, models.Answer{Status: 201})
	wantCode(t, "another request under the key", err, models.ErrNotFound)
	stranger.Name = "unknown"
	_, err = b.SaveAnswer(t.Context(), stranger, models.Answer{Status: 201})
	wantCode(t, "unknown key", err, models.ErrNotFound)
	_, empty := b.createKeyed(t, "empty")
	got, err = b.SaveAnswer(t.Context(), empty, models.Answer{Status: 202})
	check(t, err)
	if got.Body == nil || got.Header == nil || len(got.Body) != 0 {
		t.Errorf("an empty answer comes back as %+v", got)
	}
}

func keyedForgotten(t *testing.T, b *bench) {
	_, old := b.createKeyed(t, "old")
	answered := old
	answered.Answer = &models.Answer{}
	wantCode(t, "as answered, which it is not", b.ForgetKey(t.Context(), answered), models.ErrConflict)
	check(t, b.ForgetKey(t.Context(), old))
	_, err := b.KeyedRequest(t.Context(), old.IdempotencyKey)
	wantCode(t, "forgotten", err, models.ErrNotFound)
	for _, name := range []string{"1", "2", "3"} {
		b.createKeyed(t, name)
	}
	limit := b.now()
	b.advance(time.Second)
	_, young := b.createKeyed(t, "4")
	for i, want := range []int{2, 1, 0} { // one was made at the very limit
		n, err := b.ForgetKeysBefore(t.Context(), limit.Add(time.Second/2), 2)
		check(t, err)
		if n != want {
			t.Errorf("step %d forgot %d, want %d", i, n, want)
		}
	}
	_, err = b.KeyedRequest(t.Context(), young.IdempotencyKey)
	check(t, err)
}

// keyedConcurrently: of many first requests under one key one is stored, and of many answers one is kept.
func keyedConcurrently(t *testing.T, b *bench) {
	const n = 8
	subs := make([]models.Submission, n)
	for i := range subs {
		subs[i] = b.submission("a")
	}
	won := 0
	for _, err := range together(n, func(i int) error {
		_, err := b.CreateKeyed(t.Context(), subs[i], time.Minute, b.keyed("k", subs[i]))
		return err
	}) {
		if err == nil {
			won++
		} else {
			wantCode(t, "the others", err, models.ErrConflict)
		}
	}
	wantEqual(t, "stored", won, 1)
	r, err := b.KeyedRequest(t.Context(), models.IdempotencyKey{Scope: "key-1", Name: "k"})
	check(t, err)
	answers := make([]models.Answer, n)
	for _, err := range together(n, func(i int) (err error) {
		answers[i], err = b.SaveAnswer(t.Context(), r, models.Answer{Status: 200 + i})
		return err
	}) {
		check(t, err)
	}
	for _, a := range answers {
		wantEqual(t, "everybody's answer", a.Status, answers[0].Status)
	}
	locked := 0
	_, open := b.createKeyed(t, "open")
	for _, err := range together(n, func(i int) error { return b.Relock(t.Context(), open, b.now().Add(time.Hour)) }) {
		if err == nil {
			locked++
		}
	}
	wantEqual(t, "took over", locked, 1)
}
