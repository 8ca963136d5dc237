package api_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"loupe/api"
	"loupe/api/apitest"
	"loupe/models"
)

func keyed(keys ...string) *apitest.Service {
	s := apitest.New()
	for _, k := range keys {
		s.Keys[k] = models.APIKey{ID: "id-" + k, Admin: true}
	}
	return s
}

func TestQuota(t *testing.T) {
	server := start(t, keyed("a", "b"), func(c *api.Config) { c.QuotaPerMinute, c.QuotaBurst = 1, 3 })
	contentType, body := form(t, good()...)
	post := func(key string) answer {
		return ask(t, "POST", server.URL+"/v1/submissions", strings.NewReader(body.String()), "Content-Type: "+contentType, "Authorization: Bearer "+key)
	}
	for left := 2; left >= 0; left-- {
		a := post("a")
		if a.Status != http.StatusCreated {
			t.Fatalf("%d %s", a.Status, a.Body)
		}
		// One token a minute, three at most: the next one comes within 60 seconds, all within 180. 32 of 64 places are a's.
		policy, state := `"uploads";q=3;w=180, "places";q=32;qu="concurrent-requests"`, fmt.Sprintf(`"uploads";r=%d;t=60, "places";r=32`, left)
		if got := a.Header.Get("RateLimit-Policy"); got != policy {
			t.Errorf("policy %s, want %s", got, policy)
		}
		if got := a.Header.Get("RateLimit"); got != state {
			t.Errorf("state %s, want %s", got, state)
		}
	}
	a := post("a")
	wantProblem(t, a, http.StatusTooManyRequests, "quota.exceeded")
	wantRetry(t, a)
	if !strings.HasPrefix(a.Header.Get("RateLimit"), `"uploads";r=0;t=`) {
		t.Error(a.Header.Get("RateLimit"))
	}
	// Another key has its own, and reads have their own.
	if a := post("b"); a.Status != http.StatusCreated {
		t.Errorf("another key: %d %s", a.Status, a.Body)
	}
	reads := 0
	for ; reads < 100; reads++ {
		if a = ask(t, "GET", server.URL+"/v1/submissions", nil, "Authorization: Bearer a"); a.Status != http.StatusOK {
			break
		}
	}
	if wantProblem(t, a, http.StatusTooManyRequests, "quota.exceeded"); reads < 60 || reads > 65 {
		t.Errorf("%d reads for 3 uploads", reads)
	}
	if a := ask(t, "GET", server.URL+"/healthz", nil); a.Status != http.StatusOK || a.Header.Get("RateLimit") != "" {
		t.Errorf("health: %d %v", a.Status, a.Header)
	}
}

// Without a key, and with a quota of 0, nothing but the places is limited.
func TestNoQuota(t *testing.T) {
	for name, server := range map[string]string{
		"no key":   start(t, apitest.New(), func(c *api.Config) { c.QuotaPerMinute, c.QuotaBurst = 1, 1 }).URL,
		"no quota": start(t, keyed("a"), func(c *api.Config) { c.QuotaPerMinute, c.QuotaBurst = 0, 0 }).URL,
	} {
		for range 40 {
			a := ask(t, "GET", server+"/v1/submissions", nil, "Authorization: Bearer a")
			if a.Status != http.StatusOK || !strings.HasPrefix(a.Header.Get("RateLimit"), `"places";r=`) {
				t.Fatalf("%s: %d %v", name, a.Status, a.Header)
			}
		}
	}
}

// Every answer below /v1 carries both fields, well formed, whatever it says.
func TestRateLimitFields(t *testing.T) {
	item := `"[a-z-]+"(;(q|w|r|t)=\d+|;qu="[a-z-]+")+`
	list := regexp.MustCompile(`^` + item + `(, ` + item + `)*$`)
	server := start(t, keyed("a"))
	for _, path := range []string{"/v1/submissions", "/v1/nothing", "/v1/submissions/none", "/v1/rescans?limit=0"} {
		for _, auth := range []string{"", "Bearer a", "Bearer wrong"} {
			for _, method := range []string{"GET", "POST", "DELETE"} {
				a := ask(t, method, server.URL+path, strings.NewReader("{}"), "Authorization: "+auth)
				if !list.MatchString(a.Header.Get("RateLimit")) || !list.MatchString(a.Header.Get("RateLimit-Policy")) {
					t.Errorf("%s %s %q: %d %q %q", method, path, auth, a.Status, a.Header.Get("RateLimit"), a.Header.Get("RateLimit-Policy"))
				}
			}
		}
	}
}

// Guessing keys ends soon, whatever addresses a client invents; keys that worked before go on working.
func TestGuessing(t *testing.T) {
	s := keyed("good", "late")
	server := start(t, s)
	get := func(key string, n int) answer {
		return ask(t, "GET", server.URL+"/v1/submissions", nil, "Authorization: Bearer "+key,
			fmt.Sprintf("X-Forwarded-For: 203.0.113.%d", n), fmt.Sprintf("X-Real-IP: 203.0.113.%d", n))
	}
	if a := get("good", 0); a.Status != http.StatusOK {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	unknown := 0
	var a answer
	for n := range 50 {
		if a = get(fmt.Sprint("guess", n), n); a.Status != http.StatusUnauthorized {
			break
		}
		unknown++
	}
	wantProblem(t, a, http.StatusTooManyRequests, "key.throttled")
	wantRetry(t, a)
	if unknown != 20 {
		t.Errorf("%d guesses were looked up", unknown)
	}
	if a := get("good", 1); a.Status != http.StatusOK {
		t.Errorf("a known key is locked out: %d %s", a.Status, a.Body)
	}
	wantProblem(t, get("late", 1), http.StatusTooManyRequests, "key.throttled") // an oracle for guessers otherwise
	delete(s.Keys, "good")
	wantProblem(t, get("good", 1), http.StatusUnauthorized, "key.unknown") // knowing a key is not trusting it
}

func TestLoadIsInTheMetrics(t *testing.T) {
	s, _ := crowded(t, 2)
	server := start(t, s)
	contentType, body := form(t, good()...)
	for range 3 {
		ask(t, "POST", server.URL+"/v1/submissions", strings.NewReader(body.String()), "Content-Type: "+contentType)
	}
	text := ask(t, "GET", server.URL+"/metrics", nil).Body
	for _, line := range []string{
		"loupe_upload_places 2", "loupe_uploads_in_hand 2", "loupe_uploads_slow 0", "loupe_bulk_jobs 0",
		`loupe_shed_total{code="system.busy"} 3`, "loupe_service_recent_seconds 1", "loupe_service_seconds_count 0",
	} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("no line %q in\n%s", line, text)
		}
	}
}
