package reuse_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"loupe/models"
	"loupe/reuse"
)

// While others come and go, through sealed tails and a rebuild, what stays is always found, and found alike.
func TestSearchWhileWriting(t *testing.T) {
	w, x := newWorld(8), reuse.NewIndex()
	var stay []models.IndexEntry
	for n := range 200 {
		e := w.sparse(n)
		e.Account, e.Fingerprints = "stays", []models.Fingerprint{fingerprint(models.FingerprintPHash, w.random(32), 1)}
		stay = append(stay, e)
		x.Add(e)
	}
	var want [][]reuse.Candidate
	for _, e := range stay {
		e.Account = "asks"
		e.SubmissionID = "query"
		want = append(want, x.Search(e, 1))
	}
	// Short of a third tail's end and of a rebuild, so that the writers below cross both.
	for n := range 32_000 {
		x.Add(w.sparse(1000 + n))
	}
	for n := range 16_300 {
		x.Remove(fmt.Sprintf("s%06d", 1000+n))
	}
	coming := make([]models.IndexEntry, 1000)
	for n := range coming {
		coming[n] = w.sparse(100_000 + n)
	}
	done := make(chan struct{})
	var searching sync.WaitGroup
	for range 2 {
		searching.Go(func() {
			for i := 0; ; i = (i + 1) % len(stay) {
				select {
				case <-done:
					return
				default:
				}
				e := stay[i]
				e.Account, e.SubmissionID = "asks", "query"
				if got := x.Search(e, 1); !slices.Equal(got, want[i]) {
					t.Errorf("%s: got %+v, want %+v", stay[i].SubmissionID, got, want[i])
					return
				}
			}
		})
	}
	var writing sync.WaitGroup
	for k := range 2 {
		writing.Go(func() {
			for n := k; n < len(coming); n += 2 {
				x.Add(coming[n])
			}
			for n := k; n < 300; n += 2 {
				x.Remove(fmt.Sprintf("s%06d", 17_300+n))
			}
		})
	}
	writing.Wait()
	close(done)
	searching.Wait()
	if want := len(stay) + 32_000 - 16_300 + len(coming) - 300; x.Len() != want {
		t.Errorf("Len is %d, want %d", x.Len(), want)
	}
}
