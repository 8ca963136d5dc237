package api

import (
	"cmp"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

const defaultLimit = 50 // items of a page

// rescanRequest is the body of POST /v1/rescans; an empty object goes through everything that is held.
type rescanRequest struct {
	Reason string              `json:"reason"`
	Filter models.RescanFilter `json:"filter"`
	DryRun bool                `json:"dry_run"`
}

func (s *Server) startRescan(c echo.Context) error {
	request, err := readJSON[rescanRequest](c.Request(), `{"reason":"new policy","filter":{"stale_only":true}}`)
	if err != nil {
		return err
	}
	if err := request.validate(); err != nil {
		return err
	}
	rescan, err := s.service.StartRescan(c.Request().Context(), request.Reason, request.Filter, request.DryRun)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, "/v1/rescans/"+rescan.ID)
	return writeJSON(c, http.StatusAccepted, rescan)
}

func (r rescanRequest) validate() error {
	var wrong faults
	note := func(err error, field string) {
		var e *models.Error
		if errors.As(err, &e) {
			wrong = append(wrong, &models.Error{Code: e.Code, Reason: e.Reason, Field: field, Message: e.Message})
		}
	}
	if !plainText(r.Reason, 500) {
		note(models.Invalidf("reason", "reason is not at most 500 characters without control characters"), "reason")
	}
	_, err := optional(string(r.Filter.Kind), models.ParseKind)
	note(err, "filter/kind")
	_, err = optional(string(r.Filter.Account), parseAccount)
	note(err, "filter/account")
	_, err = parseVerdict(string(r.Filter.Verdict))
	note(err, "filter/verdict")
	return wrong.or()
}

func (s *Server) listRescans(c echo.Context) error {
	f := newFilter(c, "limit")
	limit := get(f, "limit", parseLimit)
	if err := f.faults.or(); err != nil {
		return err
	}
	items, err := s.service.Rescans(c.Request().Context(), cmp.Or(limit, defaultLimit))
	if err != nil {
		return err
	}
	return writePage(c, items, "")
}

func (s *Server) getRescan(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	rescan, err := s.service.Rescan(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, rescan)
}

func (s *Server) listRescanChanges(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	f := newFilter(c, "limit", "cursor")
	limit, after := get(f, "limit", parseLimit), get(f, "cursor", parseCursor)
	if err := f.faults.or(); err != nil {
		return err
	}
	items, next, err := s.service.RescanChanges(c.Request().Context(), id, cmp.Or(limit, defaultLimit), after)
	if err != nil {
		return err
	}
	return writePage(c, items, next)
}
