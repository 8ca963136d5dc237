package pipeline_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"loupe/models"
	"loupe/pipeline"
)

func noGrace(c *pipeline.Config) { c.Sweep.Grace = 0 }

func TestSweepRemovesOnlyWhatNothingRefersTo(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir, noGrace)
	u := r.upload(t, "a", "card one")
	back := r.upload(t, "a", "its back").Blob
	u.Back = &models.BackFile{Filename: "b.jpg", SHA256: back.Key, Bytes: back.Bytes}
	sub, report, err := r.Submit(t.Context(), u, 10*time.Second)
	if err != nil || report == nil {
		t.Fatal(err)
	}
	if _, _, err := r.once(t, "k", r.upload(t, "a", "bad card"), 10*time.Second); err != nil {
		t.Fatal(err)
	}
	for i := range 600 { // more than one batch
		if _, err := r.blobs.Put(t.Context(), strings.NewReader(fmt.Sprint("nobody's ", i))); err != nil {
			t.Fatal(err)
		}
	}
	half := filepath.Join(dir, "blobs", "tmp", "put-123")
	if err := os.WriteFile(half, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	arriving := r.upload(t, "a", "card two") // kept, and its form not read to the end
	time.Sleep(10 * time.Millisecond)
	swept, err := r.Sweep(t.Context())
	want := pipeline.Swept{Temporary: 1, Blobs: 600, Bytes: swept.Bytes, Looked: 604, Finished: true}
	if err != nil || swept != want {
		t.Fatalf("%+v %v, want %+v", swept, err, want)
	}
	for what, text := range map[string]string{sub.SHA256: "card one", back.Key: "its back", arriving.Blob.Key: "card two"} {
		if got := r.blob(t, what); got != text {
			t.Errorf("%q is now %q", text, got)
		}
	}
	if _, body, err := r.Back(t.Context(), sub.ID); err != nil {
		t.Error(err)
	} else if text, err := io.ReadAll(body); string(text) != "its back" || err != nil {
		t.Errorf("back %q %v", text, err)
	}
	if _, err := os.Stat(half); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("half a file: %v", err)
	}
	if n := r.unused(t); n != 1 {
		t.Errorf("%d blobs without a row, want the arriving one", n)
	}
}

func (r *room) blob(t *testing.T, key string) string {
	t.Helper()
	body, err := r.blobs.Open(t.Context(), key)
	if err != nil {
		return err.Error()
	}
	defer body.Close()
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestSweepLeavesTheYoungAlone(t *testing.T) {
	r := open(t, t.TempDir(), nil)
	b, err := r.blobs.Put(t.Context(), strings.NewReader("another process's"))
	if err != nil {
		t.Fatal(err)
	}
	if swept, err := r.Sweep(t.Context()); err != nil || swept.Blobs != 0 || swept.Looked != 1 {
		t.Errorf("%+v %v", swept, err)
	}
	if _, err := r.blobs.Size(t.Context(), b.Key); err != nil {
		t.Error(err)
	}
}

// A sweep whose time is over goes on where it ended, until it has looked at everything.
func TestSweepGoesOn(t *testing.T) {
	r := open(t, t.TempDir(), func(c *pipeline.Config) { c.Sweep.Grace, c.Sweep.Limit = 0, time.Nanosecond })
	for i := range 5 {
		if _, err := r.blobs.Put(t.Context(), strings.NewReader(fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(10 * time.Millisecond)
	removed := 0
	for round := range 6 {
		swept, err := r.Sweep(t.Context())
		if removed += swept.Blobs; err != nil || swept.Finished != (round == 5) || swept.Looked > 1 {
			t.Fatalf("round %d: %+v %v", round, swept, err)
		}
	}
	if removed != 5 {
		t.Errorf("%d removed", removed)
	}
}

// A file that is gone or cut short ends in a report, and the sweep says so before.
func TestDamagedFilesEndInAReport(t *testing.T) {
	for name, damage := range map[string]func(string) error{
		"missing": os.Remove,
		"short":   func(path string) error { return errors.Join(os.Chmod(path, 0o600), os.Truncate(path, 3)) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			dead := open(t, dir, nil)
			sub, _, err := dead.Submit(t.Context(), dead.upload(t, "a", "slow card"), 0)
			if err != nil {
				t.Fatal(err)
			}
			dead.close()
			if err := damage(filepath.Join(dir, "blobs", sub.SHA256[:2], sub.SHA256[2:4], sub.SHA256)); err != nil {
				t.Fatal(err)
			}
			r := open(t, dir, nil)
			if swept, err := r.Sweep(t.Context()); err != nil || swept.Damaged != 1 || swept.Jobless != 0 {
				t.Errorf("%+v %v", swept, err)
			}
			go r.Run(t.Context())
			report := waitForReport(t, r, sub.ID)
			if report.Verdict == models.VerdictAccept || !slices.ContainsFunc(report.Reasons, func(r models.Reason) bool { return r.Code == models.ReasonSystemExamination }) {
				t.Errorf("%s %+v", report.Verdict, report.Reasons)
			}
			if swept, err := r.Sweep(t.Context()); err != nil || swept.Damaged != 0 {
				t.Errorf("afterwards: %+v %v", swept, err)
			}
		})
	}
}

// Equal files come, are refused and are given back at once: no row is ever without its bytes, and nobody is turned away.
func TestEqualFilesAtOnce(t *testing.T) {
	r := open(t, t.TempDir(), func(c *pipeline.Config) { c.MaxLive = 64 })
	var wg sync.WaitGroup
	for worker := range 6 {
		wg.Go(func() {
			for range 15 {
				b, err := r.Keep(t.Context(), bytes.NewReader([]byte("bad card")))
				if err != nil {
					t.Error(err)
					continue
				}
				if worker%2 == 0 {
					r.Drop(t.Context(), b.Key)
					continue
				}
				u := pipeline.Upload{Account: "a", Kind: models.KindDiploma, Blob: b}
				if _, _, err := r.Submit(t.Context(), u, 10*time.Second); models.CodeOf(err) != models.ErrUnreadable {
					t.Errorf("submit: %v, want a refusal", err)
				}
			}
		})
	}
	wg.Wait()
	if n := r.unused(t); n != 0 {
		t.Errorf("%d blobs stay", n)
	}
}
