package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"strings"
	"testing"

	"loupe/api"
	"loupe/api/apitest"
)

// start serves a fake over a real loopback connection.
func start(t testing.TB, s *apitest.Service, change ...func(*api.Config)) *httptest.Server {
	t.Helper()
	c := api.DefaultConfig()
	c.Version = "test"
	for _, f := range change {
		f(&c)
	}
	handler, err := api.New(c, s, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

// part is one part of a multipart form; a Filename makes it a file.
type part struct{ Name, Value, Filename string }

// form renders parts in order.
func form(t testing.TB, parts ...part) (contentType string, body *bytes.Buffer) {
	t.Helper()
	body = &bytes.Buffer{}
	w := multipart.NewWriter(body)
	for _, p := range parts {
		h := textproto.MIMEHeader{"Content-Disposition": {`form-data; name="` + p.Name + `"`}}
		if p.Filename != "" {
			h.Set("Content-Disposition", h.Get("Content-Disposition")+`; filename="`+p.Filename+`"`)
			h.Set("Content-Type", "image/jpeg")
		}
		out, err := w.CreatePart(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(out, p.Value); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), body
}

// answer is a response that was read to its end.
type answer struct {
	Status int
	Header http.Header
	Body   string
}

func (a answer) json(t testing.TB) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(a.Body), &v); err != nil {
		t.Fatalf("not JSON: %v\n%s", err, a.Body)
	}
	return v
}

// ask sends one request; headers come as "Name: value".
func ask(t testing.TB, method, url string, body io.Reader, headers ...string) answer {
	t.Helper()
	r, err := http.NewRequest(method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
		if name == "Host" {
			r.Host = value
		}
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(r)
	if err != nil {
		t.Fatalf("%s %s: %v", method, url, err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(data)}
}

// wantProblem holds an answer to RFC 9457 as this service speaks it.
func wantProblem(t testing.TB, a answer, status int, code string) map[string]any {
	t.Helper()
	if a.Status != status {
		t.Fatalf("status %d, want %d: %s", a.Status, status, a.Body)
	}
	if got := a.Header.Get("Content-Type"); got != "application/problem+json" {
		t.Fatalf("content type %q", got)
	}
	p := a.json(t)
	for _, name := range []string{"type", "title", "detail", "instance", "code"} {
		if s, _ := p[name].(string); s == "" {
			t.Errorf("problem has no %s: %s", name, a.Body)
		}
	}
	if p["code"] != code || p["status"] != float64(status) || p["instance"] != a.Header.Get("X-Request-Id") {
		t.Errorf("code %v status %v instance %v, want %s %d %s", p["code"], p["status"], p["instance"], code, status, a.Header.Get("X-Request-Id"))
	}
	return p
}
