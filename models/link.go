package models

import (
	"cmp"
	"slices"
	"time"
)

// Relation says how two pictures belong together. Contradiction ranks above similarity.
type Relation string

// The relations. same_layout and unrelated never make a link.
const (
	RelationSameFile           Relation = "same_file"            // equal bytes or equal decoded pixels
	RelationSameCapture        Relation = "same_capture"         // one photograph, scan or render with parts changed
	RelationNearDuplicate      Relation = "near_duplicate"       // one picture re-saved, resized, cropped or turned
	RelationSamePortrait       Relation = "same_portrait"        // one portrait in two documents or photos
	RelationSameDocumentNumber Relation = "same_document_number" // one number in two documents
	RelationSameIdentity       Relation = "same_identity"        // one name and date of birth
	RelationSameLayout         Relation = "same_layout"          // one issuer: harmless
	RelationUnrelated          Relation = "unrelated"
)

// Relations returns every relation, strongest evidence first.
func Relations() []Relation {
	return []Relation{RelationSameFile, RelationSameCapture, RelationNearDuplicate, RelationSamePortrait,
		RelationSameDocumentNumber, RelationSameIdentity, RelationSameLayout, RelationUnrelated}
}

// Known reports whether r is in the closed list.
func (r Relation) Known() bool { return slices.Contains(Relations(), r) }

// Links reports whether the relation ties two accounts together.
func (r Relation) Links() bool { return r != RelationSameLayout && r != RelationUnrelated && r != "" }

// Binds reports whether the relation makes two accounts members of one ring. One name and date of birth do not: people
// share them by chance.
func (r Relation) Binds() bool { return r.Links() && r != RelationSameIdentity }

// Conflict is one thing that two linked submissions claim differently.
type Conflict struct {
	Field string `json:"field"`
	A     string `json:"a"`
	B     string `json:"b"`
}

// Link is a verified relation between submissions of two accounts, with its evidence.
// SubmissionID and Account are the *other* side, seen from the report that shows the link.
type Link struct {
	ID             string     `json:"id"`
	Relation       Relation   `json:"relation"`
	SubmissionID   string     `json:"submission_id"`
	Account        string     `json:"account"`
	Page           int        `json:"page"`       // of the report's own submission, as in PageInfo.Page
	OtherPage      int        `json:"other_page"` // of the other submission
	FirstSeen      time.Time  `json:"first_seen"` // when the other submission arrived: who came first
	Score          float64    `json:"score"`
	FalseAlarmRate *float64   `json:"false_alarm_rate"`
	Changed        []Region   `json:"changed"` // in stored pixels of the report's own submission
	Conflicts      []Conflict `json:"conflicts"`
	Also           []Relation `json:"also"` // weaker relations of the same two submissions
	Status         Status     `json:"status"`
	KnownBad       bool       `json:"known_bad"` // a person put the other submission into the bank of known forgeries
	Artifacts      []Artifact `json:"artifacts"`
}

// LinkRecord is a link as it is kept: both sides named, A the submission whose report found it.
type LinkRecord struct {
	ID         string     `json:"id"`
	A          LinkEnd    `json:"a"`
	B          LinkEnd    `json:"b"`
	Comparison Comparison `json:"comparison"`
	Also       []Relation `json:"also"` // weaker relations of the same two submissions
	Conflicts  []Conflict `json:"conflicts"`
	CreatedAt  time.Time  `json:"created_at"`

	Banks       [2]Bank      `json:"banks"`       // of A's and B's submission, "" when in none; filled in when it is read
	Status      Status       `json:"status"`      // what persons said of it; filled in when it is read
	Disposition *Disposition `json:"disposition"` // the latest word; null when there is none or it was undone
}

// LinkEnd is one side of a link.
type LinkEnd struct {
	SubmissionID string    `json:"submission_id"`
	Account      string    `json:"account"`
	FirstSeen    time.Time `json:"first_seen"`
}

// SeenFrom returns the link as the report of submissionID shows it: the other side named, regions in its own pixels,
// its own claim first.
func (l LinkRecord) SeenFrom(submissionID string) Link {
	other, bank, changed, conflicts := l.B, l.Banks[1], l.Comparison.Changed, l.Conflicts
	page, otherPage := l.Comparison.PageA, l.Comparison.PageB
	if submissionID == l.B.SubmissionID {
		other, bank, changed, conflicts = l.A, l.Banks[0], l.Comparison.changedInB(), swapped(l.Conflicts)
		page, otherPage = otherPage, page
	}
	return Link{
		ID: l.ID, Relation: l.Comparison.Relation, SubmissionID: other.SubmissionID, Account: other.Account,
		Page: page, OtherPage: otherPage, FirstSeen: other.FirstSeen, Score: l.Comparison.Score, FalseAlarmRate: l.Comparison.FalseAlarmRate,
		Changed: changed, Conflicts: conflicts, Also: l.Also, Status: l.Status, KnownBad: bank == BankBad, Artifacts: l.Comparison.Artifacts,
	}
}

func swapped(conflicts []Conflict) []Conflict {
	out := make([]Conflict, len(conflicts))
	for i, c := range conflicts {
		out[i] = Conflict{Field: c.Field, A: c.B, B: c.A}
	}
	return out
}

// SortLinks orders links by what a reviewer must see first: contradictions before similarity, then the stronger relation,
// then who came first.
func SortLinks(links []Link) {
	order := Relations()
	conflict := func(l Link) int { return min(len(l.Conflicts), 1) }
	slices.SortStableFunc(links, func(a, b Link) int {
		return cmp.Or(cmp.Compare(conflict(b), conflict(a)), cmp.Compare(slices.Index(order, a.Relation), slices.Index(order, b.Relation)),
			a.FirstSeen.Compare(b.FirstSeen), cmp.Compare(a.SubmissionID, b.SubmissionID))
	})
}
