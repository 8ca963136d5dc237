package console

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

const (
	bankPageSize  = 20
	bankLookPages = 3 // of 100 entries: how far back a report's page looks for its own
)

// banksPage is the list of what persons put into the banks.
type banksPage struct {
	Rows []bankRow
	Bank models.Bank
	Next string
}

// bankRow is an entry with its submission; that is empty when it was erased.
type bankRow struct {
	models.BankEntry
	Account models.Account
	Seen    seen
}

// Banks lists the banks, newest first.
func (c *Console) Banks(ctx echo.Context) error {
	q := models.BankQuery{Bank: models.Bank(ctx.QueryParam("bank")), After: models.Cursor(ctx.QueryParam("cursor")), Limit: bankPageSize}
	if q.Bank != "" {
		if _, err := models.ParseBank(string(q.Bank)); err != nil {
			return err
		}
	}
	if !searchable(string(q.After), 512) {
		return models.Invalidf("cursor", "the cursor is not one that this list returned")
	}
	entries, next, err := c.service.BankEntries(ctx.Request().Context(), q)
	if err != nil {
		return err
	}
	p := banksPage{Bank: q.Bank}
	for _, e := range entries {
		row := bankRow{BankEntry: e}
		if row.Seen, row.Account, err = c.look(ctx.Request().Context(), e.SubmissionID); err != nil {
			return err
		}
		p.Rows = append(p.Rows, row)
	}
	if next != "" {
		p.Next = "/console/banks?" + url.Values{"bank": {string(q.Bank)}, "cursor": {string(next)}}.Encode()
	}
	return c.render(ctx, http.StatusOK, "page_banks.html", frame{Title: "Banks", Section: "banks", Page: p})
}

// look returns a submission at a glance. One that was erased or is not examined yet has no picture.
func (c *Console) look(ctx context.Context, id string) (seen, models.Account, error) {
	s := seen{ID: id}
	sub, err := c.service.Submission(ctx, id)
	if err == nil {
		s.Kind = sub.Kind
		var r models.Report
		if r, err = c.service.Report(ctx, id, 0); err == nil {
			s.Verdict, s.Thumbnail = r.Verdict, artifactNamed(r.Artifacts, "thumbnail")
		}
	}
	if models.CodeOf(err) == models.ErrNotFound {
		err = nil
	}
	return s, sub.Account, err
}

// shelf says which bank a submission is in.
type shelf struct {
	Bank   models.Bank
	Entry  *models.BankEntry // nil when it was not found among the newest
	Unsure bool              // the banks are longer than was looked through
}

// shelfOf looks a submission up: among its links, which know, and among the newest entries.
func (c *Console) shelfOf(ctx context.Context, id string, links []models.LinkRecord) (s shelf, err error) {
	known := len(links) > 0
	if known {
		if s.Bank = links[0].Banks[0]; links[0].B.SubmissionID == id {
			s.Bank = links[0].Banks[1]
		}
		if s.Bank == "" {
			return s, nil
		}
	}
	q := models.BankQuery{Limit: 100, Bank: s.Bank}
	for range bankLookPages {
		entries, next, err := c.service.BankEntries(ctx, q)
		if err != nil {
			return s, err
		}
		for _, e := range entries {
			if e.SubmissionID == id {
				return shelf{Bank: e.Bank, Entry: &e}, nil
			}
		}
		if q.After = next; next == "" {
			return s, nil
		}
	}
	s.Unsure = !known
	return s, nil
}
