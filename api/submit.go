package api

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

// submit takes one upload: 201 and the report, or 202 and the submission when the report takes longer than the client waits.
func (s *Server) submit(c echo.Context) error {
	r := c.Request()
	body := r.Body
	r.Body = http.MaxBytesReader(nil, body, s.config.maxBodyBytes())
	parts, err := multipartReader(r)
	if err == nil {
		err = s.submitForm(c, &form{parts: parts, maxFile: s.config.MaxUploadBytes, maxClaim: s.config.MaxClaimBytes, hold: s.hold})
	}
	if err != nil {
		s.drain(c, body)
	}
	return err
}

func (s *Server) submitForm(c echo.Context, f *form) error {
	upload, release, err := f.read()
	defer release()
	if err != nil {
		return err
	}
	wait := parseWait(c.Request().Header)
	submission, report, err := s.service.Submit(c.Request().Context(), upload, wait)
	if body, ok := upload.Body.(*fileBody); ok && err != nil && body.err != nil && !errors.Is(body.err, io.EOF) {
		return body.err // the client's fault, whatever those who read it made of it
	}
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderLocation, "/v1/submissions/"+submission.ID)
	h.Set("Preference-Applied", "wait="+strconv.Itoa(int(wait.Seconds())))
	if report == nil {
		h.Set(echo.HeaderRetryAfter, "2")
		return writeJSON(c, http.StatusAccepted, submission)
	}
	return writeJSON(c, http.StatusCreated, overHTTP(*report))
}

// hold hands out the right to keep one upload in memory.
func (s *Server) hold() (release func(), err error) {
	select {
	case s.held <- struct{}{}:
		return func() { <-s.held }, nil
	default:
		return nil, models.Errorf(models.ErrBusy, "busy",
			"too many uploads that begin with the file part are under way: send file as the last part, or try again later")
	}
}

// drain reads what the client is still sending, within bounds, so that it gets to read our answer: closing a
// connection with unread bytes resets it. A client that waits for 100 Continue has sent nothing yet.
func (s *Server) drain(c echo.Context, body io.Reader) {
	c.Response().Header().Set(echo.HeaderConnection, "close")
	if c.Request().Header.Get("Expect") == "" {
		_, _ = io.CopyN(io.Discard, body, 2*s.config.maxBodyBytes()) // best effort; the answer is the same
	}
}

func multipartReader(r *http.Request) (*multipart.Reader, error) {
	media, params, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if err != nil || media != echo.MIMEMultipartForm {
		return nil, models.Errorf(models.ErrUnsupported, "request.media_type",
			"content type %.60q is not read here: send multipart/form-data", r.Header.Get(echo.HeaderContentType))
	}
	if params["boundary"] == "" {
		return nil, models.Errorf(models.ErrInvalid, "form.malformed", "the content type names no boundary: let your HTTP library set the header")
	}
	return multipart.NewReader(r.Body, params["boundary"]), nil
}
