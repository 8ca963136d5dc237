package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"loupe/api/console"
)

// Server answers HTTP for a Service. It is an http.Handler.
type Server struct {
	config   Config
	service  Service
	log      *slog.Logger
	echo     *echo.Echo
	metrics  *metrics
	origin   *http.CrossOriginProtection
	quotas   quotas
	guesses  *guesses
	drained  chan struct{} // one token per refused body that is being read
	stopping atomic.Bool
	openAPI  []byte          // openapi.yaml as JSON
	known    map[string]bool // the patterns of our routes: all else is told by its path, which is not ours to log
}

// New builds the server. It fails on a configuration or an embedded contract that makes no sense.
func New(c Config, s Service, log *slog.Logger) (*Server, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	contract, err := openAPIJSON(c.Version)
	if err != nil {
		return nil, fmt.Errorf("api: openapi.yaml: %w", err)
	}
	pages, err := console.New(s, c.Version)
	if err != nil {
		return nil, fmt.Errorf("api: console: %w", err)
	}
	srv := &Server{
		config: c, service: s, log: log, echo: echo.New(), metrics: newMetrics(), openAPI: contract,
		origin: http.NewCrossOriginProtection(),
		quotas: newQuotas(c.QuotaPerMinute, c.QuotaBurst), guesses: newGuesses(), drained: make(chan struct{}, maxDrained),
	}
	srv.echo.IPExtractor = echo.ExtractIPDirect() // never trust X-Forwarded-For
	srv.echo.HTTPErrorHandler = srv.answerError(pages)
	srv.route(pages)
	srv.known = map[string]bool{}
	for _, r := range srv.echo.Routes() {
		srv.known[r.Path] = true
	}
	return srv, nil
}

// ServeHTTP answers one request. HEAD is answered as GET; net/http leaves the body out.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodHead {
		asGet := *r
		asGet.Method = http.MethodGet
		r = &asGet
	}
	s.echo.ServeHTTP(w, r)
}

// Serve answers on ln until ctx ends, then lets the requests under way finish within ShutdownTimeout; see stop.
func (s *Server) Serve(ctx context.Context, ln net.Listener) error {
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: s.config.ReadHeaderTimeout,
		ReadTimeout:       s.config.ReadTimeout,
		WriteTimeout:      s.config.WriteTimeout,
		IdleTimeout:       s.config.IdleTimeout,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(ln) }()
	select {
	case err := <-stopped:
		return fmt.Errorf("api: serve %s: %w", ln.Addr(), err)
	case <-ctx.Done():
	}
	return s.stop(context.WithoutCancel(ctx), server, stopped)
}

// stop says that we are not ready and takes no more uploads; after the drain delay it takes no more connections. It
// waits for the answers, and cuts the waiting short so that everybody is answered before the shutdown timeout.
func (s *Server) stop(ctx context.Context, server *http.Server, stopped <-chan error) error {
	s.service.Stop() // first: whoever was told that we stop must find that nothing is taken any more
	s.stopping.Store(true)
	grace, cancel := context.WithTimeout(ctx, s.config.ShutdownTimeout)
	defer cancel()
	defer time.AfterFunc(s.config.ShutdownTimeout-lastAnswers, s.service.HangUp).Stop()
	select {
	case err := <-stopped:
		return fmt.Errorf("api: serve: %w", err)
	case <-time.After(s.config.DrainDelay):
	}
	err := server.Shutdown(grace)
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.Join(fmt.Errorf("api: requests were still under way after %s", s.config.ShutdownTimeout), server.Close())
	}
	return err
}

// Route is one route that the server answers.
type Route struct{ Method, Path string }

// Routes lists what the server answers, in no particular order; parameters are written :name.
func (s *Server) Routes() []Route {
	var out []Route
	for _, r := range s.echo.Routes() {
		if r.Method != echo.RouteNotFound {
			out = append(out, Route{r.Method, r.Path})
		}
	}
	return out
}
