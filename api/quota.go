package api

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"loupe/models"
)

// readsPerUpload is how many reads cost as much as one upload: a client that asks for its report every second while the
// examination goes on must not use up what it may upload.
const readsPerUpload = 20

// quotas are the token buckets of the callers.
type quotas struct {
	uploads, reads *buckets
}

// newQuotas returns buckets for perMinute uploads; nil buckets, which limit nothing, for 0.
func newQuotas(perMinute, burst int) quotas {
	if perMinute == 0 {
		return quotas{}
	}
	limit := rate.Limit(float64(perMinute) / 60)
	return quotas{newBuckets("uploads", limit, burst), newBuckets("reads", readsPerUpload*limit, readsPerUpload*burst)}
}

// meter takes a token of the caller and tells how many are left. Only a key has a quota: without keys there is one
// caller, on this machine.
func (s *Server) meter(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		b := s.quotas.reads
		if c.Request().Method == http.MethodPost {
			b = s.quotas.uploads
		}
		key, keyed := c.Get(contextKeyID).(models.APIKey)
		limits := []rateLimit{s.placesOf(key.ID)}
		if b == nil || !keyed {
			announce(c, limits)
			return next(c)
		}
		ok, state := b.take(key.ID, time.Now())
		announce(c, append([]rateLimit{state}, limits...))
		if !ok {
			e := models.Errorf(models.ErrQuota, "quota.exceeded",
				"this API key may make %d requests (%s) at once and %.3g a minute: send this one again after the seconds in Retry-After", b.burst, b.name, 60*float64(b.limit))
			e.RetryAfter = spread(b.wait())
			return e
		}
		return next(c)
	}
}

// placesOf is how many uploads the caller may have in hand.
func (s *Server) placesOf(caller string) rateLimit {
	most, left := s.service.Share(caller)
	return rateLimit{name: "places", quota: most, unit: "concurrent-requests", remaining: left}
}

// spread returns d to 1.5 d, so that those sent away do not come back all at once.
func spread(d time.Duration) time.Duration { return d + rand.N(d/2+1) }

// buckets are token buckets of one size. Their number is bounded: a full one is as good as none, and when none is full
// newcomers share one.
type buckets struct {
	name  string
	limit rate.Limit
	burst int

	mu     sync.Mutex
	by     map[string]*rate.Limiter
	shared *rate.Limiter
	swept  time.Time
}

// maxBuckets bounds the memory of one set of buckets to about a megabyte.
const maxBuckets = 8192

func newBuckets(name string, limit rate.Limit, burst int) *buckets {
	return &buckets{name: name, limit: limit, burst: burst, by: map[string]*rate.Limiter{}, shared: rate.NewLimiter(limit, burst)}
}

// take takes a token of owner's bucket, if there is one.
func (b *buckets) take(owner string, now time.Time) (ok bool, state rateLimit) {
	bucket := b.of(owner, now)
	ok = bucket.AllowN(now, 1)
	return ok, b.state(bucket, now)
}

// look tells what is in owner's bucket.
func (b *buckets) look(owner string, now time.Time) rateLimit {
	b.mu.Lock()
	bucket := b.by[owner]
	b.mu.Unlock()
	if bucket == nil {
		return rateLimit{name: b.name, quota: b.burst, window: b.window(), remaining: b.burst}
	}
	return b.state(bucket, now)
}

func (b *buckets) of(owner string, now time.Time) *rate.Limiter {
	b.mu.Lock()
	defer b.mu.Unlock()
	if bucket := b.by[owner]; bucket != nil {
		return bucket
	}
	if len(b.by) >= maxBuckets && now.Sub(b.swept) > time.Second {
		b.swept = now
		for name, bucket := range b.by {
			if bucket.TokensAt(now) >= float64(b.burst) {
				delete(b.by, name)
			}
		}
	}
	if len(b.by) >= maxBuckets {
		return b.shared
	}
	b.by[owner] = rate.NewLimiter(b.limit, b.burst)
	return b.by[owner]
}

func (b *buckets) state(bucket *rate.Limiter, now time.Time) rateLimit {
	tokens := max(0, bucket.TokensAt(now))
	l := rateLimit{name: b.name, quota: b.burst, window: b.window(), remaining: int(tokens)}
	if l.remaining < b.burst {
		l.reset = int(math.Ceil((float64(l.remaining+1) - tokens) / float64(b.limit)))
	}
	return l
}

// window is the seconds in which an empty bucket fills.
func (b *buckets) window() int { return int(math.Ceil(float64(b.burst) / float64(b.limit))) }

// wait is the time in which one token comes.
func (b *buckets) wait() time.Duration { return time.Duration(float64(time.Second) / float64(b.limit)) }

// rateLimit is one item of the fields RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-10, sections
// 3 and 4; lists of strings with parameters, RFC 9651).
type rateLimit struct {
	name      string
	quota     int    // q
	window    int    // w, seconds; 0 is left out
	unit      string // qu; "" is requests
	remaining int    // r
	reset     int    // t, seconds until there is more; 0 is left out
}

// announce sets both fields, and replaces those set before.
func announce(c echo.Context, limits []rateLimit) {
	policies, states := "", ""
	for i, l := range limits {
		if i > 0 {
			policies, states = policies+", ", states+", "
		}
		policies += fmt.Sprintf("%q;q=%d", l.name, l.quota)
		states += fmt.Sprintf("%q;r=%d", l.name, l.remaining)
		if l.unit != "" {
			policies += fmt.Sprintf(";qu=%q", l.unit)
		}
		if l.window > 0 {
			policies += fmt.Sprintf(";w=%d", l.window)
		}
		if l.reset > 0 {
			states += fmt.Sprintf(";t=%d", l.reset)
		}
	}
	h := c.Response().Header()
	h.Set("RateLimit-Policy", policies)
	h.Set("RateLimit", states)
}
