package main_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"
)

// sending is one upload of one client: the same key and body until it is answered.
type sending struct {
	account  string
	file     []byte
	answered bool // with 201 or 202: from then on it must never be lost
	location string
}

// What was acknowledged survives kill -9 at any moment, and is there once, however often it was sent. LOUPE_KILLS sets
// the number of kills.
func TestKillLosesNothing(t *testing.T) {
	kills, err := strconv.Atoi(os.Getenv("LOUPE_KILLS"))
	if err != nil {
		kills = 4
	}
	r := rand.New(rand.NewPCG(7, uint64(kills)))
	dir, file := t.TempDir(), photo(t, 3, 240, 180)
	const clients = 8
	pending := make([]*sending, clients)
	var all []*sending
	var ready []time.Duration
	for round := range kills {
		began := time.Now()
		s := startServer(t, dir)
		untilReady(t, s)
		ready = append(ready, time.Since(began))
		var mu sync.Mutex
		var wg sync.WaitGroup
		for i := range clients {
			wg.Go(func() {
				for n := 0; ; n++ {
					if pending[i] == nil {
						pending[i] = &sending{account: fmt.Sprintf("kill-%d-%d-%d", round, i, n), file: append(bytes.Clone(file), byte(i), byte(round), byte(round>>8), byte(n))}
						mu.Lock()
						all = append(all, pending[i])
						mu.Unlock()
					}
					if !send(t, s.base, pending[i], i%2*10) {
						return // the server is gone; the next one gets the same upload under the same key
					}
					if pending[i].answered {
						pending[i] = nil
					}
				}
			})
		}
		time.Sleep(time.Duration(r.IntN(1200)) * time.Millisecond)
		s.kill()
		wg.Wait()
		checkIntegrity(t, filepath.Join(dir, "loupe.db"))
	}
	s := startServer(t, dir)
	acknowledged := 0
	for _, u := range all {
		acknowledged += checkKept(t, s, u)
	}
	t.Logf("%d kills, %d uploads sent, %d acknowledged; ready again after p50 %v, p99 %v", kills, len(all), acknowledged,
		quantile(ready, 0.5).Round(time.Millisecond), quantile(ready, 0.99).Round(time.Millisecond))
	s.stop(t)
}

func untilReady(t *testing.T, s *server) {
	t.Helper()
	for range 500 {
		if s.get(t, "/readyz").status == http.StatusOK {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the server is not ready")
}

// send sends u once and reports whether the server is there.
func send(t *testing.T, base string, u *sending, wait int) bool {
	body, media := multipartForm(t, u.account, u.file)
	req, err := http.NewRequest(http.MethodPost, base+"/v1/submissions", body)
	if err != nil {
		return false
	}
	req.Header.Set("Content-Type", media)
	req.Header.Set("Prefer", "wait="+strconv.Itoa(wait))
	req.Header.Set("Idempotency-Key", u.account)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer resp.Body.Close() //nolint:errcheck // only read
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return false
	}
	u.answered = resp.StatusCode == http.StatusCreated || resp.StatusCode == http.StatusAccepted
	u.location = resp.Header.Get("Location")
	if !u.answered {
		time.Sleep(20 * time.Millisecond) // busy, or the key of a server that was killed is still locked
	}
	return true
}

func checkIntegrity(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // only read
	var word string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&word); err != nil || word != "ok" {
		t.Fatalf("after a kill the database says %q, %v", word, err)
	}
}

// checkKept counts u when it was acknowledged, and insists that it is there then, with its bytes, and never twice.
func checkKept(t *testing.T, s *server, u *sending) int {
	t.Helper()
	var page struct {
		Items []struct{ ID string } `json:"items"`
	}
	s.get(t, "/v1/submissions?account="+u.account).decode(t, &page)
	if len(page.Items) > 1 {
		t.Errorf("%s is there %d times", u.account, len(page.Items))
	}
	if !u.answered {
		return 0
	}
	if len(page.Items) != 1 || u.location != "/v1/submissions/"+page.Items[0].ID {
		t.Fatalf("%s was acknowledged as %s; now there is %+v", u.account, u.location, page.Items)
	}
	if got := s.get(t, u.location+"/original"); !bytes.Equal(got.body, u.file) {
		t.Errorf("%s has %d bytes, %d were acknowledged", u.account, len(got.body), len(u.file))
	}
	waitForReport(t, s, u.location)
	return 1
}
