package api_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"loupe/api"
	"loupe/forensics/verdict"
	"loupe/pipeline"
	"loupe/pipeline/pipelinetest"
	"loupe/store"
	"loupe/store/blob"
)

// house is the whole office behind a server, with a darkroom that reads text.
type house struct {
	*httptest.Server
	service *pipeline.Service
	store   *store.DB
	dark    *pipelinetest.Darkroom
	disk    *fullDisk
	path    string // of the database
}

// fullDisk is a disk that has no room while full is set.
type fullDisk struct {
	blob.OS
	full atomic.Bool
}

func (d *fullDisk) SyncDir(path string) error {
	if d.full.Load() {
		return syscall.ENOSPC
	}
	return d.OS.SyncDir(path)
}

func build(t *testing.T, options store.Options) *house {
	t.Helper()
	dir := t.TempDir()
	db, err := store.Open(t.Context(), filepath.Join(dir, "loupe.db"), options)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{path: filepath.Join(dir, "loupe.db"), store: db, disk: &fullDisk{}}
	blobs, err := blob.OpenOn(filepath.Join(dir, "blobs"), h.disk)
	if err != nil {
		t.Fatal(err)
	}
	c := pipeline.DefaultConfig()
	if c.Policy, err = verdict.DefaultPolicy(); err != nil {
		t.Fatal(err)
	}
	h.dark = pipelinetest.New(c.Policy)
	var n atomic.Int64
	c.Now, c.NewID, c.MaxLive = time.Now, func(p string) string { return p + "_" + strconv.FormatInt(n.Add(1), 10) }, 64
	if h.service, err = pipeline.New(t.Context(), c, db, blobs, h.dark, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	handler, err := api.New(api.DefaultConfig(), h.service, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	h.Server = httptest.NewServer(handler)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		h.Close()
		_ = h.service.Close(ctx)
		_ = db.Close()
	})
	return h
}

// post sends an upload of text; headers come as "Name: value".
func (h *house) post(t testing.TB, text string, headers ...string) answer {
	t.Helper()
	contentType, body := form(t, part{Name: "account", Value: "a"}, part{Name: "kind", Value: "diploma"}, part{Name: "file", Value: text, Filename: "x.jpg"})
	return ask(t, "POST", h.URL+"/v1/submissions", body, append(headers, "Content-Type: "+contentType)...)
}

// lock holds the database's write lock as another process would, until the returned function is called.
func (h *house) lock(t *testing.T) (release func()) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+h.path+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := errors.Join(tx.Rollback(), db.Close()); err != nil {
			t.Error(err)
		}
	}
}

func (h *house) count(t testing.TB) int {
	t.Helper()
	items, _ := ask(t, "GET", h.URL+"/v1/submissions?limit=100", nil).json(t)["items"].([]any)
	return len(items)
}

func TestIdempotentAnswers(t *testing.T) {
	h := build(t, store.Options{})
	defer close(h.dark.Release)
	for _, c := range []struct {
		text, prefer string
		status       int
		headers      []string
	}{
		{"card", "wait=10", 201, []string{"Location", "Content-Type", "Preference-Applied"}},
		{"slow card", "wait=0", 202, []string{"Location", "Content-Type", "Preference-Applied", "Retry-After"}},
		{"bad card", "wait=10", 422, []string{"Content-Type"}},
	} {
		first := h.post(t, c.text, `Idempotency-Key: "`+strings.ReplaceAll(c.text, " ", "-")+`"`, "Prefer: "+c.prefer)
		if first.Status != c.status || first.Header.Get("Idempotency-Replayed") != "" {
			t.Fatalf("%s: %d %v %s", c.text, first.Status, first.Header, first.Body)
		}
		again := h.post(t, c.text, "Idempotency-Key: "+strings.ReplaceAll(c.text, " ", "-"), "Prefer: wait=1")
		if again.Status != c.status || again.Body != first.Body || again.Header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("%s: %d %v\n%s\nwant\n%s", c.text, again.Status, again.Header, again.Body, first.Body)
		}
		for _, name := range c.headers {
			if again.Header.Get(name) == "" || again.Header.Get(name) != first.Header.Get(name) {
				t.Errorf("%s: %s is %q, was %q", c.text, name, again.Header.Get(name), first.Header.Get(name))
			}
		}
	}
	wantProblem(t, h.post(t, "another card", "Idempotency-Key: card"), 422, "idempotency.mismatch")
	if n := h.count(t); n != 2 {
		t.Errorf("%d submissions, want 2", n)
	}
	plain := h.post(t, "card")
	if plain.Status != 201 || h.count(t) != 3 {
		t.Errorf("without a key: %d %s", plain.Status, plain.Body)
	}
}

func TestIdempotencyInFlight(t *testing.T) {
	h := build(t, store.Options{})
	done := make(chan answer, 1)
	go func() { done <- h.post(t, "slow card", "Idempotency-Key: k", "Prefer: wait=20") }()
	for h.dark.Examined.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	second := h.post(t, "slow card", "Idempotency-Key: k")
	wantProblem(t, second, 409, "idempotency.in_flight")
	if seconds, err := strconv.Atoi(second.Header.Get("Retry-After")); err != nil || seconds < 20 || seconds > 30 {
		t.Errorf("Retry-After %q", second.Header.Get("Retry-After"))
	}
	close(h.dark.Release)
	first, third := <-done, h.post(t, "slow card", "Idempotency-Key: k")
	if first.Status != 201 || third.Body != first.Body || third.Header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("%d %d %s", first.Status, third.Status, third.Body)
	}
}

