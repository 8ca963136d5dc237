package console

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

// accountPage is what is known of one account.
type accountPage struct {
	Account   models.Account
	FirstSeen time.Time
	Rows      []models.SubmissionSummary
	Next      string // address of the older submissions; "" when there are none
	Links     []tie
	MoreLinks bool
	Ring      *models.Ring
	RingWord  standing
}

// tie is a link of an account: both submissions, its own first.
type tie struct {
	models.Link
	Mine     string
	Standing standing
}

// Account renders one account. That it can be an account was checked before.
func (c *Console) Account(ctx echo.Context, account models.Account) error {
	p, err := accountPage{Account: account}, error(nil)
	background := ctx.Request().Context()
	if p.FirstSeen, err = c.service.AccountSince(background, account); err != nil {
		return err
	}
	var next models.Cursor
	q := models.SubmissionQuery{Account: account, Limit: maxLinks}
	if p.Rows, next, err = c.service.Submissions(background, q); err != nil {
		return err
	}
	if next != "" {
		p.Next = listAddress(q, next)
	}
	if p.Ring, err = c.service.RingOf(background, account); err != nil {
		return err
	}
	if p.Ring != nil {
		p.RingWord = ringStanding(*p.Ring)
	}
	links, more, err := c.service.Links(background, models.LinkQuery{Account: account, Limit: pageSize})
	if err != nil {
		return err
	}
	p.MoreLinks, p.Links = more != "", ties(account, links, p.Ring)
	return c.render(ctx, http.StatusOK, "page_account.html", frame{Title: visible(account), Section: "submissions", Script: "list.js", Page: p})
}

// ties sorts an account's links: contradictions first.
func ties(account models.Account, links []models.LinkRecord, ring *models.Ring) []tie {
	mine := func(l models.LinkRecord) string {
		if l.A.Account == string(account) {
			return l.A.SubmissionID
		}
		return l.B.SubmissionID
	}
	of := map[string]models.LinkRecord{}
	var seen []models.Link
	for _, l := range links {
		of[l.ID] = l
		seen = append(seen, l.SeenFrom(mine(l)))
	}
	arrange(seen)
	out := make([]tie, len(seen))
	for i, l := range seen {
		out[i] = tie{Link: l, Mine: mine(of[l.ID]), Standing: linkStanding(of[l.ID], ring)}
	}
	return out
}
