package main_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"loupe/forensics"
	"loupe/forensics/fingerprint"
	"loupe/models"
	"loupe/samples"
)

// How long after an upload's last byte it is found by POST /v1/search: by its file's digest, which finds the same file,
// and by its perceptual hash, which finds copies; first while nothing else is examined, then while as many other cards are
// as there are workers. LOUPE_UPLOADS says how many of each kind (20).
// A loaded machine may answer 202 after a minute.
func TestMeasureFindable(t *testing.T) {
	measuring(t)
	n, err := strconv.Atoi(os.Getenv("LOUPE_UPLOADS"))
	if err != nil {
		n = 20
	}
	s := startServer(t, t.TempDir())
	for _, others := range []int{0, runtime.NumCPU()} {
		rest := s.occupy(t, others)
		for _, kind := range []models.Kind{models.KindProfilePhoto, models.KindIdentityDocument} {
			var file, picture, answered []time.Duration
			for i := range n + 1 {
				f := findable(t, s, kind, specimen(t, kind, uint64(1000*others+i)))
				if i > 0 { // the first one starts a worker
					file, picture, answered = append(file, f[0]), append(picture, f[1]), append(answered, f[2])
				}
			}
			for name, d := range map[string][]time.Duration{"found by its digest": file, "found by its perceptual hash": picture, "answered": answered} {
				slices.Sort(d)
				t.Logf("%s, n %d, %d others: %s after p50 %d, p95 %d, max %d ms", kind, n, others, name,
					d[len(d)/2].Milliseconds(), d[len(d)*95/100].Milliseconds(), d[len(d)-1].Milliseconds())
			}
		}
		rest()
	}
	s.stop(t)
}

// occupy keeps n uploads of cards of the same account under examination until the returned function is called.
func (s *server) occupy(t *testing.T, n int) (rest func()) {
	t.Helper()
	file := specimen(t, models.KindIdentityDocument, 999)
	var clients sync.WaitGroup
	var over atomic.Bool
	for i := range n {
		clients.Go(func() {
			for round := 0; !over.Load(); round++ {
				own := append(bytes.Clone(file), byte(i), byte(round>>8), byte(round))
				body, media := multipartBody(t, form("uploads", string(models.KindIdentityDocument)), "p.jpg", own)
				if a := s.do(t, http.MethodPost, "/v1/submissions", body, "Content-Type", media, "Prefer", "wait=60"); a.status != http.StatusCreated && a.status != http.StatusAccepted {
					t.Errorf("answer %d: %s", a.status, a.body)
				}
			}
		})
	}
	return func() { over.Store(true); clients.Wait() }
}

// specimen is a profile photo of 2 MP, or a photographed card.
func specimen(t *testing.T, kind models.Kind, seed uint64) []byte {
	t.Helper()
	if kind == models.KindProfilePhoto {
		return photo(t, 5100+seed, 1600, 1200)
	}
	studio, err := samples.NewStudio(samples.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := studio.CardFront(samples.NewHolder(5200+seed), samples.Print{})
	if err != nil {
		t.Fatal(err)
	}
	shot, err := samples.Capture(sheet, 5300+seed, samples.CaptureOptions{})
	if err != nil {
		t.Fatal(err)
	}
	file, err := samples.EncodeJPEG(shot.Image, 92, nil)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// findable uploads a file and asks for it all the while. It returns how long after the last byte each of both fingerprints
// found it first, and when the upload was answered. All uploads are one account's, so that none is compared with another.
func findable(t *testing.T, s *server, kind models.Kind, file []byte) (after [3]time.Duration) {
	t.Helper()
	sum := sha256.Sum256(file)
	queries := [2][]byte{query(t, models.FingerprintBytes, hex.EncodeToString(sum[:])), query(t, models.FingerprintPHash, hashOf(t, kind, file))}
	body, media := multipartBody(t, form("uploads", string(kind)), "p.jpg", file)
	sent := &lastByte{r: body}
	answered := make(chan time.Time, 1)
	go func() {
		a := s.do(t, http.MethodPost, "/v1/submissions", sent, "Content-Type", media, "Prefer", "wait=60")
		if a.status != http.StatusCreated && a.status != http.StatusAccepted {
			t.Errorf("answer %d: %s", a.status, a.body)
		}
		answered <- time.Now()
	}()
	for deadline := time.Now().Add(time.Minute); after[0] == 0 || after[1] == 0; time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it is not found within a minute")
		}
		for i, q := range queries {
			if after[i] == 0 && s.finds(t, q) {
				after[i] = time.Since(time.Unix(0, sent.at.Load()))
			}
		}
	}
	after[2] = (<-answered).Sub(time.Unix(0, sent.at.Load()))
	return after
}

func query(t *testing.T, kind models.FingerprintKind, digits string) []byte {
	t.Helper()
	q, err := json.Marshal(map[string]any{"account": "asks", "fingerprint": map[string]any{"kind": kind, "hex": digits}})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// hashOf is the perceptual hash of the whole picture, upright.
func hashOf(t *testing.T, kind models.Kind, file []byte) string {
	t.Helper()
	x, refusal := forensics.Open(file, kind, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Error())
	}
	fps, err := fingerprint.Of(x)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(fps, func(f models.Fingerprint) bool { return f.Kind == models.FingerprintPHash && f.Orientation == 1 })
	if at < 0 {
		t.Fatal("the picture has no perceptual hash")
	}
	return fps[at].Hex
}

// finds reports whether a search finds what has exactly the fingerprint of the query, which no two specimens share.
func (s *server) finds(t *testing.T, query []byte) bool {
	t.Helper()
	a := s.do(t, http.MethodPost, "/v1/search", bytes.NewReader(query), "Content-Type", "application/json")
	if a.status != http.StatusOK {
		t.Fatalf("search: %d %s", a.status, a.body)
	}
	var page struct{ Items []models.Found }
	a.decode(t, &page)
	return slices.ContainsFunc(page.Items, func(f models.Found) bool {
		return slices.ContainsFunc(f.Why, func(w models.Trace) bool { return w.Distance == 0 })
	})
}

// lastByte notes when what it reads has been read.
type lastByte struct {
	r  io.Reader
	at atomic.Int64
}

func (l *lastByte) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if err == io.EOF {
		l.at.Store(time.Now().UnixNano())
	}
	return n, err
}

// What was found before its report came is found after kill -9, before anybody examines it again.
func TestFoundAfterAKill(t *testing.T) {
	dir := t.TempDir()
	s := startServer(t, dir)
	file := specimen(t, models.KindIdentityDocument, 77)
	sum := sha256.Sum256(file)
	q := query(t, models.FingerprintBytes, hex.EncodeToString(sum[:]))
	body, media := multipartBody(t, form("killed", string(models.KindIdentityDocument)), "p.jpg", file)
	a := s.do(t, http.MethodPost, "/v1/submissions", body, "Content-Type", media, "Prefer", "wait=0")
	if a.status != http.StatusAccepted {
		t.Fatalf("answer %d: %s", a.status, a.body)
	}
	for deadline := time.Now().Add(time.Minute); !s.finds(t, q); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it is not found within a minute")
		}
	}
	if report := s.get(t, a.header.Get("Location")+"/report"); report.status == http.StatusOK {
		t.Fatal("the report was there first")
	}
	s.kill()
	s = startServer(t, dir)
	if !s.finds(t, q) {
		t.Error("it is not found after a kill")
	}
	s.stop(t)
}
