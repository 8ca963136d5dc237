package api_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"loupe/api"
	"loupe/api/apitest"
	"loupe/models"
	"loupe/pipeline"
)

// crowded is a service with so many places of which all are taken, and a way to free them.
func crowded(t *testing.T, places int) (*apitest.Service, func()) {
	t.Helper()
	s := apitest.New()
	s.Admission = pipeline.NewAdmission(pipeline.AdmissionConfig{Places: places, Slow: 8, Workers: 1, Grace: time.Minute})
	var taken []*pipeline.Place
	for range places {
		p, err := s.Admit("", func(error) {})
		if err != nil {
			t.Fatal(err)
		}
		taken = append(taken, p)
	}
	return s, func() {
		for _, p := range taken {
			p.Abandon()
		}
	}
}

// dial opens a raw connection and sends text.
func dial(t *testing.T, server *httptest.Server, text string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if _, err := io.WriteString(c, text); err != nil {
		t.Fatal(err)
	}
	return c
}

const uploadHead = "POST /v1/submissions HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"

// read reads one answer from a raw connection.
func read(t *testing.T, c net.Conn) answer {
	t.Helper()
	if err := c.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	body := make([]byte, max(0, resp.ContentLength))
	if _, err := io.ReadFull(resp.Body, body); err != nil {
		t.Fatal(err)
	}
	if resp.Close {
		resp.Header.Set("Connection", "close")
	}
	return answer{resp.StatusCode, resp.Header, string(body)}
}

func wantRetry(t *testing.T, a answer) {
	t.Helper()
	if n, err := strconv.Atoi(a.Header.Get("Retry-After")); err != nil || n < 1 || n > 90 {
		t.Errorf("Retry-After %q", a.Header.Get("Retry-After"))
	}
}

// A full house says so before a single byte of the body was sent.
func TestShedBeforeTheBody(t *testing.T) {
	s, free := crowded(t, 2)
	server := start(t, s)
	for _, expect := range []string{"", "Expect: 100-continue\r\n"} {
		a := read(t, dial(t, server, uploadHead+"Content-Length: 10000000\r\n"+expect+"\r\n"))
		wantProblem(t, a, http.StatusServiceUnavailable, "system.busy")
		wantRetry(t, a)
		if a.Header.Get("Connection") != "close" || a.Header.Get("RateLimit") != `"places";r=0` {
			t.Errorf("%v", a.Header)
		}
	}
	free()
	contentType, body := form(t, good()...)
	if a := ask(t, "POST", server.URL+"/v1/submissions", body, "Content-Type: "+contentType); a.Status != http.StatusCreated {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	if l := s.Load(); l.Taken != 0 {
		t.Errorf("%+v", l)
	}
}

// A client that sends its whole upload before it reads gets to read our answer.
func TestShedAfterTheBodyIsRead(t *testing.T) {
	s, _ := crowded(t, 1)
	c := dial(t, start(t, s), uploadHead+"Content-Length: 8000000\r\n\r\n")
	if _, err := c.Write(make([]byte, 8_000_000)); err != nil {
		t.Fatal(err)
	}
	wantProblem(t, read(t, c), http.StatusServiceUnavailable, "system.busy")
}

// A client that never stops sending is heard for a bounded number of bytes.
func TestDrainIsBounded(t *testing.T) {
	s, _ := crowded(t, 1)
	server := start(t, s, func(c *api.Config) { c.MaxUploadBytes = 1 << 20 })
	c := dial(t, server, uploadHead+"Transfer-Encoding: chunked\r\n\r\n")
	wantProblem(t, read(t, c), http.StatusServiceUnavailable, "system.busy")
	chunk := fmt.Sprintf("%x\r\n%s\r\n", 1<<16, strings.Repeat("x", 1<<16))
	sent := 0
	for ; sent < 256<<20; sent += 1 << 16 {
		if _, err := io.WriteString(c, chunk); err != nil {
			break
		}
	}
	if sent > 64<<20 { // twice a megabyte, and what the kernel's buffers on both sides hold
		t.Errorf("%d bytes were taken", sent)
	}
}

// Clients that go away in the middle of their body, or never send it, leave no place behind.
func TestClientsThatGoLeaveNoPlace(t *testing.T) {
	s := apitest.New()
	server := start(t, s)
	contentType, body := form(t, good()...)
	_, boundary, _ := strings.Cut(contentType, "boundary=")
	head := "POST /v1/submissions HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=" + boundary + "\r\n"
	for _, n := range []int{0, 1, body.Len() / 2, body.Len() - 1} {
		c := dial(t, server, head+fmt.Sprintf("Content-Length: %d\r\n\r\n", body.Len())+body.String()[:n])
		waitFor(t, func() bool { return s.Load().Taken == 1 })
		c.Close()
		waitFor(t, func() bool { return s.Load().Taken == 0 })
	}
}

func waitFor(t *testing.T, is func() bool) {
	t.Helper()
	for range 1000 {
		if is() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("not within 5 s")
}

// panicking stumbles over the first byte of a file.
type panicking struct{ *apitest.Service }

func (panicking) Keep(context.Context, io.Reader) (models.Blob, error) { panic("stumbled") }

func TestAPanicLeavesNoPlace(t *testing.T) {
	s := apitest.New()
	handler, err := api.New(api.DefaultConfig(), panicking{s}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	contentType, body := form(t, good()...)
	wantProblem(t, ask(t, "POST", server.URL+"/v1/submissions", body, "Content-Type: "+contentType), http.StatusInternalServerError, "internal")
	if l := s.Load(); l.Taken != 0 {
		t.Errorf("%+v", l)
	}
}

// A body that trickles gives its place to others, and is ended when not even 64 KiB come in the time they have.
func TestTrickle(t *testing.T) {
	s := apitest.New()
	s.Admission = pipeline.NewAdmission(pipeline.AdmissionConfig{Places: 1, Slow: 1, Workers: 1, Grace: 50 * time.Millisecond})
	server := start(t, s, func(c *api.Config) { c.BodyPace = 500 * time.Millisecond })
	c := dial(t, server, uploadHead+"Content-Length: 10000\r\n\r\n--b\r\n")
	waitFor(t, func() bool { return s.Load().Slow == 1 })
	contentType, body := form(t, good()...)
	if a := ask(t, "POST", server.URL+"/v1/submissions", body, "Content-Type: "+contentType); a.Status != http.StatusCreated {
		t.Errorf("beside a slow body: %d %s", a.Status, a.Body)
	}
	wantProblem(t, read(t, c), http.StatusRequestTimeout, "request.timeout")
	waitFor(t, func() bool { l := s.Load(); return l.Taken+l.Slow == 0 })
}

// When too many bodies trickle the newest one is told at once that there is no room for it.
func TestTooManyTrickles(t *testing.T) {
	s := apitest.New()
	s.Admission = pipeline.NewAdmission(pipeline.AdmissionConfig{Places: 2, Slow: 1, Workers: 1, Grace: 50 * time.Millisecond})
	server := start(t, s)
	dial(t, server, uploadHead+"Content-Length: 10000\r\n\r\n--b\r\n")
	waitFor(t, func() bool { return s.Load().Slow == 1 })
	a := read(t, dial(t, server, uploadHead+"Content-Length: 10000\r\n\r\n--b\r\n"))
	wantProblem(t, a, http.StatusServiceUnavailable, "system.busy")
	wantRetry(t, a)
}