func TestIdempotencyKeysThatAreNone(t *testing.T) {
	h := build(t, store.Options{})
	for _, key := range []string{"", " ", `""`, `"open`, `"a"b`, "a b", `"a b"`, "schlüssel", strings.Repeat("x", 256), `"a\b"`} {
		wantProblem(t, h.post(t, "card", "Idempotency-Key: "+key), 400, "idempotency.invalid")
	}
	if n := h.count(t); n != 0 {
		t.Errorf("%d submissions", n)
	}
	for _, key := range []string{"x", strings.Repeat("x", 255), `"` + strings.Repeat("y", 255) + `"`, `"a\"b\\c"`, "~!#"} {
		if a := h.post(t, "card", "Idempotency-Key: "+key); a.Status != 201 || a.Header.Get("Idempotency-Replayed") != "" {
			t.Errorf("key %q: %d %s", key, a.Status, a.Body)
		}
	}
}

func TestIdempotencyKeysBelongToAnAPIKey(t *testing.T) {
	h := build(t, store.Options{})
	one, err := h.service.CreateKey(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	two, err := h.service.CreateKey(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	a := h.post(t, "card", "Idempotency-Key: k", "Authorization: Bearer "+one)
	b := h.post(t, "card", "Idempotency-Key: k", "Authorization: Bearer "+two)
	if a.Status != 201 || b.Status != 201 || a.Body == b.Body || b.Header.Get("Idempotency-Replayed") != "" {
		t.Errorf("%d %d, replayed %q", a.Status, b.Status, b.Header.Get("Idempotency-Replayed"))
	}
}

// A form that is wrong keeps nothing under the key: the corrected one is a first request.
func TestWrongRequestsFreeTheKey(t *testing.T) {
	h := build(t, store.Options{})
	contentType, body := form(t, part{Name: "file", Value: "card", Filename: "x.jpg"}, part{Name: "kind", Value: "diploma"})
	wantProblem(t, ask(t, "POST", h.URL+"/v1/submissions", body, "Content-Type: "+contentType, "Idempotency-Key: k"), 400, "account.missing")
	contentType, body = form(t, part{Name: "account", Value: "a"}, part{Name: "kind", Value: "profile_photo"},
		part{Name: "file", Value: "face", Filename: "x.jpg"}, part{Name: "file_back", Value: "back", Filename: "y.jpg"})
	wantProblem(t, ask(t, "POST", h.URL+"/v1/submissions", body, "Content-Type: "+contentType, "Idempotency-Key: k"), 400, "file_back.invalid")
	if a := h.post(t, "card", "Idempotency-Key: k"); a.Status != 201 || a.Header.Get("Idempotency-Replayed") != "" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

// Simultaneous copies of one request make one submission; all who are answered get the same bytes.
func TestSimultaneousCopies(t *testing.T) {
	h := build(t, store.Options{})
	for round := range 5 {
		var wg sync.WaitGroup
		answers := make([]answer, 6)
		for i := range answers {
			wg.Go(func() {
				answers[i] = h.post(t, fmt.Sprint("card", round), fmt.Sprint("Idempotency-Key: k", round))
			})
		}
		wg.Wait()
		body := ""
		for _, a := range answers {
			switch {
			case a.Status == 409:
			case a.Status != 201 || body != "" && a.Body != body:
				t.Errorf("%d %s, want %s", a.Status, a.Body, body)
			default:
				body = a.Body
			}
		}
		if n := h.count(t); n != round+1 || body == "" {
			t.Fatalf("round %d: %d submissions", round, n)
		}
	}
}

// While there is no room, or somebody holds the database, nothing is stored and the caller is told what and when. The
// same process takes the same request when the trouble is over.
func TestStorageTrouble(t *testing.T) {
	h := build(t, store.Options{LockTimeout: 50 * time.Millisecond})
	trouble := func(name string, status int, code string) {
		t.Helper()
		for range 3 {
			a := h.post(t, "card of "+name, "Idempotency-Key: "+name)
			wantProblem(t, a, status, code)
			if a.Header.Get("Retry-After") == "" {
				t.Errorf("%s: no Retry-After", name)
			}
		}
	}
	over := func(name string) {
		t.Helper()
		before := h.count(t)
		a := h.post(t, "card of "+name, "Idempotency-Key: "+name)
		if a.Status != 201 || a.Header.Get("Idempotency-Replayed") != "" || h.count(t) != before+1 {
			t.Errorf("%s, afterwards: %d %s, %d submissions, %d before", name, a.Status, a.Body, h.count(t), before)
		}
	}
	h.disk.full.Store(true)
	trouble("blobs", 507, "system.storage_full")
	h.disk.full.Store(false)
	over("blobs")

	blocker := h.lock(t)
	trouble("lock", 503, "store.locked")
	blocker()
	over("lock")
}
