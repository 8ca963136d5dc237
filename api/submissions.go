package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

func (s *Server) listSubmissions(c echo.Context) error {
	f := newFilter(c, "account", "kind", "verdict", "limit", "cursor")
	q := models.SubmissionQuery{
		Account: get(f, "account", parseAccount), Kind: get(f, "kind", models.ParseKind), Verdict: get(f, "verdict", parseVerdict),
		Limit: get(f, "limit", parseLimit), After: get(f, "cursor", parseCursor),
	}
	return s.writeSubmissions(c, f, q)
}

func (s *Server) writeSubmissions(c echo.Context, f *filter, q models.SubmissionQuery) error {
	if err := f.faults.or(); err != nil {
		return err
	}
	items, next, err := s.service.Submissions(c.Request().Context(), q)
	if err != nil {
		return err
	}
	for i := range items {
		items[i].Reasons = orEmpty(items[i].Reasons)
	}
	return writePage(c, items, next)
}

func (s *Server) getSubmission(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	submission, err := s.service.Submission(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, submission)
}

func (s *Server) getReport(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	f := newFilter(c, "revision")
	revision := get(f, "revision", parseRevision)
	if err := f.faults.or(); err != nil {
		return err
	}
	report, err := s.service.Report(c.Request().Context(), id, revision)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, overHTTP(report))
}

func (s *Server) listLinks(c echo.Context) error {
	f := newFilter(c, "submission", "account", "relation", "limit", "cursor")
	q := models.LinkQuery{
		SubmissionID: get(f, "submission", parseID), Account: get(f, "account", parseAccount), Relation: get(f, "relation", parseRelation),
		Limit: get(f, "limit", parseLimit), After: get(f, "cursor", parseCursor),
	}
	return s.writeLinks(c, f, q)
}

func (s *Server) writeLinks(c echo.Context, f *filter, q models.LinkQuery) error {
	if err := f.faults.or(); err != nil {
		return err
	}
	items, next, err := s.service.Links(c.Request().Context(), q)
	if err != nil {
		return err
	}
	for i := range items {
		items[i] = linkOverHTTP(items[i])
	}
	return writePage(c, items, next)
}
