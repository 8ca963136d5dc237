package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"loupe/api/console"
	"loupe/models"
)

// Problem is the body of every answer that is not a success: RFC 9457, application/problem+json.
type Problem struct {
	Type     string       `json:"type"` // a section of /docs
	Title    string       `json:"title"`
	Status   int          `json:"status"`
	Detail   string       `json:"detail"`
	Instance string       `json:"instance"` // the request id
	Code     string       `json:"code"`     // stable
	Errors   []FieldFault `json:"errors,omitempty"`
}

// FieldFault is one wrong field of a request.
type FieldFault struct {
	Pointer string `json:"pointer"` // JSON pointer of the field, as in RFC 9457 section 3
	Code    string `json:"code"`
	Detail  string `json:"detail"`
}

// faults is several wrong fields of one request.
type faults []*models.Error

func (f faults) Error() string {
	details := make([]string, len(f))
	for i, e := range f {
		details[i] = e.Message
	}
	return strings.Join(details, "; ")
}

// add keeps err when it is the caller's fault.
func (f *faults) add(err error) {
	var e *models.Error
	if errors.As(err, &e) {
		*f = append(*f, e)
	}
}

// or returns f as an error, or nil when nothing is wrong.
func (f faults) or() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// status is the one map from an error class to HTTP.
func status(code models.ErrorCode) int {
	statuses := map[models.ErrorCode]int{
		models.ErrInvalid:      http.StatusBadRequest,
		models.ErrUnauthorized: http.StatusUnauthorized,
		models.ErrForbidden:    http.StatusForbidden,
		models.ErrNotFound:     http.StatusNotFound,
		models.ErrConflict:     http.StatusConflict,
		models.ErrTooLarge:     http.StatusRequestEntityTooLarge,
		models.ErrUnsupported:  http.StatusUnsupportedMediaType,
		models.ErrUnreadable:   http.StatusUnprocessableEntity,
		models.ErrBusy:         http.StatusServiceUnavailable,
		models.ErrQuota:        http.StatusTooManyRequests,
		models.ErrUnavailable:  http.StatusServiceUnavailable,
		models.ErrStorageFull:  http.StatusInsufficientStorage,
		models.ErrMismatch:     http.StatusUnprocessableEntity,
		models.ErrInternal:     http.StatusInternalServerError,
	}
	if s, ok := statuses[code]; ok {
		return s
	}
	return http.StatusInternalServerError
}

// problemOf translates any error. What is not ours to show becomes "internal" and says nothing more.
func problemOf(err error) Problem {
	var many faults
	var one *models.Error
	var framework *echo.HTTPError
	switch {
	case errors.As(err, &many):
		p := problem(http.StatusBadRequest, "invalid", many.Error())
		for _, e := range many {
			p.Errors = append(p.Errors, fieldFault(e))
		}
		if len(many) == 1 {
			p.Code, p.Type = many[0].Reason, docsLink(many[0].Reason, p.Status)
		}
		return p
	case errors.As(err, &one) && status(one.Code) != http.StatusInternalServerError:
		code := one.Reason
		if code == "" {
			code = string(one.Code)
		}
		p := problem(status(one.Code), code, one.Message)
		if one.Field != "" {
			p.Errors = []FieldFault{fieldFault(one)}
		}
		return p
	case errors.As(err, &framework) && framework.Code < http.StatusInternalServerError:
		return frameworkProblem(framework.Code)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return problem(http.StatusRequestTimeout, "request.timeout", "the request did not arrive in time; send it again over a faster connection")
	case errors.Is(err, context.DeadlineExceeded):
		return problem(http.StatusServiceUnavailable, "unavailable", "this took too long; try again later")
	}
	return problem(http.StatusInternalServerError, "internal", "something went wrong on our side; quote the instance when you report it")
}

func problem(status int, code, detail string) Problem {
	return Problem{Type: docsLink(code, status), Title: http.StatusText(status), Status: status, Detail: detail, Code: code}
}

// docsLink points at the reason code's entry in /docs, or at the entry of the status for words about the request itself.
func docsLink(code string, status int) string {
	if models.ReasonCode(code).Known() {
		return "/docs#" + code
	}
	return "/docs#status-" + strconv.Itoa(status)
}

func fieldFault(e *models.Error) FieldFault {
	return FieldFault{Pointer: "#/" + e.Field, Code: e.Reason, Detail: e.Message}
}

// frameworkProblem words what Echo's router and readers refuse.
func frameworkProblem(status int) Problem {
	switch status {
	case http.StatusNotFound:
		return problem(status, "not_found", "there is nothing at this address; /docs lists the routes")
	case http.StatusMethodNotAllowed:
		return problem(status, "method_not_allowed", "this address does not take that method; the Allow header lists those it takes")
	case http.StatusRequestEntityTooLarge:
		return problem(status, "too_large", "the request is larger than the limit")
	case http.StatusUnsupportedMediaType:
		return problem(status, "unsupported", "this content type is not read here; /docs says which are")
	}
	return problem(status, "invalid", http.StatusText(status))
}

// answerError is Echo's error handler: a problem for programs, a page with the same words for a reviewer's browser.
func (s *Server) answerError(pages *console.Console) echo.HTTPErrorHandler {
	return func(err error, c echo.Context) {
		if c.Response().Committed {
			s.log.Warn("answer broke off", "request_id", requestID(c), "error", err.Error())
			return
		}
		p := problemOf(err)
		p.Instance = requestID(c)
		if p.Status == http.StatusServiceUnavailable || p.Status == http.StatusTooManyRequests {
			s.metrics.shed(p.Code)
		}
		if p.Status >= http.StatusInternalServerError && models.CodeOf(err) != models.ErrBusy {
			s.log.Error("request failed", "request_id", p.Instance, "route", s.pattern(c), "error", err.Error())
		}
		if seconds := retryAfter(err, p.Status); seconds > 0 {
			c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(seconds))
		}
		if wantsPage(c.Request()) {
			err = pages.Error(c, p.Status, p.Title, p.Detail, p.Code, p.Instance)
		} else {
			err = writeProblem(c, p)
		}
		if err != nil {
			s.log.Warn("problem was not sent", "request_id", p.Instance, "error", err.Error())
		}
	}
}

// retryAfter is the seconds after which the same request may succeed; 0 when there is no telling. They are rounded up.
func retryAfter(err error, status int) int {
	var known *models.Error
	if errors.As(err, &known) && known.RetryAfter > 0 {
		return int((known.RetryAfter + time.Second - 1) / time.Second)
	}
	switch status {
	case http.StatusServiceUnavailable:
		return 5
	case http.StatusInsufficientStorage:
		return 60 // somebody has to make room
	}
	return 0
}

// wantsPage reports whether a browser asks for a page of the console.
func wantsPage(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/console") && strings.Contains(r.Header.Get(echo.HeaderAccept), echo.MIMETextHTML)
}

func writeProblem(c echo.Context, p Problem) error {
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentLength, strconv.Itoa(len(body))) // the answer is whole before the body is read
	return c.Blob(p.Status, "application/problem+json", body)
}
