package api

import (
	"cmp"
	"errors"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"loupe/models"
	"loupe/pipeline"
)

const (
	defaultVerified = 5  // pictures of a page of finds that are compared
	mostVerified    = 20 // each takes about half a second of a worker
)

// searchRequest is a search without a picture: by one fingerprint, or by what a document says.
type searchRequest struct {
	Fingerprint *struct {
		Kind string `json:"kind"`
		Hex  string `json:"hex"`
	} `json:"fingerprint"`
	DocumentNumber string `json:"document_number"`
	Issuer         string `json:"issuer"`
	Name           string `json:"name"`
	DateOfBirth    string `json:"date_of_birth"`
	Account        string `json:"account"`
}

// search says what is near a picture, a fingerprint or what a document says. Nothing of the query is kept.
func (s *Server) search(c echo.Context) error {
	q, err := readSearchFilter(c)
	if err != nil {
		return err
	}
	items, next, err := s.find(c, q, func(r *http.Request) (searchRequest, error) {
		return readJSON[searchRequest](r, `{"document_number":"L898902C3","issuer":"UTO"}, and pictures as multipart/form-data`)
	})
	if err != nil {
		return err
	}
	return writePage(c, items, next)
}

// find answers a question that is a picture, or else what facts reads of the request.
func (s *Server) find(c echo.Context, q pipeline.Query, facts func(*http.Request) (searchRequest, error)) ([]models.Found, models.Cursor, error) {
	ctx := c.Request().Context()
	media, _, _ := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if media != echo.MIMEMultipartForm {
		r, err := facts(c.Request())
		if err == nil {
			err = r.into(&q)
		}
		if err != nil {
			return nil, "", err
		}
		return s.service.Search(ctx, q)
	}
	c.Request().Body = http.MaxBytesReader(nil, c.Request().Body, s.config.maxBodyBytes())
	upload, err := s.receive(c, true)
	if err != nil {
		return nil, "", err
	}
	keys := []string{upload.Blob.Key}
	if upload.Back != nil {
		keys = append(keys, upload.Back.SHA256)
	}
	defer s.service.Drop(ctx, keys...)
	if upload.Back != nil {
		return nil, "", models.Invalidf("file_back", "a search is for one file: send the back in a search of its own")
	}
	q.Picture, q.Account = upload, upload.Account
	return s.service.Search(ctx, q)
}

// searchForm answers the console's forms: the likeliest finds, the pictures among them compared.
func (s *Server) searchForm(c echo.Context) ([]models.Found, error) {
	q := pipeline.Query{Limit: 20, Verify: defaultVerified}
	items, _, err := s.find(c, q, func(r *http.Request) (searchRequest, error) {
		r.Body = http.MaxBytesReader(nil, r.Body, maxJSONBytes)
		if err := r.ParseForm(); err != nil {
			return searchRequest{}, models.Errorf(models.ErrInvalid, "form.malformed", "the form could not be read, or is longer than %d bytes", maxJSONBytes)
		}
		f := r.PostForm
		return searchRequest{DocumentNumber: f.Get("document_number"), Issuer: f.Get("issuer"), Name: f.Get("name"), DateOfBirth: f.Get("date_of_birth")}, nil
	})
	var many faults
	if errors.As(err, &many) {
		return nil, models.Errorf(models.ErrInvalid, "search.invalid", "%s", many.Error())
	}
	return items, err
}

// readSearchFilter reads what narrows a search from the address, so that it is the same for every sort of query.
func readSearchFilter(c echo.Context) (pipeline.Query, error) {
	f := newFilter(c, "kind", "relation", "since", "until", "verify", "limit", "cursor")
	q := pipeline.Query{
		Filter: models.SearchFilter{
			Kind: get(f, "kind", models.ParseKind), Relation: get(f, "relation", parseRelation), Since: get(f, "since", parseTime), Until: get(f, "until", parseTime),
		},
		Limit: cmp.Or(get(f, "limit", parseLimit), defaultLimit), After: get(f, "cursor", parseCursor), Verify: defaultVerified,
	}
	if f.values.Has("verify") {
		q.Verify = get(f, "verify", parseVerify)
	}
	return q, f.faults.or()
}

// into fills the query.
func (r searchRequest) into(q *pipeline.Query) error {
	f := faults{}
	q.Account = checked(&f, r.Account, func(s string) (models.Account, error) { return optional(s, parseAccount) })
	for name, value := range map[string]string{"document_number": r.DocumentNumber, "issuer": r.Issuer, "name": r.Name, "date_of_birth": r.DateOfBirth} {
		if !plainText(value, maxClaimValueChars) {
			f.add(models.Invalidf(name, "%s is not at most %d characters without control characters", name, maxClaimValueChars))
		}
	}
	if err := f.or(); err != nil {
		return err
	}
	if p := r.Fingerprint; p != nil {
		q.Print = &models.Fingerprint{Kind: models.FingerprintKind(p.Kind), Bits: 4 * len(p.Hex), Hex: p.Hex}
		if q.Print.Perceptual() {
			q.Print.Orientation = 1
		}
		return nil
	}
	q.Says = &models.Document{Country: r.Issuer}
	for name, value := range map[string]string{
		models.FieldDocumentNumber: r.DocumentNumber, models.FieldIssuer: r.Issuer, models.FieldName: r.Name, models.FieldBirthDate: r.DateOfBirth,
	} {
		if value != "" {
			q.Says.Statements = append(q.Says.Statements, models.Statement{Name: name, Field: models.Field{Value: value, Confidence: 1, Source: models.SourcePrint}})
		}
	}
	return nil
}

// parseTime reads a moment or a day, RFC 3339.
func parseTime(s string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, models.Invalidf("time", "time %.40q is not a day or a moment such as 2026-11-30 or 2026-11-30T08:00:00Z", s)
}

func parseVerify(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > mostVerified {
		return 0, models.Invalidf("verify", "verify %.20q is not a number from 0 to %d", s, mostVerified)
	}
	return n, nil
}
