package console

import (
	"context"
	"fmt"
	"net/url"
	"slices"

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
	Blink      *blink // the two pictures as the comparison laid them on one frame; nil without them
	Difference string // address of the difference map; "" when there is none
	Faces      []faces
	Measures   []models.Measure
	Swapped    bool // this submission is side B of the record
	Standing   standing
	Form       form
}

// flip is a picture drawn over another so that what they share falls together.
type flip struct {
	Image     string
	W, H      int
	Transform string // of SVG; "" when it already lies as it should
}

// blink is a pair of registered pictures, by their addresses.
type blink struct{ This, Other string }

// addTies fills in the ring, the bank and every link of the submission, whichever side found it.
func (c *Console) addTies(ctx context.Context, p *reportPage) (err error) {
	id := p.Submission.ID
	if p.Ring, err = c.service.RingOf(ctx, p.Submission.Account); err != nil {
		return err
	}
	records, next, err := c.service.Links(ctx, models.LinkQuery{SubmissionID: id, Limit: 100})
	if err != nil {
		return err
	}
	if p.Shelf, err = c.shelfOf(ctx, id); err != nil {
		return err
	}
	records = inOrder(id, records)
	p.MoreLinks = next != "" || len(records) > maxLinks
	for i, record := range records[:min(len(records), maxLinks)] {
		l, err := c.link(ctx, id, p.Report, record)
		if err != nil {
			return err
		}
		l.Number, l.Standing = i+1, linkStanding(record, p.Ring)
		l.Form = form{Action: "/console/links/" + url.PathEscape(l.ID) + "/dispositions", Submission: id, Standing: l.Standing}
		p.Links = append(p.Links, l)
	}
	return nil
}

// inOrder sorts links as a reviewer must see them.
func inOrder(id string, records []models.LinkRecord) []models.LinkRecord {
	seen := make([]models.Link, len(records))
	of := map[string]models.LinkRecord{}
	for i, r := range records {
		seen[i], of[r.ID] = r.SeenFrom(id), r
	}
	arrange(seen)
	out := make([]models.LinkRecord, len(seen))
	for i, l := range seen {
		out[i] = of[l.ID]
	}
	return out
}

// arrange puts contradictions first, and last what is held against nobody.
func arrange(links []models.Link) {
	models.SortLinks(links)
	slices.SortStableFunc(links, func(a, b models.Link) int { return suppressed(a) - suppressed(b) })
}

func suppressed(l models.Link) int {
	if l.Status.Suppressed() {
		return 1
	}
	return 0
}

func (c *Console) link(ctx context.Context, id string, own *models.Report, record models.LinkRecord) (link, error) {
	l := link{Link: record.SeenFrom(id), Measures: record.Comparison.Measures, Swapped: record.B.SubmissionID == id}
	mine := record.A
	if l.Swapped {
		mine = record.B
	}
	l.First = mine.FirstSeen.Before(l.FirstSeen)
	l.Difference = artifactNamed(record.Comparison.Artifacts, "difference")
	l.Blink = blinkOf(record.Comparison.Artifacts, l.Swapped)
	other, err := c.service.Report(ctx, l.SubmissionID, 0)
	if err != nil && models.CodeOf(err) != models.ErrNotFound {
		return l, err
	}
	if err == nil && own != nil { // otherwise it is not examined yet, or was erased: the words remain
		l.draw(*own, other, record.Comparison)
	}
	l.Faces = facesOf(record.Comparison.Portraits, l.This, l.Other, l.Swapped)
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
	a, b := l.This, l.Other
	if l.Swapped {
		a, b = b, a
	}
	a.addChanged(c.Changed, matrix{1, 0, 0, 0, 1, 0, 0, 0, 1})
	if !known {
		return
	}
	b.addChanged(c.Changed, toOther)
	if upright, ok := l.Other.linear().inverse(); ok {
		lay := l.This.linear().times(toOwn).times(upright)
		if transform, ok := lay.affine(float64(l.Other.W)/2, float64(l.Other.H)/2); ok {
			l.Flip = &flip{Image: l.Other.Preview, W: l.Other.W, H: l.Other.H, Transform: transform}
		}
	}
	if l.Blink != nil && !l.Swapped {
		l.Flip = &flip{Image: l.Blink.Other, W: l.This.W, H: l.This.H} // warped by the comparison itself, perspective included
	}
}

// addChanged draws changed regions, which from takes to the picture's stored pixels.
func (p *picture) addChanged(regions []models.Region, from matrix) {
	changed := layer{ID: "changed", Name: "Changed", Style: "suspect", On: true}
	for i, r := range regions {
		if points, ok := p.linear().times(from).polygon(r.X, r.Y, r.W, r.H); ok {
			changed.Shapes = append(changed.Shapes, shape{Points: points, Label: fmt.Sprint(i + 1), Title: "Changed: " + visible(r.Label)})
		}
	}
	p.add(changed)
}

func blinkOf(artifacts []models.Artifact, swapped bool) *blink {
	b := blink{artifactNamed(artifacts, "blink_a"), artifactNamed(artifacts, "blink_b")}
	if b.This == "" || b.Other == "" {
		return nil
	}
	if swapped {
		b.This, b.Other = b.Other, b.This
	}
	return &b
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
