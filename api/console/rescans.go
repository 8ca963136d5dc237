package console

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

// rescanPage is one rescan with what it changed.
type rescanPage struct {
	Rescan  models.Rescan
	Changes []models.RescanChange
	Next    string
}

// Rescans renders the list of rescans.
func (c *Console) Rescans(ctx echo.Context) error {
	rescans, err := c.service.Rescans(ctx.Request().Context(), pageSize)
	if err != nil {
		return err
	}
	return c.render(ctx, http.StatusOK, "page_rescans.html", frame{Title: "Re-scans", Section: "rescans", Page: rescans})
}

// Rescan renders one rescan.
func (c *Console) Rescan(ctx echo.Context) error {
	id, cursor := ctx.Param("id"), ctx.QueryParam("cursor")
	if !searchable(id, 128) || !searchable(cursor, 512) {
		return models.Errorf(models.ErrNotFound, "not_found", "there is no re-scan with this id")
	}
	rescan, err := c.service.Rescan(ctx.Request().Context(), id)
	if err != nil {
		return err
	}
	p := rescanPage{Rescan: rescan}
	var next models.Cursor
	if p.Changes, next, err = c.service.RescanChanges(ctx.Request().Context(), id, pageSize, models.Cursor(cursor)); err != nil {
		return err
	}
	if next != "" {
		p.Next = "/console/rescans/" + url.PathEscape(id) + "?cursor=" + url.QueryEscape(string(next))
	}
	return c.render(ctx, http.StatusOK, "page_rescan.html", frame{Title: "Re-scan", Section: "rescans", Page: p})
}
