package models

import "time"

// Ring is a set of accounts connected by verified links. It is known by the id of its oldest link, so that it keeps its id
// while it grows; of rings that grow together the oldest gives the id.
type Ring struct {
	ID          string        `json:"id"`
	Status      Status        `json:"status"`
	Disposition *Disposition  `json:"disposition"` // the latest word; null when there is none or it was undone
	FirstSeen   time.Time     `json:"first_seen"`
	Accounts    []RingAccount `json:"accounts"` // who came first stands first
	Links       []LinkRecord  `json:"links"`    // oldest first
	Shared      []SharedItem  `json:"shared"`   // strongest relation first
	Conflicts   int           `json:"conflicts"`
	Timeline    []RingMoment  `json:"timeline"`  // oldest first
	Truncated   bool          `json:"truncated"` // more accounts or links than are shown
}

// RingAccount is one member of a ring.
type RingAccount struct {
	Account     string    `json:"account"`
	FirstSeen   time.Time `json:"first_seen"`  // of its oldest submission in the ring
	Submissions []string  `json:"submissions"` // in the ring, oldest first
}

// SharedItem is one thing that members of a ring share: a capture, a portrait, a number.
type SharedItem struct {
	Relation Relation `json:"relation"`
	Accounts []string `json:"accounts"`
	Links    []string `json:"links"` // ids
}

// RingMoment is one line of a ring's timeline: an account joined it with a submission.
type RingMoment struct {
	At           time.Time `json:"at"`
	Account      string    `json:"account"`
	SubmissionID string    `json:"submission_id"`
	Relation     Relation  `json:"relation"` // the strongest that ties it to an earlier one; "" for the first
}
