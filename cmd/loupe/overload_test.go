package main_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"loupe/models"
)

// ledger is what clients know of their uploads, by account.
type ledger struct {
	mu     sync.Mutex
	status map[string]int // of HTTP, or broken or refused
}

// What a client knows when it got no answer.
const (
	broken  = 0  // the connection broke: the upload may have been taken
	refused = -1 // there was no connection
)

func (l *ledger) note(account string, status int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.status[account] = status
}

// keepUploading sends one upload after the other until the server is gone.
func keepUploading(t *testing.T, base, prefix, wait string, file []byte, l *ledger) {
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for i := 0; ; i++ {
		account := fmt.Sprint(prefix, i)
		body, media := multipartForm(t, account, file)
		status := post(client, base, body, media, wait)
		l.note(account, status)
		if status == broken || status == refused {
			return
		}
		if status == http.StatusServiceUnavailable {
			time.Sleep(20 * time.Millisecond)
		}
	}
}

// post uploads and returns the status, or broken or refused.
func post(client *http.Client, base string, body io.Reader, media, wait string) int {
	req, err := http.NewRequest(http.MethodPost, base+"/v1/submissions", body)
	if err != nil {
		return broken
	}
	req.Header.Set("Content-Type", media)
	req.Header.Set("Prefer", "wait="+wait)
	resp, err := client.Do(req)
	if errors.Is(err, syscall.ECONNREFUSED) {
		return refused
	}
	if err != nil {
		return broken
	}
	defer resp.Body.Close() //nolint:errcheck // only read
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return broken
	}
	return resp.StatusCode
}

// SIGTERM under eight uploads at once: we say at once that we are not ready, everything that was taken in is answered,
// and the next start finishes what was not examined.
func TestTermAnswersWhatItTook(t *testing.T) {
	dir := t.TempDir()
	l := &ledger{status: map[string]int{}}
	file := photo(t, 1, 640, 480)
	rounds := 3
	if n, err := strconv.Atoi(os.Getenv("LOUPE_TERMS")); err == nil {
		rounds = n
	}
	for round := range rounds {
		s := startServer(t, dir, "--drain-delay", "300ms")
		var clients sync.WaitGroup
		for i := range 8 {
			wait := []string{"10", "0"}[i%2] // half of them leave before the report
			clients.Go(func() { keepUploading(t, s.base, fmt.Sprintf("r%d-c%d-", round, i), wait, file, l) })
		}
		time.Sleep(300*time.Millisecond + rand.N(1200*time.Millisecond))
		began := time.Now()
		dropped := make(chan time.Duration, 1)
		go func() { dropped <- untilNotReady(s.base, began) }()
		s.stop(t)
		ended := time.Since(began)
		clients.Wait()
		if d := <-dropped; d == 0 {
			t.Errorf("round %d: /readyz never said no", round)
		} else {
			t.Logf("round %d: /readyz said no after %s, the server ended after %s", round, d, ended)
		}
	}
	checkLedger(t, dir, l)
}

// untilNotReady is the time from began until /readyz answers 503; 0 when it did not before it was gone.
func untilNotReady(base string, began time.Time) time.Duration {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for {
		resp, err := client.Get(base + "/readyz")
		if err != nil {
			return 0
		}
		_ = resp.Body.Close()
		if resp.StatusCode == http.StatusServiceUnavailable {
			return time.Since(began)
		}
	}
}

// checkLedger holds what clients were told against what is stored.
func checkLedger(t *testing.T, dir string, l *ledger) {
	t.Helper()
	s := startServer(t, dir)
	stored := map[string]string{}
	for next := models.Cursor(""); ; {
		var page struct {
			Items []models.SubmissionSummary
			Next  *models.Cursor
		}
		s.get(t, "/v1/submissions?limit=100&cursor="+string(next)).decode(t, &page)
		for _, item := range page.Items {
			if stored[string(item.Account)] != "" {
				t.Errorf("%s was stored twice", item.Account)
			}
			stored[string(item.Account)] = item.ID
		}
		if page.Next == nil {
			break
		}
		next = *page.Next
	}
	count := map[int]int{}
	for account, status := range l.status {
		count[status]++
		if taken := stored[account] != ""; taken != (status/100 == 2) {
			t.Errorf("%s: the client got %d, stored: %v", account, status, taken)
		}
	}
	for _, id := range stored {
		waitForReport(t, s, id)
	}
	t.Logf("%d uploads, by status %v (0 broken, -1 no connection); %d stored and reported", len(l.status), count, len(stored))
	s.stop(t)
}

// A running rescan makes a live upload wait for what the worker has in hand, and for no more of its items.
func TestRescanGivesWay(t *testing.T) {
	s := startServer(t, t.TempDir(), "--workers", "1")
	const held, live = 12, 4
	file := photo(t, 2, 640, 480)
	for range held {
		s.upload(t, form("a", "profile_photo"), "p.jpg", file, "60").report(t)
	}
	var rescan models.Rescan
	s.do(t, http.MethodPost, "/v1/rescans", strings.NewReader(`{"dry_run":true}`), "Content-Type", "application/json").decode(t, &rescan)
	done := func() int {
		var now models.Rescan
		s.get(t, "/v1/rescans/"+rescan.ID).decode(t, &now)
		return now.Done
	}
	for done() == 0 {
		time.Sleep(10 * time.Millisecond)
	}
	before := done()
	var uploads sync.WaitGroup
	for range live {
		uploads.Go(func() { s.upload(t, form("a", "profile_photo"), "p.jpg", file, "60").report(t) })
	}
	uploads.Wait()
	after := done()
	// One item may end before the first upload has arrived, one is in the worker then, one begins when the last is written.
	if after-before > 3 || after == held {
		t.Errorf("%d of %d items of the rescan were done before %d live uploads", after-before, held, live)
	}
	t.Logf("%d items were done while %d live uploads were", after-before, live)
	s.stop(t)
}

