package api

import (
	"crypto/sha256"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"loupe/models"
)

// What one address may guess wrong: so many keys at once, and then one in so many seconds.
const (
	maxGuesses   = 20
	guessEvery   = 6 * time.Second
	maxKnownKeys = 4096
)

// guesses limits wrong keys per address, so that guessing costs no look-up in the database. A key that worked before is
// let through to be looked up again: behind a proxy everybody has one address, and one guesser must not lock out the rest.
type guesses struct {
	wrong *buckets

	mu    sync.Mutex
	known map[[sha256.Size]byte]bool // digests of keys that worked
}

func newGuesses() *guesses {
	return &guesses{wrong: newBuckets("wrong-keys", rate.Every(guessEvery), maxGuesses), known: map[[sha256.Size]byte]bool{}}
}

// check says whether a secret from the address may be looked up.
func (g *guesses) check(c echo.Context, secret string) error {
	g.mu.Lock()
	known := g.known[sha256.Sum256([]byte(secret))]
	g.mu.Unlock()
	if known || g.wrong.look(neighbourhood(c), time.Now()).remaining > 0 {
		return nil
	}
	e := models.Errorf(models.ErrQuota, "key.throttled",
		"too many unknown API keys came from this address: send a known one after the seconds in Retry-After")
	e.RetryAfter = spread(guessEvery)
	return e
}

// worked remembers a key; failed counts a guess.
func (g *guesses) worked(secret string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.known) >= maxKnownKeys {
		clear(g.known)
	}
	g.known[sha256.Sum256([]byte(secret))] = true
}

func (g *guesses) failed(c echo.Context) { g.wrong.take(neighbourhood(c), time.Now()) }

// neighbourhood is the address of the connection, of IPv6 its first 64 bits: what follows is the client's to choose. No
// header is trusted.
func neighbourhood(c echo.Context) string {
	ip, err := netip.ParseAddr(c.RealIP())
	if err != nil {
		return ""
	}
	if ip = ip.Unmap().WithZone(""); ip.Is6() {
		return netip.PrefixFrom(ip, 64).Masked().String()
	}
	return ip.String()
}

// announceGuesses tells strangers on /v1 what is left for them; who shows a key is told of that key's quota instead.
func (s *Server) announceGuesses(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if strings.HasPrefix(c.Request().URL.Path, "/v1/") {
			announce(c, []rateLimit{s.guesses.wrong.look(neighbourhood(c), time.Now())})
		}
		return next(c)
	}
}
