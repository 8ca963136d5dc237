package console

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

const pageSize = 50

// listPage is the list of submissions with its filters.
type listPage struct {
	Rows     []models.SubmissionSummary
	Kinds    []models.Kind
	Verdicts []models.Verdict
	Query    models.SubmissionQuery
	Filtered bool
	Next     string // address of the next page; "" on the last
	First    string // address of the first page; "" on the first
}

// Submissions renders the list of submissions.
func (c *Console) Submissions(ctx echo.Context) error {
	q, err := submissionQuery(ctx)
	if err != nil {
		return err
	}
	rows, next, err := c.service.Submissions(ctx.Request().Context(), q)
	if err != nil {
		return err
	}
	p := listPage{
		Rows: rows, Kinds: models.Kinds(), Query: q,
		Verdicts: []models.Verdict{models.VerdictAccept, models.VerdictReview, models.VerdictReject},
		Filtered: q.Account != "" || q.Kind != "" || q.Verdict != "",
	}
	if next != "" {
		p.Next = listAddress(q, next)
	}
	if q.After != "" {
		p.First = listAddress(q, "")
	}
	return c.render(ctx, http.StatusOK, "page_submissions.html", frame{Title: "Submissions", Section: "submissions", Script: "list.js", Page: p})
}

func submissionQuery(ctx echo.Context) (models.SubmissionQuery, error) {
	q := models.SubmissionQuery{
		Account: models.Account(ctx.QueryParam("account")), Kind: models.Kind(ctx.QueryParam("kind")),
		Verdict: models.Verdict(ctx.QueryParam("verdict")), After: models.Cursor(ctx.QueryParam("cursor")), Limit: pageSize,
	}
	if q.Kind != "" {
		if _, err := models.ParseKind(string(q.Kind)); err != nil {
			return q, err
		}
	}
	switch q.Verdict {
	case "", models.VerdictAccept, models.VerdictReview, models.VerdictReject:
	default:
		return q, models.Invalidf("verdict", "verdict %.40q is unknown: choose one of the list", string(q.Verdict))
	}
	if !searchable(string(q.Account), 200) || !searchable(string(q.After), 512) {
		return q, models.Invalidf("account", "the filter is too long or holds characters that no account has")
	}
	return q, nil
}

func listAddress(q models.SubmissionQuery, cursor models.Cursor) string {
	v := url.Values{}
	for name, value := range map[string]string{
		"account": string(q.Account), "kind": string(q.Kind), "verdict": string(q.Verdict), "cursor": string(cursor),
	} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return "/console/?" + v.Encode()
}
