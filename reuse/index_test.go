package reuse_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"loupe/models"
	"loupe/reuse"
)

const everything = 1 << 20

// agree holds the index to the oracle, for a full answer and for short ones.
func agree(t *testing.T, x *reuse.Index, o oracle, e models.IndexEntry) {
	t.Helper()
	all := o.search(e)
	for _, limit := range []int{1, 7, everything} {
		got, want := x.Search(e, limit), all[:min(limit, len(all))]
		if slices.Equal(got, want) {
			continue
		}
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || got[i] != want[i] {
				t.Fatalf("limit %d: %d candidates, want %d; the first difference is at %d:\n got %+v\nwant %+v",
					limit, len(got), len(want), i, got[min(i, len(got)):min(i+1, len(got))], want[min(i, len(want)):min(i+1, len(want))])
			}
		}
	}
}

// Up to 40,000 codes of each kind at every distance 0..40 (0..12) from their centres fill two segments and a tail.
func TestSearchMissesNothing(t *testing.T) {
	w, x, o := newWorld(1), reuse.NewIndex(), oracle{}
	entries, queries := 40_000, 10
	if testing.Short() {
		entries, queries = 20_000, 2
	}
	for n := range entries {
		e := w.entry(n)
		x.Add(e)
		o[e.SubmissionID] = e
	}
	if x.Len() != len(o) {
		t.Fatalf("Len is %d, want %d", x.Len(), len(o))
	}
	for n := range queries {
		agree(t, x, o, w.entry(1_600_000+16*n))
		agree(t, x, o, o[fmt.Sprintf("s%06d", n)]) // one that is held itself
	}
}

// At the edge of the radius, for every way in which the bits may fall: spread evenly over the bands is the worst case
// of the pigeonhole argument, crowded into few the easiest.
func TestSearchAtTheEdgeOfTheRadius(t *testing.T) {
	for _, k := range []struct {
		kind          models.FingerprintKind
		bytes, radius int
	}{{models.FingerprintPHash, 32, 31}, {models.FingerprintPHash64, 8, 8}} {
		r := rand.New(rand.NewPCG(2, 2))
		x, query := reuse.NewIndex(), newWorld(2).random(k.bytes)
		want := 0
		for n := range 20_000 { // more than a tail, so that the bands are searched
			code, d := append([]byte{}, query...), n%(k.radius+3)
			bands := k.bytes / 2
			for i, place := range r.Perm(16 * bands)[:d] {
				if n%2 == 0 { // evenly: bit i of the distance goes into band i mod bands
					place = i%bands*16 + i/bands
				}
				code[place/8] ^= 1 << (place % 8)
			}
			if d <= k.radius {
				want++
			}
			x.Add(models.IndexEntry{SubmissionID: fmt.Sprint(n), Account: "a", Fingerprints: []models.Fingerprint{fingerprint(k.kind, code, 1)}})
		}
		got := x.Search(models.IndexEntry{Account: "b", Fingerprints: []models.Fingerprint{fingerprint(k.kind, query, 1)}}, everything)
		if len(got) != want {
			t.Errorf("%s: %d found, want %d", k.kind, len(got), want)
		}
	}
}

// The same for features, whose bands are wider: two equal ones that ask agree on every row within the radius.
func TestFeaturesAtTheEdgeOfTheRadius(t *testing.T) {
	w, x, want := newWorld(9), reuse.NewIndex(), 0
	query := w.random(32)
	for n := range 20_000 {
		code, d := w.random(32), n/50%40
		if n%50 == 0 {
			code = append([]byte{}, query...)
			for _, bit := range w.r.Perm(256)[:d] {
				code[bit/8] ^= 1 << (bit % 8)
			}
			if d <= 31 {
				want++
			}
		}
		x.Add(entryOf(fmt.Sprint(n), "a", fingerprint(models.FingerprintFeature, code, 1)))
	}
	asks := fingerprint(models.FingerprintFeature, query, 1)
	if got := x.Search(entryOf("q", "b", asks, asks), everything); len(got) != want || got[0].Votes != 2 {
		t.Errorf("%d found, want %d", len(got), want)
	}
}

