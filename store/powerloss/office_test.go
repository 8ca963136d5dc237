package powerloss_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"loupe/forensics/verdict"
	"loupe/models"
	"loupe/pipeline"
	"loupe/pipeline/pipelinetest"
	"loupe/store"
	"loupe/store/blob"
	"loupe/store/powerloss"
)

// office is the real store, blobs and use cases on one directory, with a darkroom that reads text.
type office struct {
	*pipeline.Service
	db *store.DB
}

func open(ctx context.Context, dir string, disk blob.Disk, now func() time.Time) (*office, error) {
	db, err := store.Open(ctx, filepath.Join(dir, "loupe.db"), store.Options{Now: now, Connections: 4})
	if err != nil {
		return nil, err
	}
	blobs, err := blob.OpenOn(filepath.Join(dir, "blobs"), disk)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	c := pipeline.DefaultConfig()
	if c.Policy, err = verdict.DefaultPolicy(); err != nil {
		return nil, err
	}
	var n atomic.Int64
	start := time.Now().UnixNano()
	c.Now, c.NewID, c.MaxLive = now, func(p string) string { return fmt.Sprintf("%s_%d_%d", p, start, n.Add(1)) }, 64
	s, err := pipeline.New(ctx, c, db, blobs, pipelinetest.New(c.Policy), slog.New(slog.DiscardHandler))
	return &office{s, db}, err
}

func (o *office) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return errors.Join(o.Close(ctx), o.db.Close())
}

// sent is one upload and what its caller was told. Every upload has an account of its own.
type sent struct {
	account, text, back, key string
	answer                   models.Answer
	id                       string // of the submission; "" when refused
	acknowledged             int    // the moment from which the caller knows
}

// render makes an answer that differs each time it is made, so that only the kept one is equal to the first.
func render(sub models.Submission, r *models.Report, refusal error) (models.Answer, error) {
	a := models.Answer{Status: 202, Header: map[string]string{"Location": sub.ID}, Body: fmt.Append(nil, sub.ID, rand.Uint64())}
	switch {
	case refusal != nil:
		a.Status, a.Header = 422, map[string]string{}
	case r != nil:
		a.Status = 201
	}
	return a, nil
}

// plan is what is sent: files of many sizes, some with a back, some equal, some refused; two in three with a key.
func plan(n int) []*sent {
	rng := rand.New(rand.NewPCG(7, 7))
	var out []*sent
	for i := range n {
		s := &sent{account: fmt.Sprintf("account-%03d", i), text: fmt.Sprintf("card%d ", i) + strings.Repeat(fmt.Sprint(rng.Uint64(), " "), 1+rng.IntN(1500))}
		switch i % 6 {
		case 1:
			s.back = fmt.Sprintf("back of %d", i)
		case 3:
			s.text = "bad " + s.text
		case 4:
			s.text = "the same picture"
		}
		if i%3 > 0 {
			s.key = fmt.Sprint("key-", i)
		}
		out = append(out, s)
	}
	return out
}

func (s *sent) upload(ctx context.Context, o *office) (pipeline.Upload, error) {
	b, err := o.Keep(ctx, strings.NewReader(s.text))
	u := pipeline.Upload{Account: models.Account(s.account), Kind: models.KindIdentityDocument, Blob: b}
	if err == nil && s.back != "" {
		b, err = o.Keep(ctx, strings.NewReader(s.back))
		u.Back = &models.BackFile{SHA256: b.Key, Bytes: b.Bytes}
	}
	return u, err
}

// send uploads once and remembers the answer, as a caller would.
func (s *sent) send(ctx context.Context, o *office) error {
	u, err := s.upload(ctx, o)
	if err != nil {
		return err
	}
	if s.key == "" {
		sub, report, err := o.Submit(ctx, u, 10*time.Second)
		if models.CodeOf(err) == models.ErrUnreadable {
			return nil
		}
		if s.id = sub.ID; err == nil && report == nil {
			err = errors.New("no report in ten seconds")
		}
		return err
	}
	s.answer, _, err = o.SubmitOnce(ctx, models.IdempotencyKey{Name: s.key}, u, 10*time.Second, render)
	s.id = s.answer.Header["Location"]
	return err
}

// record uploads everything from eight callers at once and returns the record of what the disk was told.
func record(t *testing.T, uploads []*sent) *powerloss.Recorder {
	t.Helper()
	root := t.TempDir()
	for range 2 { // the directory as a program leaves it that ran once before
		first, err := open(t.Context(), root, blob.OS{}, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		if err := first.close(); err != nil {
			t.Fatal(err)
		}
	}
	r, err := powerloss.NewRecorder(root)
	if err != nil {
		t.Fatal(err)
	}
	stop, err := r.RecordSQLite()
	if err != nil {
		t.Fatal(err)
	}
	o, err := open(t.Context(), root, r.Blobs(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	queue := make(chan *sent)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for s := range queue {
				if err := s.send(t.Context(), o); err != nil {
					t.Errorf("%s: %v", s.account, err)
				}
				s.acknowledged = r.Len()
			}
		})
	}
	for _, s := range uploads {
		queue <- s
	}
	close(queue)
	wg.Wait()
	if err := errors.Join(o.close(), stop()); err != nil {
		t.Fatal(err)
	}
	return r
}
