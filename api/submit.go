package api

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"loupe/models"
	"loupe/pipeline"
)

// submit takes one upload: 201 and the report, or 202 and the submission when the report takes longer than the client waits.
func (s *Server) submit(c echo.Context) error {
	r := c.Request()
	r.Body = http.MaxBytesReader(nil, r.Body, s.config.maxBodyBytes())
	key, err := idempotencyKey(c)
	if err != nil {
		return err
	}
	return s.submitForm(c, key)
}

func (s *Server) submitForm(c echo.Context, key models.IdempotencyKey) error {
	upload, err := s.receive(c, false)
	if err != nil {
		return err
	}
	ctx, wait := c.Request().Context(), parseWait(c.Request().Header)
	if key.Name != "" {
		return s.submitOnce(c, key, upload, wait)
	}
	submission, report, err := s.service.Submit(ctx, upload, wait)
	if err != nil {
		return err
	}
	a, err := answerTo(submission, report, wait)
	if err != nil {
		return err
	}
	return send(c, a)
}

// receive reads the form of an upload, or of a search, which needs no account. Nothing of one that is wrong is kept.
func (s *Server) receive(c echo.Context, nameless bool) (pipeline.Upload, error) {
	ctx := c.Request().Context()
	parts, err := multipartReader(c.Request())
	if err != nil {
		return pipeline.Upload{}, err
	}
	f := &form{parts: parts, maxFile: s.config.MaxUploadBytes, maxClaim: s.config.MaxClaimBytes, nameless: nameless,
		keep: func(r io.Reader) (models.Blob, error) { return s.service.Keep(ctx, r) }}
	handedOn := false
	defer func() {
		if !handedOn {
			s.service.Drop(ctx, f.kept...)
		}
	}()
	upload, err := f.read()
	handedOn = err == nil
	return upload, err
}

// answerTo is the success of an upload.
func answerTo(submission models.Submission, report *models.Report, wait time.Duration) (models.Answer, error) {
	a := models.Answer{Status: http.StatusAccepted, Header: map[string]string{
		echo.HeaderContentType: echo.MIMEApplicationJSON,
		echo.HeaderLocation:    "/v1/submissions/" + submission.ID,
		"Preference-Applied":   "wait=" + strconv.Itoa(int(wait.Seconds())),
	}}
	var shown any = submission
	if report == nil {
		a.Header[echo.HeaderRetryAfter] = "2"
	} else {
		a.Status, shown = http.StatusCreated, overHTTP(*report)
	}
	var err error
	if a.Body, err = json.Marshal(shown); err != nil {
		return a, fmt.Errorf("encode answer: %w", err)
	}
	return a, nil
}

// send writes an answer as it was made, or as it was kept.
func send(c echo.Context, a models.Answer) error {
	h := c.Response().Header()
	for name, value := range a.Header {
		h.Set(name, value)
	}
	return c.Blob(a.Status, a.Header[echo.HeaderContentType], a.Body)
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
