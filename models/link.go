package models

import (
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
	Artifacts      []Artifact `json:"artifacts"`
}

// LinkRecord is a link as it is kept: both sides named, A the submission whose report found it.
type LinkRecord struct {
	ID         string     `json:"id"`
	A          LinkEnd    `json:"a"`
	B          LinkEnd    `json:"b"`
	Comparison Comparison `json:"comparison"`
	Conflicts  []Conflict `json:"conflicts"`
	CreatedAt  time.Time  `json:"created_at"`
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
	other, changed, conflicts := l.B, l.Comparison.Changed, l.Conflicts
	page, otherPage := l.Comparison.PageA, l.Comparison.PageB
	if submissionID == l.B.SubmissionID {
		other, changed, conflicts = l.A, l.Comparison.changedInB(), swapped(l.Conflicts)
		page, otherPage = otherPage, page
	}
	return Link{
		ID: l.ID, Relation: l.Comparison.Relation, SubmissionID: other.SubmissionID, Account: other.Account,
		Page: page, OtherPage: otherPage, FirstSeen: other.FirstSeen, Score: l.Comparison.Score, FalseAlarmRate: l.Comparison.FalseAlarmRate,
		Changed: changed, Conflicts: conflicts, Artifacts: l.Comparison.Artifacts,
	}
}

func swapped(conflicts []Conflict) []Conflict {
	out := make([]Conflict, len(conflicts))
	for i, c := range conflicts {
		out[i] = Conflict{Field: c.Field, A: c.B, B: c.A}
	}
	return out
}

// Ring is a set of accounts connected by links.
type Ring struct {
	ID       string   `json:"id"`
	Accounts []string `json:"accounts"`
	Links    []string `json:"links"`
}
