package api

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// metrics counts requests per method, route pattern and status; their number is bounded by the route table.
type metrics struct {
	mu     sync.Mutex
	counts map[string]*requestCount
}

type requestCount struct {
	requests uint64
	elapsed  time.Duration
}

func newMetrics() *metrics { return &metrics{counts: map[string]*requestCount{}} }

func (m *metrics) count(method, route string, status int, elapsed time.Duration) {
	labels := fmt.Sprintf(`method=%q,route=%q,status="%d"`, method, route, status)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.counts[labels] == nil {
		m.counts[labels] = &requestCount{}
	}
	m.counts[labels].requests++
	m.counts[labels].elapsed += elapsed
}

// text renders the counts in Prometheus' text format 0.0.4, sorted.
func (m *metrics) text() []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	var requests, seconds strings.Builder
	for _, labels := range slices.Sorted(maps.Keys(m.counts)) {
		c := m.counts[labels]
		fmt.Fprintf(&requests, "loupe_http_requests_total{%s} %d\n", labels, c.requests)
		fmt.Fprintf(&seconds, "loupe_http_request_seconds_total{%s} %g\n", labels, c.elapsed.Seconds())
	}
	var out bytes.Buffer
	out.WriteString("# HELP loupe_http_requests_total Requests answered.\n# TYPE loupe_http_requests_total counter\n")
	out.WriteString(requests.String())
	out.WriteString("# HELP loupe_http_request_seconds_total Time spent answering.\n# TYPE loupe_http_request_seconds_total counter\n")
	out.WriteString(seconds.String())
	return out.Bytes()
}

func (s *Server) exposeMetrics(c echo.Context) error {
	return c.Blob(http.StatusOK, "text/plain; version=0.0.4; charset=utf-8", s.metrics.text())
}