// load is what came of an open-loop run: requests start at fixed times, whether earlier ones are answered or not.
type load struct {
	mu             sync.Mutex
	accepted, shed []time.Duration // since the request was due
	late           []time.Duration // how long after it was due the generator began
	other          map[int]int
}

func (l *load) add(status int, late, took time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.late = append(l.late, late)
	switch status {
	case http.StatusCreated, http.StatusAccepted:
		l.accepted = append(l.accepted, took)
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		l.shed = append(l.shed, took)
	default:
		l.other[status]++
	}
}

// quantile is the smallest value that is not below a share q of all.
func quantile(all []time.Duration, q float64) time.Duration {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[min(len(all)-1, int(q*float64(len(all))))]
}

// TestMeasureOverload prints how long accepted uploads take and how fast the rest is shed, at once, twice and ten times
// the capacity. LOUPE_OVERLOAD is the seconds of each, 20 by default; LOUPE_SERVE has further flags of the server.
func TestMeasureOverload(t *testing.T) {
	measuring(t)
	seconds, err := strconv.Atoi(os.Getenv("LOUPE_OVERLOAD"))
	if err != nil {
		seconds = 20
	}
	s := startServer(t, t.TempDir(), strings.Fields(os.Getenv("LOUPE_SERVE"))...)
	body, media := multipartForm(t, "bench", photo(t, 3, 640, 480)) // one account: no comparisons
	var whole bytes.Buffer
	if _, err := whole.ReadFrom(body); err != nil {
		t.Fatal(err)
	}
	capacity := closedLoop(s, whole.Bytes(), media, 8, 15*time.Second)
	t.Logf("capacity %.2f uploads/s (closed loop, 8 clients, 15 s)", capacity)
	for _, factor := range []float64{1, 2, 10} {
		var peak atomic.Int64
		stop := watchResident(s.cmd.Process.Pid, &peak)
		l := openLoop(s, whole.Bytes(), media, factor*capacity, time.Duration(seconds)*time.Second)
		stop()
		t.Logf("%4.0fx %6.1f/s %ds: accepted %d p50 %s p99 %s; shed %d p50 %s p99 %s max %s; neither %v; generator late p99 %s; server RSS max %d MiB",
			factor, factor*capacity, seconds, len(l.accepted), quantile(l.accepted, 0.5).Round(time.Millisecond), quantile(l.accepted, 0.99).Round(time.Millisecond),
			len(l.shed), quantile(l.shed, 0.5).Round(10*time.Microsecond), quantile(l.shed, 0.99).Round(10*time.Microsecond), quantile(l.shed, 1).Round(10*time.Microsecond), l.other, quantile(l.late, 0.99).Round(10*time.Microsecond), peak.Load()>>20)
	}
	for _, line := range strings.Split(string(s.get(t, "/metrics").body), "\n") {
		if strings.HasPrefix(line, "loupe_s") || strings.HasPrefix(line, "loupe_up") {
			t.Log(line)
		}
	}
	s.stop(t)
}

// closedLoop returns the uploads a second that n clients get done, the first second left out.
func closedLoop(s *server, body []byte, media string, n int, d time.Duration) float64 {
	ctx, stop := context.WithTimeout(context.Background(), d+time.Second)
	defer stop()
	begin := time.Now().Add(time.Second)
	var done atomic.Int64
	var clients sync.WaitGroup
	for range n {
		clients.Go(func() {
			for ctx.Err() == nil {
				if post(http.DefaultClient, s.base, bytes.NewReader(body), media, "60") == http.StatusCreated && time.Now().After(begin) && ctx.Err() == nil {
					done.Add(1)
				}
			}
		})
	}
	clients.Wait()
	return float64(done.Load()) / d.Seconds()
}

func openLoop(s *server, body []byte, media string, rate float64, d time.Duration) *load {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 32}}
	defer client.CloseIdleConnections()
	l := &load{other: map[int]int{}}
	began := time.Now()
	var all sync.WaitGroup
	for i := range int(rate * d.Seconds()) {
		at := began.Add(time.Duration(float64(i) / rate * float64(time.Second)))
		time.Sleep(time.Until(at))
		all.Go(func() {
			late := time.Since(at)
			status := post(client, s.base, bytes.NewReader(body), media, "60")
			l.add(status, late, time.Since(at))
		})
	}
	all.Wait()
	return l
}

// watchResident keeps the peak of a process's own resident memory.
func watchResident(pid int, peak *atomic.Int64) (stop func()) {
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			peak.Store(max(peak.Load(), ownResident(pid)))
			select {
			case <-end:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	return func() { close(end); <-ended }
}
