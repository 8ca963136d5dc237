package models

import (
	"slices"
	"time"
)

// Ruling is what a person says of a link or ring.
type Ruling string

// The rulings. Nothing is deleted: undone takes the word before it back.
const (
	RulingNotAMatch Ruling = "not_a_match"
	RulingConfirmed Ruling = "confirmed"
	RulingUndone    Ruling = "undone"
)

// ParseRuling returns the word named s, or an ErrInvalid that lists the known ones.
func ParseRuling(s string) (Ruling, error) {
	if w := Ruling(s); w == RulingNotAMatch || w == RulingConfirmed || w == RulingUndone {
		return w, nil
	}
	return "", Invalidf("word", "word %.40q is unknown: send one of not_a_match, confirmed, undone", s)
}

// Status is what persons' words have made of a link or ring.
type Status string

// The statuses.
const (
	StatusOpen      Status = "open"        // nobody has said anything that stands
	StatusNotAMatch Status = "not_a_match" // suppressed: no reason, no member of a ring
	StatusConfirmed Status = "confirmed"
	StatusReopened  Status = "reopened" // was not_a_match, and something joined since that the person did not know of
)

// Suppressed reports whether a link or ring of this status is held against nobody.
func (s Status) Suppressed() bool { return s == StatusNotAMatch }

// Disposition is a person's word on a link or ring, with what they knew when they said it.
type Disposition struct {
	ID        string    `json:"id"`
	LinkID    string    `json:"link_id,omitempty"`
	RingID    string    `json:"ring_id,omitempty"`
	Word      Ruling    `json:"word"`
	Note      string    `json:"note"`
	Reviewer  string    `json:"reviewer"`
	CreatedAt time.Time `json:"created_at"`
	Known     []string  `json:"known"` // of a link: fields in conflict; of a ring: its accounts; sorted
}

// Standing returns the status that the latest disposition d gives to a link or ring of which now is known: its fields in
// conflict, or its accounts. A new one re-opens what was called no match.
func Standing(d *Disposition, now []string) Status {
	switch {
	case d == nil || d.Word == RulingUndone:
		return StatusOpen
	case d.Word == RulingConfirmed:
		return StatusConfirmed
	}
	for _, item := range now {
		if !slices.Contains(d.Known, item) {
			return StatusReopened
		}
	}
	return StatusNotAMatch
}

// ConflictFields returns the fields in which l's sides differ, sorted: what a disposition of a link knows of.
func (l LinkRecord) ConflictFields() []string {
	fields := []string{}
	for _, c := range l.Conflicts {
		if !slices.Contains(fields, c.Field) {
			fields = append(fields, c.Field)
		}
	}
	slices.Sort(fields)
	return fields
}

// Dispose sets l's status by its latest disposition and by the banks that its ends are in: a link to what is known to be
// shared honestly is no match unless a person said otherwise.
func (l *LinkRecord) Dispose(d *Disposition) {
	l.Status = Standing(d, l.ConflictFields())
	if l.Status == StatusOpen && (l.Banks[0] == BankGood || l.Banks[1] == BankGood) {
		l.Status = StatusNotAMatch
	}
	if l.Disposition = d; d != nil && d.Word == RulingUndone {
		l.Disposition = nil
	}
}

// DispositionQuery filters and pages a list of dispositions; empty fields match everything.
type DispositionQuery struct {
	LinkID, RingID string
	Limit          int // 1..100; 0 means 50
	After          Cursor
}
