package console

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

// Finder answers the question that a form of the search page asks. A *models.Error of the class ErrInvalid, or one that the
// picture cannot be read, is the reviewer's to mend.
type Finder func(echo.Context) ([]models.Found, error)

// searchPage is the forms, and what was found.
type searchPage struct {
	Kinds   []models.Kind
	Asked   bool
	Rows    []foundRow
	Problem string
}

// foundRow is one find.
type foundRow struct {
	models.Found
	Thumbnail string // address; "" when there is none
}

// Search renders the forms.
func (c *Console) Search(ctx echo.Context) error {
	return c.searched(ctx, http.StatusOK, searchPage{})
}

// Found renders what find answers. The question is not shown again: it may be a stranger's name.
func (c *Console) Found(find Finder) echo.HandlerFunc {
	return func(ctx echo.Context) error {
		found, err := find(ctx)
		mendable := []models.ErrorCode{models.ErrInvalid, models.ErrUnreadable, models.ErrUnsupported, models.ErrTooLarge}
		if err != nil && slices.Contains(mendable, models.CodeOf(err)) {
			return c.searched(ctx, http.StatusUnprocessableEntity, searchPage{Problem: err.Error()})
		}
		if err != nil {
			return err
		}
		p := searchPage{Asked: true}
		for _, f := range found {
			row := foundRow{Found: f}
			s, _, err := c.look(ctx.Request().Context(), f.SubmissionID)
			if err != nil {
				return err
			}
			row.Thumbnail = s.Thumbnail
			p.Rows = append(p.Rows, row)
		}
		return c.searched(ctx, http.StatusOK, p)
	}
}

func (c *Console) searched(ctx echo.Context, status int, p searchPage) error {
	p.Kinds = models.Kinds()
	return c.render(ctx, status, "page_search.html", frame{Title: "Search", Section: "search", Page: p})
}

// traceWord says in words by what a submission was found.
func traceWord(k models.FingerprintKind) string {
	words := map[models.FingerprintKind]string{
		models.FingerprintBytes: "the same file", models.FingerprintPixels: "the same pixels",
		models.FingerprintPHash64: "the whole picture, coarsely", models.FingerprintPHash: "the whole picture",
		models.FingerprintTrimmed: "the picture without borders", models.FingerprintCentre: "the picture's middle", models.FingerprintCorner: "parts of the picture",
		models.FingerprintDocument: "the document laid flat", models.FingerprintTemplate: "the document without text and portrait",
		models.FingerprintBackground: "what lies around the document", models.FingerprintPortrait: "a portrait", models.FingerprintMark: "a seal or signature",
		models.FingerprintFeature: "local features", models.FingerprintNumber: "the document number", models.FingerprintMRZ: "the machine readable zone",
		models.FingerprintPerson: "name and date of birth",
	}
	if w, ok := words[k]; ok {
		return w
	}
	return plain(string(k))
}
