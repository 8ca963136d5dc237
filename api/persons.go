package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

const (
	maxNoteChars     = 2000
	maxReviewerChars = 200
)

// dispositionRequest is the body of POST /v1/dispositions.
type dispositionRequest struct {
	LinkID   string `json:"link_id"`
	RingID   string `json:"ring_id"`
	Word     string `json:"word"`
	Note     string `json:"note"`
	Reviewer string `json:"reviewer"`
}

func (s *Server) dispose(c echo.Context) error {
	r, err := readJSON[dispositionRequest](c.Request(), `{"link_id":"lnk_...","word":"not_a_match","reviewer":"kim"}`)
	if err != nil {
		return err
	}
	f := faults{}
	word := checked(&f, r.Word, models.ParseRuling)
	checked(&f, r.LinkID, optionalID)
	checked(&f, r.RingID, optionalID)
	f.remark(r.Note, r.Reviewer)
	if err := f.or(); err != nil {
		return err
	}
	d, err := s.service.Dispose(c.Request().Context(), models.Disposition{LinkID: r.LinkID, RingID: r.RingID, Word: word, Note: r.Note, Reviewer: r.Reviewer})
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusCreated, d)
}

func (s *Server) listDispositions(c echo.Context) error {
	f := newFilter(c, "link_id", "ring_id", "limit", "cursor")
	q := models.DispositionQuery{
		LinkID: get(f, "link_id", parseID), RingID: get(f, "ring_id", parseID), Limit: get(f, "limit", parseLimit), After: get(f, "cursor", parseCursor),
	}
	if err := f.faults.or(); err != nil {
		return err
	}
	items, next, err := s.service.Dispositions(c.Request().Context(), q)
	if err != nil {
		return err
	}
	return writePage(c, items, next)
}

// bankRequest is the body of POST /v1/banks.
type bankRequest struct {
	SubmissionID string `json:"submission_id"`
	Bank         string `json:"bank"`
	Note         string `json:"note"`
	Reviewer     string `json:"reviewer"`
}

func (s *Server) putInBank(c echo.Context) error {
	r, err := readJSON[bankRequest](c.Request(), `{"submission_id":"sub_...","bank":"bad","reviewer":"kim"}`)
	if err != nil {
		return err
	}
	f := faults{}
	bank, id := checked(&f, r.Bank, models.ParseBank), checked(&f, r.SubmissionID, parseID)
	f.remark(r.Note, r.Reviewer)
	if err := f.or(); err != nil {
		return err
	}
	e, err := s.service.PutInBank(c.Request().Context(), models.BankEntry{SubmissionID: id, Bank: bank, Note: r.Note, Reviewer: r.Reviewer})
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusCreated, e)
}

func (s *Server) listBank(c echo.Context) error {
	f := newFilter(c, "bank", "limit", "cursor")
	q := models.BankQuery{Bank: get(f, "bank", models.ParseBank), Limit: get(f, "limit", parseLimit), After: get(f, "cursor", parseCursor)}
	if err := f.faults.or(); err != nil {
		return err
	}
	items, next, err := s.service.BankEntries(c.Request().Context(), q)
	if err != nil {
		return err
	}
	return writePage(c, items, next)
}

func (s *Server) takeFromBank(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	if err := s.service.TakeFromBank(c.Request().Context(), id); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func optionalID(s string) (string, error) { return optional(s, parseID) }

// checked parses a member of a request and keeps the fault.
func checked[T any](f *faults, s string, parse func(string) (T, error)) T {
	v, err := parse(s)
	f.add(err)
	return v
}

// remark checks what a person adds to their word.
func (f *faults) remark(note, reviewer string) {
	if !plainText(note, maxNoteChars) {
		f.add(models.Invalidf("note", "note is not at most %d characters without control characters", maxNoteChars))
	}
	if !plainText(reviewer, maxReviewerChars) {
		f.add(models.Invalidf("reviewer", "reviewer is not at most %d characters without control characters", maxReviewerChars))
	}
}
