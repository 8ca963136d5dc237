package reuse_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"loupe/models"
	"loupe/reuse"
)

// flipped returns code with n bits changed, spread over it.
func flipped(code []byte, n int) []byte {
	out := slices.Clone(code)
	for i := range n {
		bit := i * 97 % (8 * len(code))
		out[bit/8] ^= 1 << (bit % 8)
	}
	return out
}

func entryOf(id string, account models.Account, fps ...models.Fingerprint) models.IndexEntry {
	return models.IndexEntry{SubmissionID: id, Account: account, Fingerprints: fps}
}

// What several kinds of fingerprints found comes before what one found, however near that is: a copy among honest cards of
// one layout, whose templates are equal.
func TestCandidatesOfSeveralKindsComeFirst(t *testing.T) {
	w, x := newWorld(21), reuse.NewIndex()
	template, background, whole := w.random(32), w.random(32), w.random(32)
	for n := range 500 {
		x.Add(entryOf(fmt.Sprintf("honest%d", n), "h", fingerprint(models.FingerprintTemplate, template, 1), fingerprint(models.FingerprintBackground, w.random(32), 1)))
	}
	x.Add(entryOf("copy", "farm", fingerprint(models.FingerprintTemplate, flipped(template, 20), 1), fingerprint(models.FingerprintBackground, flipped(background, 9), 1),
		fingerprint(models.FingerprintPHash, flipped(whole, 60), 1)))
	got := x.Candidates(entryOf("q", "me", fingerprint(models.FingerprintTemplate, template, 1), fingerprint(models.FingerprintBackground, background, 1),
		fingerprint(models.FingerprintPHash, whole, 1)), 5)
	if len(got) == 0 || got[0].SubmissionID != "copy" || !got[0].FoundBy(models.FingerprintBackground) {
		t.Fatalf("got %+v, want the copy first", got[:min(len(got), 2)])
	}
	if n := len(got); n > 11 {
		t.Errorf("%d candidates for a limit of 5 a kind", n)
	}
}

// A crop's whole is near its original's middle: the hashes of wholes and parts are one table.
func TestWholesAndPartsAreOneTable(t *testing.T) {
	w, x := newWorld(22), reuse.NewIndex()
	middle := w.random(32)
	x.Add(entryOf("original", "a", fingerprint(models.FingerprintPHash, w.random(32), 1), fingerprint(models.FingerprintCentre, middle, 1)))
	got := x.Search(entryOf("q", "b", fingerprint(models.FingerprintPHash, flipped(middle, 30), 1)), 3)
	if len(got) != 1 || got[0].Distance != 30 || got[0].Kind != models.FingerprintPHash {
		t.Errorf("got %+v, want the original by the query's whole", got)
	}
	if got := x.Search(entryOf("q", "b", fingerprint(models.FingerprintTemplate, middle, 1)), 3); len(got) != 0 {
		t.Errorf("a template found a picture: %+v", got)
	}
}

// One feature that agrees is chance, two are a candidate; one that stands in a crowd of pictures says nothing.
func TestFeaturesVote(t *testing.T) {
	w, x := newWorld(23), reuse.NewIndex()
	features := make([][]byte, 6)
	for i := range features {
		features[i] = w.random(32)
	}
	of := func(distance int, which ...int) (fps []models.Fingerprint) {
		for _, i := range which {
			fps = append(fps, fingerprint(models.FingerprintFeature, flipped(features[i], distance), 1))
		}
		return fps
	}
	x.Add(entryOf("one", "a", of(3, 0)...))
	x.Add(entryOf("two", "a", of(20, 1, 2)...))
	x.Add(entryOf("three", "a", of(31, 1, 2, 3)...))
	x.Add(entryOf("far", "a", of(32, 1, 2, 3)...))
	for n := range 600 {
		x.Add(entryOf(fmt.Sprintf("crowd%d", n), "a", of(0, 4, 5)...))
	}
	got := x.Search(entryOf("q", "b", of(0, 0, 1, 2, 3, 4, 5)...), 10)
	if len(got) != 2 || got[0].SubmissionID != "three" || got[0].Votes != 3 || got[1].SubmissionID != "two" || got[1].Votes != 2 {
		t.Errorf("got %+v, want three (3 votes), two (2 votes)", got)
	}
}

// Filling at once and adding one by one give equal answers, also after what comes and goes later.
func TestFillIsAdd(t *testing.T) {
	w, one, all := newWorld(24), reuse.NewIndex(), reuse.NewIndex()
	var entries []models.IndexEntry
	for n := range 40_000 {
		e := w.sparse(n % 39_000) // some twice: the later counts
		entries = append(entries, e)
		one.Add(e)
	}
	err := all.Fill(func(yield func(models.IndexEntry) error) error {
		for _, e := range entries {
			if err := yield(e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || all.Len() != one.Len() {
		t.Fatalf("%d and %d rows, %v", all.Len(), one.Len(), err)
	}
	for n := range 20_000 {
		e := w.sparse(100_000 + n)
		one.Add(e)
		all.Add(e)
		one.Remove(fmt.Sprintf("s%06d", n))
		all.Remove(fmt.Sprintf("s%06d", n))
	}
	for range 10 {
		q := w.entry(1_600_000)
		if a, b := one.Search(q, 50), all.Search(q, 50); !slices.Equal(a, b) {
			t.Fatalf("one by one:\n%+v\nat once:\n%+v", a, b)
		}
	}
	if !all.Holds(entries[30_000]) {
		t.Error("an entry is not held as it was given")
	}
	other := entries[30_000]
	other.Account = "somebody else"
	if all.Holds(other) || all.Holds(w.entry(7_000_000)) {
		t.Error("what was not added is held")
	}
	broken := errors.New("the store broke off")
	if err := reuse.NewIndex().Fill(func(func(models.IndexEntry) error) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}
