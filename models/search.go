package models

import "time"

// SearchFilter narrows what a search returns; empty fields match everything.
type SearchFilter struct {
	Kind     Kind
	Relation Relation // only what was verified to be so
	Since    time.Time
	Until    time.Time
}

// Found is one submission that a search found, and why.
type Found struct {
	SubmissionID string    `json:"submission_id"`
	Account      Account   `json:"account"`
	Kind         Kind      `json:"kind"`
	FirstSeen    time.Time `json:"first_seen"`
	Page         int       `json:"page"`       // of the query that found it
	OtherPage    int       `json:"other_page"` // of the submission
	Weight       int       `json:"weight"`     // how much was found; a hundred is one picture's hash at distance 0
	Why          []Trace   `json:"why"`        // strongest first

	// Of what was verified: by a comparison of the pictures, or by equal digests. Otherwise it is a candidate and proves nothing.
	Verified       bool        `json:"verified"`
	Relation       Relation    `json:"relation,omitempty"`
	Also           []Relation  `json:"also,omitempty"`
	Score          float64     `json:"score"`
	FalseAlarmRate *float64    `json:"false_alarm_rate"`
	Changed        []Region    `json:"changed,omitempty"` // in stored pixels of the query's page
	Portraits      []Portraits `json:"portraits,omitempty"`
}

// Trace is one fingerprint that found a submission.
type Trace struct {
	Fingerprint FingerprintKind `json:"fingerprint"`
	Distance    int             `json:"distance"`        // bits; 0 for digests
	Orientation int             `json:"orientation"`     // 1..8: how the query must be turned to resemble it; 0 for digests
	Votes       int             `json:"votes,omitempty"` // local features that agree
}
