package console

import (
	"context"
	"fmt"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

// maxLinks is how many links a page shows side by side; the API lists them all.
const maxLinks = 20

// link is one link as the page of a submission shows it.
type link struct {
	models.Link
	Number     int
	First      bool // this submission was there before the other
	This       *picture
	Other      *picture
	Flip       *flip  // the other picture laid over this one; nil when it is not known how
	Difference string // address of the difference map; "" when there is none
	Measures   []models.Measure
	Swapped    bool // this submission is side B of the record
}

// flip is a picture drawn over another so that what they share falls together.
type flip struct {
	Image     string
	W, H      int
	Transform string // of SVG; "" when it already lies as it should
}

// links shows every link of a submission, whichever side found it.
func (c *Console) links(ctx echo.Context, id string, own *models.Report) ([]link, bool, error) {
	records, next, err := c.service.Links(ctx.Request().Context(), models.LinkQuery{SubmissionID: id, Limit: maxLinks})
	if err != nil {
		return nil, false, err
	}
	out := make([]link, 0, len(records))
	for i, record := range records {
		l, err := c.link(ctx.Request().Context(), id, own, record)
		if err != nil {
			return nil, false, err
		}
		l.Number = i + 1
		out = append(out, l)
	}
	return out, next != "", nil
}

func (c *Console) link(ctx context.Context, id string, own *models.Report, record models.LinkRecord) (link, error) {
	l := link{Link: record.SeenFrom(id), Measures: record.Comparison.Measures, Swapped: record.B.SubmissionID == id}
	mine := record.A
	if l.Swapped {
		mine = record.B
	}
	l.First = mine.FirstSeen.Before(l.FirstSeen)
	l.Difference = artifactNamed(record.Comparison.Artifacts, "difference")
	other, err := c.service.Report(ctx, l.SubmissionID, 0)
	if err != nil && models.CodeOf(err) != models.ErrNotFound {
		return l, err
	}
	if err != nil || own == nil {
		return l, nil // the other one is not examined yet, or was erased: the words remain
	}
	l.draw(*own, other, record.Comparison)
	return l, nil
}

// draw sets the two pictures side by side, the changed regions on both. The comparison speaks in stored pixels of A.
func (l *link) draw(own, other models.Report, c models.Comparison) {
	toOther := matrix(c.Transform)
	toOwn, known := toOther.inverse()
	if l.Swapped {
		toOwn = toOther
	}
	l.This, l.Other = plainPicture(own, l.Page), plainPicture(other, l.OtherPage)
	if l.This == nil || l.Other == nil {
		return
	}
	regions := func(p *picture, from matrix) {
		changed := layer{ID: "changed", Name: "Changed", Style: "suspect", On: true}
		for i, r := range c.Changed {
			if points, ok := p.linear().times(from).polygon(r.X, r.Y, r.W, r.H); ok {
				changed.Shapes = append(changed.Shapes, shape{Points: points, Label: fmt.Sprint(i + 1), Title: "Changed: " + visible(r.Label)})
			}
		}
		p.add(changed)
	}
	identity := matrix{1, 0, 0, 0, 1, 0, 0, 0, 1}
	a, b := l.This, l.Other
	if l.Swapped {
		a, b = b, a
	}
	regions(a, identity)
	if !known {
		return
	}
	regions(b, matrix(c.Transform))
	if upright, ok := l.Other.linear().inverse(); ok {
		lay := l.This.linear().times(toOwn).times(upright)
		if transform, ok := lay.affine(float64(l.Other.W)/2, float64(l.Other.H)/2); ok {
			l.Flip = &flip{Image: l.Other.Preview, W: l.Other.W, H: l.Other.H, Transform: transform}
		}
	}
	if registered := artifactNamed(c.Artifacts, "blink_b"); registered != "" && !l.Swapped {
		l.Flip = &flip{Image: registered, W: l.This.W, H: l.This.H} // warped by the comparison itself, perspective included
	}
}

// plainPicture is a page's preview without layers; nil when it has no size or no preview.
func plainPicture(r models.Report, page int) *picture {
	info, known := pageInfo(r, page)
	s, ok := newSheet(info.FileInfo)
	preview := artifactNamed(r.Artifacts, pageNamed("preview", page))
	if !known || !ok || preview == "" {
		return nil
	}
	return &picture{sheet: s, page: page, Preview: preview}
}
