package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"

	"github.com/labstack/echo/v4"

	"loupe/api/console"
)

// Server answers HTTP for a Service. It is an http.Handler.
type Server struct {
	config  Config
	service Service
	log     *slog.Logger
	echo    *echo.Echo
	metrics *metrics
	held    chan struct{} // one token per upload held in memory
	origin  *http.CrossOriginProtection
	openAPI []byte          // openapi.yaml as JSON
	known   map[string]bool // the patterns of our routes: all else is told by its path, which is not ours to log
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
		held: make(chan struct{}, c.MaxHeldUploads), origin: http.NewCrossOriginProtection(),
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

// Serve answers on ln until ctx ends, then lets the requests under way finish within ShutdownTimeout.
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
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.config.ShutdownTimeout)
	defer cancel()
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
