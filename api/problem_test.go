package api_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"loupe/api"
	"loupe/api/apitest"
	"loupe/models"
)

func TestEveryErrorIsAProblem(t *testing.T) {
	for _, c := range []struct {
		name, method, path, body, contentType string
		status                                int
		code                                  string
	}{
		{"unknown address", "GET", "/nothing", "", "", 404, "not_found"},
		{"unknown address below v1", "GET", "/v1/nothing", "", "", 404, "not_found"},
		{"unknown console page", "GET", "/console/nothing", "", "", 404, "not_found"},
		{"unknown static file", "GET", "/console/static/x.js", "", "", 404, "not_found"},
		{"static file outside", "GET", "/console/static/..%2fconsole.go", "", "", 404, "not_found"},
		{"unknown submission", "GET", "/v1/submissions/sub-9", "", "", 404, "not_found"},
		{"unknown report", "GET", "/v1/submissions/sub-9/report", "", "", 404, "not_found"},
		{"unknown original", "GET", "/v1/submissions/sub-9/original", "", "", 404, "not_found"},
		{"unknown artifact", "GET", "/v1/artifacts/art-9", "", "", 404, "not_found"},
		{"unknown rescan", "GET", "/v1/rescans/res-9", "", "", 404, "not_found"},
		{"unknown rescan's changes", "GET", "/v1/rescans/res-9/changes", "", "", 404, "not_found"},
		{"id with a NUL", "GET", "/v1/submissions/a%00b", "", "", 404, "not_found"},
		{"id not UTF-8", "GET", "/v1/artifacts/%ff", "", "", 404, "not_found"},
		{"id too long", "GET", "/v1/submissions/" + strings.Repeat("a", 129), "", "", 404, "not_found"},
		{"wrong method", "DELETE", "/v1/submissions", "", "", 405, "method_not_allowed"},
		{"wrong method on an id", "PUT", "/v1/submissions/sub-1", "", "", 405, "method_not_allowed"},
		{"invented method", "BREW", "/healthz", "", "", 405, "method_not_allowed"},
		{"limit of 0", "GET", "/v1/submissions?limit=0", "", "", 400, "limit.invalid"},
		{"limit of 101", "GET", "/v1/links?limit=101", "", "", 400, "limit.invalid"},
		{"limit no number", "GET", "/v1/rescans?limit=x", "", "", 400, "limit.invalid"},
		{"cursor with a space", "GET", "/v1/submissions?cursor=a%20b", "", "", 400, "cursor.invalid"},
		{"unknown kind", "GET", "/v1/submissions?kind=cat", "", "", 400, "kind.invalid"},
		{"unknown verdict", "GET", "/v1/submissions?verdict=maybe", "", "", 400, "verdict.invalid"},
		{"account not UTF-8", "GET", "/v1/links?account=%ff", "", "", 400, "account.invalid"},
		{"unknown relation", "GET", "/v1/links?relation=friends", "", "", 400, "relation.invalid"},
		{"submission no id", "GET", "/v1/links?submission=a%00", "", "", 400, "submission.invalid"},
		{"misspelled filter", "GET", "/v1/submissions?acount=a", "", "", 400, "query.unknown"},
		{"revision of 0", "GET", "/v1/submissions/sub-1/report?revision=0", "", "", 400, "revision.invalid"},
		{"rescan not JSON", "POST", "/v1/rescans", "{", "application/json", 400, "request.malformed"},
		{"rescan of two values", "POST", "/v1/rescans", "{}{}", "application/json", 400, "request.malformed"},
		{"rescan with an unknown field", "POST", "/v1/rescans", `{"filters":{}}`, "application/json", 400, "request.malformed"},
		{"rescan of an unknown kind", "POST", "/v1/rescans", `{"filter":{"kind":"cat"}}`, "application/json", 400, "kind.invalid"},
		{"rescan as a form", "POST", "/v1/rescans", "a=b", "application/x-www-form-urlencoded", 415, "request.media_type"},
		{"rescan too long", "POST", "/v1/rescans", `{"reason":"` + strings.Repeat("x", 17<<10) + `"}`, "application/json", 413, "request.too_large"},
		{"console of an unknown submission", "GET", "/console/submissions/sub-9", "", "", 404, "not_found"},
		{"console of an unknown kind", "GET", "/console/?kind=cat", "", "", 400, "kind.invalid"},
		{"console of an unknown rescan", "GET", "/console/rescans/res-9", "", "", 404, "not_found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := ask(t, c.method, start(t, apitest.New()).URL+c.path, strings.NewReader(c.body), "Content-Type: "+c.contentType)
			p := wantProblem(t, a, c.status, c.code)
			if c.status == 405 && a.Header.Get("Allow") == "" {
				t.Error("no Allow header")
			}
			if address, _, _ := strings.Cut(p["type"].(string), "#"); address != "/docs" {
				t.Errorf("type %v", p["type"])
			}
		})
	}
}

