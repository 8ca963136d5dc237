package api_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"loupe/api"
	"loupe/api/apitest"
	"loupe/models"
)

func good() []part {
	return []part{{Name: "account", Value: "acc-1"}, {Name: "kind", Value: "identity_document"}, {Name: "side", Value: "front"},
		{Name: "claim", Value: `{"name":"Ada Example"}`}, {Name: "file", Value: "PICTURE", Filename: "card.jpg"}}
}

func TestSubmitAnswersWithTheReport(t *testing.T) {
	for _, c := range []struct {
		name  string
		parts []part
	}{
		{"file last", good()},
		{"file first", append(good()[4:], good()[:4]...)},
		{"file in the middle", []part{good()[0], good()[4], good()[1], good()[2], good()[3]}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := apitest.New()
			contentType, body := form(t, c.parts...)
			a := ask(t, "POST", start(t, s).URL+"/v1/submissions", body, "Content-Type: "+contentType, "Prefer: wait=7")
			if a.Status != http.StatusCreated || a.Header.Get("Location") != "/v1/submissions/sub-1" || a.Header.Get("Preference-Applied") != "wait=7" {
				t.Fatalf("%d %v %s", a.Status, a.Header, a.Body)
			}
			got := s.Uploads[0]
			if got.Account != "acc-1" || got.Kind != models.KindIdentityDocument || got.Side != models.SideFront ||
				got.Claim["name"] != "Ada Example" || got.Filename != "card.jpg" || got.DeclaredType != "image/jpeg" {
				t.Errorf("upload %+v", got)
			}
			if string(s.Bodies[0]) != "PICTURE" || s.Waits[0] != 7*time.Second {
				t.Errorf("body %q wait %s", s.Bodies[0], s.Waits[0])
			}
			if !strings.Contains(a.Body, `"url":"/v1/artifacts/art-1"`) {
				t.Errorf("artifact has no address: %s", a.Body)
			}
			for _, secret := range []string{"secret-print", "fingerprints", "secret-path", "null,\"findings"} {
				if strings.Contains(a.Body, secret) {
					t.Errorf("answer holds %q: %s", secret, a.Body)
				}
			}
		})
	}
}

func TestSubmitAnswers202WithoutReport(t *testing.T) {
	s := apitest.New()
	s.Slow = true
	contentType, body := form(t, good()...)
	a := ask(t, "POST", start(t, s).URL+"/v1/submissions", body, "Content-Type: "+contentType)
	if a.Status != http.StatusAccepted || a.Header.Get("Location") == "" || a.Header.Get("Retry-After") == "" || a.json(t)["id"] != "sub-1" {
		t.Fatalf("%d %v %s", a.Status, a.Header, a.Body)
	}
}

func TestPreferWait(t *testing.T) {
	for header, want := range map[string]time.Duration{
		"": 10 * time.Second, "wait=0": 0, "wait=60": time.Minute, "wait=100000": time.Minute, "respond-async": 0, "wait=-1": 10 * time.Second,
		"wait=x": 10 * time.Second, `foo=bar, Wait="3"`: 3 * time.Second, "wait=99999999999999999999": 10 * time.Second,
	} {
		s := apitest.New()
		contentType, body := form(t, good()...)
		a := ask(t, "POST", start(t, s).URL+"/v1/submissions", body, "Content-Type: "+contentType, "Prefer: "+header)
		if a.Status != http.StatusCreated || s.Waits[0] != want {
			t.Errorf("Prefer %q: waited %v, want %s", header, s.Waits, want)
		}
	}
}

// without and with change the good form.
func without(name string) (out []part) {
	for _, p := range good() {
		if p.Name != name {
			out = append(out, p)
		}
	}
	return out
}

func with(name, value string) (out []part) {
	for _, p := range good() {
		if p.Name == name {
			p.Value = value
		}
		out = append(out, p)
	}
	return out
}

