package api_test

import (
	"log/slog"
	"slices"
	"strings"
	"testing"

	"loupe/api"
	"loupe/api/apitest"
	"loupe/models"
)

func TestKeys(t *testing.T) {
	s := holding()
	s.Keys["good"] = models.APIKey{ID: "key-1"}
	s.Keys["root"] = models.APIKey{ID: "key-2", Admin: true}
	server := start(t, s)
	const user = "Basic dXNlcjpnb29k" // user:good
	for _, c := range []struct {
		name, method, path, header string
		status                     int
		code                       string
	}{
		{"no key", "GET", "/v1/submissions", "", 401, "key.missing"},
		{"unknown key", "GET", "/v1/submissions", "Bearer bad", 401, "key.unknown"},
		{"empty key", "GET", "/v1/submissions", "Bearer ", 401, "key.missing"},
		{"endless key", "GET", "/v1/submissions", "Bearer " + strings.Repeat("x", 513), 401, "key.missing"},
		{"password on the API", "GET", "/v1/submissions", user, 401, "key.missing"},
		{"artifact", "GET", "/v1/artifacts/png", "", 401, "key.missing"},
		{"metrics", "GET", "/metrics", "", 401, "key.missing"},
		{"console", "GET", "/console/", "", 401, "key.missing"},
		{"console with a bearer key", "GET", "/console/", "Bearer good", 401, "key.missing"},
		{"console picture", "GET", "/console/artifacts/png", "", 401, "key.missing"},
		{"console original", "GET", "/console/submissions/sub-1/original", "", 401, "key.missing"},
		{"rescan without admin", "POST", "/v1/rescans", "Bearer good", 403, "key.not_admin"},
		{"key", "GET", "/v1/submissions", "Bearer good", 200, ""},
		{"key, other case", "GET", "/v1/submissions", "bEARER good", 200, ""},
		{"console with a password", "GET", "/console/", user, 200, ""},
		{"console picture with a password", "GET", "/console/artifacts/png", user, 200, ""},
		{"rescan by admin", "POST", "/v1/rescans", "Bearer root", 202, ""},
		{"health", "GET", "/healthz", "", 200, ""},
		{"ready", "GET", "/readyz", "", 200, ""},
		{"docs", "GET", "/docs", "", 200, ""},
		{"contract", "GET", "/openapi.json", "", 200, ""},
		{"style", "GET", "/console/static/console.css", "", 200, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := ask(t, c.method, server.URL+c.path, strings.NewReader("{}"), "Authorization: "+c.header, "Content-Type: application/json")
			if c.code == "" {
				if a.Status != c.status {
					t.Errorf("%d %s", a.Status, a.Body)
				}
				return
			}
			wantProblem(t, a, c.status, c.code)
			want := "Bearer"
			if strings.HasPrefix(c.path, "/console") {
				want = "Basic"
			}
			if c.status == 401 && !strings.HasPrefix(a.Header.Get("WWW-Authenticate"), want) {
				t.Errorf("challenge %q", a.Header.Get("WWW-Authenticate"))
			}
			if strings.Contains(a.Body, "acc-1") {
				t.Error("data without a key")
			}
		})
	}
}

func TestHostDoesNotMatterWithKeys(t *testing.T) {
	s := apitest.New()
	s.Keys["good"] = models.APIKey{}
	if a := ask(t, "GET", start(t, s).URL+"/v1/submissions", nil, "Host: loupe.example", "Authorization: Bearer good"); a.Status != 200 {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

// A new route is closed unless it is listed here.
func TestEveryOtherRouteIsClosed(t *testing.T) {
	open := []string{"/healthz", "/readyz", "/openapi.json", "/docs", "/console", "/console/static/:name"}
	s := holding()
	s.Keys["good"] = models.APIKey{}
	handler, err := api.New(api.DefaultConfig(), s, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	server := start(t, s)
	for _, r := range handler.Routes() {
		if !slices.Contains(open, r.Path) {
			wantProblem(t, ask(t, r.Method, server.URL+strings.ReplaceAll(r.Path, ":id", "sub-1"), nil), 401, "key.missing")
		}
	}
}
