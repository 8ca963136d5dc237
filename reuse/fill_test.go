package reuse_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"loupe/models"
	"loupe/reuse"
)

// An index that was filled answers as the oracle does, whatever was held before, came twice, or goes on arriving.
func TestFill(t *testing.T) {
	w, x, o := newWorld(31), reuse.NewIndex(), oracle{}
	add := func(n int) {
		e := w.sparse(n)
		x.Add(e)
		o[e.SubmissionID] = e
	}
	for n := range 3000 {
		add(n)
	}
	x.Remove("s000007")
	delete(o, "s000007")
	err := x.Fill(func(yield func(models.IndexEntry) error) error {
		for n := range 40_000 { // two full tails of each kind and a begun one
			e := w.sparse(2000 + n%30_000)
			o[e.SubmissionID] = e
			if err := yield(e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || x.Len() != len(o) {
		t.Fatalf("Len is %d, want %d; %v", x.Len(), len(o), err)
	}
	for n := range 20_000 {
		add(25_000 + n)
	}
	x.Remove("s002001")
	delete(o, "s002001")
	if x.Len() != len(o) {
		t.Fatalf("Len is %d, want %d", x.Len(), len(o))
	}
	for n := range 5 {
		agree(t, x, o, w.entry(1_600_000+n))
	}
	for n := range 500 {
		id := fmt.Sprintf("s%06d", 2002+n*80)
		if e, held := o[id]; !held || !x.Holds(e) {
			t.Fatalf("%s is not held as it was given", id)
		}
	}
}

// Whatever the buckets' sizes, an item is found where it was counted.
func TestBuckets(t *testing.T) {
	r := rand.New(rand.NewPCG(32, 1))
	for _, width := range []int{8, 11} {
		for _, sizes := range []func() int{
			func() int { return 0 }, func() int { return 1 }, func() int { return r.IntN(3) },
			func() int { return max(0, r.IntN(40)-38) * r.IntN(5000) }, // crowds among empty ones
		} {
			var ends []uint32
			sum := uint32(0)
			for range 1 << width {
				sum += uint32(sizes())
				ends = append(ends, sum)
			}
			of := reuse.Buckets(ends, width)
			from := uint32(0)
			for v, to := range ends {
				if a, b := of(uint32(v)); a != from || b != to {
					t.Fatalf("bucket %d of %d is %d to %d, want %d to %d", v, len(ends), a, b, from, to)
				}
				from = to
			}
		}
	}
}

// BenchmarkPages fills an index with pages of a document as the darkroom fingerprints them, and reports bytes a page.
func BenchmarkPages(b *testing.B) {
	r := rand.New(rand.NewPCG(33, 1))
	w := &world{r: r}
	const pages = 100_000
	for b.Loop() {
		before, x := heap(), reuse.NewIndex()
		err := x.Fill(func(yield func(models.IndexEntry) error) error {
			for n := range pages {
				if err := yield(w.page(n)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || x.Len() != pages {
			b.Fatal(x.Len(), err)
		}
		b.ReportMetric(float64(heap()-before)/pages, "B/page")
		runtime.KeepAlive(x)
		b.ReportMetric(0, "ns/op")
	}
}

// page draws what is kept of a read identity document with one face: digests, facts, wholes and parts, features.
func (w *world) page(n int) models.IndexEntry {
	e := models.IndexEntry{SubmissionID: fmt.Sprintf("sub_%026d", n), Account: models.Account(fmt.Sprintf("account-%08d", n/3))}
	for kind, count := range map[models.FingerprintKind]int{
		models.FingerprintBytes: 1, models.FingerprintPixels: 1, models.FingerprintMRZ: 1, models.FingerprintNumber: 1, models.FingerprintPerson: 1,
		models.FingerprintPHash: 1, models.FingerprintCentre: 1, models.FingerprintCorner: 4, models.FingerprintPortrait: 1, models.FingerprintDocument: 1,
		models.FingerprintBackground: 1, models.FingerprintTemplate: 1, models.FingerprintFeature: 24,
	} {
		for range count {
			e.Fingerprints = append(e.Fingerprints, fingerprint(kind, w.random(32), 1))
		}
	}
	e.Fingerprints = append(e.Fingerprints, fingerprint(models.FingerprintPHash64, w.random(8), 1))
	return e
}
