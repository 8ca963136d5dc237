package reuse_test

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"time"

	"loupe/models"
	"loupe/reuse"
)

// oracle is the specification of Search as plainly as it can be said: compare everything, sort, cut.
type oracle map[string]models.IndexEntry

func (o oracle) search(e models.IndexEntry) []reuse.Candidate {
	kinds := []models.FingerprintKind{models.FingerprintBytes, models.FingerprintPixels, models.FingerprintPHash, models.FingerprintPHash64}
	radius := map[models.FingerprintKind]int{models.FingerprintPHash: 31, models.FingerprintPHash64: 8}
	nearer := func(a, b reuse.Candidate) int {
		return cmp.Or(cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)), cmp.Compare(a.Distance, b.Distance))
	}
	codes := decode(e.Fingerprints)
	var out []reuse.Candidate
	for _, held := range o {
		if held.Account == e.Account {
			continue
		}
		var found []reuse.Candidate
		for j, code := range decode(held.Fingerprints) {
			fp := held.Fingerprints[j]
			for i, q := range e.Fingerprints {
				if q.Kind != fp.Kind || fp.Orientation > 1 {
					continue
				}
				if d := hamming(codes[i], code); d <= radius[fp.Kind] {
					found = append(found, reuse.Candidate{SubmissionID: held.SubmissionID, Account: held.Account, CreatedAt: held.CreatedAt,
						Kind: fp.Kind, Distance: d, Orientation: q.Orientation})
				}
			}
		}
		if len(found) > 0 {
			out = append(out, slices.MinFunc(found, func(a, b reuse.Candidate) int {
				return cmp.Or(nearer(a, b), cmp.Compare(a.Orientation, b.Orientation))
			}))
		}
	}
	slices.SortFunc(out, func(a, b reuse.Candidate) int {
		return cmp.Or(nearer(a, b), a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.SubmissionID, b.SubmissionID))
	})
	return out
}

func decode(fps []models.Fingerprint) [][]byte {
	out := make([][]byte, len(fps))
	for i, fp := range fps {
		out[i], _ = hex.DecodeString(fp.Hex) // drawn by world: always hexadecimal
	}
	return out
}

func hamming(a, b []byte) int {
	d := 0
	for i := range a {
		d += bits.OnesCount8(a[i] ^ b[i])
	}
	return d
}

// world draws codes that lie at every distance from a few centres, and some that lie nowhere near.
type world struct {
	r       *rand.Rand
	centres map[models.FingerprintKind][][]byte
}

func newWorld(seed uint64) *world {
	w := &world{r: rand.New(rand.NewPCG(seed, 1)), centres: map[models.FingerprintKind][][]byte{}}
	for range 40 {
		w.centres[models.FingerprintPHash] = append(w.centres[models.FingerprintPHash], w.random(32))
		w.centres[models.FingerprintPHash64] = append(w.centres[models.FingerprintPHash64], w.random(8))
		w.centres[models.FingerprintBytes] = append(w.centres[models.FingerprintBytes], w.random(32))
		w.centres[models.FingerprintPixels] = append(w.centres[models.FingerprintPixels], w.random(32))
	}
	return w
}

func (w *world) random(n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(w.r.UintN(256))
	}
	return out
}

// near returns a centre of kind with up to spread bits flipped, or, one time in five, an unrelated code.
func (w *world) near(kind models.FingerprintKind, spread int) []byte {
	of := w.centres[kind]
	code := slices.Clone(of[w.r.IntN(len(of))])
	if w.r.IntN(5) == 0 {
		return w.random(len(code))
	}
	for _, bit := range w.r.Perm(8 * len(code))[:w.r.IntN(spread+1)] {
		code[bit/8] ^= 1 << (bit % 8)
	}
	return code
}

func fingerprint(kind models.FingerprintKind, code []byte, orientation int) models.Fingerprint {
	return models.Fingerprint{Kind: kind, Bits: 8 * len(code), Hex: hex.EncodeToString(code), Orientation: orientation}
}

// entry draws submission n; some lack perceptual hashes, as flat pictures do. Every sixteenth has the hashes of all
// eight orientations, as the darkroom sends them.
func (w *world) entry(n int) models.IndexEntry {
	e := models.IndexEntry{
		SubmissionID: fmt.Sprintf("s%06d", n), Account: models.Account(fmt.Sprint("account", w.r.IntN(200))),
		CreatedAt: time.UnixMicro(1_700_000_000_000_000 + int64(w.r.IntN(1000))).UTC(), // many arrive at one instant
	}
	if w.r.IntN(4) == 0 {
		e.Fingerprints = append(e.Fingerprints, fingerprint(models.FingerprintBytes, w.near(models.FingerprintBytes, 0), 0))
	}
	if w.r.IntN(4) == 0 {
		e.Fingerprints = append(e.Fingerprints, fingerprint(models.FingerprintPixels, w.near(models.FingerprintPixels, 0), 0))
	}
	if w.r.IntN(10) == 0 {
		return e
	}
	turns := 1
	if n%16 == 0 {
		turns = 8
	}
	for o := 1; o <= turns; o++ {
		e.Fingerprints = append(e.Fingerprints, fingerprint(models.FingerprintPHash, w.near(models.FingerprintPHash, 40), o),
			fingerprint(models.FingerprintPHash64, w.near(models.FingerprintPHash64, 12), o))
	}
	return e
}
