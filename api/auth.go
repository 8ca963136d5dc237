package api

import (
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

// requireBearer asks for "Authorization: Bearer KEY" once keys are required.
func (s *Server) requireBearer(next echo.HandlerFunc) echo.HandlerFunc {
	const challenge = `Bearer realm="Loupe API"`
	return s.require(challenge, "send the header Authorization: Bearer KEY; loupe key create makes a key", bearer, next)
}

// requireBasic asks a browser for the key: any user name, the key as password.
func (s *Server) requireBasic(next echo.HandlerFunc) echo.HandlerFunc {
	const challenge = `Basic realm="Loupe console: any name, an API key as password", charset="UTF-8"`
	return s.require(challenge, "the console asks for any user name and an API key as password; loupe key create makes a key", basic, next)
}

func (s *Server) require(challenge, help string, keyOf func(*http.Request) string, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		required, err := s.service.KeysRequired(c.Request().Context())
		if err != nil {
			return err
		}
		if !required {
			return s.withoutKey(c, next)
		}
		secret := keyOf(c.Request())
		if secret == "" || len(secret) > 512 {
			c.Response().Header().Set(echo.HeaderWWWAuthenticate, challenge)
			return models.Errorf(models.ErrUnauthorized, "key.missing", "no API key: %s", help)
		}
		if err := s.guesses.check(c, secret); err != nil {
			return err
		}
		key, err := s.service.Authenticate(c.Request().Context(), secret)
		if models.CodeOf(err) == models.ErrUnauthorized && err != nil {
			s.guesses.failed(c)
			c.Response().Header().Set(echo.HeaderWWWAuthenticate, challenge)
			return models.Errorf(models.ErrUnauthorized, "key.unknown", "this API key is not known here: %s", help)
		}
		if err != nil {
			return err
		}
		s.guesses.worked(secret)
		c.Set(contextKeyID, key)
		return next(c)
	}
}

// withoutKey lets a loopback client in. The name it asked for must be loopback too: otherwise a web page whose own
// name was made to resolve to 127.0.0.1 (DNS rebinding) could read everything held here through a visitor's browser.
func (s *Server) withoutKey(c echo.Context, next echo.HandlerFunc) error {
	host := c.Request().Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	if strings.EqualFold(host, "localhost") || err == nil && ip.Unmap().IsLoopback() {
		return next(c)
	}
	return models.Errorf(models.ErrForbidden, "host.not_loopback",
		"without API keys only localhost is answered, not host %.100q: make a key with loupe key create", host)
}

// requireAdmin lets only an admin key start bulk work. Without keys the loopback user is the admin.
func (s *Server) requireAdmin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if key, ok := c.Get(contextKeyID).(models.APIKey); ok && !key.Admin {
			return models.Errorf(models.ErrForbidden, "key.not_admin",
				"this API key may not do this: use one made with loupe key create --admin")
		}
		return next(c)
	}
}

// bearer returns the key of RFC 6750's header, or "". The scheme's case does not matter.
func bearer(r *http.Request) string {
	scheme, key, found := strings.Cut(r.Header.Get(echo.HeaderAuthorization), " ")
	if !found || !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(key)
}

func basic(r *http.Request) string {
	_, key, _ := r.BasicAuth()
	return key
}
