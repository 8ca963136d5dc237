package api_test

import (
	"bytes"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"loupe/api"
	"loupe/api/apitest"
)

// FuzzUpload sends any body as an upload: the answer is a success or a 4xx problem, and nothing is kept of a refused one.
func FuzzUpload(f *testing.F) {
	const contentType = "multipart/form-data; boundary=B"
	f.Add([]byte("--B\r\nContent-Disposition: form-data; name=\"account\"\r\n\r\na\r\n--B\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\ndiploma\r\n" +
		"--B\r\nContent-Disposition: form-data; name=\"claim\"\r\n\r\n{\"a\":\"b\"}\r\n--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nDATA\r\n--B--\r\n"))
	f.Add([]byte("--B\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n--B--"))
	f.Add([]byte("--B\r\n\r\n\r\n--B--"))
	f.Add([]byte("--B\r\nContent-Disposition: form-data; name=\"file_back\"; filename=\"x\"\r\n\r\nBACK\r\n--B\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nDATA\r\n" +
		"--B\r\nContent-Disposition: form-data; name=\"account\"\r\n\r\na\r\n--B\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\ndiploma\r\n--B--\r\n"))
	f.Add([]byte{})
	s := apitest.New()
	handler, err := api.New(api.DefaultConfig(), s, slog.New(slog.DiscardHandler))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		s.Held, s.Uploads, s.Bodies, s.Kept = nil, nil, nil, nil
		r := httptest.NewRequest("POST", "http://localhost/v1/submissions", bytes.NewReader(body))
		r.Header.Set("Content-Type", contentType)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != 201 && (w.Code < 400 || w.Code > 499 || w.Header().Get("Content-Type") != "application/problem+json") {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		if w.Code != 201 && len(s.Held)+len(s.Kept) > 0 {
			t.Fatalf("kept something of a refused upload: %d %s", w.Code, w.Body)
		}
	})
}

// FuzzParseIdempotencyKey: a key that is taken is within the limits, and its quoted form spells the same key.
func FuzzParseIdempotencyKey(f *testing.F) {
	for _, seed := range []string{"k", `"k"`, `"a\"b"`, `"`, `""`, "a b", "ä", `"a" `, strings.Repeat("x", 256)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		key, ok := api.ParseIdempotencyKey(line)
		if !ok {
			if key != "" {
				t.Fatalf("a key %q beside a refusal", key)
			}
			return
		}
		if len(key) < 1 || len(key) > 255 || strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }) {
			t.Fatalf("key %q", key)
		}
		quoted := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(key) + `"`
		if again, ok := api.ParseIdempotencyKey(quoted); !ok || again != key {
			t.Fatalf("%q quoted is %q %v", key, again, ok)
		}
	})
}

// FuzzParseClaim: a claim that is taken is within every limit.
func FuzzParseClaim(f *testing.F) {
	for _, seed := range []string{`{"name":"Ada"}`, `{}`, ``, `null`, `{"a":null}`, `{"a":"\ud800"}`, `[`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		claim, err := api.ParseClaim(data)
		if err != nil && claim != nil {
			t.Fatalf("claim %v beside the error %v", claim, err)
		}
		if len(claim) > 64 {
			t.Fatalf("%d keys", len(claim))
		}
		for k, v := range claim {
			if k == "" || len(k) > 256 || len(v) > 8000 || bytes.ContainsRune([]byte(k+v), 0) {
				t.Fatalf("key %q value %q", k, v)
			}
		}
	})
}
