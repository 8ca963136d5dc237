package console

import (
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

// What a reviewer may send along.
const (
	maxFormBytes     = 32 << 10
	maxNoteChars     = 2000
	maxReviewerChars = 200
)

// DisposeLink keeps a reviewer's word on a link and leads back to the report that showed it.
func (c *Console) DisposeLink(ctx echo.Context) error {
	form, err := formOf(ctx)
	if err != nil {
		return err
	}
	back := "/console/rings"
	if id := form.Get("submission"); searchable(id, 128) && id != "" {
		back = "/console/submissions/" + url.PathEscape(id) + "#link-" + url.PathEscape(ctx.Param("id"))
	}
	return c.dispose(ctx, form, models.Disposition{LinkID: ctx.Param("id")}, back)
}

// DisposeRing keeps a reviewer's word on a ring.
func (c *Console) DisposeRing(ctx echo.Context) error {
	form, err := formOf(ctx)
	if err != nil {
		return err
	}
	return c.dispose(ctx, form, models.Disposition{RingID: ctx.Param("id")}, "/console/rings/"+url.PathEscape(ctx.Param("id")))
}

func (c *Console) dispose(ctx echo.Context, form url.Values, d models.Disposition, back string) (err error) {
	if !searchable(d.LinkID+d.RingID, 128) {
		return models.Errorf(models.ErrNotFound, "not_found", "there is no link or ring with this id")
	}
	if d.Word, err = models.ParseRuling(form.Get("word")); err != nil {
		return err
	}
	if d.Note, d.Reviewer, err = remark(ctx, form); err != nil {
		return err
	}
	if _, err = c.service.Dispose(ctx.Request().Context(), d); err != nil {
		return err
	}
	return ctx.Redirect(http.StatusSeeOther, back)
}

// Bank puts a submission into a bank, or takes it out of the one it is in.
func (c *Console) Bank(ctx echo.Context) error {
	id := ctx.Param("id")
	form, err := formOf(ctx)
	if err != nil {
		return err
	}
	if !searchable(id, 128) {
		return models.Errorf(models.ErrNotFound, "not_found", "there is no submission with this id")
	}
	if form.Get("bank") == "none" {
		err = c.service.TakeFromBank(ctx.Request().Context(), id)
	} else {
		e := models.BankEntry{SubmissionID: id}
		if e.Bank, err = models.ParseBank(form.Get("bank")); err != nil {
			return err
		}
		if e.Note, e.Reviewer, err = remark(ctx, form); err != nil {
			return err
		}
		_, err = c.service.PutInBank(ctx.Request().Context(), e)
	}
	if err != nil {
		return err
	}
	if form.Get("back") == "banks" {
		return ctx.Redirect(http.StatusSeeOther, "/console/banks")
	}
	return ctx.Redirect(http.StatusSeeOther, "/console/submissions/"+url.PathEscape(id)+"#bank")
}

// formOf reads a small form. That it was sent by a page of ours was seen before.
func formOf(ctx echo.Context) (url.Values, error) {
	r := ctx.Request()
	media, _, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if err != nil || media != echo.MIMEApplicationForm {
		return nil, models.Errorf(models.ErrUnsupported, "request.media_type", "this address takes a form of the console only: send application/x-www-form-urlencoded")
	}
	r.Body = http.MaxBytesReader(nil, r.Body, maxFormBytes)
	if err := r.ParseForm(); err != nil {
		return nil, models.Errorf(models.ErrInvalid, "form.malformed", "the form could not be read, or is longer than %d bytes", maxFormBytes)
	}
	return r.PostForm, nil
}

// remark returns the note of a form and who sent it: the user name that the browser was told, if any. Lines of a note are
// joined.
func remark(ctx echo.Context, form url.Values) (note, reviewer string, err error) {
	note = strings.Join(strings.FieldsFunc(form.Get("note"), func(r rune) bool { return r == '\r' || r == '\n' || r == '\t' }), " ")
	if !searchable(note, maxNoteChars) {
		return "", "", models.Invalidf("note", "the note is not at most %d characters without control characters", maxNoteChars)
	}
	reviewer, _, _ = ctx.Request().BasicAuth()
	if !searchable(reviewer, maxReviewerChars) {
		return "", "", models.Invalidf("reviewer", "the user name is not at most %d characters without control characters", maxReviewerChars)
	}
	return note, reviewer, nil
}
