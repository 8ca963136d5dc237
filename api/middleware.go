package api

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

// Keys of what the middleware leaves in the request's context for those after it.
const (
	contextKeyID = "loupe.key" // models.APIKey of the caller
)

// identify gives every request an id of our own; one sent by the client is not trusted.
func (s *Server) identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderXRequestID, rand.Text())
		if s.stopping.Load() {
			c.Response().Header().Set(echo.HeaderConnection, "close") // the next request goes to another instance
		}
		return next(c)
	}
}

func requestID(c echo.Context) string { return c.Response().Header().Get(echo.HeaderXRequestID) }

// observe logs and counts every request once it is answered. Neither holds personal data: the route's pattern
// instead of the path, no query, no file name, no address.
func (s *Server) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		began := time.Now()
		if err := next(c); err != nil {
			c.Error(err) // answers now, so that the status below is the real one
		}
		elapsed := time.Since(began)
		method, route, status := knownMethod(c.Request().Method), s.pattern(c), c.Response().Status
		s.metrics.count(method, route, status, elapsed)
		attrs := []slog.Attr{
			slog.String("request_id", requestID(c)), slog.String("method", method), slog.String("route", route),
			slog.Int("status", status), slog.Int64("bytes", c.Response().Size), slog.Duration("elapsed", elapsed),
		}
		if key, ok := c.Get(contextKeyID).(models.APIKey); ok {
			attrs = append(attrs, slog.String("key", key.ID))
		}
		s.log.LogAttrs(c.Request().Context(), slog.LevelInfo, "request", attrs...)
		return nil
	}
}

// pattern is the route's pattern; a path that matched none may hold anything.
func (s *Server) pattern(c echo.Context) string {
	if s.known[c.Path()] {
		return c.Path()
	}
	return "unmatched"
}

// knownMethod keeps invented methods out of the log and the metrics.
func knownMethod(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "OTHER"
}

// recoverPanic turns a panic into an internal error; the stack goes to the log only.
func (s *Server) recoverPanic(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			r := recover()
			if r == nil {
				return
			}
			if r == http.ErrAbortHandler {
				panic(r)
			}
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}()
		return next(c)
	}
}

// secureHeaders starts every answer from the strictest policy; pages and pictures loosen what they need.
func secureHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-store")
		return next(c)
	}
}

// refuseForeignOrigins keeps other web sites from making a reviewer's browser send changes (Fetch metadata, Origin).
func (s *Server) refuseForeignOrigins(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := s.origin.Check(c.Request()); err != nil {
			return models.Errorf(models.ErrForbidden, "origin.foreign",
				"this request was made by a page of another web site; call the API from your server instead")
		}
		return next(c)
	}
}