func TestSubmitRefusesWrongForms(t *testing.T) {
	manyKeys := `{"k":"v"`
	for i := range 64 {
		manyKeys += `,"k` + string(rune('a'+i/8)) + string(rune('a'+i%8)) + `":"v"`
	}
	for _, c := range []struct {
		name    string
		parts   []part
		status  int
		code    string
		pointer string
	}{
		{"no account", without("account"), 400, "account.missing", "#/account"},
		{"empty account", with("account", ""), 400, "account.missing", "#/account"},
		{"account of 201 characters", with("account", strings.Repeat("ä", 201)), 400, "account.invalid", "#/account"},
		{"account of many bytes", with("account", strings.Repeat("a", 100_000)), 400, "account.invalid", "#/account"},
		{"account with a line break", with("account", "a\nb"), 400, "account.invalid", "#/account"},
		{"account not UTF-8", with("account", "a\xff"), 400, "account.invalid", "#/account"},
		{"no kind", without("kind"), 400, "kind.missing", "#/kind"},
		{"unknown kind", with("kind", "cat"), 400, "kind.invalid", "#/kind"},
		{"unknown side", with("side", "left"), 400, "side.invalid", "#/side"},
		{"no file", without("file"), 400, "file.missing", "#/file"},
		{"claim not JSON", with("claim", "name=x"), 400, "claim.invalid", "#/claim"},
		{"claim a list", with("claim", "[]"), 400, "claim.invalid", "#/claim"},
		{"claim null", with("claim", "null"), 400, "claim.invalid", "#/claim"},
		{"claim with a number", with("claim", `{"a":1}`), 400, "claim.invalid", "#/claim"},
		{"claim with null", with("claim", `{"a":null}`), 400, "claim.invalid", "#/claim"},
		{"claim nested", with("claim", `{"a":{"b":"c"}}`), 400, "claim.invalid", "#/claim"},
		{"claim with NUL", with("claim", `{"a":"\u0000"}`), 400, "claim.invalid", "#/claim"},
		{"claim of 65 keys", with("claim", manyKeys+"}"), 400, "claim.invalid", "#/claim"},
		{"claim too long", with("claim", `{"a":"`+strings.Repeat("x", 17<<10)+`"}`), 400, "claim.invalid", "#/claim"},
		{"unknown part", append([]part{{Name: "claims", Value: "x"}}, good()...), 400, "form.unknown_part", "#/claims"},
		{"part twice", append([]part{{Name: "account", Value: "other"}}, good()...), 400, "form.repeated", "#/account"},
		{"part after the file", append(good(), part{Name: "more", Value: "x"}), 400, "form.unknown_part", "#/more"},
		{"account missing after the file", append(good()[4:], good()[1:4]...), 400, "account.missing", "#/account"},
		{"two backs", append(good(), back(), back()), 400, "form.repeated", "#/file_back"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := apitest.New()
			contentType, body := form(t, c.parts...)
			a := ask(t, "POST", start(t, s).URL+"/v1/submissions", body, "Content-Type: "+contentType)
			p := wantProblem(t, a, c.status, c.code)
			if !strings.Contains(a.Body, `"pointer":"`+c.pointer+`"`) {
				t.Errorf("no pointer %s: %s", c.pointer, a.Body)
			}
			if len(s.Uploads) != 0 || len(s.Held) != 0 || len(s.Kept) != 0 {
				t.Errorf("something was kept: %+v %q", s.Uploads, s.Kept)
			}
			_ = p
		})
	}
}

func TestSubmitNamesEveryFault(t *testing.T) {
	contentType, body := form(t, part{Name: "account", Value: "\x01"}, part{Name: "kind", Value: "cat"}, part{Name: "file", Value: "x", Filename: "x"})
	a := ask(t, "POST", start(t, apitest.New()).URL+"/v1/submissions", body, "Content-Type: "+contentType)
	if got := wantProblem(t, a, 400, "invalid")["errors"].([]any); len(got) != 2 {
		t.Errorf("%d faults, want 2: %s", len(got), a.Body)
	}
}

func TestSubmitRefusesBrokenBodies(t *testing.T) {
	contentType, whole := form(t, good()...)
	cut := whole.Bytes()[:whole.Len()-20]
	for _, c := range []struct {
		name, contentType, body, code string
		status                        int
	}{
		{"not a form", "application/json", "{}", "request.media_type", 415},
		{"no content type", "", "x", "request.media_type", 415},
		{"no boundary", "multipart/form-data", "x", "form.malformed", 400},
		{"empty body", contentType, "", "invalid", 400},
		{"cut off inside the last boundary", contentType, string(cut), "form.malformed", 400},
		{"cut off inside the file", contentType, string(whole.Bytes()[:whole.Len()-70]), "form.malformed", 400},
		{"no form at all", contentType, "hello", "invalid", 400},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := apitest.New()
			a := ask(t, "POST", start(t, s).URL+"/v1/submissions", strings.NewReader(c.body), "Content-Type: "+c.contentType)
			wantProblem(t, a, c.status, c.code)
			if len(s.Held) != 0 || len(s.Kept) != 0 {
				t.Error("something was kept")
			}
		})
	}
}

// A client that sends too much must get to read why, also one that does not look at the answer before it has sent all.
func TestTooLargeIsAnswered(t *testing.T) {
	for _, c := range []struct {
		name  string
		size  int
		parts func(string) []part
		code  string
	}{
		{"file over the limit", 20_000_001, func(v string) []part { return with("file", v) }, "file.too_large"},
		{"25 MB", 25_000_000, func(v string) []part { return with("file", v) }, "file.too_large"},
		{"25 MB, file first", 25_000_000, func(v string) []part { return append(with("file", v)[4:], good()[:4]...) }, "file.too_large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := apitest.New()
			contentType, body := form(t, c.parts(strings.Repeat("x", c.size))...)
			a := ask(t, "POST", start(t, s).URL+"/v1/submissions", body, "Content-Type: "+contentType)
			wantProblem(t, a, 413, c.code)
			if len(s.Held) != 0 || len(s.Kept) != 0 {
				t.Error("something was kept")
			}
		})
	}
	s := apitest.New()
	contentType, body := form(t, with("file", strings.Repeat("x", 20_000_000))...)
	if a := ask(t, "POST", start(t, s).URL+"/v1/submissions", body, "Content-Type: "+contentType); a.Status != 201 {
		t.Errorf("a file of exactly the limit: %d %s", a.Status, a.Body)
	}
}

