package api

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"loupe/pipeline"
)

// metrics counts requests per method, route pattern and status; their number is bounded by the route table.
type metrics struct {
	mu     sync.Mutex
	counts map[string]*requestCount
	sheds  map[string]uint64 // by the problem's code: requests that may succeed later
}

type requestCount struct {
	requests uint64
	elapsed  time.Duration
}

func newMetrics() *metrics {
	return &metrics{counts: map[string]*requestCount{}, sheds: map[string]uint64{}}
}

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

func (m *metrics) shed(code string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sheds[code]++
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
	out.WriteString("# HELP loupe_shed_total Requests sent away for now, by the code of the problem.\n# TYPE loupe_shed_total counter\n")
	for _, code := range slices.Sorted(maps.Keys(m.sheds)) {
		fmt.Fprintf(&out, "loupe_shed_total{code=%q} %d\n", code, m.sheds[code])
	}
	return out.Bytes()
}

func (s *Server) exposeMetrics(c echo.Context) error {
	return c.Blob(http.StatusOK, "text/plain; version=0.0.4; charset=utf-8", append(s.metrics.text(), loadText(s.service.Load())...))
}

// loadText renders how busy the service is.
func loadText(l pipeline.Load) []byte {
	var out bytes.Buffer
	for _, m := range []struct {
		name, kind, help string
		value            float64
	}{
		{"loupe_upload_places", "gauge", "Uploads that can be in hand at once.", float64(l.Places)},
		{"loupe_uploads_in_hand", "gauge", "Uploads in hand, from the first byte to the report.", float64(l.Taken)},
		{"loupe_uploads_examined", "gauge", "Of those in hand, uploads whose examination waits or goes on.", float64(l.Examined)},
		{"loupe_uploads_slow", "gauge", "Bodies that arrive slowly and hold no place.", float64(l.Slow)},
		{"loupe_bulk_jobs", "gauge", "Bulk jobs at work.", float64(l.Bulk)},
		{"loupe_service_recent_seconds", "gauge", "Moving average of the time that one upload keeps a worker busy.", l.Service.Seconds()},
		{"loupe_service_seconds_sum", "counter", "Time that uploads kept workers busy.", l.Busy.Seconds()},
		{"loupe_service_seconds_count", "counter", "Uploads examined.", float64(l.Served)},
		{"loupe_goroutines", "gauge", "Goroutines of this process.", float64(runtime.NumGoroutine())},
	} {
		fmt.Fprintf(&out, "# HELP %s %s\n# TYPE %s %s\n%s %g\n", m.name, m.help, m.name, m.kind, m.name, m.value)
	}
	return out.Bytes()
}