func TestErrorClassesHaveOneStatus(t *testing.T) {
	for code, status := range map[models.ErrorCode]int{
		models.ErrInvalid: 400, models.ErrUnauthorized: 401, models.ErrForbidden: 403, models.ErrNotFound: 404, models.ErrConflict: 409,
		models.ErrTooLarge: 413, models.ErrUnsupported: 415, models.ErrUnreadable: 422, models.ErrBusy: 503, models.ErrUnavailable: 503,
		models.ErrStorageFull: 507, models.ErrMismatch: 422,
	} {
		s := apitest.New()
		s.Fail = models.Errorf(code, "", "said so")
		a := ask(t, "GET", start(t, s).URL+"/v1/submissions", nil)
		wantProblem(t, a, status, string(code))
		if (status == 503 || status == 507) && a.Header.Get("Retry-After") == "" {
			t.Errorf("%s has no Retry-After", code)
		}
	}
}

func TestOurFaultsSayNothingMore(t *testing.T) {
	for name, break_ := range map[string]func(*apitest.Service){
		"error":          func(s *apitest.Service) { s.Fail = errors.New("secret: disk /var/x is full") },
		"internal error": func(s *apitest.Service) { s.Fail = models.Errorf(models.ErrInternal, "secret", "secret detail") },
		"panic":          func(s *apitest.Service) { s.Panic = true },
	} {
		t.Run(name, func(t *testing.T) {
			s := apitest.New()
			break_(s)
			var log bytes.Buffer
			handler, err := api.New(api.DefaultConfig(), s, slog.New(slog.NewJSONHandler(&log, nil)))
			if err != nil {
				t.Fatal(err)
			}
			server := httptest.NewServer(handler)
			defer server.Close()
			a := ask(t, "GET", server.URL+"/v1/submissions/sub-1", nil)
			wantProblem(t, a, 500, "internal")
			if strings.Contains(a.Body, "secret") || strings.Contains(a.Body, "goroutine") {
				t.Errorf("detail leaks: %s", a.Body)
			}
			if !strings.Contains(log.String(), "secret") {
				t.Error("the log does not say what happened")
			}
		})
	}
}

func TestProblemTypesResolve(t *testing.T) {
	server := start(t, apitest.New())
	page := ask(t, "GET", server.URL+"/docs", nil).Body
	for _, text := range models.ReasonTexts() {
		if !strings.Contains(page, `id="`+string(text.Code)+`"`) || !strings.Contains(page, string(text.Code)) {
			t.Errorf("/docs has no entry for %s", text.Code)
		}
	}
	for _, status := range []string{"400", "401", "403", "404", "405", "408", "409", "413", "415", "422", "500", "503", "507"} {
		if !strings.Contains(page, `id="status-`+status+`"`) {
			t.Errorf("/docs has no entry for status %s", status)
		}
	}
}

func TestLogHoldsNoPersonalData(t *testing.T) {
	var log bytes.Buffer
	s := apitest.New()
	handler, err := api.New(api.DefaultConfig(), s, slog.New(slog.NewJSONHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	contentType, body := form(t, part{Name: "account", Value: "canary-account"}, part{Name: "kind", Value: "diploma"},
		part{Name: "claim", Value: `{"name":"canary-name"}`}, part{Name: "file", Value: "x", Filename: "canary-file.jpg"})
	ask(t, "POST", server.URL+"/v1/submissions", body, "Content-Type: "+contentType)
	ask(t, "GET", server.URL+"/v1/submissions?account=canary-query", nil)
	ask(t, "GET", server.URL+"/canary-path", nil)
	ask(t, "GET", server.URL+"/v1/canary-path", nil)
	metrics := ask(t, "GET", server.URL+"/metrics", nil).Body
	if strings.Contains(log.String(), "canary") || strings.Contains(metrics, "canary") {
		t.Errorf("personal data in the log or metrics:\n%s\n%s", log.String(), metrics)
	}
	var line map[string]any
	if err := json.Unmarshal(bytes.SplitN(log.Bytes(), []byte("\n"), 2)[0], &line); err != nil || line["route"] != "/v1/submissions" || line["status"] != 201.0 {
		t.Errorf("access log line %v %v", line, err)
	}
	if want := `loupe_http_requests_total{method="POST",route="/v1/submissions",status="201"} 1`; !strings.Contains(metrics, want) {
		t.Errorf("metrics lack %s:\n%s", want, metrics)
	}
}

func TestForeignPagesAreRefused(t *testing.T) {
	server := start(t, apitest.New())
	contentType, body := form(t, good()...)
	a := ask(t, "POST", server.URL+"/v1/submissions", body, "Content-Type: "+contentType, "Sec-Fetch-Site: cross-site")
	wantProblem(t, a, http.StatusForbidden, "origin.foreign")
	a = ask(t, "GET", server.URL+"/v1/submissions", nil, "Host: rebound.example")
	wantProblem(t, a, http.StatusForbidden, "host.not_loopback")
	if a = ask(t, "GET", server.URL+"/v1/submissions", nil, "Host: localhost:99"); a.Status != 200 {
		t.Errorf("localhost: %d %s", a.Status, a.Body)
	}
}
