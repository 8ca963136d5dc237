package darkroom

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"loupe/models"
)

// The two operations.
const (
	opExamine = "examine"
	opCompare = "compare"
)

// request is what the office asks of a worker; the bytes of its files follow as frames, those of A before those of B.
type request struct {
	Op    string            `json:"op"`
	Brief models.Brief      `json:"brief"`                // of a comparison, only the kind of A
	Skip  []string          `json:"skip,omitempty"`       // stages that killed a worker before
	CPU   time.Duration     `json:"cpu"`                  // what all attempts may use for a submission of one page
	Spent time.Duration     `json:"spent"`                // what earlier attempts have used of it
	Files []models.Original `json:"files"`                // what was declared of each file; of a comparison, A's
	OKind models.Kind       `json:"other_kind,omitempty"` // of a comparison: B's kind and files
	Other []models.Original `json:"other,omitempty"`
	Page  int               `json:"page,omitempty"` // of a comparison: A's page and B's
	OPage int               `json:"other_page,omitempty"`

	Early  bool `json:"early,omitempty"`  // of an examination: send each page's early fingerprints ahead
	Glance bool `json:"glance,omitempty"` // and do nothing else
}

// maxFiles is how many files one side of a request may have: front and back.
const maxFiles = 2

// payloads returns every file of r in the order they travel.
func (r *request) payloads() []*models.Original {
	var all []*models.Original
	for _, side := range [][]models.Original{r.Files, r.Other} {
		for i := range side {
			all = append(all, &side[i])
		}
	}
	return all
}

func sendRequest(w io.Writer, r *request) error {
	if err := writeJSON(w, frameRequest, r); err != nil {
		return err
	}
	for _, f := range r.payloads() {
		if err := sendFile(w, *f); err != nil {
			return err
		}
	}
	return nil
}

// sourceError says that a file could not be read where it is kept. The worker is not to blame and another one would fare
// no better.
type sourceError struct{ err error }

func (e sourceError) Error() string { return e.err.Error() }
func (e sourceError) Unwrap() error { return e.err }

// sendFile streams one file from where it is kept, so that the office never holds it.
func sendFile(w io.Writer, o models.Original) error {
	if o.Open == nil {
		return writeFrame(w, frameFile, o.Data)
	}
	r, err := o.Open()
	if err != nil {
		return sourceError{err}
	}
	defer r.Close() //nolint:errcheck // only read
	if err := writeHead(w, frameFile, o.Bytes); err != nil {
		return err
	}
	source := &counted{r: r}
	if _, err := io.CopyN(w, source, o.Bytes); err == nil {
		return nil
	} else if source.n == o.Bytes || !source.ended {
		return err // the worker does not take it
	}
	return sourceError{models.Errorf(models.ErrNotFound, "blob.damaged", "file %s has %d bytes, %d were stored", o.SHA256, source.n, o.Bytes)}
}

// counted counts what is read and notes that it ended.
type counted struct {
	r     io.Reader
	n     int64
	ended bool
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	c.ended = c.ended || err != nil
	return n, err
}

// receiveRequest reads one request with its files; io.EOF when there is none any more.
func receiveRequest(r io.Reader) (*request, error) {
	payload, err := expectFrame(r, frameRequest)
	if err != nil {
		return nil, err
	}
	var req request
	if err := json.Unmarshal(payload, &req); err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}
	if n := len(req.Files); n < 1 || n > maxFiles || len(req.Other) > maxFiles {
		return nil, fmt.Errorf("the request has %d and %d files, 1 to %d are read", n, len(req.Other), maxFiles)
	}
	for _, f := range req.payloads() {
		if f.Data, err = expectFrame(r, frameFile); err != nil {
			return nil, err
		}
	}
	return &req, nil
}

// result is a worker's answer; artifacts follow as frames.
type result struct {
	Examination *models.Examination `json:"examination,omitempty"`
	Comparison  *models.Comparison  `json:"comparison,omitempty"`
	Error       string              `json:"error,omitempty"`
}

// artifacts lists every artifact of r in the order their payloads travel.
func (r *result) artifacts() []*models.Artifact {
	var all []*models.Artifact
	add := func(list []models.Artifact) {
		for i := range list {
			all = append(all, &list[i])
		}
	}
	if r.Examination != nil {
		add(r.Examination.Artifacts)
		for i := range r.Examination.Findings {
			add(r.Examination.Findings[i].Artifacts)
		}
	}
	if r.Comparison != nil {
		add(r.Comparison.Artifacts)
	}
	return all
}

func sendResult(w io.Writer, r *result) error {
	if err := writeJSON(w, frameResult, r); err != nil {
		return err
	}
	for _, a := range r.artifacts() {
		if err := writeFrame(w, frameArtifact, a.Data); err != nil {
			return fmt.Errorf("artifact %s: %w", a.Name, err)
		}
	}
	return nil
}

// receiveResult reads frames until the result is complete; l hears all others.
func receiveResult(r io.Reader, l *listener) (*result, error) {
	for {
		kind, payload, err := readFrame(r)
		if err != nil {
			return nil, err
		}
		if kind == frameResult {
			return parseResult(r, payload)
		}
		if err := l.hear(kind, payload); err != nil {
			return nil, err
		}
	}
}

func parseResult(r io.Reader, payload []byte) (*result, error) {
	var res result
	if err := json.Unmarshal(payload, &res); err != nil {
		return nil, fmt.Errorf("the result is not what it should be: %w", err)
	}
	for _, a := range res.artifacts() {
		data, err := expectFrame(r, frameArtifact)
		if err != nil {
			return nil, fmt.Errorf("artifact %s: %w", a.Name, err)
		}
		a.Data = data
	}
	return &res, nil
}
