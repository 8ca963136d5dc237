package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"loupe/models"
	"loupe/pipeline"
)

// Door is what the HTTP side needs to keep the queue short; *pipeline.Service satisfies it.
type Door interface {
	// Admit reserves a place for an upload before its body is read; see pipeline.Admission.Admit.
	Admit(caller string, cut func(error)) (*pipeline.Place, error)
	// Share returns how many uploads the caller may have in hand, and how many more it may send now.
	Share(caller string) (most, left int)
	// Stop takes no more uploads.
	Stop()
	// HangUp ends the bodies under way and tells those who wait that their report will come.
	HangUp()
	// Load returns how busy the service is.
	Load() pipeline.Load
}

// admit reserves a place before anything of the body is read, and gives it back whatever happens.
func (s *Server) admit(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		key, _ := c.Get(contextKeyID).(models.APIKey)
		ctx, cut := context.WithCancelCause(c.Request().Context())
		defer cut(nil)
		place, err := s.service.Admit(key.ID, cut)
		if err != nil {
			return err
		}
		defer place.Abandon()
		body := newPacedBody(c, s.config.BodyPace, s.config.ReadTimeout)
		defer body.end()
		defer context.AfterFunc(ctx, body.cut)()
		r := c.Request().WithContext(pipeline.WithPlace(ctx, place))
		r.Body = body
		c.SetRequest(r)
		err = next(c)
		var why *models.Error
		if errors.As(context.Cause(ctx), &why) && (errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.Canceled)) {
			return why // we cut the body: that is what the client should know
		}
		return err
	}
}

// paceBytes must arrive in each Config.BodyPace: by default the slowest body that is read has 4.4 kB/s.
const paceBytes = 64 << 10

// pacedBody ends the reading of a body that trickles.
type pacedBody struct {
	io.ReadCloser
	pace     time.Duration
	deadline func(time.Time) error // of reads from the connection
	until    time.Time             // the end of all reading

	mu    sync.Mutex
	fresh int  // bytes since the deadline was set
	done  bool // no deadline is set any more
}

func newPacedBody(c echo.Context, pace, limit time.Duration) *pacedBody {
	control := http.NewResponseController(c.Response())
	b := &pacedBody{ReadCloser: c.Request().Body, pace: pace, deadline: control.SetReadDeadline, until: time.Now().Add(limit)}
	b.extend()
	return b
}

// extend gives the next bytes their time. A connection that knows no deadlines is a test's.
func (b *pacedBody) extend() {
	next := time.Now().Add(b.pace)
	if next.After(b.until) {
		next = b.until
	}
	b.fresh = 0
	_ = b.deadline(next)
}

func (b *pacedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fresh += n
	switch {
	case b.done:
	case err != nil:
		b.done = true
		_ = b.deadline(time.Time{}) // what follows waits for the report; the server notices when the client goes
	case b.fresh >= paceBytes:
		b.extend()
	}
	return n, err
}

// cut ends a Read that waits, and all later ones.
func (b *pacedBody) cut() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done = true
	_ = b.deadline(time.Unix(1, 0))
}

// end gives what follows on the connection its time again.
func (b *pacedBody) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done = true
	_ = b.deadline(time.Now().Add(drainTime))
}

// How much and how long we read of a body that was refused, and of how many at once.
const (
	drainTime  = 5 * time.Second
	maxDrained = 64
)

// drain answers a refused request at once, and then reads what its client still sends, so that it gets to read the
// answer: closing a connection with unread bytes resets it. A client that waits for 100 Continue sends nothing more.
func (s *Server) drain(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.ContentLength == 0 || r.Body == nil || r.Body == http.NoBody {
			return next(c)
		}
		body := &watchedBody{ReadCloser: r.Body}
		r.Body = body
		c.Response().Before(func() {
			if c.Response().Status >= http.StatusBadRequest && !body.over.Load() {
				c.Response().Header().Set(echo.HeaderConnection, "close")
			}
		})
		err := next(c)
		if err != nil || c.Response().Status < http.StatusBadRequest || body.over.Load() {
			return err
		}
		control := http.NewResponseController(c.Response())
		if control.Flush() != nil || strings.EqualFold(r.Header.Get("Expect"), "100-continue") && !body.begun.Load() {
			return nil
		}
		select {
		case s.drained <- struct{}{}:
			defer func() { <-s.drained }()
		default: // too many already: this one's connection ends now
			return control.SetReadDeadline(time.Now())
		}
		if control.SetReadDeadline(time.Now().Add(drainTime)) == nil {
			_, _ = io.CopyN(io.Discard, body, s.config.maxBodyBytes()) // best effort; the answer is sent
		}
		return nil
	}
}

// watchedBody knows whether a body was read, and to its end.
type watchedBody struct {
	io.ReadCloser
	begun, over atomic.Bool
}

func (b *watchedBody) Read(p []byte) (int, error) {
	b.begun.Store(true)
	n, err := b.ReadCloser.Read(p)
	if errors.Is(err, io.EOF) {
		b.over.Store(true)
	}
	return n, err
}
