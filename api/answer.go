package api

import (
	"encoding/json"
	"fmt"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

// page is one page of a list. Next is the cursor of the following page, null on the last.
type page[T any] struct {
	Items []T            `json:"items"`
	Next  *models.Cursor `json:"next"`
}

func writePage[T any](c echo.Context, items []T, next models.Cursor) error {
	p := page[T]{Items: orEmpty(items)}
	if next != "" {
		p.Next = &next
	}
	return writeJSON(c, 200, p)
}

// writeJSON encodes before it answers, so that a value that cannot be encoded is an error and not half an answer.
func writeJSON(c echo.Context, status int, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode answer: %w", err)
	}
	return c.JSONBlob(status, body)
}

// overHTTP returns the report as the contract shows it over HTTP: artifacts by address, no fingerprints, lists never null.
func overHTTP(r models.Report) models.Report {
	r.Fingerprints = nil
	r.Artifacts = withURLs(r.Artifacts)
	r.Reasons, r.Faces = orEmpty(r.Reasons), orEmpty(r.Faces)
	r.Findings = append([]models.Finding{}, r.Findings...)
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Artifacts = withURLs(f.Artifacts)
		f.Measures, f.Regions = orEmpty(f.Measures), orEmpty(f.Regions)
	}
	r.Links = append([]models.Link{}, r.Links...)
	for i := range r.Links {
		l := &r.Links[i]
		l.Artifacts = withURLs(l.Artifacts)
		l.Changed, l.Conflicts, l.Also = orEmpty(l.Changed), orEmpty(l.Conflicts), orEmpty(l.Also)
	}
	return r
}

func linkOverHTTP(l models.LinkRecord) models.LinkRecord {
	l.Conflicts, l.Also, l.Comparison.Portraits = orEmpty(l.Conflicts), orEmpty(l.Also), orEmpty(l.Comparison.Portraits)
	l.Comparison.Changed, l.Comparison.Measures = orEmpty(l.Comparison.Changed), orEmpty(l.Comparison.Measures)
	l.Comparison.Artifacts = withURLs(l.Comparison.Artifacts)
	return l
}

// withURLs returns a copy: the service's own slice must not change under it.
func withURLs(artifacts []models.Artifact) []models.Artifact {
	out := append([]models.Artifact{}, artifacts...)
	for i := range out {
		if out[i].ID != "" {
			out[i].URL = "/v1/artifacts/" + out[i].ID
		}
		out[i].Path = ""
	}
	return out
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