func TestRefusedFiles(t *testing.T) {
	for reason, status := range map[models.ReasonCode]int{
		models.ReasonFileEmpty: 422, models.ReasonFileTruncated: 422, models.ReasonFileUnsupported: 415, models.ReasonFileTooManyPixels: 413,
	} {
		s := apitest.New()
		s.Refuse = &models.Refusal{Reason: reason, Message: "it is so"}
		contentType, body := form(t, good()...)
		a := ask(t, "POST", start(t, s).URL+"/v1/submissions", body, "Content-Type: "+contentType)
		if p := wantProblem(t, a, status, string(reason)); p["type"] != "/docs#"+string(reason) {
			t.Errorf("type %v", p["type"])
		}
	}
}

func back() part { return part{Name: "file_back", Value: "BACK", Filename: "back.png"} }

func TestFrontAndBack(t *testing.T) {
	for name, parts := range map[string][]part{
		"back last": append(good(), back()), "back first": append([]part{back()}, good()...), "back before the file": {good()[0], good()[1], back(), good()[4]},
	} {
		s := apitest.New()
		server := start(t, s)
		contentType, body := form(t, parts...)
		a := ask(t, "POST", server.URL+"/v1/submissions", body, "Content-Type: "+contentType)
		if a.Status != 201 {
			t.Fatalf("%s: %d %s", name, a.Status, a.Body)
		}
		u := s.Uploads[0]
		if u.Back == nil || u.Back.Filename != "back.png" || u.Back.Bytes != 4 || string(s.Kept[u.Back.SHA256]) != "BACK" || string(s.Bodies[0]) != "PICTURE" {
			t.Errorf("%s: %+v %+v", name, u, u.Back)
		}
	}
}

func TestOriginalOfTheBack(t *testing.T) {
	s := apitest.New()
	s.Held = []models.Submission{{ID: "two", Back: &models.BackFile{}}, {ID: "one"}}
	s.Originals["two"], s.Originals["two-back"], s.Originals["one"] = []byte("F"), []byte("B"), []byte("O")
	server := start(t, s)
	for path, want := range map[string]string{
		"two/original": "F", "two/original?file=front": "F", "two/original?file=back": "B", "one/original": "O",
		"one/original?file=back": "not_found", "two/original?file=top": "file.invalid", "two/original?page=1": "query.unknown",
	} {
		a := ask(t, "GET", server.URL+"/v1/submissions/"+path, nil)
		if got := a.Body; len(want) > 1 && !strings.Contains(got, `"code":"`+want+`"`) || len(want) == 1 && got != want {
			t.Errorf("%s: %d %s, want %s", path, a.Status, got, want)
		}
		if disposition := a.Header.Get("Content-Disposition"); want == "B" && disposition != `attachment; filename="original-two-back.bin"` {
			t.Errorf("%s: %s", path, disposition)
		}
	}
}

// Memory does not grow with what is sent, whatever the order of the parts.
func TestUploadsAreNotHeldInMemory(t *testing.T) {
	s := &flat{Service: apitest.New()}
	handler, err := api.New(api.DefaultConfig(), s, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	contentType, body := form(t, append(with("file", strings.Repeat("x", 19_000_000))[4:], good()[:4]...)...)
	if a := ask(t, "POST", server.URL+"/v1/submissions", body, "Content-Type: "+contentType); a.Status != 201 {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	if s.largest > 1<<20 {
		t.Errorf("the file came in reads of up to %d bytes", s.largest)
	}
	if s.heap > 8<<20 {
		t.Errorf("%d bytes of heap in use beside the client's while 19 MB arrived", s.heap)
	}
}

// flat reads a file without keeping it, and looks at the heap meanwhile.
type flat struct {
	*apitest.Service
	largest int
	heap    int64
}

func (s *flat) Keep(_ context.Context, r io.Reader) (models.Blob, error) {
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	buffer, total := make([]byte, 32<<10), 0
	for {
		n, err := r.Read(buffer)
		s.largest, total = max(s.largest, n), total+n
		if err != nil {
			runtime.GC()
			runtime.ReadMemStats(&now)
			s.heap = int64(now.HeapAlloc) - int64(before.HeapAlloc)
			return models.Blob{Key: "k", Bytes: int64(total)}, nil
		}
	}
}
