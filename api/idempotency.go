package api

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"loupe/models"
	"loupe/pipeline"
)

// maxKeyBytes is the longest idempotency key.
const maxKeyBytes = 255

// idempotencyKey reads the header Idempotency-Key (draft-ietf-httpapi-idempotency-key-header-07, section 2.1); the name
// is empty when there is none. A key belongs to the API key it came with.
func idempotencyKey(c echo.Context) (models.IdempotencyKey, error) {
	lines := c.Request().Header.Values("Idempotency-Key")
	if len(lines) == 0 {
		return models.IdempotencyKey{}, nil
	}
	name, ok := ParseIdempotencyKey(lines[0])
	if !ok || len(lines) > 1 {
		return models.IdempotencyKey{}, models.Errorf(models.ErrInvalid, "idempotency.invalid",
			"the header Idempotency-Key is not one key of 1 to %d visible ASCII characters: send for example a UUID", maxKeyBytes)
	}
	key, _ := c.Get(contextKeyID).(models.APIKey)
	return models.IdempotencyKey{Scope: key.ID, Name: name}, nil
}

// ParseIdempotencyKey returns the key that a header line holds. The draft wants a string of RFC 8941, in quotes with
// backslash escapes (section 3.3.3); most clients send it bare. Both spell the same key.
func ParseIdempotencyKey(line string) (key string, ok bool) {
	key = strings.Trim(line, " \t")
	if strings.HasPrefix(key, `"`) {
		if key, ok = unquote(key); !ok {
			return "", false
		}
	}
	hidden := func(r rune) bool { return r < '!' || r > '~' }
	if key == "" || len(key) > maxKeyBytes || strings.ContainsFunc(key, hidden) {
		return "", false
	}
	return key, true
}

// unquote reads a string of RFC 8941: only the quote and the backslash are escaped.
func unquote(s string) (string, bool) {
	var out strings.Builder
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '"':
			return out.String(), i == len(s)-1
		case '\\':
			i++
			if i == len(s) || s[i] != '"' && s[i] != '\\' {
				return "", false
			}
		}
		out.WriteByte(s[i])
	}
	return "", false
}

// submitOnce answers under an idempotency key. Refusals of the file are answers like any other; every other error is
// not kept, and the request may be sent again.
func (s *Server) submitOnce(c echo.Context, key models.IdempotencyKey, u pipeline.Upload, wait time.Duration) error {
	a, replayed, err := s.service.SubmitOnce(c.Request().Context(), key, u, wait,
		func(submission models.Submission, report *models.Report, refusal error) (models.Answer, error) {
			if refusal != nil {
				return problemAnswer(refusal, requestID(c))
			}
			return answerTo(submission, report, wait)
		})
	if err != nil {
		return err
	}
	if replayed {
		c.Response().Header().Set("Idempotency-Replayed", "true")
	}
	return send(c, a)
}

// problemAnswer is the answer to an upload whose file is refused.
func problemAnswer(refusal error, instance string) (models.Answer, error) {
	p := problemOf(refusal)
	p.Instance = instance
	body, err := json.Marshal(p)
	return models.Answer{Status: p.Status, Header: map[string]string{echo.HeaderContentType: "application/problem+json"}, Body: body}, err
}
