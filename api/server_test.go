package api_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"loupe/api"
	"loupe/api/apitest"
)

func TestConfigIsValidated(t *testing.T) {
	if err := api.DefaultConfig().Validate(); err != nil {
		t.Fatal(err)
	}
	err := api.Config{}.Validate()
	for _, name := range []string{"max upload bytes", "max claim bytes", "read header timeout", "read timeout", "write timeout", "idle timeout", "shutdown timeout"} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%q is not complained of: %v", name, err)
		}
	}
	if _, err := api.New(api.Config{}, apitest.New(), slog.New(slog.DiscardHandler)); err == nil {
		t.Error("New takes a configuration that is not valid")
	}
}

// A request under way when the server stops is answered.
func TestServeStopsGracefully(t *testing.T) {
	s := apitest.New()
	s.Begun = make(chan struct{})
	handler, err := api.New(api.DefaultConfig(), s, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stopped := make(chan error, 1)
	go func() { stopped <- handler.Serve(ctx, ln) }()
	contentType, whole := form(t, good()...)
	pipe, feed := io.Pipe()
	answered := make(chan answer, 1)
	go func() {
		answered <- ask(t, http.MethodPost, "http://"+ln.Addr().String()+"/v1/submissions", pipe, "Content-Type: "+contentType)
	}()
	if _, err := feed.Write(whole.Bytes()[:whole.Len()-10]); err != nil {
		t.Fatal(err)
	}
	<-s.Begun
	stop()
	for { // until the listener is closed
		c, err := net.DialTimeout("tcp", ln.Addr().String(), time.Second)
		if err != nil {
			break
		}
		c.Close()
	}
	if _, err := feed.Write(whole.Bytes()[whole.Len()-10:]); err != nil {
		t.Fatal(err)
	}
	feed.Close()
	if a := <-answered; a.Status != http.StatusCreated {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	if err := <-stopped; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

// serve runs the server until stop; stopped yields what Serve returned.
func serve(t *testing.T, s *apitest.Service, change func(*api.Config)) (base string, stop func(), stopped <-chan error) {
	t.Helper()
	c := api.DefaultConfig()
	change(&c)
	handler, err := api.New(c, s, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	done := make(chan error, 1)
	go func() { done <- handler.Serve(ctx, ln) }()
	return "http://" + ln.Addr().String(), stop, done
}

// While a load balancer may still send to us we say that we are not ready, and refuse uploads.
func TestDrainDelay(t *testing.T) {
	base, stop, stopped := serve(t, apitest.New(), func(c *api.Config) { c.DrainDelay = 2 * time.Second })
	if a := ask(t, http.MethodGet, base+"/readyz", nil); a.Status != http.StatusOK {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	stop()
	var a answer
	waitFor(t, func() bool { a = ask(t, http.MethodGet, base+"/readyz", nil); return a.Status != http.StatusOK })
	wantProblem(t, a, http.StatusServiceUnavailable, "system.stopping")
	contentType, body := form(t, good()...)
	a = ask(t, http.MethodPost, base+"/v1/submissions", body, "Content-Type: "+contentType)
	wantProblem(t, a, http.StatusServiceUnavailable, "system.stopping")
	wantRetry(t, a)
	if a := ask(t, http.MethodGet, base+"/v1/submissions", nil); a.Status != http.StatusOK {
		t.Errorf("reads: %d %s", a.Status, a.Body)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

// A body that does not end keeps the server from stopping for a bounded time, and its client learns why.
func TestStoppingCutsBodies(t *testing.T) {
	s := apitest.New()
	base, stop, stopped := serve(t, s, func(c *api.Config) { c.ShutdownTimeout = 4*time.Second + 200*time.Millisecond })
	contentType, whole := form(t, good()...)
	pipe, feed := io.Pipe()
	defer feed.Close()
	go func() { _, _ = feed.Write(whole.Bytes()[:whole.Len()-10]) }()
	answered := make(chan answer, 1)
	go func() {
		answered <- ask(t, http.MethodPost, base+"/v1/submissions", pipe, "Content-Type: "+contentType)
	}()
	waitFor(t, func() bool { return s.Load().Taken == 1 })
	stop()
	a := <-answered
	wantProblem(t, a, http.StatusServiceUnavailable, "system.stopping")
	wantRetry(t, a)
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	if l := s.Load(); l.Taken != 0 {
		t.Errorf("%+v", l)
	}
}

// A body that does not arrive in time is answered as such.
func TestSlowBodyIsAnswered(t *testing.T) {
	c := api.DefaultConfig()
	c.ReadHeaderTimeout, c.ReadTimeout = 200*time.Millisecond, 200*time.Millisecond
	handler, err := api.New(c, apitest.New(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go func() { _ = handler.Serve(ctx, ln) }()
	contentType, whole := form(t, good()...)
	pipe, feed := io.Pipe()
	defer feed.Close()
	go func() { _, _ = feed.Write(whole.Bytes()[:whole.Len()-10]) }()
	a := ask(t, http.MethodPost, "http://"+ln.Addr().String()+"/v1/submissions", pipe, "Content-Type: "+contentType)
	wantProblem(t, a, http.StatusRequestTimeout, "request.timeout")
}
