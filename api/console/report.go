package console

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

// reportPage is everything about one submission.
type reportPage struct {
	Submission   models.Submission
	Report       *models.Report // nil: not examined yet
	Headline     string
	Reasons      []reason
	NotEvaluated []finding // failed or unavailable: they have not looked
	Picture      *picture
	Findings     []finding
	Alteration   *models.Alteration // what the evidence for an edit of the page that is shown comes to; nil when nothing was measured
	Rows         []fieldRow         // document fields, MRZ and claim side by side
	Placed       string             // where the document lies in the picture
	MRZChecks    []digit
	Links        []link
	MoreLinks    bool // more links than the page shows
	Ring         *models.Ring
	Shelf        *models.BankEntry // nil when it is in no bank
	Revisions    []int
	Page         int   // the page that is shown
	Tabs         []tab // of the pages, when there are several
}

// finding is a finding with its number on the page.
type finding struct {
	models.Finding
	Number    int
	Title     string
	Threshold bool // some measure has a threshold
	Extra     []models.Artifact
	Legend    string   // address of the heat map's scale, "" when there is none
	Crops     []string // addresses of pictures of the regions, in their order
}

// reason is a reason with the number of the finding it came from, 0 when it came from none on this page.
type reason struct {
	models.Reason
	Number    int
	Elsewhere int // number of the page it is about, from 1; 0 for the page that is shown
}

// digit is one check digit of an MRZ.
type digit struct {
	Name  string
	Valid bool
}

// Report renders one submission with its report and its links.
func (c *Console) Report(ctx echo.Context) error {
	id := ctx.Param("id")
	if !searchable(id, 128) {
		return models.Errorf(models.ErrNotFound, "not_found", "there is no submission with this id")
	}
	revision, err := revisionOf(ctx.QueryParam("revision"))
	if err != nil {
		return err
	}
	page, err := pageNumber(ctx.QueryParam("page"))
	if err != nil {
		return err
	}
	p, err := c.reportPage(ctx, id, revision, page)
	if err != nil {
		return err
	}
	title := verdictWord("", false)
	if p.Report != nil {
		title = verdictWord(p.Report.Verdict, p.Report.Retryable)
	}
	return c.render(ctx, http.StatusOK, "page_report.html", frame{
		Title: title + " · " + visible(p.Submission.Account), Section: "submissions", Script: "viewer.js", Page: p,
	})
}

func (c *Console) reportPage(ctx echo.Context, id string, revision, page int) (p reportPage, err error) {
	if p.Submission, err = c.service.Submission(ctx.Request().Context(), id); err != nil {
		return p, err
	}
	report, err := c.service.Report(ctx.Request().Context(), id, revision)
	if err != nil && (models.CodeOf(err) != models.ErrNotFound || revision != 0) {
		return p, err
	}
	if err == nil {
		if _, ok := pageInfo(report, page); !ok {
			return p, models.Errorf(models.ErrNotFound, "not_found", "this submission has no page %d", page)
		}
		p.Page = page
		p.judge(report)
		if p.Revisions, err = c.revisions(ctx, report, revision); err != nil {
			return p, err
		}
	}
	err = c.addTies(ctx.Request().Context(), &p)
	return p, err
}

// judge fills in what the report says.
func (p *reportPage) judge(r models.Report) {
	p.Report, p.Headline = &r, headline(r)
	p.Findings, p.Tabs = numbered(onPage(r.Findings, p.Page)), tabs(r, p.Page)
	numbers := map[string]int{}
	for _, f := range p.Findings {
		numbers[f.Check] = f.Number
		if !f.Outcome.Evaluated() {
			p.NotEvaluated = append(p.NotEvaluated, f)
		}
	}
	for _, why := range r.Reasons {
		shown := reason{Reason: why, Number: numbers[why.Check]}
		if why.Page != p.Page && why.Check != "reuse" {
			shown.Number, shown.Elsewhere = 0, why.Page+1
		}
		p.Reasons = append(p.Reasons, shown)
	}
	if i := slices.IndexFunc(r.Alterations, func(a models.Alteration) bool { return a.Page == p.Page }); i >= 0 {
		p.Alteration = &r.Alterations[i]
	}
	p.Picture = newPicture(r, p.Findings, p.Page)
	if info, ok := pageInfo(r, p.Page); ok {
		p.Placed = placed(info.Place)
	}
	p.Rows = fieldRows(r, p.Submission.Claim)
	if r.Document != nil && r.Document.MRZ != nil {
		for _, name := range sortedKeys(r.Document.MRZ.Checks) {
			p.MRZChecks = append(p.MRZChecks, digit{Name: name, Valid: r.Document.MRZ.Checks[name]})
		}
	}
}

