package api

import (
	"cmp"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

func (s *Server) getLink(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	link, err := s.service.Link(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, linkOverHTTP(link))
}

func (s *Server) listRings(c echo.Context) error {
	f := newFilter(c, "limit")
	limit := get(f, "limit", parseLimit)
	if err := f.faults.or(); err != nil {
		return err
	}
	rings, err := s.service.Rings(c.Request().Context(), cmp.Or(limit, defaultLimit))
	if err != nil {
		return err
	}
	for i := range rings {
		rings[i] = ringOverHTTP(rings[i])
	}
	return writePage(c, rings, "")
}

func (s *Server) getRing(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	ring, err := s.service.Ring(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, ringOverHTTP(ring))
}

func ringOverHTTP(r models.Ring) models.Ring {
	links := make([]models.LinkRecord, len(r.Links))
	for i, l := range r.Links {
		links[i] = linkOverHTTP(l)
	}
	r.Links = links
	return r
}

// accountAnswer is what is known of an account beside its lists.
type accountAnswer struct {
	Account   models.Account `json:"account"`
	FirstSeen string         `json:"first_seen"`
	Ring      *models.Ring   `json:"ring"` // null when no link ties it to another account
}

func (s *Server) getAccount(c echo.Context) error {
	account, err := pathAccount(c)
	if err != nil {
		return err
	}
	first, err := s.service.AccountSince(c.Request().Context(), account)
	if err != nil {
		return err
	}
	ring, err := s.service.RingOf(c.Request().Context(), account)
	if err != nil {
		return err
	}
	if ring != nil {
		shown := ringOverHTTP(*ring)
		ring = &shown
	}
	return writeJSON(c, http.StatusOK, accountAnswer{Account: account, FirstSeen: first.UTC().Format("2006-01-02T15:04:05Z"), Ring: ring})
}

func (s *Server) listAccountLinks(c echo.Context) error {
	account, err := pathAccount(c)
	if err != nil {
		return err
	}
	f := newFilter(c, "relation", "limit", "cursor")
	q := models.LinkQuery{Account: account, Relation: get(f, "relation", parseRelation), Limit: get(f, "limit", parseLimit), After: get(f, "cursor", parseCursor)}
	return s.writeLinks(c, f, q)
}

func (s *Server) listAccountSubmissions(c echo.Context) error {
	account, err := pathAccount(c)
	if err != nil {
		return err
	}
	f := newFilter(c, "kind", "verdict", "limit", "cursor")
	q := models.SubmissionQuery{
		Account: account, Kind: get(f, "kind", models.ParseKind), Verdict: get(f, "verdict", parseVerdict), Limit: get(f, "limit", parseLimit), After: get(f, "cursor", parseCursor),
	}
	return s.writeSubmissions(c, f, q)
}

// pathAccount returns the account in the path. What cannot be one is not found.
func pathAccount(c echo.Context) (models.Account, error) {
	name, err := c.Param("ref"), error(nil)
	if c.Request().URL.RawPath != "" { // otherwise the path was decoded before it was parted
		name, err = url.PathUnescape(name)
	}
	if err == nil {
		var account models.Account
		if account, err = parseAccount(name); err == nil {
			return account, nil
		}
	}
	return "", models.Errorf(models.ErrNotFound, "not_found", "there is no account %.40q", c.Param("ref"))
}

func (s *Server) listEvents(c echo.Context) error {
	f := newFilter(c, "type", "account", "limit", "cursor")
	q := models.EventQuery{
		Type: get(f, "type", models.ParseEventType), Account: get(f, "account", parseAccount), Limit: get(f, "limit", parseLimit), After: get(f, "cursor", parseCursor),
	}
	if err := f.faults.or(); err != nil {
		return err
	}
	items, next, err := s.service.Events(c.Request().Context(), q)
	if err != nil {
		return err
	}
	return writePage(c, items, next)
}