// Removal and replacement, through merges of segments and a rebuild: 150,000 insertions complete a segment of the
// second size, and a third of the rows are gone by the end.
func TestAddRemoveReplaceInterleaved(t *testing.T) {
	w, x, o := newWorld(3), reuse.NewIndex(), oracle{}
	steps := 220_000
	if testing.Short() {
		steps = 50_000
	}
	for n := range steps {
		id := fmt.Sprintf("s%06d", w.r.IntN(steps/2))
		if w.r.IntN(4) == 0 {
			x.Remove(id)
			delete(o, id)
			continue
		}
		e := w.sparse(w.r.IntN(steps / 2))
		x.Add(e)
		o[e.SubmissionID] = e
		if n%(steps/6) == 0 {
			agree(t, x, o, w.entry(1_600_000))
		}
	}
	if x.Len() != len(o) {
		t.Fatalf("Len is %d, want %d", x.Len(), len(o))
	}
	for range 5 {
		agree(t, x, o, w.entry(1_600_000))
	}
	for id := range o {
		x.Remove(id)
	}
	if got := x.Search(w.entry(1_600_000), everything); x.Len() != 0 || len(got) != 0 {
		t.Errorf("emptied: Len is %d and %d are found, want 0 and 0", x.Len(), len(got))
	}
}

// sparse draws an entry with upright hashes only, to be quick.
func (w *world) sparse(n int) models.IndexEntry {
	return models.IndexEntry{
		SubmissionID: fmt.Sprintf("s%06d", n), Account: models.Account(fmt.Sprint("account", w.r.IntN(200))),
		CreatedAt: time.UnixMicro(int64(w.r.IntN(1000))).UTC(),
		Fingerprints: []models.Fingerprint{
			fingerprint(models.FingerprintPixels, w.near(models.FingerprintPixels, 0), 0),
			fingerprint(models.FingerprintPHash, w.near(models.FingerprintPHash, 40), 1),
			fingerprint(models.FingerprintPHash64, w.near(models.FingerprintPHash64, 12), 0),
		},
	}
}

