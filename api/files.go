package api

import (
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

// fileHeaders keeps a stored file from ever acting as a page of ours.
func fileHeaders(c echo.Context) http.Header {
	h := c.Response().Header()
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	return h
}

// getArtifact serves a derived picture. Only what our own encoders write is served under its type.
func (s *Server) getArtifact(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	row, data, err := s.service.Artifact(c.Request().Context(), id)
	if err != nil {
		return err
	}
	defer data.Close()
	h := fileHeaders(c)
	h.Set("Cache-Control", "private, max-age=600") // an artifact never changes; an erased one goes within minutes
	media := row.MediaType
	switch media {
	case "image/png", "image/jpeg", echo.MIMEApplicationJSON:
	default:
		media = echo.MIMEOctetStream
		h.Set(echo.HeaderContentDisposition, `attachment; filename="artifact-`+id+`.bin"`)
	}
	return c.Stream(http.StatusOK, media, data)
}

// getOriginal hands out the untouched bytes, which nobody but the darkroom should open: always as a download, under a
// name of ours. file=back asks for the back of a card.
func (s *Server) getOriginal(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	f := newFilter(c, "file")
	file := get(f, "file", parseFile)
	if err := f.faults.or(); err != nil {
		return err
	}
	open, name := s.service.Original, "original-"+id
	if file == models.SideBack {
		open, name = s.service.Back, name+"-back"
	}
	_, data, err := open(c.Request().Context(), id)
	if err != nil {
		return err
	}
	defer data.Close()
	h := fileHeaders(c)
	h.Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`.bin"`)
	return c.Stream(http.StatusOK, echo.MIMEOctetStream, io.Reader(data))
}

// parseFile returns which of a submission's files is meant.
func parseFile(s string) (models.Side, error) {
	if side := models.Side(s); side == models.SideFront || side == models.SideBack {
		return side, nil
	}
	return "", models.Invalidf("file", "file %.20q is unknown: send front or back", s)
}
