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
	for _, name := range []string{"max upload bytes", "max claim bytes", "max held uploads", "read header timeout", "read timeout", "write timeout", "idle timeout", "shutdown timeout"} {
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