// revisions lists the revisions there are, newest first.
func (c *Console) revisions(ctx echo.Context, shown models.Report, asked int) ([]int, error) {
	latest := shown.Revision
	if asked != 0 {
		report, err := c.service.Report(ctx.Request().Context(), shown.SubmissionID, 0)
		if err != nil {
			return nil, err
		}
		latest = report.Revision
	}
	var all []int
	for n := latest; n >= 1; n-- {
		all = append(all, n)
	}
	return all, nil
}

// numbered orders findings by how much a reviewer needs to see them: what was found, what did not look, then the rest.
func numbered(findings []models.Finding) []finding {
	rank := map[models.Outcome]int{
		models.OutcomeSuspect: 0, models.OutcomeFailed: 1, models.OutcomeUnavailable: 2,
		models.OutcomeInconclusive: 3, models.OutcomeClear: 4, models.OutcomeNotApplicable: 5,
	}
	sorted := slices.SortedStableFunc(slices.Values(findings), func(a, b models.Finding) int {
		return cmp.Or(cmp.Compare(rank[a.Outcome], rank[b.Outcome]), cmp.Compare(scoreOf(b), scoreOf(a)), strings.Compare(a.Check, b.Check))
	})
	out := make([]finding, len(sorted))
	for i, f := range sorted {
		out[i] = finding{Finding: f, Number: i + 1, Title: checkTitle(f.Check)}
		for _, m := range f.Measures {
			out[i].Threshold = out[i].Threshold || m.Threshold != nil
		}
		for _, a := range f.Artifacts {
			switch {
			case a.ID != "" && a.Name == "legend" && isPicture(a):
				out[i].Legend = artifactAddress(a.ID)
			case a.ID != "" && strings.HasPrefix(a.Name, "region-") && isPicture(a):
				out[i].Crops = append(out[i].Crops, artifactAddress(a.ID))
			case a.ID != "":
				out[i].Extra = append(out[i].Extra, a)
			}
		}
	}
	return out
}

func scoreOf(f models.Finding) float64 {
	if f.Score == nil {
		return 0
	}
	return *f.Score
}

// checkTitle names a check for a reader: "ela" -> "ELA", "textedit" -> "Textedit".
func checkTitle(check string) string {
	switch check {
	case "ela":
		return "Error level (ELA)"
	case "mrz":
		return "Machine readable zone"
	case "copymove":
		return "Copy-move"
	case "jpeggrid":
		return "JPEG grid"
	case "textedit":
		return "Edited text"
	case "portraitedit":
		return "Edited portrait"
	case "seam":
		return "Pasted edge"
	case "borndigital":
		return "Born digital"
	}
	words := plain(check)
	if words == "" {
		return "Check"
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

func revisionOf(s string) (int, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 1<<30 {
		return 0, models.Invalidf("revision", "revision %.20q is not a number from 1", s)
	}
	return n, nil
}

// pageNumber reads the page to show, from 0.
func pageNumber(s string) (int, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 1000 {
		return 0, models.Invalidf("page", "page %.20q is not a number from 0", s)
	}
	return n, nil
}

// searchable reports whether s may be handed to a store as a key: short, UTF-8, no control characters.
func searchable(s string, limit int) bool {
	return utf8.ValidString(s) && utf8.RuneCountInString(s) <= limit && !strings.ContainsFunc(s, unicode.IsControl)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
