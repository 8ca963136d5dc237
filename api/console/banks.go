package console

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

const (
	bankPageSize = 20
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

// shelfOf returns the bank entry of a submission; nil when it is in none.
func (c *Console) shelfOf(ctx context.Context, id string) (*models.BankEntry, error) {
	entries, _, err := c.service.BankEntries(ctx, models.BankQuery{SubmissionID: id, Limit: 1})
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	return &entries[0], nil
}
