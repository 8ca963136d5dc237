package main_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"loupe/models"
)

// photo is a sharp picture that no other seed makes.
func photo(t testing.TB, seed uint64, w, h int) []byte {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for range 60 {
		c := color.RGBA{uint8(r.IntN(256)), uint8(r.IntN(256)), uint8(r.IntN(256)), 255}
		x, y, bw, bh := r.IntN(w), r.IntN(h), 10+r.IntN(w/3), 10+r.IntN(h/3)
		for py := y; py < min(h, y+bh); py++ {
			for px := x; px < min(w, x+bw); px++ {
				img.SetRGBA(px, py, c)
			}
		}
	}
	for i := range img.Pix {
		if i%4 != 3 {
			img.Pix[i] = uint8(max(0, min(255, int(img.Pix[i])+r.IntN(13)-6)))
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestBadRequestsGetProblems(t *testing.T) {
	s := startServer(t, t.TempDir())
	good := photo(t, 1, 800, 600)
	tests := []struct {
		name   string
		answer answer
		status int
		code   string
	}{
		{"empty file", s.upload(t, form("a", "diploma"), "a.jpg", nil, "10"), 422, "file.empty"},
		{"text", s.upload(t, form("a", "diploma"), "a.jpg", []byte("I am a picture, believe me"), "10"), 415, "file.unsupported"},
		{"truncated", s.upload(t, form("a", "diploma"), "a.jpg", good[:len(good)/3], "10"), 422, "file.truncated"},
		{"no account", s.upload(t, [][2]string{{"kind", "diploma"}}, "a.jpg", good, "10"), 400, "account.missing"},
		{"unknown kind", s.upload(t, form("a", "visa"), "a.jpg", good, "10"), 400, "kind.invalid"},
		{"no file", s.upload(t, form("a", "diploma"), "", nil, "10"), 400, "file.missing"},
		{"25 MB", s.upload(t, form("a", "diploma"), "a.jpg", make([]byte, 25_000_000), "10"), 413, ""},
		{"wrong method", s.do(t, http.MethodPut, "/v1/submissions", nil), 405, ""},
		{"no such thing", s.get(t, "/v1/submissions/sub_nothing"), 404, ""},
		{"no such path", s.get(t, "/v2"), 404, ""},
		{"bad cursor", s.get(t, "/v1/submissions?cursor=%21%21"), 400, "cursor.invalid"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var problem struct{ Type, Title, Detail, Code string }
			tt.answer.decode(t, &problem)
			if tt.answer.status != tt.status || tt.answer.header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("answer %d %s: %s", tt.answer.status, tt.answer.header.Get("Content-Type"), tt.answer.body)
			}
			if problem.Code == "" || problem.Title == "" || (tt.code != "" && problem.Code != tt.code) {
				t.Errorf("problem %+v, want code %s", problem, tt.code)
			}
		})
	}
	checkNothingHalfStored(t, s, 0)
	if got := s.upload(t, form("a", "profile_photo"), "a.jpg", good, "60"); got.status != http.StatusCreated {
		t.Errorf("after all that a good upload gets %d: %s", got.status, got.body)
	}
	s.stop(t)
}

func waitForReport(t *testing.T, s *server, location string) models.Report {
	t.Helper()
	id := strings.TrimSuffix(strings.TrimPrefix(location, "/v1/submissions/"), "/report")
	for range 600 {
		a := s.get(t, "/v1/submissions/"+id+"/report")
		if a.status == http.StatusOK {
			var r models.Report
			a.decode(t, &r)
			if r.Revision != 1 && len(r.Links) == 0 { // a link to a later upload is what makes another revision
				t.Errorf("%s has revision %d and no link", id, r.Revision)
			}
			return r
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("%s was acknowledged and has no report", id)
	return models.Report{}
}

func TestKeysGuardTheDoor(t *testing.T) {
	dir := t.TempDir()
	if _, stderr, err := run(t, "serve", "--addr", "0.0.0.0:0", "--data", dir); err == nil || !strings.Contains(stderr, "key create") {
		t.Errorf("a server without keys listens to the world: %v %s", err, stderr)
	}
	out, _, err := run(t, "key", "create", "--data", dir)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	key := lines[len(lines)-1]
	s := startServer(t, dir)
	if a := s.get(t, "/v1/submissions"); a.status != http.StatusUnauthorized {
		t.Errorf("without a key: %d", a.status)
	}
	if a := s.do(t, http.MethodGet, "/v1/submissions", nil, "Authorization", "Bearer "+key+"x"); a.status != http.StatusUnauthorized {
		t.Errorf("with a wrong key: %d", a.status)
	}
	if a := s.do(t, http.MethodGet, "/v1/submissions", nil, "Authorization", "Bearer "+key); a.status != http.StatusOK {
		t.Errorf("with the key: %d %s", a.status, a.body)
	}
	for _, open := range []string{"/healthz", "/readyz", "/openapi.json"} {
		if a := s.get(t, open); a.status != http.StatusOK {
			t.Errorf("%s: %d", open, a.status)
		}
	}
	s.stop(t)
}