func TestSearchTellsWhatFoundIt(t *testing.T) {
	w := newWorld(4)
	file, pixels, hash, short, mirrored := w.random(32), w.random(32), w.random(32), w.random(8), w.random(32)
	at := func(second int64) time.Time { return time.Unix(second, 0).UTC() }
	far := append([]byte{}, hash...)
	far[0] ^= 0xff
	x := reuse.NewIndex()
	for _, e := range []models.IndexEntry{
		{SubmissionID: "own", Account: "me", CreatedAt: at(1), Fingerprints: []models.Fingerprint{fingerprint(models.FingerprintBytes, file, 0)}},
		{SubmissionID: "short", Account: "a", CreatedAt: at(1), Fingerprints: []models.Fingerprint{fingerprint(models.FingerprintPHash64, short, 1)}},
		{SubmissionID: "far", Account: "a", CreatedAt: at(1), Fingerprints: []models.Fingerprint{fingerprint(models.FingerprintPHash, far, 1)}},
		{SubmissionID: "late", Account: "a", CreatedAt: at(9), Fingerprints: []models.Fingerprint{fingerprint(models.FingerprintPHash, hash, 1)}},
		{SubmissionID: "early", Account: "b", CreatedAt: at(2), Fingerprints: []models.Fingerprint{fingerprint(models.FingerprintPHash, hash, 1)}},
		{SubmissionID: "mirror", Account: "b", CreatedAt: at(1), Fingerprints: []models.Fingerprint{fingerprint(models.FingerprintPHash, mirrored, 1)}},
		{SubmissionID: "pixels", Account: "b", CreatedAt: at(8), Fingerprints: []models.Fingerprint{fingerprint(models.FingerprintPixels, pixels, 0), fingerprint(models.FingerprintPHash, hash, 1)}},
		{SubmissionID: "file", Account: "b", CreatedAt: at(9), Fingerprints: []models.Fingerprint{fingerprint(models.FingerprintBytes, file, 0), fingerprint(models.FingerprintPixels, pixels, 0)}},
		{SubmissionID: "turned hashes are not kept", Account: "b", CreatedAt: at(1), Fingerprints: []models.Fingerprint{fingerprint(models.FingerprintPHash, hash, 6)}},
		{SubmissionID: "nothing", Account: "b", CreatedAt: at(1)},
	} {
		x.Add(e)
	}
	query := models.IndexEntry{SubmissionID: "new", Account: "me", Fingerprints: []models.Fingerprint{
		fingerprint(models.FingerprintBytes, file, 0), fingerprint(models.FingerprintPixels, pixels, 0), fingerprint(models.FingerprintPHash, hash, 1),
		fingerprint(models.FingerprintPHash, mirrored, 2), fingerprint(models.FingerprintPHash64, short, 1),
	}}
	want := []reuse.Candidate{
		{"file", "b", at(9), models.FingerprintBytes, 0, 0, 0},
		{"pixels", "b", at(8), models.FingerprintPixels, 0, 0, 0},
		{"mirror", "b", at(1), models.FingerprintPHash, 0, 2, 0},
		{"early", "b", at(2), models.FingerprintPHash, 0, 1, 0},
		{"late", "a", at(9), models.FingerprintPHash, 0, 1, 0},
		{"far", "a", at(1), models.FingerprintPHash, 8, 1, 0},
		{"short", "a", at(1), models.FingerprintPHash64, 0, 1, 0},
	}
	for limit := range len(want) + 2 {
		got := x.Search(query, limit)
		if !slices.Equal(got, want[:min(limit, len(want))]) {
			t.Errorf("limit %d:\n got %+v\nwant %+v", limit, got, want[:min(limit, len(want))])
		}
	}
}

// An account with thousands of equal uploads neither fills the answer to itself nor hides the one copy elsewhere.
func TestOwnUploadsCrowdNobodyOut(t *testing.T) {
	w, x := newWorld(5), reuse.NewIndex()
	hash := fingerprint(models.FingerprintPHash, w.random(32), 1)
	for n := range 20_000 {
		x.Add(models.IndexEntry{SubmissionID: fmt.Sprint(n), Account: "crowd", Fingerprints: []models.Fingerprint{hash}})
	}
	x.Add(models.IndexEntry{SubmissionID: "victim", Account: "other", CreatedAt: time.Unix(5, 0), Fingerprints: []models.Fingerprint{hash}})
	got := x.Search(models.IndexEntry{Account: "crowd", Fingerprints: []models.Fingerprint{hash}}, 3)
	if len(got) != 1 || got[0].SubmissionID != "victim" {
		t.Errorf("got %+v, want the victim alone", got)
	}
}

func TestEmptyIndex(t *testing.T) {
	x := reuse.NewIndex()
	x.Remove("nothing")
	if got := x.Search(newWorld(6).entry(1), 10); x.Len() != 0 || len(got) != 0 {
		t.Errorf("Len is %d and %d are found, want 0 and 0", x.Len(), len(got))
	}
}

func TestReplacingByTheSameChangesNothing(t *testing.T) {
	w, x := newWorld(7), reuse.NewIndex()
	e := w.entry(1)
	for range 3 {
		x.Add(e)
	}
	moved := e
	moved.Account = "somebody else"
	x.Add(moved)
	x.Remove("s000002")
	got := x.Search(models.IndexEntry{Account: "me", Fingerprints: e.Fingerprints}, 10)
	if x.Len() != 1 || len(got) != 1 || got[0].Account != moved.Account {
		t.Errorf("Len is %d, found %+v, want one row of %q", x.Len(), got, moved.Account)
	}
}
