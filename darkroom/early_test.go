package darkroom_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"loupe/darkroom"
	"loupe/models"
)

// heard collects early fingerprints.
type heard struct {
	mu    sync.Mutex
	pages [][]models.Fingerprint
}

func (h *heard) early(page []models.Fingerprint) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.pages = append(h.pages, page)
}

func (h *heard) n() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.pages)
}

func has(fps []models.Fingerprint, kind models.FingerprintKind, digits string) bool {
	return slices.ContainsFunc(fps, func(f models.Fingerprint) bool { return f.Kind == kind && (digits == "" || f.Hex == digits) })
}

// patient is for machines that others keep busy: no limit by the clock is what these tests are about.
func patient(c *darkroom.Config) { c.JobLimit = time.Minute }

// Every page is found by its own fingerprints before the examination ends; the whole set holds them all.
func TestEarlyPageByPage(t *testing.T) {
	front, back := sheets(t, 2), picture(t)
	var h heard
	files := []models.Original{{Data: front, Side: models.SideFront}, {Data: back, Side: models.SideBack}}
	exam, err := pool(t, "", patient).Examine(t.Context(), files, models.Brief{Kind: models.KindDiploma}, models.PriorityLive, h.early)
	if err != nil || len(h.pages) != 3 {
		t.Fatalf("%d pages were heard of, want 3 (%v)", len(h.pages), err)
	}
	for page, file := range map[int][]byte{0: front, 2: back} {
		sum := sha256.Sum256(file)
		if !has(h.pages[page], models.FingerprintBytes, hex.EncodeToString(sum[:])) {
			t.Errorf("page %d is not found by the digest of its file: %+v", page, h.pages[page])
		}
	}
	for page, fps := range h.pages {
		if !has(fps, models.FingerprintPixels, "") || !has(fps, models.FingerprintPHash, "") {
			t.Errorf("page %d: %+v", page, fps)
		}
		for _, f := range fps {
			if f.Page != page || !has(exam.Fingerprints, f.Kind, f.Hex) {
				t.Errorf("page %d: %+v is not in the whole set", page, f)
			}
		}
	}
}

// A worker that dies after it sent a page's fingerprints does not take them back; the second attempt may repeat them.
func TestEarlyOutlivesTheWorker(t *testing.T) {
	for _, fault := range []string{"exit", "segv"} {
		var h heard
		p := pool(t, fault, patient)
		if _, err := p.Examine(t.Context(), upload(picture(t)), models.Brief{Kind: models.KindDiploma}, models.PriorityLive, h.early); err != nil {
			t.Errorf("%s: %v", fault, err)
		}
		if n := h.n(); n != 2 {
			t.Errorf("%s: heard %d times, want once in each attempt", fault, n)
		}
	}
}

// While every worker is at work for long, an upload that waits is found all the same; it is heard of once. Bulk work waits.
func TestGlanceWhenAllWorkersAreBusy(t *testing.T) {
	p := pool(t, "stop", patient)
	ctx, cancel := context.WithCancel(t.Context())
	var jobs sync.WaitGroup
	examine := func(h *heard, priority models.Priority) {
		jobs.Go(func() {
			_, _ = p.Examine(ctx, upload(picture(t)), models.Brief{Kind: models.KindDiploma}, priority, h.early)
		})
	}
	var first, live, bulk heard
	examine(&first, models.PriorityLive)
	within(t, "the first", func() bool { return first.n() == 1 })
	examine(&live, models.PriorityLive)
	examine(&bulk, models.PriorityBulk)
	within(t, "the second", func() bool { return live.n() == 1 })
	cancel()
	jobs.Wait()
	if live.n() != 1 || bulk.n() != 0 {
		t.Errorf("the live one was heard of %d times, the bulk one %d times", live.n(), bulk.n())
	}
}

func within(t *testing.T, what string, is func() bool) {
	t.Helper()
	for range 2000 {
		if is() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("%s did not happen within 10 s", what)
}

// A worker that says what it cannot know is not heard, and is not used again.
func TestEarlyIsNotBelievedUnchecked(t *testing.T) {
	for _, fault := range []string{"early-kind", "early-page", "early-turn", "early-none", "early-many", "early-words"} {
		var h heard
		p := pool(t, fault, nil)
		if _, err := p.Examine(t.Context(), upload(picture(t)), models.Brief{Kind: models.KindDiploma}, models.PriorityLive, h.early); err == nil {
			t.Errorf("%s: the examination was believed", fault)
		}
		if h.n() != 0 {
			t.Errorf("%s: heard %+v", fault, h.pages)
		}
	}
}

// Nobody who did not ask is told: a worker that does it nevertheless is lost.
func TestEarlyUnasked(t *testing.T) {
	if _, err := pool(t, "early-good", nil).Examine(t.Context(), upload(picture(t)), models.Brief{Kind: models.KindDiploma}, models.PriorityLive, nil); err == nil {
		t.Error("what nobody asked for was taken")
	}
}

// rogue is the frame of early fingerprints with which a worker at such a fault begins.
func rogue(fault string) []byte {
	good := `{"kind":"pixels_sha256","bits":256,"hex":"00","page":0}`
	payload := map[string]string{
		"early-good": "[" + good + "]", "early-none": "[]", "early-words": "good evening",
		"early-kind": `[{"kind":"document_number","bits":256,"hex":"00","page":0}]`,
		"early-page": `[{"kind":"pixels_sha256","bits":256,"hex":"00","page":20}]`,
		"early-turn": `[{"kind":"phash256","bits":256,"hex":"00","page":0,"orientation":2}]`,
		"early-many": "[" + good + strings.Repeat(","+good, 16) + "]",
	}[fault]
	if payload == "" {
		return nil
	}
	return append(binary.BigEndian.AppendUint32([]byte{'E'}, uint32(len(payload))), payload...)
}
