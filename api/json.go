package api

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

const maxJSONBytes = 16 << 10

// readJSON reads a body that is one JSON object without unknown members; example is shown to who sent something else.
func readJSON[T any](r *http.Request, example string) (request T, err error) {
	media, _, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if err != nil || media != echo.MIMEApplicationJSON {
		return request, models.Errorf(models.ErrUnsupported, "request.media_type",
			"content type %.60q is not read here: send application/json", r.Header.Get(echo.HeaderContentType))
	}
	decoder := json.NewDecoder(http.MaxBytesReader(nil, r.Body, maxJSONBytes))
	decoder.DisallowUnknownFields()
	if err = decoder.Decode(&request); err == nil {
		if _, err = decoder.Token(); errors.Is(err, io.EOF) {
			return request, nil
		}
		err = errors.New("more than one value")
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return request, models.Errorf(models.ErrTooLarge, "request.too_large", "the request is larger than %d bytes", maxJSONBytes)
	}
	return request, models.Errorf(models.ErrInvalid, "request.malformed", "the body is not one JSON object such as %s: %.120s", example, err)
}
