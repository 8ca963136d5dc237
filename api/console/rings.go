package console

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

// maxRings is how many rings the list shows; each is walked link by link.
const maxRings = 20

// ringPage is a ring with all that its members share and contradict.
type ringPage struct {
	models.Ring
	Standing standing
	Members  []member
	Graph    *graph // nil when there are too many accounts to draw
	Shared   []sharedThing
	Disputed []disputed
	Form     form
	Count    int  // of links
	Fewer    bool // links or contradictions are left out of the tables
}

// maxRows is how many links, and how many with contradictions, a ring's page lists.
const maxRows = 200

// member is one account of the ring.
type member struct {
	models.RingAccount
	Number int
	Seen   []seen
	More   int // submissions that are not shown
}

// seen is a submission at a glance.
type seen struct {
	ID        string
	Thumbnail string // address; "" when there is none
	Verdict   models.Verdict
	Kind      models.Kind
}

// sharedThing is what a group of accounts shares, by their numbers.
type sharedThing struct {
	Relation models.Relation
	Members  []member
	Links    int
}

// disputed is a link whose two sides contradict each other.
type disputed struct {
	models.LinkRecord
	From, To int // numbers of the accounts
}

// Rings lists the rings of the newest links.
func (c *Console) Rings(ctx echo.Context) error {
	rings, err := c.service.Rings(ctx.Request().Context(), maxRings)
	if err != nil {
		return err
	}
	return c.render(ctx, http.StatusOK, "page_rings.html", frame{Title: "Rings", Section: "rings", Script: "list.js", Page: rings})
}

// Ring renders one ring.
func (c *Console) Ring(ctx echo.Context) error {
	id := ctx.Param("id")
	if !searchable(id, 128) {
		return models.Errorf(models.ErrNotFound, "not_found", "there is no ring with this id")
	}
	ring, err := c.service.Ring(ctx.Request().Context(), id)
	if err != nil {
		return err
	}
	p := ringPage{Ring: ring, Standing: ringStanding(ring), Graph: draw(ring)}
	p.Form = form{Action: ringAt(ring.ID) + "/dispositions", Standing: p.Standing}
	if p.Members, err = c.members(ctx.Request().Context(), ring); err != nil {
		return err
	}
	p.group()
	return c.render(ctx, http.StatusOK, "page_ring.html", frame{Title: "Ring", Section: "rings", Page: p})
}

const (
	maxGlances   = 40 // accounts whose submissions are looked up
	maxPerMember = 6  // submissions that are shown of each
)

func (c *Console) members(ctx context.Context, ring models.Ring) ([]member, error) {
	out := make([]member, len(ring.Accounts))
	for i, a := range ring.Accounts {
		out[i] = member{RingAccount: a, Number: i + 1, More: max(0, len(a.Submissions)-maxPerMember)}
		rows := map[string]models.SubmissionSummary{}
		if i < maxGlances {
			list, _, err := c.service.Submissions(ctx, models.SubmissionQuery{Account: models.Account(a.Account), Limit: pageSize})
			if err != nil {
				return nil, err
			}
			for _, row := range list {
				rows[row.ID] = row
			}
		}
		for _, id := range a.Submissions[:len(a.Submissions)-out[i].More] {
			out[i].Seen = append(out[i].Seen, glance(id, rows[id]))
		}
	}
	return out, nil
}

func glance(id string, row models.SubmissionSummary) seen {
	s := seen{ID: id, Verdict: row.Verdict, Kind: row.Kind}
	if row.ThumbnailID != "" {
		s.Thumbnail = artifactAddress(row.ThumbnailID)
	}
	return s
}

// group fills in what the members share and where they contradict each other.
func (p *ringPage) group() {
	of := map[string]member{}
	for _, m := range p.Members {
		of[m.Account] = m
	}
	for _, item := range p.Ring.Shared {
		thing := sharedThing{Relation: item.Relation, Links: len(item.Links)}
		for _, a := range item.Accounts {
			thing.Members = append(thing.Members, of[a])
		}
		p.Shared = append(p.Shared, thing)
	}
	for _, l := range p.Links {
		if len(l.Conflicts) > 0 {
			p.Disputed = append(p.Disputed, disputed{l, of[l.A.Account].Number, of[l.B.Account].Number})
		}
	}
	p.Count, p.Fewer = len(p.Links), len(p.Links) > maxRows
	p.Links, p.Disputed = p.Links[:min(len(p.Links), maxRows)], p.Disputed[:min(len(p.Disputed), maxRows)]
}

// form is what a form for a person's word on a link or ring needs.
type form struct {
	Action     string
	Submission string // whose page to come back to; "" for the ring's
	Standing   standing
}
